#pragma once

#include "synergy/model/model.hpp"

#include <vector>

namespace synergy::model {

/// More than any body of wearables holds; they bound the work that a hostile file can cause.
inline constexpr std::size_t kMaxLayers = 1024;
inline constexpr std::size_t kMaxInputs = 16;  ///< of one layer: the hardware's limit on operands

/// Checks `layers` and fills in what is computed from them, except where a layer is faulty or reads a faulty
/// one. `faulty` marks layers already known to be so (empty: none), whose computed values are left alone.
/// Pre: every input index lies in [kNetworkInput, its own layer's index).
[[nodiscard]] std::vector<LayerProblem> derive(const Shape& input, std::vector<Layer>& layers,
                                               std::vector<bool> faulty);

/// The graph's side of the checks: layers whose output nobody reads.
[[nodiscard]] std::vector<LayerProblem> unread_layers(const std::vector<Layer>& layers);

/// For each layer boundary, from "before the first layer" to "after the last", what crosses.
[[nodiscard]] std::vector<Cut> all_cuts(Bytes input_bytes, const std::vector<Layer>& layers);

}  // namespace synergy::model
