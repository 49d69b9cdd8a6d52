#pragma once

#include "synergy/network/network.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace synergy::measured {

/// What laws tell apart, in the order of kind_names(). `pointwise`: a convolution of 1x1 and one group;
/// `depthwise`: one filter for each input channel; `conv`: every other one; `activation`: one that is
/// not done in the loop of another operator, or such a batch norm; `copy`: what moves elements as they are.
/// Order and words are part of the file format: profiles name kinds, and the words' places are the values.
enum class Kind : std::uint8_t {
  conv,
  pointwise,
  depthwise,
  /// Any transposed convolution, whatever its groups and window.
  transposed,
  linear,
  pool,
  /// Several tensors made one, element by element.
  elementwise,
  activation,
  /// Concatenation is one of these; views are not, since nothing moves.
  copy
};

/// The words of profile files, by the value of the enumerator.
/// Lower case, distinct, static.
[[nodiscard]] const std::vector<std::string_view>& kind_names();
/// One of them.
[[nodiscard]] std::string_view to_text(Kind kind);

/// What an operator is for a law. None: it takes no time of its own. Views take none; batch norm and an
/// activation that are joined_to() a computing operator are part of it, and else of kind `activation`;
/// softmax is host work (the app's postprocessing).
/// Pre: `id` is one of the network's.
/// Structure alone decides: the same network gives the same kinds on every device of the family, which is
/// what makes laws of one device comparable with those of another.
/// A depthwise convolution has as many groups as input channels, and more than one.
[[nodiscard]] std::optional<Kind> kind_of(const network::Network& network, network::OperatorId id);

/// The functions of elements that a profile is told to be calibrated with or not, by their words in network
/// files ("sigmoid"): all but clamping, which libraries do where they round results to 8 bits.
[[nodiscard]] const std::vector<std::string_view>& costly_activations();
/// The one that an operator is; none: it is another kind of operator, or a clamp. Pre: as kind_of.
[[nodiscard]] std::optional<std::string_view> costly_activation(const network::Network& network,
                                                                network::OperatorId id);

/// The computing operator in whose loop an operator that works element by element is done: the one in front
/// of it, through others of its like, if nobody else needs a tensor between the two. A computing operator:
/// itself. None: an input of the network is in front, or a tensor is needed as it was. Pre: as kind_of.
[[nodiscard]] std::optional<network::OperatorId> joined_to(const network::Network& network,
                                                           network::OperatorId id);

/// Of the tensors that an operator reads, each once, and of the one it writes.
/// Packed bytes, as they travel.
/// Weights and biases are not in it: laws count what moves through an operator. Pre: as kind_of.
[[nodiscard]] Bytes tensor_bytes(const network::Network& network, network::OperatorId id);

/// What must be held while each operator runs: every tensor that is there and read by it or later, and its
/// own output; a view is its original. The network's alone, whatever range it runs in.
/// In bytes, one number for each operator in execution order. What works in place of a tensor that nobody
/// else reads needs no room of its own. A network's inputs are alive from the first operator on.
[[nodiscard]] std::vector<std::int64_t> live_bytes(const network::Network& network);

}  // namespace synergy::measured
