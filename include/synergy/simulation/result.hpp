#pragma once

#include "synergy/plan/compiled.hpp"
#include "synergy/simulation/quantiles.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace synergy::simulation {

/// What happened to one app. Counts cover the whole run; throughput, latency and energy the window.
struct AppResult {
  std::int64_t generated = 0;  ///< inferences asked for; = completed + dropped + in_flight + waiting
  std::int64_t completed = 0;
  std::int64_t dropped_queue_full = 0;
  std::int64_t dropped_link_lost = 0;
  std::int64_t in_flight = 0;  ///< at the end of the run
  std::int64_t waiting = 0;    ///< for admission at the end of the run
  int window = 1;              ///< inferences the policy allows in flight

  std::int64_t completed_in_window = 0;
  /// In the window, of apps with a deadline: completed too late, or dropped.
  std::int64_t deadline_misses = 0;
  std::int64_t distinct_samples = 0;       ///< of the inferences completed in the window
  Time first_completion, last_completion;  ///< in the window
  /// Start of sensing to end of interaction. Sensing starts when an inference has been admitted and its
  /// sample is there; with `fresh` when it has been admitted, since the sample is taken for it.
  Quantiles latency;
  Quantiles response;        ///< to the end of interaction from the arrival; closed loop: from admission
  Quantiles admission_wait;  ///< arrival to admission; open-loop regimes only
  Quantiles sample_age;      ///< at the end of interaction, since the sample was complete
  Energy dynamic_energy;     ///< above idle states, all devices
};

/// One phase of one app: how long it waited for its unit, how long it was served (in the window).
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
  plan::AppId app = 0;
  int stage = 0;
  Kind kind = Kind::sense;
  plan::UnitId unit = 0;
  std::int64_t count = 0;
  Duration waited, served;  ///< sums
  Energy energy;            ///< sum, with the CPU's and radios' share
};

/// One unit in the window. busy + idle = window.
struct UnitResult {
  Duration busy, idle;
  std::int64_t served = 0;
  /// Of a sensor: the periods whose samples were used, by the app that used most; none with `latest`. What
  /// comes near the window leaves no sample for more inferences.
  Duration sampled;
  /// What limits throughput when it reaches the window.
  [[nodiscard]] Duration taken() const { return std::max(busy, sampled); }
};

/// Energy of one device in the window, part by part; the parts are all there is.
struct DeviceResult {
  Energy cpu_idle, cpu_active;  ///< active: above idle
  Energy accelerator_idle, accelerator_active;
  Energy sensors_idle, sensors_active;
  Energy actuators_idle, actuators_active;
  Energy radio_sleep, radio_links, radio_transfers;  ///< links: keeping connections up
  Duration cpu_busy;
  [[nodiscard]] Energy statics() const {
    return cpu_idle + accelerator_idle + sensors_idle + actuators_idle + radio_sleep + radio_links;
  }
  [[nodiscard]] Energy dynamic() const {
    return cpu_active + accelerator_active + sensors_active + actuators_active + radio_transfers;
  }
};

struct LinkResult {
  std::int64_t transfers = 0;  ///< counts of transfers that ended in the window
  std::int64_t bytes = 0;
  std::int64_t packets = 0;
  std::int64_t retransmissions = 0;
  std::int64_t events_used = 0;
  std::int64_t losses = 0;
  Duration waited;  ///< sum of the times transfers queued for the link
};

/// A failed self-check: what should have held and the two sides.
struct FailedCheck {
  std::string message;
};

/// Everything one simulation measured. Vectors follow the scenario's apps and devices, the plan's units and
/// links.
struct RunResult {
  Duration window;
  Quantiles latency, response;  ///< of all apps together
  IdVector<plan::AppId, AppResult> apps;
  std::vector<PhaseResult> phases;
  IdVector<plan::UnitId, UnitResult> units;
  IdVector<plan::DeviceId, DeviceResult> devices;
  std::vector<LinkResult> links;
  std::uint64_t events = 0;                ///< executed by the kernel
  std::vector<FailedCheck> failed_checks;  ///< empty unless the program is wrong

  [[nodiscard]] std::int64_t completed_in_window() const;
  [[nodiscard]] Energy energy() const;
};

}  // namespace synergy::simulation
