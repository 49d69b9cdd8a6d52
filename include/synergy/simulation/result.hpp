#pragma once

#include "synergy/plan/compiled.hpp"
#include "synergy/simulation/quantiles.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace synergy::simulation {

/// What happened to one app. Counts cover the whole run, warm-up included; throughput, latency and energy the
/// window [warm_up, warm_up + window). An inference belongs to the window if it ends there, wherever it
/// began.
struct AppResult {
  /// Inferences asked for: arrivals under open loads, admissions in closed loops. Every one is in exactly one
  /// of completed, the dropped ones, in_flight and waiting (a self-check).
  std::int64_t generated = 0;
  std::int64_t completed = 0;
  /// Dropped before admission, since more waited than the queue may hold. 0 in closed loops.
  std::int64_t dropped_queue_full = 0;
  /// Dropped while in flight, when their app lost a link (src/simulation/README.md, "Losing a link").
  std::int64_t dropped_link_lost = 0;
  /// Dropped while in flight, when a device that they needed was gone. 0 on bodies that do not change.
  std::int64_t dropped_device_lost = 0;
  /// Asked for and still waiting for admission when their app stopped. 0 on bodies that do not change.
  std::int64_t dropped_app_stopped = 0;
  /// Of all four reasons.
  [[nodiscard]] std::int64_t dropped() const {
    return dropped_queue_full + dropped_link_lost + dropped_device_lost + dropped_app_stopped;
  }
  /// Started and neither completed nor dropped at the end of the run.
  std::int64_t in_flight = 0;
  /// Arrived and not admitted at the end of the run. 0 in closed loops.
  std::int64_t waiting = 0;
  /// Inferences that the policy allows in flight, at least 1.
  int window = 1;

  /// What throughput is made of.
  std::int64_t completed_in_window = 0;
  /// In the window, of apps with a deadline: completed too late, or dropped. The deadline counts from the
  /// arrival under open loads, in closed loops from the start of sensing. 0 without a deadline.
  std::int64_t deadline_misses = 0;
  /// Of the inferences completed in the window, in the order in which they complete: how often the sample is
  /// another one than that of the result before. Below completed_in_window with `latest`.
  std::int64_t distinct_samples = 0;
  /// In the window; meaningless if nothing completed in it.
  Time first_completion, last_completion;
  /// Start of sensing to end of interaction. Sensing starts when an inference has been admitted and its
  /// sample is there; with `fresh` when it has been admitted, since the sample is taken for it.
  Quantiles latency;
  /// From the arrival to the end of interaction; in a closed loop from admission.
  Quantiles response;
  /// Arrival to admission, of inferences admitted in the window; empty in closed loops.
  Quantiles admission_wait;
  /// How old the sample behind a result is when the result is shown: since the sample was complete.
  Quantiles sample_age;
  /// Above idle states, on all devices, of work that lies in the window, whether its inference ends there or
  /// not.
  Energy dynamic_energy;
};

/// One phase of one app's inferences: how long it waited for its unit, how long it was served. Counts and
/// times are of phases that end in the window; energy is of the part that lies in it.
struct PhaseResult {
  enum class Kind : std::uint8_t {
    sense,
    preprocess,
    transfer,
    switch_segment,
    load,
    infer,
    unload,
    postprocess,
    interact
  };
  /// app, stage and kind name the phase; each combination has one entry.
  plan::AppId app;
  /// Index into CompiledApp::stages of this app, from 0. A visit to an accelerator is one stage with four
  /// phases.
  int stage = 0;
  Kind kind = Kind::sense;
  plan::UnitId unit;
  std::int64_t count = 0;
  /// Sums over `count` phases. A wait between phases of one visit (the unload waits for the CPU) counts for
  /// the later phase.
  Duration waited, served;
  /// Above idle states, with the CPU's and both radios' share.
  Energy energy;
};

/// One unit in the window: busy + idle = window, to the nanosecond. Of a link, busy is the capacity used up,
/// not the time that transfers take, most of which may be waiting for connection events.
struct UnitResult {
  Duration busy, idle;
  /// Stages whose service ended in the window; of a CPU also each piece of work for its accelerator.
  std::int64_t served = 0;
  /// Of a sensor: the periods whose samples were used, by the app that used most; zero with `latest`. What
  /// comes near the window leaves no sample for more inferences, though the sensor itself is hardly busy.
  Duration sampled;
  /// What limits throughput when it reaches the window: the measure by which a bottleneck is told.
  [[nodiscard]] Duration taken() const { return std::max(busy, sampled); }
};

