#pragma once

#include "synergy/plan/compiled.hpp"
#include "synergy/simulation/result.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace synergy::simulation {

/// A stretch of a run in which body, apps and plan stay as they are: what epochs.csv has a row of. It ends
/// with the next lasting change, or when another plan is in force. Counts are of what happens in [begin,
/// end), also outside the measurement window.
struct Epoch {
  Time begin, end;
  /// What began it: "start", Change::text, or "plan in force".
  std::string cause;
  IdVector<plan::DeviceId, bool> present;  ///< in truth, known or not
  IdVector<plan::AppId, bool> running;     ///< the user wants it
  IdVector<plan::AppId, bool> served;      ///< of these: it has a plan whose devices are known to be there
  /// The plan in force on one line, of the devices and apps that it was made for; empty: none.
  std::string plan;
  /// Whether every running app is served.
  [[nodiscard]] bool is_degraded() const { return running != served; }
  /// Why apps are not served, as the last planning said; empty where it had no say.
  std::vector<plan::Reason> reasons;
  /// What the plan in force promises for the apps that are served: sums, and the mean over inferences.
  double predicted_inf_per_s = 0;
  Duration predicted_latency;
  Power predicted_power;  ///< of the whole body that the plan was made for
  std::int64_t completed = 0;
  Duration latency_sum;  ///< of those
  Energy energy;         ///< of the whole body; work counts where it ends
  std::int64_t dropped_queue_full = 0, dropped_link_lost = 0, dropped_device_lost = 0,
               dropped_app_stopped = 0;
  [[nodiscard]] Duration length() const { return end - begin; }
};

/// One answer to changes, from the notice until what was decided is in force: the right half of changes.csv.
struct Replanning {
  enum class Outcome : std::uint8_t {
    in_force,        ///< the new plan took over
    unchanged,       ///< the planner found the plan that was in force
    declined,        ///< another one, whose gain is not worth its cost
    infeasible,      ///< none; apps that can go on do
    no_coordinator,  ///< no device was there to plan
    abandoned        ///< the run ended, or the coordinator went, before it was in force
  };
  Outcome outcome = Outcome::abandoned;
  Time changed;                   ///< the first change that it answers
  Time noticed;                   ///< by the coordinator; of a trigger without a change when it fired
  Time decided;                   ///< planning had ended
  std::optional<Time> in_force;   ///< all apps of the new plan may go on
  std::optional<Time> recovered;  ///< Epoch after it: 95 % of its steady throughput
  std::optional<plan::DeviceId> coordinator;
  std::int64_t candidates = 0;          ///< that the planner evaluated
  Bytes message_bytes;                  ///< changed parts of the plan, to the devices
  Bytes weights_bytes;                  ///< put into accelerators, from flash and by radio
  Bytes radio_bytes;                    ///< of these by radio
  Energy energy;                        ///< planning, messages and weights, at all devices
  int apps_interrupted = 0;             ///< apps that were kept from starting inferences meanwhile
  std::int64_t layers = 0;              ///< of all apps of the new plan
  std::int64_t layers_moved = 0;        ///< of these on another device than before; new apps have none
  double predicted_gain_inf = 0;        ///< inferences over the horizon
  double predicted_cost_inf = 0;        ///< inferences lost by the switch
  std::vector<plan::Reason> reasons{};  ///< of infeasible
};
[[nodiscard]] std::string_view to_text(Replanning::Outcome outcome);

/// A lasting change and how it was answered: a row of changes.csv. Changes that nobody answers (fading) are
/// not listed.
struct ChangeResult {
  Time at;
  std::string what;                     ///< Change::text, or what a battery or a temperature did
  std::optional<std::size_t> answered;  ///< place in DynamicResult::replannings
};

/// What became of a device's battery and temperature.
struct DeviceLife {
  std::optional<Energy> charge_begin, charge_end;  ///< of devices with a battery
  Energy drawn;                                    ///< in the whole run, warm-up included
  std::optional<Time> empty;                       ///< when it first reached its cut-off
  std::optional<double> temperature_max_c;         ///< of devices with a thermal model
  Duration above_limit;
};

/// Everything over time at equal steps, for figures. Step k is [k, k + 1) x `step`.
struct Series {
  Duration step;
  /// By app, then step: completions.
  std::vector<std::vector<std::uint32_t>> completed;
  /// By step: energy of the whole body, in J; work counts where it ends.
  std::vector<double> energy_j;
  /// By device, then step: at the end of the step; empty for devices without a battery or thermal model.
  std::vector<std::vector<float>> charge_ratio, temperature_c;
};

struct PlanInForce;  // dynamic.hpp

/// Everything that one simulation of a body that changes measured. A value.
struct DynamicResult {
  /// As of a static run, over all epochs. Apps and devices are the scenario's, units and links those below.
  /// Phases: by app, stage, kind and unit; the same stage of an app may be on several units, one after the
  /// other.
  RunResult total;
  /// The body's own (plan::units_of_body), then every link that any plan used, in the order of first use.
  IdVector<plan::UnitId, plan::Unit> units;
  std::vector<link::Ends> links;
  std::vector<std::string> link_names;
  std::vector<plan::UnitId> link_units;
  /// That were in force, each once, in the order of first use.
  std::vector<std::shared_ptr<const PlanInForce>> plans;
  std::vector<Epoch> epochs;  ///< without gaps, from 0 to the end of the window
  std::vector<ChangeResult> changes;
  std::vector<Replanning> replannings;
  IdVector<plan::DeviceId, DeviceLife> devices;
  Series series;
  int lost_devices = 0;    ///< that went without saying so, crashes and empty batteries
  int lost_handovers = 0;  ///< reconfigurations that a loss hit before they were in force
  /// App-time wanted by the user, and of it the time with at least half of the steady rate that the app's
  /// last plan promised: gaps between results that are longer than twice what this rate and the app's
  /// inferences in flight allow do not count.
  Duration app_time, app_time_available;

  [[nodiscard]] double availability_ratio() const {
    return app_time > Duration() ? app_time_available.s() / app_time.s() : 1;
  }
  [[nodiscard]] Energy reconfiguration_energy() const;
  /// Layers moved by plans in force / layers of these plans; 0 without any.
  [[nodiscard]] double plan_churn_ratio() const;
  [[nodiscard]] std::int64_t plans_put_in_force() const;
  /// When the first battery was empty; none if none was.
  [[nodiscard]] std::optional<Time> first_battery_empty() const;
  /// Until the first moment from which no app was served any more, else the end of the run.
  [[nodiscard]] Time body_lifetime() const;
};

}  // namespace synergy::simulation
