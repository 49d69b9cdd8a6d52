#pragma once

#include "synergy/device/accelerator.hpp"
#include "synergy/device/network.hpp"
#include "synergy/device/peripheral.hpp"
#include "synergy/device/radio.hpp"
#include "synergy/input/document.hpp"
#include "synergy/input/error.hpp"
#include "synergy/link/link.hpp"
#include "synergy/link/spec.hpp"
#include "synergy/scenario/ids.hpp"
#include "synergy/scenario/knowledge.hpp"
#include "synergy/scenario/objective.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace synergy::scenario {

/// One wearable: parts put together from profiles. Profiles are shared between devices and scenarios.
struct Device {
  std::string name;
  std::shared_ptr<const device::Accelerator> accelerator;  ///< with its CPU; may be null
  std::shared_ptr<const device::RadioProfile> radio;
  std::vector<std::shared_ptr<const device::SensorProfile>> sensors;
  std::vector<std::shared_ptr<const device::ActuatorProfile>> actuators;
  std::optional<Energy> battery;
  /// A plan must let the battery last this long at its estimated power; only with a battery.
  std::optional<Duration> battery_life_floor;
};

/// Mean radio path loss between two devices, antennas included.
struct PathLoss {
  link::Ends between;
  double db = 0;
};

/// Which sample an inference reads. Sensors run freely: one new sample is complete every sample period, and
/// serves every app that asks for it in time.
/// new_sample: the newest one that its app has not used yet; it waits for the next if there is none.
/// latest: the newest one, whatever its age and however often it has been read: an upper bound of throughput.
/// fresh: the next unused one that begins after the inference was asked for.
enum class Sensing : std::uint8_t { new_sample, latest, fresh };

/// What a device's CPU does with an app's data before or after the model, beside copying it.
struct CpuWork {
  /// by_model: what the model's kind asks for: soft-max over the outputs of a classifier, the largest of each
  /// pixel's channels over a map (plan/costs.hpp).
  enum class Kind : std::uint8_t { none, by_model, time, cycles_per_byte };
  Kind kind = Kind::none;
  Duration time;               ///< of `time`
  double cycles_per_byte = 0;  ///< of `cycles_per_byte`: of the model's input, or of its output
  auto operator<=>(const CpuWork&) const = default;
};

/// What one app needs. It names kinds of parts, never devices, unless it is pinned.
struct App {
  std::string name;
  std::shared_ptr<const device::Network> model;
  std::string sensor;       ///< sensor type, e.g. "camera"
  std::string interaction;  ///< actuator type, e.g. "display"
  Bytes result{4};          ///< what travels to the interaction device
  Sensing sensing = Sensing::new_sample;
  /// What the model reads of a sensor that delivers a stream (audio, motion): the newest `window`, which has
  /// moved on by `hop` when there is a new sample. Without a hop it is half the window, without a window a
  /// sample is what the sensor says (SensorProfile::sample_period).
  std::optional<Duration> window, hop;
  CpuWork preprocess{};                              ///< on the device of the first segment, before its load
  CpuWork postprocess{CpuWork::Kind::by_model, {}};  ///< on the device of the last, after its unload
  Frequency rate;                                    ///< of the periodic and poisson regimes; 0 otherwise
  /// A later result counts as a miss; nothing else happens. Counts from the arrival in the open-loop regimes,
  /// where waiting is part of the response, else from the start of sensing.
  std::optional<Duration> deadline;
  /// Optional placement constraints: indices into Scenario::devices.
  std::optional<DeviceId> source_device;
  std::optional<DeviceId> target_device;
  AppConstraints constraints;
  Location where;  ///< in the scenario file, for messages
};

/// What may overlap with what (runtime: "Parallelisation policy").
enum class Policy : std::uint8_t { sequential, inter_app, inter_run, adaptive };

/// When inferences start. rounds: every app once per round; saturated: as soon as the policy allows;
/// periodic, poisson: at App::rate, whatever the state of the system.
enum class Regime : std::uint8_t { rounds, saturated, periodic, poisson };
/// Whether apps are asked for inferences at rates.
[[nodiscard]] constexpr bool is_open_loop(Regime regime) {
  return regime == Regime::periodic || regime == Regime::poisson;
}
enum class DropPolicy : std::uint8_t { drop_new, drop_old };

struct Load {
  Regime regime = Regime::rounds;
  int queue_limit = 4;  ///< waiting inferences per app in the open-loop regimes; more are dropped
  DropPolicy drop = DropPolicy::drop_new;
};

/// Whether CPUs sleep while they have nothing to do.
enum class CpuSleep : std::uint8_t { sleep, always_active };

/// What a switch between segments of one accelerator costs. retained: all weights stay resident, registers
/// are rewritten. reload: the segment's weights are loaded again (and only that segment must fit).
enum class Residency : std::uint8_t { retained, reload };

/// Metrics count what completes in [warm_up, warm_up + window).
struct Measurement {
  Duration warm_up = seconds(5);
  Duration window = seconds(60);
};

/// Which planner makes the plan: its registered name and parameters as written (the planner checks them).
struct PlannerChoice {
  std::string name = "synergy";
  std::vector<std::pair<std::string, std::string>> parameters;
  Location where;  ///< in the scenario file, for messages
};

/// Everything one run depends on. A value; profiles and models are shared, immutable.
struct Scenario {
  std::string name;
  std::string body;
  Devices devices;
  std::vector<PathLoss> path_loss;  ///< pairs not listed have the link kind's own default
  IdVector<AppId, App> apps;
  link::LinkSpec link;
  std::shared_ptr<const input::Document> link_profile;  ///< the stack or chip that `link` names
  std::shared_ptr<const link::LinkKind> link_kind;      ///< made from both
  PlannerChoice planner;
  Objective objective;
  std::optional<Knowledge> knowledge;  ///< none: planners know the true numbers
  std::optional<Policy> policy;        ///< default: the one the planner is paired with
  int turn_inferences = 8;  ///< of inter_run: how many inferences an app runs before the next app's turn
  Load load;
  Measurement measurement;
  Sensing sensing = Sensing::new_sample;             ///< of apps that do not say
  CpuWork postprocess{CpuWork::Kind::by_model, {}};  ///< likewise
  CpuSleep cpu_sleep = CpuSleep::sleep;
  Residency residency = Residency::retained;
  bool multi_tensor_cuts = false;  ///< allow cuts that more than one tensor crosses
  std::uint64_t seed = 1;
  int replications = 1;
};

/// Names as in YAML and CSV, in the order of the enumerators.
[[nodiscard]] const std::vector<std::string_view>& names_of(Policy);
[[nodiscard]] const std::vector<std::string_view>& names_of(Regime);
[[nodiscard]] const std::vector<std::string_view>& names_of(DropPolicy);
[[nodiscard]] const std::vector<std::string_view>& names_of(CpuSleep);
[[nodiscard]] const std::vector<std::string_view>& names_of(Residency);
[[nodiscard]] const std::vector<std::string_view>& names_of(Sensing);
template <class Enum>
requires std::is_enum_v<Enum>
[[nodiscard]] std::string_view to_text(Enum value) {
  return names_of(value)[static_cast<std::size_t>(value)];
}

}  // namespace synergy::scenario
