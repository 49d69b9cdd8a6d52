#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

// Rules that hold for networks of any form, general ones and hardware layers of a chip alike: how large maps
// get, and what must travel where a network is cut.
namespace synergy::network {

/// How often a window fits along a side: floor((in + padding - dilation x (kernel - 1) - 1) / stride) + 1, as
/// in frameworks; 0 if not even once. `padding` of both ends together.
/// In 64 bits: a hostile file may state sizes whose product leaves int.
[[nodiscard]] constexpr std::int64_t window_places(std::int64_t in, std::int64_t padding, std::int64_t kernel,
                                                   std::int64_t stride = 1, std::int64_t dilation = 1) {
  const std::int64_t left = in + padding - dilation * (kernel - 1) - 1;
  return left < 0 ? 0 : left / stride + 1;
}

/// A side of a transposed convolution's output: (in - 1) x stride - padding + dilation x (kernel - 1) + more
/// + 1, `more` being the output padding. May be below 1 where the padding is large.
[[nodiscard]] constexpr std::int64_t transposed_side(std::int64_t in, std::int64_t padding,
                                                     std::int64_t kernel, std::int64_t stride,
                                                     std::int64_t dilation, std::int64_t more) {
  return (in - 1) * stride - padding + dilation * (kernel - 1) + more + 1;
}

/// The way of a tensor through layers that are executed one after the other. Boundary b lies in front of
/// layer b; the last one behind all layers.
struct Travel {
  /// The tensor that it is a copy of, through any number of copies; itself if it is none.
  std::size_t original = 0;
  /// Behind the layer that writes it: 0 for what enters the network.
  std::size_t written = 0;
  /// Behind the last layer that reads it; `written` if none does, or where it crosses no cut.
  std::size_t read = 0;
  /// It leaves the network, and so must reach the end.
  bool leaves = false;
};

/// What must travel at each boundary of `layers` layers if another device continues there: ascending, each
/// once. A copy's readers decide whether it travels, its original what is sent: the two are the same data.
/// Behind the last layer what leaves has left.
/// Takes about as long as the cuts are large, as most tensors live for a layer or two.
[[nodiscard]] std::vector<std::vector<std::size_t>> crossing(std::span<const Travel> tensors,
                                                             std::size_t layers);

}  // namespace synergy::network
