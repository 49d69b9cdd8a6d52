#pragma once

#include "synergy/plan/problem.hpp"
#include "synergy/run/record.hpp"

#include <cstdint>
#include <string>

namespace synergy::results {

/// The part of a run that a trace shows.
struct TraceOptions {
  Time from;                          ///< since the start of the run; warm-up comes first
  Duration length = Duration::max();  ///< at most to the end of the window
  std::int64_t max_events = 200'000;  ///< without metadata events; the trace ends before the first too many
};

/// A timeline, and where it ends.
struct Trace {
  std::string json;
  Time until;           ///< no visit begins later
  bool capped = false;  ///< by max_events
};

/// A timeline of a run in the trace-event format that Chrome and Perfetto show
/// (docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU).
/// Simulates the run again with a probe. Times are in microseconds with up to three decimals, which are exact
/// nanoseconds; events are sorted by time. The same run gives the same bytes.
///
/// Processes: pid 1 to n the devices, in the order of the scenario; n + 1 "links"; n + 2 "apps". Threads of a
/// device: its units (tid u + 1 for unit u of the plan; "microphone", "accelerator", ...) and its "cpu" (tid
/// 1001); of "links": every link ("glasses-watch").
///
/// Events by `ph`:
///   X  cat "sense", "transfer", "compute", "interact": a visit to a unit, named after the app. args: app,
///      inference (its number among those of its app that started, from 1), stage (as in phases.csv),
///      queued_us, energy_uj (above idle, all devices); compute: layers [first, last]; transfer: from, to,
///      bytes, packets, retransmissions, busy_us (the link's capacity used, counted in
///      packets of full size; the rest of dur is waiting for connection events), delivered_us (after the
///      begin), delivered.
///   X  cat "phase": inside a compute visit, named "switch", "load", "infer", "unload"; all but infer also on
///      the CPU. args: app, inference, stage.
///   b, e  cat "inference", in "apps", named after the app, id unique: from sense start to interact end. args
///      of e: outcome "completed", "dropped" or "in_flight" (at the end of the trace).
///   s, t, f  cat "frame", id of the inference: arrows from visit to visit, at the begin of each.
///   C  "power_mw" of every device. args: idle (mean over the window, keeping links up included), active.
///   C  "accelerator_memory_bytes" of every accelerator. args: weights (resident, with biases), data (the
///      tensor loaded, from load on; the one unloaded, during unload).
/// On bodies that change, in "apps": i cat "change", what happened; X cat "reconfiguration", from the notice
/// of
///   what a new plan answers until it had been made, and from then until it was in force. Visits that were
///   cut end there.
/// otherData: run_id, scenario, planner, policy, warm_up_us, window_us, from_us, until_us (no visit
/// begins later), capped (by max_events), max_events.
///
/// What began before `from` and lasts is shown from its begin; what ends after until_us to its end, except
/// b-e pairs and counters. Power of tasks that take no time is not shown.
/// Pre: `record` has a result and was made from `problem`; from >= 0, max_events > 0.
[[nodiscard]] Trace trace(const plan::PlanningProblem& problem, const run::RunRecord& record,
                          const TraceOptions& options = {});

}  // namespace synergy::results
