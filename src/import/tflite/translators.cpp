#include "translators.hpp"

#include <algorithm>
#include <array>

namespace synergy::importer::tflite {
namespace {

struct Translator {
  Builtin code;
  void (*translate)(Translation& at);
};

/// Operators that are not here are refused.
constexpr auto kTranslators = std::to_array<Translator>({
    {Builtin::conv_2d, convolution},
    {Builtin::depthwise_conv_2d, convolution},
    {Builtin::transpose_conv, transposed_convolution},
    {Builtin::fully_connected, fully_connected},
    {Builtin::average_pool_2d, pooling},
    {Builtin::max_pool_2d, pooling},
    {Builtin::mean, mean},
    {Builtin::reduce_max, mean},
    {Builtin::add, binary},
    {Builtin::sub, binary},
    {Builtin::mul, binary},
    {Builtin::div, binary},
    {Builtin::add_n, binary},
    {Builtin::concatenation, concatenation},
    {Builtin::relu, activation},
    {Builtin::relu6, activation},
    {Builtin::leaky_relu, activation},
    {Builtin::logistic, activation},
    {Builtin::tanh, activation},
    {Builtin::hard_swish, activation},
    {Builtin::gelu, activation},
    {Builtin::abs, activation},
    {Builtin::softmax, softmax},
    {Builtin::reshape, reshape},
    {Builtin::squeeze, reshape},
    {Builtin::expand_dims, reshape},
    {Builtin::transpose, transpose},
    {Builtin::pad, pad},
    {Builtin::padv2, pad},
    {Builtin::slice, if_it_does_nothing},
    {Builtin::strided_slice, if_it_does_nothing},
    {Builtin::split, if_it_does_nothing},
    {Builtin::split_v, if_it_does_nothing},
    {Builtin::tile, if_it_does_nothing},
    {Builtin::broadcast_to, if_it_does_nothing},
    {Builtin::pack, if_it_does_nothing},
    {Builtin::unpack, if_it_does_nothing},
    {Builtin::resize_bilinear, if_it_does_nothing},
    {Builtin::resize_nearest_neighbor, if_it_does_nothing},
    {Builtin::quantize, number_format},
    {Builtin::dequantize, number_format},
    {Builtin::cast, number_format},
    {Builtin::fake_quant, number_format},
    {Builtin::shape, shape},
    {Builtin::rank, shape},
    {Builtin::arg_max, host_work},
    {Builtin::arg_min, host_work},
    {Builtin::topk_v2, host_work},
    {Builtin::log_softmax, host_work},
    {Builtin::non_max_suppression_v4, host_work},
    {Builtin::non_max_suppression_v5, host_work},
});

/// What to do about operators that networks here do not have.
std::string advice(const StatedOperator& op) {
  const auto code = static_cast<int>(op.code);
  const auto is_one_of = [code](std::initializer_list<int> codes) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
  };
  // Of the Edge TPU's, the Ethos-U's and the xcore's compilers.
  const auto is_custom_of = [&op](std::string_view prefix) {
    return op.custom_code.substr(0, prefix.size()) == prefix;
  };
  if (is_custom_of("edgetpu") || is_custom_of("ethos") || is_custom_of("XC_"))
    return "the file is compiled for an accelerator; import the one that was given to its compiler";
  if (op.code == Builtin::custom) return "it is known to its author alone; convert the model without it";
  // RNN, LSTM, SVDF and what reads or writes variables.
  if (is_one_of({16, 24, 27, 35, 44, 46, 52, 129, 142, 143, 144}))
    return "it keeps a state from one inference to the next; make the state an input and an output, and the "
           "cell of other operators";
  // RELU_N1_TO_1, PRELU, ELU, RELU_0_TO_1.
  if (is_one_of({20, 54, 111, 152}))
    return "train with one of RELU, RELU6, LEAKY_RELU, LOGISTIC, TANH, HARD_SWISH, GELU, ABS";
  if (is_one_of({37, 38})) return "convert the model so that the convolution in between is dilated instead";
  if (is_one_of({118, 119})) return "only straight networks can be planned; cut the loop or branch out";
  return "train without it, or cut the file so that the host does it in front of or behind the network";
}

/// Post-processing of detectors in one operator of its own.
bool is_detection(const StatedOperator& op) {
  return op.code == Builtin::custom && op.custom_code == "TFLite_Detection_PostProcess";
}

/// Whether every input is a constant, and there is one.
bool reads_constants_alone(const Translation& at) {
  bool any = false;
  for (std::size_t i = 0; i < at.op().inputs.size(); ++i) {
    if (!at.has_input(i)) continue;
    if (at.kind(i) != Value::Kind::constant) return false;
    any = true;
  }
  return any;
}

/// Known before any inference. Weights that are stored with fewer bits than they are used with count as they
/// are stored.
void constant_again(Translation& at) {
  Value out;
  std::size_t from = 0;
  while (!at.has_input(from)) ++from;
  out = at.value(from);
  const Builtin code = at.op().code;
  const bool keeps_format = code == Builtin::dequantize || code == Builtin::densify ||
                            code == Builtin::cast || code == Builtin::quantize || code == Builtin::reshape ||
                            code == Builtin::transpose;
  if (!keeps_format) {
    out.bits = type_of(at.stated().type).bits;
    out.holder = static_cast<std::size_t>(at.op().outputs.int32(0));
  }
  out.dims = at.stated().dims;
  at.becomes(out, Fate::dropped, "of constants alone: known before any inference");
}

}  // namespace

void translate_operator(Translation& at) {
  const StatedOperator& op = at.op();
  if (is_detection(op)) return host_work(at);
  const auto* const found = std::find_if(kTranslators.begin(), kTranslators.end(),
                                         [&](const Translator& t) { return t.code == op.code; });
  if (reads_constants_alone(at)) return constant_again(at);
  if (found == kTranslators.end()) at.refuse("is nothing that networks here have; " + advice(op));
  // What the host computes may change its form there as well.
  for (std::size_t i = 0; i < op.inputs.size(); ++i) {
    if (at.has_input(i)) (void)at.value(i);  // is written
    const bool form_alone = found->translate == reshape || found->translate == number_format ||
                            found->translate == transpose || found->translate == host_work;
    if (form_alone && at.kind(i) == Value::Kind::host) return host_work(at);
  }
  found->translate(at);
}

}  // namespace synergy::importer::tflite
