#pragma once

#include "synergy/input/document.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace synergy::attack {

/// Of what a condition speaks. both: of the planner that is attacked and of the other one.
enum class Of : std::uint8_t { scenario, planner, against, both };
[[nodiscard]] const std::vector<std::string_view>& names_of(Of);

/// What it bounds: of a scenario how many things it has, of a planner what its plan does, waiting included
/// (plan::Evaluation), and what it takes.
enum class Quantity : std::uint8_t {
  app_count,
  device_count,
  accelerator_count,
  throughput_inf_per_s,
  latency_sum_ms,
  power_mean_mw,
  segments_most,  ///< of the app that is cut into most
};
[[nodiscard]] const std::vector<std::string_view>& names_of(Quantity);
[[nodiscard]] constexpr bool is_of_scenario(Quantity quantity) {
  return quantity <= Quantity::accelerator_count;
}

/// A scenario counts only where this lies between least and most; an end that is not there is open. What has
/// no value (a latency of an app that completes nothing) keeps no condition.
struct Condition {
  Of of = Of::scenario;
  Quantity quantity = Quantity::app_count;
  std::optional<double> least, most;

  [[nodiscard]] bool holds(std::optional<double> value) const {
    return value && (!least || *value >= *least) && (!most || *value <= *most);
  }
};

/// A conditions file (scenarios/attack/README.md).
struct Conditions {
  std::vector<Condition> all;
  std::pair<std::string, std::string> file;  ///< name and content hash; empty: there is none
};

/// Throws InputError with every problem of the file: unknown keys and quantities, a quantity of plans asked
/// of scenarios or the other way round, no end or ends the wrong way round.
[[nodiscard]] Conditions load_conditions(const std::string& file);
[[nodiscard]] Conditions read_conditions(const input::Document& document);

}  // namespace synergy::attack
