#pragma once

#include "synergy/simulation/result.hpp"

#include <optional>

namespace synergy::run {

/// The metrics of a simulated run that everything else is made of: the columns of runs.csv with these names,
/// the claims, and the sensitivity analysis. Each is defined here alone.

/// Inferences of all apps completed in the window, per second; 0 if there are none. What the paper's
/// "throughput" is compared with: apps count alike, however large their models.
[[nodiscard]] inline double throughput_inf_per_s(const simulation::RunResult& result) {
  return static_cast<double>(result.completed_in_window()) / result.window.s();
}

/// Mean latency over all of them, in ms; none if there are none. The mean is over inferences, not over apps:
/// a fast app counts more.
[[nodiscard]] inline std::optional<double> latency_mean_ms(const simulation::RunResult& result) {
  if (result.latency.count() == 0) return {};
  return result.latency.mean_ns() / 1e6;
}

/// Mean power of the whole body in the window, in W and in mW: every device, idle states and radios included,
/// also of devices that the plan leaves idle. There even if nothing completed.
[[nodiscard]] inline double power_mean_w(const simulation::RunResult& result) {
  return result.energy().si() / result.window.s();
}
[[nodiscard]] inline double power_mean_mw(const simulation::RunResult& result) {
  return power_mean_w(result) * 1e3;
}

/// Energy of the whole body in the window for each inference completed in it, in uJ; none without any.
[[nodiscard]] inline std::optional<double> energy_per_inference_uj(const simulation::RunResult& result) {
  const std::int64_t completed = result.completed_in_window();
  if (completed == 0) return {};
  return result.energy().si() * 1e6 / static_cast<double>(completed);
}

}  // namespace synergy::run
