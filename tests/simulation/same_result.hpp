#pragma once

#include "synergy/simulation/result.hpp"

#include <string>

#include <fmt/format.h>

namespace synergy::test {

/// Everything that a result says, to the last bit: equal texts are equal results.
class Said {
 public:
  explicit Said(const simulation::RunResult& result) {
    say(result.window, result.warm_up, result.events, result.failed_checks.size());
    say(result.latency);
    say(result.response);
    for (const simulation::AppResult& app : result.apps) {
      say("\napp", app.generated, app.completed, app.dropped_queue_full, app.dropped_link_lost, app.in_flight,
          app.waiting, app.window, app.completed_in_window, app.deadline_misses, app.distinct_samples,
          app.first_completion, app.last_completion, app.dynamic_energy);
      for (const auto* quantiles : {&app.latency, &app.response, &app.admission_wait, &app.sample_age})
        say(*quantiles);
    }
    for (const simulation::PhaseResult& phase : result.phases)
      say("\nphase", phase.count, phase.waited, phase.served, phase.energy);
    for (const simulation::UnitResult& unit : result.units)
      say("\nunit", unit.busy, unit.idle, unit.served, unit.sampled);
    for (const simulation::DeviceResult& device : result.devices) {
      say("\ndevice", device.cpu_idle, device.cpu_active, device.accelerator_idle, device.accelerator_active,
          device.sensors_idle, device.sensors_active, device.actuators_idle, device.actuators_active,
          device.radio_sleep, device.radio_links, device.radio_transfers, device.cpu_busy);
    }
    for (const simulation::LinkResult& link : result.links) {
      say("\nlink", link.transfers, link.bytes, link.packets, link.retransmissions, link.events_used,
          link.losses, link.waited, link.busy);
    }
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  template <class... Values>
  void say(const Values&... values) {
    (say_one(values), ...);
  }
  void say_one(Duration value) { text_ += fmt::format(" {}", value.ns()); }
  void say_one(Energy value) { text_ += fmt::format(" {:a}", value.si()); }
  void say_one(const simulation::Quantiles& values) {
    text_ += fmt::format(" [{}", values.count());
    if (values.count() > 0) {
      say(values.min(), values.max());
      text_ += fmt::format(" {:a}", values.mean_ns());
      for (const double p : {0.01, 0.5, 0.95, 0.99}) say_one(values.quantile(p));
    }
    text_ += "]";
  }
  template <class Value>
  void say_one(const Value& value) {
    text_ += fmt::format(" {}", value);
  }

  std::string text_;
};

}  // namespace synergy::test
