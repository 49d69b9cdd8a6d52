#pragma once

#include "synergy/simulation/dynamic.hpp"

#include <map>
#include <tuple>

#include "deployment.hpp"
#include "flow.hpp"
#include "layout.hpp"
#include "meter.hpp"

namespace synergy::simulation {

/// The accounts of a body that changes: Meter's counterpart. A stage is accounted for when it ends, or as far
/// as it came when it is cut. Takes of everything the part that lies in the window; what devices draw, which
/// batteries and temperatures follow, and epochs are about the whole run.
class Ledger {
 public:
  Ledger(const scenario::Scenario& body, const scenario::Measurement& measurement, Probe* probe);

  [[nodiscard]] DynamicResult& result() { return result_; }
  [[nodiscard]] Time begin() const { return begin_; }
  [[nodiscard]] Time end() const { return end_; }
  [[nodiscard]] Probe* probe() const { return probe_; }

  /// The accounts of a stage's phases; a stage that was there before on the same unit has them already.
  std::size_t phases_of(AppId a, int stage, const plan::Stage& what, UnitId unit);
  UnitId add_unit(plan::Unit unit);

  // The way of inferences.
  void asked_for(AppId a) { ++result_.total.apps[a].generated; }
  void started(const Flow& flow, Time now);
  void completed(const Flow& flow, Time now);
  void dropped(const Flow& flow, Drop why, Time now);
  void queue_full(AppId a, Time now);
  void app_stopped(AppId a, std::int64_t waiting, Time now);

  /// The stage that the flow is booked for has ended, or is cut at `until`.
  void settle(const Flow& flow, Time until);
  /// Work beside inferences: planning, messages, weights. `unit` none: of no unit.
  void reconfigured(DeviceId d, UnitId unit, Span span, Energy energy);

  // What draws power without work.
  struct Idle {
    Power cpu, accelerator, sensors, actuators, radio, links;
    [[nodiscard]] Power total() const { return cpu + accelerator + sensors + actuators + radio + links; }
  };
  void set_idle(DeviceId d, const Idle& idle, Time now);
  [[nodiscard]] Power idle_power(DeviceId d) const { return idle_[d].power.total(); }
  /// Drawn by a device from 0 to `now`, apart from work that has not ended.
  [[nodiscard]] Energy drawn(DeviceId d, Time now) const;
  /// A link that is closed: what it drew idle, by the whole window's rules; its share in what was drawn is
  /// counted by the mean power of Idle::links.
  void link_idle(link::Ends ends, Energy first, Energy second);
  /// Events of a link that a transfer paid for, and so not its idle power.
  void refund(DeviceId d, Energy energy);

  // Epochs.
  void begin_epoch(Time now, std::string cause);
  [[nodiscard]] Epoch& epoch() { return result_.epochs.back(); }

  /// At the end of the run. `carry`: devices and apps at the end are those of the last epoch.
  void close();

  /// The part of a span that lies in the window and before `until`, as a share of the span.
  [[nodiscard]] double inside(Span span, Time until) const;
  [[nodiscard]] Duration overlap(Span span, Time until = Time::max()) const {
    return std::max(Duration(), std::min({span.end, end_, until}) - std::max(span.begin, begin_));
  }
  [[nodiscard]] bool in_window(Time t) const { return t >= begin_ && t < end_; }

 private:
  struct IdleSince {
    Idle power;
    Time since;
  };
  struct PhaseOf {
    Span span;
    Duration waited;
    Energy own, cpu;
    Energy DeviceResult::*account;
  };
  void settle_phase(const Flow& flow, std::size_t number, const PhaseOf& phase, Time until);
  void settle_visit(const Flow& flow, Time until);
  void settle_transfer(const Flow& flow, Time until);
  void worked(UnitId unit, Span span, Time until);
  void draw(DeviceId d, Energy energy, Span span, Time until);
  void count_energy(Energy energy, Time at);
  void count_steadily(Power power, Span span);
  void missed_if_due(AppId a, Time now);
  void close_units();
  void close_samples();
  void integrate(DeviceId d, Time now);

  const scenario::Scenario& body_;
  const bool open_loop_;
  Time begin_, end_;
  DynamicResult result_;
  Probe* probe_;
  IdVector<DeviceId, IdleSince> idle_;
  IdVector<DeviceId, Energy> drawn_;
  IdVector<AppId, std::int64_t> showed_;
  std::map<std::tuple<int, int, int, int>, std::size_t> phases_;
  std::map<std::pair<AppId, UnitId>, std::pair<std::int64_t, Duration>> distinct_;  // samples, their period
};

}  // namespace synergy::simulation
