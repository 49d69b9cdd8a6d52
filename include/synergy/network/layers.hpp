#pragma once

#include "synergy/network/operators.hpp"

namespace synergy::network {

/// Index of a layer of a network. kBeforeFirst stands for the place in front of the first, where the
/// network's inputs are.
using LayerIndex = int;
inline constexpr LayerIndex kBeforeFirst = -1;

/// Consecutive layers first..last of one network, both included: what a plan gives one device.
struct LayerRange {
  LayerIndex first = 0;
  LayerIndex last = 0;
  auto operator<=>(const LayerRange&) const = default;
  [[nodiscard]] int size() const { return last - first + 1; }
};

/// The unit of cutting and of plans: one operator, or consecutive ones that belong together.
struct Layer {
  std::string name;
  OperatorId first, last;  ///< its operators, both included
  /// The file grouped these operators: they stay among themselves when a family fuses.
  bool stated = false;
  Bytes output_bytes;  ///< of its tensors that later layers read or that leave the network
};

/// What must travel if another device continues after a layer. Outputs of the network that are there already
/// travel too, because all must reach the end of the pipeline. Inputs that the host writes do not: the CPU
/// beside the layer that reads one writes it.
struct Cut {
  std::vector<TensorId> tensors;  ///< ascending; a copy, reshaped or not, counts as the tensor it copies
  Bytes bytes;                    ///< of those tensors
  [[nodiscard]] bool single() const { return tensors.size() == 1; }
};

}  // namespace synergy::network