/// Energy of one device in the window, part by part; the parts are all there is, and every joule is in one of
/// them. src/simulation/README.md, "Energy" has the rules.
struct DeviceResult {
  /// Idle is charged for the whole window, busy or not; so active, here and below, is what lies above idle.
  Energy cpu_idle, cpu_active;
  Energy accelerator_idle, accelerator_active;
  /// Sensors that the plan does not use are off and draw nothing.
  Energy sensors_idle, sensors_active;
  Energy actuators_idle, actuators_active;
  /// Asleep; keeping connections up (events without data); packets and events of transfers. A lone device's
  /// radio only sleeps.
  Energy radio_sleep, radio_links, radio_transfers;
  /// Planning, messages and weights of new plans. 0 on bodies that do not change.
  Energy reconfiguration;
  /// As UnitResult::busy of the device's CPU.
  Duration cpu_busy;
  /// What the device draws without any inference.
  [[nodiscard]] Energy statics() const {
    return cpu_idle + accelerator_idle + sensors_idle + actuators_idle + radio_sleep + radio_links +
           reconfiguration;
  }
  /// What the work of inferences adds. statics() + dynamic() is the device's energy.
  [[nodiscard]] Energy dynamic() const {
    return cpu_active + accelerator_active + sensors_active + actuators_active + radio_transfers;
  }
};

/// What one link carried. All counts are of transfers that ended in the window.
struct LinkResult {
  /// Transfers, undelivered ones among them.
  std::int64_t transfers = 0;
  /// Tensor bytes of delivered transfers, without headers.
  std::int64_t bytes = 0;
  /// Data packets sent, retransmissions among them.
  std::int64_t packets = 0;
  std::int64_t retransmissions = 0;
  /// Connection events that carried data; the others are paid for as radio_links.
  std::int64_t events_used = 0;
  /// Transfers in which the link gave up.
  std::int64_t losses = 0;
  /// Sum of the times that transfers queued for the link before their begin.
  Duration waited;
  /// Its own part of its unit's busy time, at most the window.
  Duration busy;
};

/// A failed self-check: what should have held and the two sides, for whoever has to mend the program.
struct FailedCheck {
  /// "unit watch.cpu: busy 3 ns + idle 4 ns is not the window 8 ns".
  std::string message;
};

/// What a run without chance comes to: the same things again and again. `window: steady` measures one period.
struct SteadyState {
  /// From the start to the first moment that was found to come again: of completions of the first app.
  Duration transient;
  /// Where a measurement of one period begins: everything that was booked by the end of the transient is
  /// through. The completion that ends it still was an inference of the transient.
  Duration settled;
  /// Positive; the shortest after which everything is the same, but for the ages of samples where nobody
  /// waits for a sensor and apps do not share readouts: those are of no consequence.
  Duration period;
  /// Completed in a period by all apps; inferences / period is the throughput without end, exactly.
  std::int64_t inferences = 0;
};

/// Everything one simulation measured. A value that points to nothing: it outlives scenario and plan, but
/// only these say what its indices mean. Vectors follow the scenario's apps and devices, the plan's units and
/// links.
struct RunResult {
  /// Length of the measurement window; what all rates and mean powers are over. Positive.
  Duration window;
  /// What came before it.
  Duration warm_up;
  /// Of `window: steady` where something repeats; then warm_up is until it has settled, and window its
  /// period.
  std::optional<SteadyState> steady;
  /// Of all inferences of all apps together, so that an app counts by its completions.
  Quantiles latency, response;
  IdVector<plan::AppId, AppResult> apps;
  /// By app, then stage, then in the order in which the phases of a stage happen.
  std::vector<PhaseResult> phases;
  IdVector<plan::UnitId, UnitResult> units;
  IdVector<plan::DeviceId, DeviceResult> devices;
  std::vector<LinkResult> links;
  /// Of the run from its start to the end of the window: executed by the kernel, or known to happen in
  /// periods that were skipped. Two runs of the same input have the same number, whatever is skipped.
  std::uint64_t events = 0;
  /// Empty unless the program is wrong; then nothing else here is to be used.
  std::vector<FailedCheck> failed_checks;

  /// Sum over all apps.
  [[nodiscard]] std::int64_t completed_in_window() const;
  /// Of the whole body in the window: all parts of all devices.
  [[nodiscard]] Energy energy() const;
};

}  // namespace synergy::simulation
