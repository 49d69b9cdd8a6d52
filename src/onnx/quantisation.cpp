#include "quantisation.hpp"

#include <cmath>

#include <fmt/format.h>

namespace synergy::importer::onnx {
namespace {

constexpr std::string_view kFormat = "changes the format of numbers, and their bits with it";

/// Of QuantizeLinear: the zero point's type, or since opset 21 an attribute; unsigned bytes else.
Element quantised(Translation& t, const Node& node) {
  if (node.has_input(2)) return t.constant(2).element;
  switch (node.integer("output_dtype", 0)) {
    case 4:
    case 5:
      return {16, false};
    case 21:
    case 22:
      return {4, false};
    default:
      return {8, false};
  }
}

}  // namespace

Element element_behind(Translation& t, const Node& node, const Element& from) {
  if (node.kind == "QuantizeLinear") return quantised(t, node);
  // Scaled to floating point the values still are those of few bits.
  if (node.kind == "DequantizeLinear") return from;
  if (node.kind == "FakeQuantize" || node.kind.ends_with(".FakeQuantize")) {
    const std::int64_t levels = node.integer("levels", 256);
    if (levels < 2 || levels > (std::int64_t{1} << 32))
      t.fail(fmt::format("{} levels: 2 to 2^32 are possible", levels));
    return {static_cast<int>(std::ceil(std::log2(static_cast<double>(levels)))), false};
  }
  if (node.kind.ends_with(".BipolarQuant")) return {1, false};
  if (node.kind.ends_with(".Quant")) {
    const std::vector<double>& bits = t.numbers(3);
    if (bits.size() != 1 || !(bits.front() >= 1 && bits.front() <= 32))
      t.fail("bit width is not one number of 1 to 32");
    return {static_cast<int>(std::ceil(bits.front())), false};
  }
  return from;
}

void translate_quantize(Translation& t, const Node& node) {
  const Value value = t.value(0);
  const Element to = element_behind(t, node, value.element);
  if (value.kind != Value::Kind::map) t.fail("reads a constant");
  if (!to.floating) t.set_bits(value.tensor, to.bits);
  t.drop(value, fmt::format("{}: {} bits", kFormat, to.bits));
}

void translate_dequantize(Translation& t, const Node& /*node*/) { t.drop(t.value(0), std::string(kFormat)); }

/// Scale and zero point are found at inference, in passing; whoever reads them scales weights.
void translate_dynamic_quantize(Translation& t, const Node& /*node*/) {
  Value found;
  found.kind = Value::Kind::constant;
  t.define(found, 1);
  found.element = {8, false};
  t.define(found, 2);
  t.drop(t.value(0), std::string(kFormat));
}

void translate_fake_quantize(Translation& t, const Node& node) { translate_quantize(t, node); }

/// Of the tools for PULP processors: (x * mul + add) / div for each channel, then so many levels; unsigned
/// ones are a ReLU in passing.
void translate_requant_shift(Translation& t, const Node& node) {
  (void)t.constant(1);
  (void)t.constant(2);
  const Value value = t.value(0);
  if (value.kind != Value::Kind::map) t.fail("reads a constant");
  const auto parameter = [&](std::string_view key, std::int64_t otherwise) {
    const Tensor* tensor = node.tensor(key);
    if (tensor != nullptr && tensor->numbers && tensor->numbers->size() == 1 &&
        std::abs(tensor->numbers->front()) < 1e15)
      return static_cast<std::int64_t>(tensor->numbers->front());
    return node.integer(key, otherwise);
  };
  const std::int64_t levels = parameter("n_levels_out", parameter("n_levels", 256));
  if (levels < 2 || levels > (std::int64_t{1} << 32))
    t.fail(fmt::format("{} levels: 2 to 2^32 are possible", levels));
  const int bits = static_cast<int>(std::ceil(std::log2(static_cast<double>(levels))));
  const std::optional<network::OperatorId> id = t.sole_weighted(0);
  if (id) t.set_bias(*id);
  if (parameter("signed", 1) == 0) {
    const network::TensorId map = t.map(0);
    (void)t.add(network::Activation::relu, {map}, value.dims, "scales, biases and ReLU in one");
    if (bits != 8) t.set_bits(t.output_tensor(), bits);
    return;
  }
  if (bits != 8) t.set_bits(value.tensor, bits);
  if (id) return t.fold(*id, value, "into weights and biases of the operator in front");
  t.drop(value, std::string(kFormat));
}

/// To floating point: sums that somebody scales next.
void translate_cast(Translation& t, const Node& node) {
  const Value& value = t.value(0);
  constexpr std::int64_t kFloat = 1;
  if (node.integer("to", kFloat) == kFloat) t.set_bits(value.tensor, 0);
  t.drop(value, std::string(kFormat));
}

}  // namespace synergy::importer::onnx
