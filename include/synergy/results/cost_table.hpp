#pragma once

#include "synergy/device/memory.hpp"
#include "synergy/results/table.hpp"

#include <string>
#include <vector>

namespace synergy::results {

/// One row per layer of a segment on an accelerator: what `synergy-sim cost` prints. `cycles` is the layer's
/// own count; the network's one start-up cycle is not a layer. The columns `fits` and `problem` hold the
/// verdict of fit_problems().
[[nodiscard]] Table cost_table(const device::AcceleratorProfile& chip, const model::Model& model,
                               model::LayerRange layers);
/// Its columns, without rows.
[[nodiscard]] Table cost_table();

/// Why the segment does not fit one empty accelerator; empty if it does.
[[nodiscard]] std::vector<device::MemoryProblem> fit_problems(const device::AcceleratorProfile& chip,
                                                              const model::Model& model,
                                                              model::LayerRange layers);

/// Sums as sentences: cycles, time of an inference with its phases, power while inferring and where it is
/// from, memory.
[[nodiscard]] std::string cost_totals(const device::AcceleratorProfile& chip, const model::Model& model,
                                      model::LayerRange layers);

}  // namespace synergy::results
