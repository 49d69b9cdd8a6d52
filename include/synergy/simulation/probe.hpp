#pragma once

#include "synergy/simulation/result.hpp"

#include <cstdint>
#include <string>

namespace synergy::simulation {

/// What a probe is told of a unit's work: one stage of one inference on its unit, from joining the queue to
/// leaving the unit. Times are "now" of the simulation: since its start, warm-up included.
struct Visit {
  /// Which of the inferences in flight, as in Probe::started.
  std::uint64_t inference = 0;
  plan::AppId app;
  /// Index into the stages of CompiledApp::stages of this app, from 0.
  int stage = 0;
  /// When the stage joined the unit's queue.
  Time joined;
  /// When the unit is taken and when it is free again; joined <= begin <= end. Of a transfer the end is that
  /// of the link, which may come after the delivery.
  Time begin, end;
  /// What came of a transfer; null for all other stages. Owned by the simulation and valid during the call
  /// alone: whoever needs it later copies it.
  const link::TransferOutcome* transfer = nullptr;
  /// On bodies that change, whose plans do: the stage, with the units, devices and links of DynamicResult.
  /// Null: that of the compiled plan. As `transfer`, valid during the call alone.
  const plan::Stage* what = nullptr;
};

/// Energy above idle states that one phase of a visit takes from one device, spread evenly from begin to end.
/// A transfer has one for each end; every other phase has one.
struct Work {
  /// Phases of a visit to an accelerator come one by one: switch (if there is one), load, infer, unload.
  PhaseResult::Kind phase = PhaseResult::Kind::sense;
  plan::DeviceId device;
  /// begin == end for work that takes no time.
  Time begin, end;
  /// All of it, even where begin to end reaches over the edge of the measurement window. With the CPU's
  /// share.
  Energy energy;
};

/// Is told what happens while it happens, e.g. to draw a timeline. Without one a run pays a test per stage.
///
/// A visit is told when the stage joins its queue, with times that lie in the future: joined never decreases
/// from one visit to the next, begin and end do for one unit only. The works of a visit come just before it.
/// Calls come from the thread that simulates. A probe changes nothing in the run, and what it throws ends the
/// run.
class Probe {
 public:
  virtual ~Probe() = default;
  /// An inference was admitted. `inference` tells apart those in flight; the number is small (below the sum
  /// of the windows) and is used again after ended().
  virtual void started(std::uint64_t inference, plan::AppId app, Time now) = 0;
  /// Followed by visited() of the visit that the work belongs to.
  virtual void worked(const Work& work) = 0;
  /// The stage is booked: it cannot be moved or given up any more.
  virtual void visited(const Visit& visit) = 0;
  /// Completed, or dropped because its link was lost. Inferences in flight at the end of the run do not end.
  virtual void ended(std::uint64_t inference, bool completed, Time now) = 0;

  // Bodies that change.
  /// The inference's last visit ends here instead: what it needed has gone. Followed by ended(), or by
  /// another visit.
  virtual void cut(std::uint64_t /*inference*/, Time /*now*/) {}
  /// Something happened to the body (dynamics::Change::text).
  virtual void changed(const std::string& /*what*/, Time /*now*/) {}
  /// A new plan is in force: since when there was reason for it, when it had been made, and now.
  virtual void reconfigured(Time /*noticed*/, Time /*decided*/, Time /*now*/) {}
};

}  // namespace synergy::simulation
