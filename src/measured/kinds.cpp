#include "synergy/measured/kinds.hpp"

#include "synergy/network/names.hpp"

#include <algorithm>
#include <variant>

namespace synergy::measured {
namespace {

using network::Network;
using network::Operator;
using network::OperatorId;
using network::TensorId;

/// Kinds of their own, since they differ in time for a MAC: a depthwise convolution does few MACs with each
/// value that it reads, and a pointwise one is a product of matrices.
Kind kind_of(const network::Conv& conv, const network::Shape& in) {
  if (conv.groups > 1 && conv.groups == in.channels) return Kind::depthwise;
  const auto& size = conv.window.size;
  return conv.groups == 1 && size.rows == 1 && size.columns == 1 ? Kind::pointwise : Kind::conv;
}

/// The tensor whose bytes these are: a view shows them, and what works element by element leaves its result
/// in their place where nobody else reads them.
TensorId original(const Network& network, TensorId tensor) {
  while (!network.is_input(tensor)) {
    const Operator& made = network.at(network.producer(tensor));
    const TensorId input = made.inputs.front();
    if (!made.is_view() && !(made.is_in_place() && network.readers(input).size() == 1)) break;
    tensor = input;
  }
  return tensor;
}

}  // namespace

const std::vector<std::string_view>& kind_names() {
  static const std::vector<std::string_view> names = {
      "conv", "pointwise", "depthwise", "transposed", "linear", "pool", "elementwise", "activation", "copy"};
  return names;
}

std::string_view to_text(Kind kind) { return kind_names()[static_cast<std::size_t>(kind)]; }

std::optional<Kind> kind_of(const Network& network, OperatorId id) {
  const Operator& op = network.at(id);
  if (const auto* conv = std::get_if<network::Conv>(&op.operation))
    return kind_of(*conv, network.shape(op.inputs.front()));
  if (std::holds_alternative<network::ConvTranspose>(op.operation)) return Kind::transposed;
  if (std::holds_alternative<network::Linear>(op.operation)) return Kind::linear;
  if (std::holds_alternative<network::Pool>(op.operation)) return Kind::pool;
  if (std::holds_alternative<network::Elementwise>(op.operation)) return Kind::elementwise;
  if (op.is_view()) return {};
  if (op.is_copy() || std::holds_alternative<network::Concat>(op.operation)) return Kind::copy;
  if (std::holds_alternative<network::Softmax>(op.operation)) return {};
  // What is left works element by element.
  return joined_to(network, id) ? std::nullopt : std::optional(Kind::activation);
}

const std::vector<std::string_view>& costly_activations() {
  using network::Activation;
  static const std::vector<std::string_view> words = [] {
    std::vector<std::string_view> found;
    for (const Activation each :
         {Activation::leaky_relu, Activation::abs, Activation::sigmoid, Activation::hard_sigmoid,
          Activation::tanh, Activation::swish, Activation::hard_swish, Activation::gelu})
      found.push_back(network::to_text(each));
    return found;
  }();
  return words;
}

std::optional<std::string_view> costly_activation(const Network& network, OperatorId id) {
  const network::Operation& operation = network.at(id).operation;
  if (!std::holds_alternative<network::Activation>(operation)) return {};
  const std::vector<std::string_view>& words = costly_activations();
  const std::string_view word = network::to_text(operation);
  if (std::find(words.begin(), words.end(), word) == words.end()) return {};
  return word;
}

std::optional<OperatorId> joined_to(const Network& network, OperatorId id) {
  while (network.at(id).is_in_place()) {
    const TensorId input = network.at(id).inputs.front();
    // Whoever else needs the tensor as it was makes this a loop of its own, with a result of its own.
    const bool needed = network.is_output(input) || network.readers(input).size() > 1;
    if (network.is_input(input) || needed) return {};
    id = network.producer(input);
  }
  return id;
}

Bytes tensor_bytes(const Network& network, OperatorId id) {
  const Operator& op = network.at(id);
  Bytes sum = op.output_bytes();
  for (auto input = op.inputs.begin(); input != op.inputs.end(); ++input) {
    // A tensor that stands in two places, such as one added to itself, is read once.
    if (std::find(op.inputs.begin(), input, *input) == input) sum += network.bytes(*input);
  }
  return sum;
}

std::vector<std::int64_t> live_bytes(const Network& network) {
  const std::size_t count = network.operators().size();
  // Last reader of each tensor that has storage of its own, then what begins and ends at each operator.
  std::vector<std::size_t> last(network.inputs().size() + count);
  for (std::size_t t = 0; t < last.size(); ++t) {
    const TensorId tensor(static_cast<int>(t));
    for (const OperatorId reader : network.readers(tensor)) {
      std::size_t& end = last[original(network, tensor).index()];
      end = std::max(end, reader.index());
    }
  }
  // Summed up at the end: asking at each operator which tensors are alive would take time by the square.
  std::vector<std::int64_t> change(count + 1);
  for (std::size_t t = 0; t < last.size(); ++t) {
    const TensorId tensor(static_cast<int>(t));
    if (original(network, tensor) != tensor) continue;
    const std::size_t begin = network.is_input(tensor) ? 0 : network.producer(tensor).index();
    const std::int64_t bytes = network.bytes(tensor).count();
    change[begin] += bytes;
    // What no operator reads is there at least while it is made.
    change[std::max(last[t], begin) + 1] -= bytes;
  }
  change.pop_back();
  for (std::size_t i = 1; i < count; ++i) change[i] += change[i - 1];
  return change;
}

}  // namespace synergy::measured
