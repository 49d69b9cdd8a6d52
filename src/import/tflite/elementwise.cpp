#include <algorithm>

#include "translators.hpp"
#include <fmt/format.h>

namespace synergy::importer::tflite {
namespace {

using network::Elementwise;

std::string_view word_of(Builtin code) {
  switch (code) {
    case Builtin::sub:
      return "sub";
    case Builtin::mul:
      return "mul";
    case Builtin::div:
      return "scale";
    default:
      return "add";
  }
}

/// One constant for each channel, or one for all: what follows from training, as a batch norm does.
void scale_or_shift(Translation& at, std::size_t map_input, std::size_t constant_input) {
  const Value map = at.data(map_input);
  const Value& constant = at.constant(constant_input, "factors or summands");
  if (at.op().code == Builtin::div && constant_input == 0)
    at.refuse("divides a constant by what is computed, which no network here does");
  const int channels = map.dims.from_end(0);
  const bool fits = constant.dims.sound() && constant.dims.rank() <= map.dims.rank() &&
                    constant.dims.elements() == constant.dims.from_end(0) &&
                    (constant.dims.from_end(0) == 1 || constant.dims.from_end(0) == channels);
  if (!fits)
    at.refuse(
        fmt::format("combines a map of {} with a constant of {}; networks here have one constant for "
                    "each channel at most, so make the map an input",
                    to_text(map.dims), to_text(constant.dims)));
  const network::TensorId out = at.add("scale", network::BatchNorm{}, {map.tensor}, at.output_bits());
  at.explain("one of its inputs is a constant for each channel, as of a batch norm");
  at.result(at.activate(out, static_cast<Fused>(at.option<std::int8_t>(0, 0))), at.map(map.dims).shape,
            map.dims);
}

}  // namespace

/// AddOptions, SubOptions, MulOptions, DivOptions: 0 activation.
void binary(Translation& at) {
  const std::size_t count = at.op().code == Builtin::add_n ? at.op().inputs.size() : 2;
  if (at.op().code != Builtin::add_n) {
    const bool first = at.value(0).kind == Value::Kind::constant;
    const bool second = at.value(1).kind == Value::Kind::constant;
    if (first != second) return scale_or_shift(at, first ? 1 : 0, first ? 0 : 1);
  }
  std::vector<network::TensorId> inputs;
  Dims dims;
  for (std::size_t i = 0; i < count; ++i) {
    const Value& operand = at.data(i);
    inputs.push_back(operand.tensor);
    const bool larger = operand.dims.elements() > (i == 0 ? 0 : dims.elements()) ||
                        (operand.dims.elements() == dims.elements() && operand.dims.rank() > dims.rank());
    if (larger) dims = operand.dims;
  }
  const network::Shape shape = at.map(dims).shape;
  for (std::size_t i = 0; i < count; ++i) {
    const network::Shape other = at.map(at.data(i).dims).shape;
    if (other == shape || (other.pixels() == 1 && other.channels == shape.channels)) continue;
    at.refuse(
        fmt::format("combines {} and {}; networks here combine maps of one shape, or a map and one "
                    "pixel of as many channels",
                    to_text(dims), to_text(at.data(i).dims)));
  }
  Elementwise operation = Elementwise::add;
  if (at.op().code == Builtin::sub) operation = Elementwise::sub;
  if (at.op().code == Builtin::mul) operation = Elementwise::mul;
  if (at.op().code == Builtin::div)
    at.refuse("divides by what is computed, which no network here does; multiply, or leave it to the host");
  const network::TensorId out = at.add(word_of(at.op().code), operation, std::move(inputs), at.output_bits());
  const auto fused =
      at.op().code == Builtin::add_n ? Fused::none : static_cast<Fused>(at.option<std::int8_t>(0, 0));
  at.result(at.activate(out, fused), shape, dims);
}

void activation(Translation& at) {
  const auto function = [&]() -> std::pair<std::string_view, network::Activation> {
    switch (at.op().code) {
      case Builtin::relu:
        return {"relu", network::Activation::relu};
      case Builtin::relu6:
        return {"relu", network::Activation::relu6};
      case Builtin::leaky_relu:
        return {"leaky_relu", network::Activation::leaky_relu};
      case Builtin::logistic:
        return {"sigmoid", network::Activation::sigmoid};
      case Builtin::tanh:
        return {"tanh", network::Activation::tanh};
      case Builtin::hard_swish:
        return {"hard_swish", network::Activation::hard_swish};
      case Builtin::gelu:
        return {"gelu", network::Activation::gelu};
      default:
        return {"abs", network::Activation::abs};
    }
  }();
  const Value map = at.data(0);
  const network::TensorId out = at.add(function.first, function.second, {map.tensor}, at.output_bits());
  at.result(out, at.map(map.dims).shape, map.dims);
}

/// ConcatenationOptions: 0 axis, 1 activation.
void concatenation(Translation& at) {
  std::vector<network::TensorId> inputs;
  Dims dims = at.data(0).dims;
  std::int64_t channels = 0;
  const auto rank = static_cast<std::int64_t>(dims.rank());
  std::int64_t axis = at.option<std::int32_t>(0, 0);
  if (axis < 0) axis += rank;
  if (rank == 0 || axis != rank - 1)
    at.refuse(fmt::format("joins {} along axis {}; networks here join channels alone, the last axis",
                          to_text(dims), axis));
  for (std::size_t i = 0; i < at.op().inputs.size(); ++i) {
    const Value& part = at.data(i);
    Dims sides = part.dims;
    if (sides.rank() == dims.rank()) sides.set(sides.rank() - 1, dims.from_end(0));
    if (!(sides == dims))
      at.refuse(fmt::format("joins {} and {}, whose other sides differ", to_text(dims), to_text(part.dims)));
    channels += part.dims.from_end(0);
    inputs.push_back(part.tensor);
  }
  if (channels > std::int64_t{1} << 30) at.refuse("joins more channels than there can be");
  dims.set(dims.rank() - 1, static_cast<std::int32_t>(channels));
  const network::Shape shape = at.map(dims).shape;
  const network::TensorId out = at.add("concat", network::Concat{}, std::move(inputs), at.output_bits());
  at.result(at.activate(out, static_cast<Fused>(at.option<std::int8_t>(1, 0))), shape, dims);
}

void softmax(Translation& at) {
  const Value map = at.data(0);
  const network::TensorId out = at.add("softmax", network::Softmax{}, {map.tensor}, at.output_bits());
  at.result(out, at.map(map.dims).shape, map.dims);
}

}  // namespace synergy::importer::tflite
