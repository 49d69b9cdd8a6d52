#pragma once

#include "synergy/network/operators.hpp"

namespace synergy::network {

/// Index of a layer of a network. kBeforeFirst stands for the place in front of the first, where the
/// network's inputs are. The layer that a cut follows has the cut's index, so kBeforeFirst is the network's
/// input.
using LayerIndex = int;
inline constexpr LayerIndex kBeforeFirst = -1;

/// Consecutive layers first..last of one network, both included: what a plan gives one device. Functions that
/// take one rely on 0 <= first <= last < Network::layer_count().
struct LayerRange {
  LayerIndex first = 0;
  LayerIndex last = 0;
  auto operator<=>(const LayerRange&) const = default;
  [[nodiscard]] int size() const { return last - first + 1; }
};

/// The unit of cutting and of plans: one operator, or consecutive ones that belong together. Layers are
/// consecutive and leave out nothing: layer n + 1 begins with the operator behind the last of layer n.
struct Layer {
  /// That of the operator, or what the file calls the group. Distinct in a network.
  std::string name;
  /// Its operators, both included.
  OperatorId first, last;
  /// The file grouped these operators: they stay among themselves when a family fuses.
  bool stated = false;
  /// Of its tensors that later layers read or that leave the network; each counts by itself, copies too.
  Bytes output_bytes;
};

/// What must travel if another device continues after a layer. Outputs of the network that are there already
/// travel too, because all must reach the end of the pipeline. Inputs that the host writes do not: the CPU
/// beside the layer that reads one writes it. A plan that cuts here pays for `bytes` on the link between the
/// two devices.
struct Cut {
  /// Ascending, each once; a copy, reshaped or not, counts as the tensor it copies, however many there are.
  std::vector<TensorId> tensors;
  /// Of those tensors, packed (packed_bytes).
  Bytes bytes;
  /// Whether one tensor crosses. Scenarios allow other cuts only where they say so.
  [[nodiscard]] bool single() const { return tensors.size() == 1; }
};

}  // namespace synergy::network
