#include "synergy/network/rewrite.hpp"

#include <algorithm>

#include "edit.hpp"

namespace synergy::network {
namespace {

using Result = std::optional<Network>;

const Conv* conv_at(const Network& network, OperatorId at) {
  return std::get_if<Conv>(&network.at(at).operation);
}

/// Changes a convolution as `change` says.
template <class Change>
Result with_conv(const Network& network, OperatorId at, const Change& change) {
  Edit edit(network);
  change(std::get<Conv>(edit.at(at).operation));
  return edit.network();
}

bool is_activation_or_norm(const Operator& op) {
  return std::holds_alternative<Activation>(op.operation) || std::holds_alternative<BatchNorm>(op.operation);
}

/// The last of the activations and batch norms that follow an operator and that nobody else's work stands
/// between: taking every second element commutes with all of them.
OperatorId last_of_chain(const Network& network, OperatorId at) {
  for (;;) {
    const TensorId made = network.output_of(at);
    const auto& readers = network.readers(made);
    if (readers.size() != 1 || network.is_output(made)) return at;
    const Operator& next = network.at(readers.front());
    if (!is_activation_or_norm(next) || next.layer != network.at(at).layer) return at;
    at = readers.front();
  }
}

Pool every(const Conv& conv) {
  Pool pool;
  pool.dimensions = conv.dimensions;
  pool.window.stride = conv.window.stride;
  return pool;
}

/// A kernel of one tap looks at nothing but the elements that stay: they are chosen first.
Result stride_in_front(const Network& network, OperatorId at) {
  const Conv* conv = conv_at(network, at);
  if (conv == nullptr || conv->window.stride == Extent{} || conv->window.size != Extent{} ||
      conv->window.padding != Padding{})
    return {};
  Edit edit(network);
  std::get<Conv>(edit.at(at).operation).window.stride = {};
  edit.insert_before(at, "subsample", every(*conv));
  return edit.network();
}

Result stride_behind(const Network& network, OperatorId at) {
  const Conv* conv = conv_at(network, at);
  if (conv == nullptr || conv->window.stride == Extent{}) return {};
  Edit edit(network);
  std::get<Conv>(edit.at(at).operation).window.stride = {};
  edit.insert_behind(last_of_chain(network, at), at, "subsample", every(*conv));
  return edit.network();
}

/// Taps of zeros on the side with less padding, until both have as much; 0 and less: there are none to add.
int taps_to_add(int less, int more, int dilation) {
  return more > less && (more - less) % dilation == 0 ? (more - less) / dilation : 0;
}

/// A tap of zeros at an end of the kernel reads one row more there, and changes nothing.
Result pad_alike(const Network& network, OperatorId at) {
  const Conv* conv = conv_at(network, at);
  if (conv == nullptr) return {};
  const Padding& p = conv->window.padding;
  if (p.top == p.bottom && p.left == p.right) return {};
  return with_conv(network, at, [](Conv& c) {
    Window& w = c.window;
    const auto even_out = [](int& a, int& b, int& size, int dilation) {
      const int more = std::max(taps_to_add(a, b, dilation), taps_to_add(b, a, dilation));
      (a < b ? a : b) += more * dilation;
      size += more;
    };
    even_out(w.padding.top, w.padding.bottom, w.size.rows, w.dilation.rows);
    even_out(w.padding.left, w.padding.right, w.size.columns, w.dilation.columns);
  });
}

Result undilate(const Network& network, OperatorId at) {
  const Conv* conv = conv_at(network, at);
  if (conv == nullptr || conv->window.dilation == Extent{}) return {};
  return with_conv(network, at, [](Conv& c) {
    Window& w = c.window;
    w.size = {(w.size.rows - 1) * w.dilation.rows + 1, (w.size.columns - 1) * w.dilation.columns + 1};
    w.dilation = {};
  });
}

/// Zeros for the channels of other groups.
Result ungroup(const Network& network, OperatorId at) {
  const Conv* conv = conv_at(network, at);
  if (conv == nullptr || conv->groups == 1) return {};
  return with_conv(network, at, [](Conv& c) { c.groups = 1; });
}

/// A 1x1 convolution whose weights are ones and zeros, for what follows to be part of.
Result identity_in_front(const Network& network, OperatorId at, bool depthwise) {
  const Operator& op = network.at(at);
  if (!is_activation_or_norm(op)) return {};
  const TensorId from = op.inputs.front();
  if (!network.is_input(from) && network.at(network.producer(from)).weights() != nullptr &&
      network.readers(from).size() == 1 && !network.is_output(from))
    return {};
  const int channels = network.shape(from).channels;
  if (depthwise && channels == 1) return {};
  Conv conv;
  conv.weights.out_channels = channels;
  conv.groups = depthwise ? channels : 1;
  Edit edit(network);
  edit.insert_before(at, "identity", conv);
  return edit.network();
}

Result depthwise_identity(const Network& network, OperatorId at) {
  return identity_in_front(network, at, true);
}
Result dense_identity(const Network& network, OperatorId at) { return identity_in_front(network, at, false); }

/// Scales go into the weights, shifts into a bias; not where another operator has the same weights.
Result fold_batch_norm(const Network& network, OperatorId at) {
  const Operator& op = network.at(at);
  const TensorId from = op.inputs.front();
  if (!std::holds_alternative<BatchNorm>(op.operation) || network.is_input(from)) return {};
  const OperatorId front = network.producer(from);
  const bool shared =
      std::any_of(network.operators().begin(), network.operators().end(), [&](const Operator& other) {
        return other.weights() != nullptr && other.weights()->shared_with == front;
      });
  if (network.at(front).weights() == nullptr || network.at(front).weights()->shared_with || shared ||
      network.readers(from).size() != 1 || network.is_output(from))
    return {};
  Edit edit(network);
  std::visit(
      [](auto& kind) {
        if constexpr (requires { kind.weights.bias; }) kind.weights.bias = true;
      },
      edit.at(front).operation);
  edit.at(front).output_bits = op.output_bits;
  edit.remove(at);
  return edit.network();
}

/// The divisor next below the root; 1 of a prime number.
int part_of(int size) {
  int part = 1;
  for (int d = 2; d * d <= size; ++d) part = size % d == 0 ? d : part;
  return part;
}

/// Windows side by side: first in parts of each, then over the parts.
Result pool_in_two(const Network& network, OperatorId at) {
  const auto* pool = std::get_if<Pool>(&network.at(at).operation);
  if (pool == nullptr) return {};
  const Shape& in = network.shape(network.at(at).inputs.front());
  const Extent size = pool->global ? Extent{in.height, in.width} : pool->window.size;
  const bool side_by_side = pool->global || (pool->window == Window{size, size, {}, {}});
  const Extent part{part_of(size.rows), part_of(size.columns)};
  if (!side_by_side || part == Extent{}) return {};
  Pool first = *pool;
  first.global = false;
  first.window = {part, part, {}, {}};
  Pool second = first;
  second.window.size = second.window.stride = {size.rows / part.rows, size.columns / part.columns};
  Edit edit(network);
  edit.at(at).operation = second;
  edit.insert_before(at, "parts", first);
  return edit.network();
}

}  // namespace

const std::vector<RewriteRule>& rewrite_rules() {
  static const std::vector<RewriteRule> rules{
      {"batch_norm", "scales in the weights in front, shifts in their bias", fold_batch_norm},
      {"stride_in_front", "a pooling of 1x1 at the stride, then stride 1", stride_in_front},
      {"stride", "stride 1, then a pooling of 1x1 at the stride", stride_behind},
      {"padding", "zeros in the kernel, so that opposite sides are padded alike", pad_alike},
      {"dilation", "zeros between the taps instead of dilation", undilate},
      {"groups", "one group, with zeros for the channels of others", ungroup},
      {"pool_in_two", "pooling in parts, then over the parts; an average rounds twice", pool_in_two},
      {"identity_depthwise", "behind a depthwise 1x1 convolution that changes nothing", depthwise_identity},
      {"identity", "behind a 1x1 convolution that changes nothing", dense_identity},
  };
  return rules;
}

}  // namespace synergy::network
