#include "rules.hpp"

#include <algorithm>
#include <array>

#include "convolutions.hpp"
#include "elementwise.hpp"
#include "matrices.hpp"
#include "pooling.hpp"
#include "quantisation.hpp"
#include "views.hpp"

namespace synergy::importer::onnx {
namespace {

constexpr std::array kRules = {
    Rule{"Conv", translate_conv},
    Rule{"ConvTranspose", translate_conv_transpose},
    Rule{"QLinearConv", translate_qlinear_conv},
    Rule{"ConvInteger", translate_conv_integer},
    Rule{"Pad", translate_pad},
    Rule{"Gemm", translate_gemm},
    Rule{"MatMul", translate_matmul},
    Rule{"QLinearMatMul", translate_qlinear_matmul},
    Rule{"MatMulInteger", translate_matmul_integer},
    Rule{"MaxPool", translate_max_pool},
    Rule{"AveragePool", translate_average_pool},
    Rule{"GlobalMaxPool", translate_global_max_pool},
    Rule{"GlobalAveragePool", translate_global_average_pool},
    Rule{"ReduceMean", translate_reduce_mean},
    Rule{"ReduceMax", translate_reduce_max},
    Rule{"Relu", translate_activation},
    Rule{"LeakyRelu", translate_activation},
    Rule{"Abs", translate_activation},
    Rule{"Sigmoid", translate_activation},
    Rule{"HardSigmoid", translate_activation},
    Rule{"Tanh", translate_activation},
    Rule{"HardSwish", translate_activation},
    Rule{"Gelu", translate_activation},
    Rule{"com.microsoft.Gelu", translate_activation},
    Rule{"Clip", translate_clip},
    Rule{"Softmax", translate_softmax},
    Rule{"Add", translate_add},
    Rule{"Sum", translate_add},
    Rule{"Sub", translate_sub},
    Rule{"Mul", translate_mul},
    Rule{"Div", translate_div},
    Rule{"BatchNormalization", translate_batch_norm},
    Rule{"Concat", translate_concat},
    Rule{"Reshape", translate_reshape},
    Rule{"Flatten", translate_flatten},
    Rule{"Squeeze", translate_squeeze},
    Rule{"Unsqueeze", translate_unsqueeze},
    Rule{"Transpose", translate_transpose},
    Rule{"Identity", translate_identity},
    Rule{"Dropout", translate_dropout},
    Rule{"Shape", translate_shape},
    Rule{"Constant", translate_constant},
    Rule{"Resize", translate_resize},
    Rule{"Upsample", translate_resize},
    Rule{"QuantizeLinear", translate_quantize},
    Rule{"DequantizeLinear", translate_dequantize},
    Rule{"DynamicQuantizeLinear", translate_dynamic_quantize},
    Rule{"FakeQuantize", translate_fake_quantize},
    Rule{"org.openvinotoolkit.FakeQuantize", translate_fake_quantize},
    Rule{"qonnx.custom_op.general.Quant", translate_fake_quantize},
    Rule{"qonnx.custom_op.general.BipolarQuant", translate_fake_quantize},
    Rule{"onnx.brevitas.Quant", translate_fake_quantize},
    Rule{"RequantShift", translate_requant_shift},
    Rule{"PACTOps.RequantShift", translate_requant_shift},
    Rule{"Cast", translate_cast},
};

struct Advice {
  std::string_view kind;
  std::string_view what_to_do;
};
constexpr std::string_view kNearestActivation = "nearest: LeakyRelu, HardSwish, Tanh, Sigmoid";
constexpr std::string_view kUnroll = "cut the model in front of it, or train one with convolutions over time";
constexpr std::string_view kControl = "export the model with its control flow traced away";
constexpr std::string_view kNormalise = "train with batch normalisation, which costs nothing at inference";
constexpr std::array kAdvice = {
    Advice{"Elu", kNearestActivation},
    Advice{"Selu", kNearestActivation},
    Advice{"Celu", kNearestActivation},
    Advice{"PRelu", "its slopes are weights; nearest: LeakyRelu, one slope for all"},
    Advice{"Softplus", kNearestActivation},
    Advice{"Softsign", kNearestActivation},
    Advice{"Mish", kNearestActivation},
    Advice{"ThresholdedRelu", "nearest: Relu"},
    Advice{"LSTM", kUnroll},
    Advice{"GRU", kUnroll},
    Advice{"RNN", kUnroll},
    Advice{"Loop", kControl},
    Advice{"If", kControl},
    Advice{"Scan", kControl},
    Advice{"InstanceNormalization", kNormalise},
    Advice{"LayerNormalization", kNormalise},
    Advice{"GroupNormalization", kNormalise},
    Advice{"LRN", kNormalise},
    Advice{"Split", "nothing here takes channels out of a map: write one convolution for each part"},
    Advice{"Slice", "nothing here takes elements out of a map: let a stride or a convolution do it"},
    Advice{"Gather", "nothing here looks elements up: let the host do it in front of the network"},
    Advice{"LpPool", "nearest: AveragePool"},
    Advice{"DepthToSpace", "nearest: ConvTranspose"},
    Advice{"SpaceToDepth", "nearest: a convolution with a stride"},
};

constexpr std::array<std::string_view, 22> kHostWork = {
    "ArgMax",   "ArgMin", "TopK",  "Softmax", "LogSoftmax", "Hardmax", "NonMaxSuppression", "Transpose",
    "Reshape",  "Concat", "Slice", "Split",   "Gather",     "Squeeze", "Unsqueeze",         "Flatten",
    "GatherND", "Exp",    "Log",   "NonZero", "Expand",     "Tile",
};
constexpr std::array<std::string_view, 22> kWithHostWork = {
    "Add",      "Sub",       "Mul",       "Div", "Pow",       "Sqrt",  "Sigmoid", "Cast",
    "Identity", "Shape",     "Constant",  "Max", "Min",       "Clip",  "Greater", "Less",
    "Equal",    "ReduceMax", "ReduceSum", "Sum", "ScatterND", "Where",
};

template <class Table>
bool holds(const Table& table, std::string_view kind) {
  return std::find(table.begin(), table.end(), kind) != table.end();
}

template <class Table>
auto row_of(const Table& table, std::string_view kind) -> const typename Table::value_type* {
  const auto* found =
      std::find_if(table.begin(), table.end(), [&](const auto& row) { return row.kind == kind; });
  return found == table.end() ? nullptr : found;
}

}  // namespace

const Rule* rule_for(std::string_view kind) { return row_of(kRules, kind); }

std::string_view advice_for(std::string_view kind) {
  const Advice* advice = row_of(kAdvice, kind);
  return advice == nullptr ? std::string_view() : advice->what_to_do;
}

bool is_host_work(std::string_view kind) { return holds(kHostWork, kind); }

bool goes_with_host_work(std::string_view kind) { return holds(kWithHostWork, kind); }

}  // namespace synergy::importer::onnx
