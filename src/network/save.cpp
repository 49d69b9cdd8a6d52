#include "synergy/network/save.hpp"

#include "synergy/input/edit.hpp"
#include "synergy/network/names.hpp"

#include "derive.hpp"
#include <fmt/format.h>

namespace synergy::network {
namespace {

std::string text_of(const Extent& extent, int dimensions) {
  return dimensions == 1 || extent.rows == extent.columns
             ? fmt::format("{}", extent.rows)
             : fmt::format("[{}, {}]", extent.rows, extent.columns);
}

/// The shortest of the forms that say it.
std::string text_of(const Padding& p, int dimensions) {
  if (dimensions == 1)
    return p.top == p.bottom ? fmt::format("{}", p.top) : fmt::format("[{}, {}]", p.top, p.bottom);
  if (p.top != p.bottom || p.left != p.right)
    return fmt::format("[{}, {}, {}, {}]", p.top, p.left, p.bottom, p.right);
  return text_of(Extent{p.top, p.left}, dimensions);
}

std::string text_of(const Shape& s) {
  return fmt::format("channels: {}, height: {}, width: {}", s.channels, s.height, s.width);
}

/// The keys of one operation, each with ", " in front.
struct Writer {
  const Network& network;
  std::string text;

  void key(std::string_view name, const auto& value) { text += fmt::format(", {}: {}", name, value); }

  void weights(const Weights& w) {
    key("out_channels", w.out_channels);
    if (w.bits != 8) key("weight_bits", w.bits);
    if (w.bias) key("bias", true);
    if (w.shared_with) key("weights_of", input::in_quotes(network.at(*w.shared_with).name));
  }
  void window(const Window& w, int dimensions, const Extent& default_stride) {
    key("kernel", text_of(w.size, dimensions));
    if (w.stride != default_stride) key("stride", text_of(w.stride, dimensions));
    if (w.dilation != Extent{}) key("dilation", text_of(w.dilation, dimensions));
    if (w.padding != Padding{}) key("padding", text_of(w.padding, dimensions));
  }

  void operator()(const Conv& conv) {
    weights(conv.weights);
    window(conv.window, conv.dimensions, Extent{});
    if (conv.groups != 1) key("groups", conv.groups);
  }
  void operator()(const ConvTranspose& conv) {
    weights(conv.weights);
    window(conv.window, conv.dimensions, Extent{});
    if (conv.output_padding != Extent{0, 0})
      key("output_padding", text_of(conv.output_padding, conv.dimensions));
    if (conv.groups != 1) key("groups", conv.groups);
  }
  void operator()(const Linear& linear) { weights(linear.weights); }
  void operator()(const Pool& pool) {
    if (!pool.global) window(pool.window, pool.dimensions, pool.window.size);
  }
  void operator()(const Reshape& reshape) { key("to", "{" + text_of(reshape.to) + "}"); }
  /// Their name has said it all.
  template <class WithoutParameters>
  void operator()(const WithoutParameters&) {}
};

/// Neighbours of one family share a mapping, as the reader made them from one. Pre: at least one hint.
std::string hints_text(const std::vector<Hint>& hints) {
  std::string text = "{";
  for (std::size_t i = 0; i < hints.size(); ++i) {
    const bool same_family = i > 0 && hints[i - 1].family == hints[i].family;
    if (i > 0) text += same_family ? ", " : "}, ";
    if (!same_family) text += input::in_quotes(hints[i].family) + ": {";
    text += input::in_quotes(hints[i].key) + ": " + input::in_quotes(hints[i].value);
  }
  return text + "}}";
}

std::string name_of(const Network& network, TensorId tensor) {
  return input::in_quotes(network.is_input(tensor) ? network.inputs()[tensor.index()].name
                                                   : network.at(network.producer(tensor)).name);
}

std::string names_of(const Network& network, const std::vector<TensorId>& tensors) {
  std::string text;
  for (const TensorId tensor : tensors) {
    text += text.empty() ? "[" : ", ";
    text += name_of(network, tensor);
  }
  return text + "]";
}

int input_bits(const Network& network, TensorId tensor) {
  return network.is_input(tensor) ? network.inputs()[tensor.index()].bits
                                  : network.at(network.producer(tensor)).output_bits;
}

/// One line for each operator: networks are long, and their differences show line by line.
std::string operator_yaml(const Network& network, OperatorId id) {
  const Operator& op = network.at(id);
  std::string text = fmt::format("  - {{name: {}", input::in_quotes(op.name));
  // Left out where it is the default, so that a chain of operators reads like one.
  const TensorId before = id.value() == 0 ? TensorId(0) : TensorId(network.output_of(id).value() - 1);
  if (op.inputs != std::vector<TensorId>{before}) text += ", inputs: " + names_of(network, op.inputs);
  text += fmt::format(", operator: {}", to_text(op.operation));
  Writer writer{network, {}};
  std::visit(writer, op.operation);
  text += writer.text;
  if (op.output_bits != default_bits(op, input_bits(network, op.inputs.front())))
    text += fmt::format(", output_bits: {}", op.output_bits);
  if (!op.layer.empty()) text += ", layer: " + input::in_quotes(op.layer);
  if (!op.hints.empty()) text += ", hints: " + hints_text(op.hints);
  return text + "}\n";
}

}  // namespace

std::string general_yaml(const Network& network) {
  std::string text =
      fmt::format("schema_version: 1\nform: network\nname: {}\n", input::in_quotes(network.name()));
  if (!network.hints().empty()) text += "hints: " + hints_text(network.hints()) + "\n";
  text += "inputs:\n";
  for (const Input& input : network.inputs()) {
    text += fmt::format("  - {{name: {}, {}", input::in_quotes(input.name), text_of(input.shape));
    if (input.bits != 8) text += fmt::format(", bits: {}", input.bits);
    if (input.by_host) text += ", by_host: true";
    text += "}\n";
  }
  if (network.outputs() !=
      std::vector<TensorId>{network.output_of(OperatorId(network.operators().size() - 1))})
    text += "outputs: " + names_of(network, network.outputs()) + "\n";
  text += "operators:\n";
  for (const OperatorId id : network.operators().ids()) text += operator_yaml(network, id);
  return text;
}

std::string to_yaml(const Network& network) {
  return network.lowered() == nullptr ? general_yaml(network) : network.lowered()->to_yaml();
}

}  // namespace synergy::network
