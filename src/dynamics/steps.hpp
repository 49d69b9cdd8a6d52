#pragma once

#include "synergy/scenario/scenario.hpp"

#include <cstddef>
#include <optional>
#include <vector>

// What single lines of a scenario say, before it is put together (expand.cpp).
namespace synergy::dynamics {

/// One line at one instant.
struct Step {
  enum class Mode : std::uint8_t { for_good, for_a_time, over };
  Time at;
  /// Of all lines of the scenario, in the order in which they take effect at one instant.
  std::size_t line = 0;
  std::optional<scenario::AppId> app{};
  std::optional<scenario::DeviceId> device{};
  std::optional<link::Ends> link{};
  scenario::Action action{};
  /// over: what the line said for_a_time no longer holds.
  Mode mode = Mode::for_good;
  /// Fading: `action.number` is added to the received level, and nobody answers it.
  bool fading = false;
  /// False: a level that wanders, whose values are nothing to plan for one by one.
  bool lasting = true;
};

/// The steps before `end`, appended.
void steps_of_timeline(const scenario::Scenario& scenario, Time end, std::vector<Step>& steps);
void steps_of_processes(const scenario::Scenario& scenario, int replication, Time end,
                        std::vector<Step>& steps);
void steps_of_traces(const scenario::Scenario& scenario, Time end, std::vector<Step>& steps);

}  // namespace synergy::dynamics
