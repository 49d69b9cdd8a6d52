#pragma once

#include "synergy/plan/plan.hpp"

#include <string>
#include <vector>

namespace synergy::results {

/// What families of accelerators say about costs before they are believed (device::Lowered::doubts): outside
/// what a profile was calibrated with, or guessed. Sentences without a full stop, each once, in the order of
/// apps and then devices. Empty for profiles that say nothing of the kind.
///
/// Of every model on every accelerator that could run all of it alone; and, of bodies that change, traces
/// that end too soon and flashes that are too small for what devices are taken to store.
[[nodiscard]] std::vector<std::string> doubts(const scenario::Scenario& scenario);
/// Of the segments of a plan. Pre: it is one of this scenario, and its segments run where they are.
[[nodiscard]] std::vector<std::string> doubts(const scenario::Scenario& scenario,
                                              const plan::CollaborationPlan& plan);
/// Of a plan's networks, those that their accelerator can run only whole, and says so: "ndp9120 runs
/// 'mlperf_kws' whole or not at all".
[[nodiscard]] std::vector<std::string> uncut(const scenario::Scenario& scenario,
                                             const plan::CollaborationPlan& plan);

}  // namespace synergy::results
