#pragma once

#include "synergy/scenario/scenario.hpp"

namespace synergy::simulation {

/// Whether what has completed came later than its app's deadline. Under open loads the wait for admission
/// counts (`response`), as for whoever waits for an answer; in closed loops nobody waits before the sample is
/// there (`latency`).
inline bool misses_deadline(const scenario::App& app, bool open_loop, Duration latency, Duration response) {
  return app.deadline && (open_loop ? response : latency) > *app.deadline;
}

}  // namespace synergy::simulation
