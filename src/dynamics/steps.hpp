#pragma once

#include "synergy/base/random.hpp"
#include "synergy/scenario/body_channel.hpp"
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
  /// Of the level that a body channel sets: the mean of the fading that is added.
  double mean_fading = 0;
  /// False: a level that wanders, whose values are nothing to plan for one by one.
  bool lasting = true;
};

/// The received level of a link with a body channel, in dB around its mean path loss: BodyChannel's law, one
/// value for each sample from 0 on.
class FadingLevel {
 public:
  FadingLevel(const scenario::Fading& fading, RandomStream& random);
  /// Of this sample; then it is the next one's turn.
  [[nodiscard]] double next();

 private:
  scenario::Fading fading_;
  RandomStream& random_;
  double correlation_;  ///< of x and y from sample to sample
  double innovation_;   ///< standard deviation of what is new in them
  double x_, y_;
};

/// The steps before `end`, appended.
void steps_of_timeline(const scenario::Scenario& scenario, Time end, std::vector<Step>& steps);
void steps_of_processes(const scenario::Scenario& scenario, int replication, Time end,
                        std::vector<Step>& steps);
void steps_of_traces(const scenario::Scenario& scenario, Time end, std::vector<Step>& steps);

}  // namespace synergy::dynamics
