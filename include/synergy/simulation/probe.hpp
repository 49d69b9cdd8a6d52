#pragma once

#include "synergy/simulation/result.hpp"

#include <cstdint>

namespace synergy::simulation {

/// One stage of one inference on its unit, from joining the queue to leaving the unit.
struct Visit {
  std::uint64_t inference = 0;  ///< as in Probe::started
  plan::AppId app = 0;
  int stage = 0;                                    ///< index into CompiledApp::stages
  Time joined;                                      ///< the queue; "now" of the simulation
  Time begin, end;                                  ///< the unit is taken; joined <= begin <= end
  const link::TransferOutcome* transfer = nullptr;  ///< of a transfer, during the call; else null
};

/// Energy above idle states that one phase of a visit takes from one device, spread evenly from begin to end.
struct Work {
  PhaseResult::Kind phase = PhaseResult::Kind::sense;
  plan::DeviceId device = 0;
  Time begin, end;
  Energy energy;  ///< with the CPU's share
};

/// Is told what happens while it happens, e.g. to draw a timeline. Without one a run pays a test per stage.
///
/// A visit is told when the stage joins its queue, with times that lie in the future: joined never decreases
/// from one visit to the next, begin and end do for one unit only. The works of a visit come just before it.
class Probe {
 public:
  virtual ~Probe() = default;
  /// `inference` tells apart those in flight; it is used again after ended().
  virtual void started(std::uint64_t inference, plan::AppId app, Time now) = 0;
  virtual void worked(const Work& work) = 0;
  virtual void visited(const Visit& visit) = 0;
  /// Completed, or dropped because its link was lost.
  virtual void ended(std::uint64_t inference, bool completed, Time now) = 0;
};

}  // namespace synergy::simulation
