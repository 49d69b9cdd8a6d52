#pragma once

#include "synergy/device/lowered.hpp"
#include "synergy/results/table.hpp"

namespace synergy::results {

/// One row per layer of a segment on an accelerator: what `synergy-sim cost` prints. Between the layer's name
/// and what a cut after it would move stand the columns of the accelerator's family (Lowered::layer_facts).
/// The columns `fits` and `problem` hold the verdict of Lowered::problems_alone(). Its names and definitions
/// point into the family, which must outlive the table. Pre: `layers` is a range of the network.
[[nodiscard]] Table cost_table(const device::Lowered& network, device::LayerRange layers);
/// Its columns with those of every built-in family, without rows.
[[nodiscard]] Table cost_table();

}  // namespace synergy::results
