#include <array>
#include <limits>

#include "elementwise.hpp"
#include <fmt/format.h>

namespace synergy::importer::onnx {
namespace {

struct Word {
  std::string_view kind;
  network::Activation activation;
};
constexpr std::array kActivations = {
    Word{"Relu", network::Activation::relu},
    Word{"LeakyRelu", network::Activation::leaky_relu},
    Word{"Abs", network::Activation::abs},
    Word{"Sigmoid", network::Activation::sigmoid},
    Word{"HardSigmoid", network::Activation::hard_sigmoid},
    Word{"Tanh", network::Activation::tanh},
    Word{"HardSwish", network::Activation::hard_swish},
    Word{"Gelu", network::Activation::gelu},
    Word{"com.microsoft.Gelu", network::Activation::gelu},
};

/// A limit of the first opsets is an attribute, later an input.
std::optional<double> limit(Translation& t, const Node& node, std::size_t input, std::string_view key) {
  if (node.has_input(input)) {
    const std::vector<double>& numbers = t.numbers(input);
    if (numbers.size() != 1) t.fail(fmt::format("{} is not one number", key));
    return numbers.front();
  }
  if (node.attributes.contains(key)) return node.number(key, 0);
  return {};
}

}  // namespace

std::optional<network::Activation> activation_of(std::string_view kind) {
  for (const Word& word : kActivations) {
    if (word.kind == kind) return word.activation;
  }
  return {};
}

void translate_activation(Translation& t, const Node& node) {
  const network::TensorId map = t.map(0);
  (void)t.add(*activation_of(node.kind), {map}, t.value(0).dims);
}

/// ReLU in another form; other limits than 6 cost as much.
void translate_clip(Translation& t, const Node& node) {
  constexpr double kNone = std::numeric_limits<float>::max();
  const double low = limit(t, node, 1, "min").value_or(-kNone);
  const double high = limit(t, node, 2, "max").value_or(kNone);
  if (low <= -kNone && high >= kNone) return t.drop(t.value(0), "clips nothing");
  if (low != 0 || !(high > 0))
    t.fail(fmt::format("clips to {}..{}: from 0 to anything is possible (ReLU, ReLU6)", low, high));
  const network::TensorId map = t.map(0);
  const bool open = high >= kNone;
  (void)t.add(open ? network::Activation::relu : network::Activation::relu6, {map}, t.value(0).dims,
              open        ? "no upper limit: ReLU"
              : high == 6 ? "ReLU6"
                          : fmt::format("as ReLU6, at {}: limits cost nothing", high));
}

void translate_softmax(Translation& t, const Node& node) {
  const Dims dims = t.value(0).dims;
  const auto rank = static_cast<std::int64_t>(dims.size());
  std::int64_t axis = node.integer("axis", t.opset() < 13 ? 1 : -1);
  if (axis < 0) axis += rank;
  const network::TensorId map = t.map(0);
  // Before opset 13 everything from the axis on counts as one.
  bool over_channels = axis == 1;
  for (std::size_t i = 2; i < dims.size() && t.opset() < 13; ++i)
    over_channels = over_channels && dims[i] == 1;
  if (!over_channels) t.fail(fmt::format("over axis {} of {}: only over the channels", axis, to_text(dims)));
  (void)t.add(network::Softmax{}, {map}, dims, "work of the host");
}

}  // namespace synergy::importer::onnx
