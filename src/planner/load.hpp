#pragma once

#include "synergy/plan/compiled.hpp"
#include "synergy/plan/problem.hpp"
#include "synergy/plan/sensing.hpp"

#include <compare>
#include <vector>

#include "link_costs.hpp"

namespace synergy::planner {

/// What the search compares, smaller is better: the round time under parallel execution, then the sum of the
/// latencies, then the dynamic energy of a round.
struct Score {
  Duration round;
  Duration latency;
  std::int64_t energy_fj = 0;
  auto operator<=>(const Score&) const = default;
};

/// A transfer between two devices, `from` != `to`.
struct Transfer {
  DeviceIndex from = 0;
  DeviceIndex to = 0;
  Bytes size;
};
[[nodiscard]] link::Ends ends_of(DeviceIndex x, DeviceIndex y);

/// What one more part of a plan would do to the load of a body.
struct Addition {
  Duration busy;  ///< of its unit in a round, afterwards
  Duration latency;
  std::int64_t energy_fj = 0;
};

/// Load that a set of execution plans puts on the units of a body in one round.
///
/// `model_only` leaves out sensing, interaction, and the transfers from the source and to the target: the
/// view of planners that are blind to source and target. Segment costs are those of a segment alone in its
/// memory. An accelerator with several segments pays a switch for each of them.
class BodyLoad {
 public:
  BodyLoad(const plan::PlanningProblem& problem, bool model_only);

  /// Adds a whole execution plan.
  void add(AppIndex a, const plan::ExecutionPlan& app);

  /// What adding the readout on a source, a segment between two boundaries, the dispatch on a target would
  /// do. Pre: the device has the part, the segment has a cost.
  [[nodiscard]] Addition with_source(AppIndex a, DeviceIndex d) const;
  [[nodiscard]] Addition with_segment(AppIndex a, DeviceIndex d, int from, int to) const;
  [[nodiscard]] Addition with_target(AppIndex a, DeviceIndex d) const;

  /// The load of everything but the links.
  [[nodiscard]] const Score& parts() const { return parts_; }
  [[nodiscard]] const std::vector<Transfer>& transfers() const { return transfers_; }
  /// The apps added so far.
  [[nodiscard]] const std::vector<std::pair<AppIndex, plan::ExecutionPlan>>& apps() const { return apps_; }
  /// Latency of every app added so far if the links have `slots` slots.
  [[nodiscard]] std::vector<std::pair<AppIndex, Duration>> latencies(int slots, LinkCosts& costs) const;
  /// Latency that apps added so far would gain at most if another one joined their accelerators.
  [[nodiscard]] Duration switches_to_come() const;
  /// Busy time of an accelerator, or of its CPU where that is longer, in a round.
  [[nodiscard]] Duration accelerator_busy(DeviceIndex d) const;
  [[nodiscard]] bool model_only() const { return model_only_; }

  /// The distinct links in use, ascending.
  [[nodiscard]] std::vector<link::Ends> links() const;
  /// Busy time of the busiest unit, latency and energy if the links have `slots` slots.
  [[nodiscard]] Score score(int slots, LinkCosts& costs) const;

 private:
  struct Accelerator {
    Duration busy;      ///< without switches
    Duration cpu;       ///< of its device's CPU, likewise
    Duration switches;  ///< one of each segment; paid only if there are several segments
    std::int64_t switch_energy_fj = 0;
    int segments = 0;
  };
  struct SegmentLoad {
    Duration service, switch_time;
    Duration process;  ///< before the first segment, after the last: on the CPU alone
    Duration cpu;      ///< with what the CPU does for the accelerator
    std::int64_t energy_fj = 0, switch_energy_fj = 0;
  };
  [[nodiscard]] SegmentLoad segment_load(AppIndex a, DeviceIndex d, int from, int to) const;
  void count(const Addition& addition);

  const plan::PlanningProblem* problem_;
  bool model_only_;
  std::vector<Accelerator> accelerators_;
  std::vector<std::vector<plan::SensorRound>> sensors_;  // [device][part]
  std::vector<std::vector<Duration>> actuators_;         // likewise
  std::vector<Transfer> transfers_;
  std::vector<std::pair<AppIndex, plan::ExecutionPlan>> apps_;
  Score parts_;
};

}  // namespace synergy::planner
