#pragma once

#include "synergy/plan/compiled.hpp"
#include "synergy/simulation/result.hpp"

#include "counts.hpp"
#include "pending.hpp"
#include "samples.hpp"

namespace synergy::simulation {

using plan::AppId;
using plan::DeviceId;
using plan::UnitId;

/// What lies between two moments.
struct Span {
  Time begin, end;
  [[nodiscard]] Duration length() const { return end - begin; }
};

/// A stage with what it acts on, so that an event finds everything in one place.
struct Step {
  const plan::Stage* stage = nullptr;  // null behind an app's last one
  PhaseResult* phases = nullptr;       // of the stage, the first
  DeviceResult* device = nullptr;      // of all but transfers
  StageCounts* counts = nullptr;
  SentCounts* sent = nullptr;  // of transfers
};

/// An inference on its way through the stages of its app.
struct Inference {
  std::uint64_t id = 0;  // place among those in flight; used again
  AppId app;
  int stage = 0;
  const Step* step = nullptr;
  Time asked;           // arrival; closed loop: admission
  Time started;         // sensing
  Time taken{};         // its sample was asked for
  bool doomed = false;  // its app lost a link: dropped at its next event
  Sample sample{};
  bool waits = false;  // its event is the end of its sample, not of its stage
  Pending event{};     // none: the place is free
};

}  // namespace synergy::simulation
