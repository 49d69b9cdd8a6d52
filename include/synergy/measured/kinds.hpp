#pragma once

#include "synergy/network/network.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace synergy::measured {

/// What laws tell apart, in the order of kind_names(). `pointwise`: a convolution of 1x1 and one group;
/// `depthwise`: one filter for each input channel; `conv`: every other one; `activation`: one that nothing
/// computes in front of; `copy`: what moves elements as they are.
enum class Kind : std::uint8_t {
  conv,
  pointwise,
  depthwise,
  transposed,
  linear,
  pool,
  elementwise,
  activation,
  copy
};

/// The words of profile files, by the value of the enumerator.
[[nodiscard]] const std::vector<std::string_view>& kind_names();
/// One of them.
[[nodiscard]] std::string_view to_text(Kind kind);

/// What an operator is for a law. None: it takes no time of its own. Views take none; batch norm and an
/// activation behind a computing operator are fused into it; softmax is host work (the app's
/// postprocessing).
/// Pre: `id` is one of the network's.
[[nodiscard]] std::optional<Kind> kind_of(const network::Network& network, network::OperatorId id);

/// Of the tensors that an operator reads, each once, and of the one it writes.
/// Packed bytes, as they travel.
[[nodiscard]] Bytes tensor_bytes(const network::Network& network, network::OperatorId id);

/// What must be held while each operator runs: every tensor that is there and read by it or later, and its
/// own output; a view is its original. The network's alone, whatever range it runs in.
[[nodiscard]] std::vector<std::int64_t> live_bytes(const network::Network& network);

}  // namespace synergy::measured
