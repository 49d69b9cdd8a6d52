#pragma once

#include "synergy/plan/costs.hpp"
#include "synergy/plan/problem.hpp"

#include <compare>
#include <memory>
#include <optional>
#include <vector>

#include "engine/link_costs.hpp"

namespace synergy::planner {

/// What a body has to carry: every app once (a round), or what its apps are asked for in one second, each at
/// its rate.
enum class Offered : std::uint8_t { once, rates };
[[nodiscard]] Offered offered_by(const plan::PlanningProblem& problem);

/// What a plan comes to, smaller is better (Criteria says what is compared): the busy time of the busiest
/// unit for the load offered, which is the round time under parallel execution if that is every app once; the
/// sum of the latencies; the dynamic energy of that load; what the body draws while nothing happens.
struct Score {
  Duration round;
  Duration latency;
  std::int64_t energy_fj = 0;
  std::int64_t static_nw = 0;  ///< where the objective asks for it
  auto operator<=>(const Score&) const = default;
};

/// A transfer between two devices, `from` != `to`.
struct Transfer {
  DeviceId from;
  DeviceId to;
  Bytes size;
  AppId app;
};
using plan::ends_of;

/// What one more part of a plan would do to the load of a body.
struct AddedCost {
  Duration busy;  ///< of its unit for the load offered, afterwards
  Duration latency;
  std::int64_t energy_fj = 0;
};

/// Load that a set of execution plans puts on the units of a body: in one round or, at rates, in one second.
///
/// `model_only` leaves out sensing, interaction, and the transfers from the source and to the target: the
/// view of planners that are blind to source and target. Segment costs are those of a segment alone in its
/// memory. An accelerator with several segments pays a switch for each of them.
class BodyLoad {
 public:
  BodyLoad(const plan::PlanningProblem& problem, bool model_only, Offered offered = Offered::once,
           Times times = Times::estimated);

  /// Adds a whole execution plan.
  void add(AppId a, const plan::ExecutionPlan& app);

  /// What adding the readout on a source, a segment between two boundaries, the dispatch on a target would
  /// do. Pre: the device has the part, the segment has a cost.
  [[nodiscard]] AddedCost with_source(AppId a, DeviceId d) const;
  [[nodiscard]] AddedCost with_segment(AppId a, DeviceId d, int from, int to) const;
  [[nodiscard]] AddedCost with_target(AppId a, DeviceId d) const;

  /// The load of everything but the links.
  [[nodiscard]] const Score& parts() const { return parts_; }
  [[nodiscard]] const std::vector<Transfer>& transfers() const { return transfers_; }
  /// The apps added so far.
  [[nodiscard]] const std::vector<std::pair<AppId, plan::ExecutionPlan>>& apps() const { return apps_; }
  /// Latency of every app added so far if the links have `slots` slots.
  [[nodiscard]] std::vector<std::pair<AppId, Duration>> latencies(int slots, LinkCosts& costs) const;
  /// Latency that apps added so far would gain at most if another one joined their accelerators.
  [[nodiscard]] Duration switches_to_come() const;
  /// The same, but another segment on an accelerator with one adds no switch of that one. Several apps that
  /// may join it each see that switch, which is paid once: what they add may be summed up only without it.
  [[nodiscard]] BodyLoad with_switches_paid() const;
  [[nodiscard]] bool model_only() const { return model_only_; }
  [[nodiscard]] Offered offered() const { return offered_; }
  /// What one inference of an app takes, for the load offered.
  [[nodiscard]] Duration counted(AppId a, Duration busy) const;
  [[nodiscard]] std::int64_t counted(AppId a, std::int64_t energy_fj) const;
  [[nodiscard]] plan::SenseCost counted(AppId a, plan::SenseCost cost) const;
  [[nodiscard]] TransferCost counted(AppId a, const TransferCost& cost) const;

  /// The distinct links in use, ascending.
  [[nodiscard]] std::vector<link::Ends> links() const;
  /// Busy time of the busiest unit, latency and energy if the links have `slots` slots.
  [[nodiscard]] Score score(int slots, LinkCosts& costs) const;
  /// The apps that use a unit that is as busy as the busiest, in the order in which they were added.
  [[nodiscard]] std::vector<AppId> on_busiest(int slots, LinkCosts& costs) const;

 private:
  struct Accelerator {
    Duration busy;            ///< without switches
    Duration cpu_busy;        ///< of its device's CPU, likewise
    Duration switch_latency;  ///< of one inference through each
    Duration switches;        ///< one of each segment; paid only if there are several segments
    std::int64_t switch_energy_fj = 0;
    int segments = 0;
  };
  struct SegmentLoad {
    Duration service, switch_time;  ///< of one inference
    Duration process;               ///< of one, on the CPU alone: before the first segment, after the last
    Duration busy, switch_busy;     ///< for the load offered, as are the energies
    Duration cpu_busy;              ///< likewise, with what the CPU does for the accelerator
    std::int64_t energy_fj = 0, switch_energy_fj = 0;
  };
  [[nodiscard]] SegmentLoad new_segment_load(AppId a, DeviceId d, int from, int to) const;
  [[nodiscard]] const SegmentLoad& segment_load(AppId a, DeviceId d, int from, int to) const;
  void count(const AddedCost& added);

  const plan::PlanningProblem* problem_;
  bool model_only_;
  bool switches_paid_ = false;
  Offered offered_;
  Times times_;
  /// Of [app][device], then [from][to], as they are asked for. Copies share it: searches copy loads all the
  /// time, and ask the same of each. It belongs to one thread, as its planner does.
  std::shared_ptr<std::vector<std::vector<std::optional<SegmentLoad>>>> segment_loads_;
  std::vector<Accelerator> accelerators_;
  std::vector<std::vector<plan::SensorRound>> sensors_;  // [device][part]
  std::vector<std::vector<Duration>> actuators_;         // likewise
  std::vector<Transfer> transfers_;
  std::vector<std::pair<AppId, plan::ExecutionPlan>> apps_;
  Score parts_;
};

}  // namespace synergy::planner
