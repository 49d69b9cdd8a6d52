#pragma once

#include "synergy/device/network.hpp"
#include "synergy/ne16/cycles.hpp"
#include "synergy/network/network.hpp"

#include <optional>
#include <string>
#include <vector>

namespace synergy::ne16 {

/// Who does an operator's work.
enum class Unit : std::uint8_t {
  accelerator,
  cluster,  ///< multiplies and adds: a convolution that the accelerator does not have
  cluster_depthwise,
  cluster_elements,  ///< goes through elements: pooling, additions, soft-max
  fused,             ///< done while the operator in front is: activation, batch norm
  none               ///< a view: nothing is done, and nothing costs
};

/// As tables show it. Static.
[[nodiscard]] std::string_view to_text(Unit unit);

/// What one operator of a network is on this family, whatever the profile.
struct Step {
  Unit unit = Unit::none;
  /// Of the accelerator's; and how a convolution of the cluster would be cut.
  Job job;
  std::int64_t macs = 0;      ///< of the cluster's convolutions
  std::int64_t elements = 0;  ///< that the cluster goes through
  // What moves between L2 and L1 for it; weights as stored.
  std::int64_t in_bytes = 0, out_bytes = 0, weight_bytes = 0, bias_bytes = 0;
  /// How a convolution's input rows follow from output rows.
  int kernel_rows = 1, stride_rows = 1, in_rows = 1;
  /// Its weights are another operator's.
  std::optional<network::OperatorId> shared_with;
  /// Why the family cannot run it; empty if it can. A sentence without the operator's name.
  std::string refusal;
};

/// A network's operators, each as a step (device_profiles/ne16.md, "Who runs what").
[[nodiscard]] IdVector<network::OperatorId, Step> steps_of(const network::Network& network);

}  // namespace synergy::ne16
