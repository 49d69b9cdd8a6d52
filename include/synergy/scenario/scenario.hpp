#pragma once

#include "synergy/device/accelerator.hpp"
#include "synergy/device/network.hpp"
#include "synergy/device/peripheral.hpp"
#include "synergy/device/radio.hpp"
#include "synergy/input/document.hpp"
#include "synergy/input/error.hpp"
#include "synergy/link/link.hpp"
#include "synergy/link/spec.hpp"
#include "synergy/scenario/dynamics.hpp"
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

/// One wearable: parts put together from profiles. Profiles are shared between devices and scenarios. Of a
/// wearable with several accelerators each but the first is an entry of its own (parts.hpp).
struct Device {
  /// What files, plans and results call it. No two devices of a body have the same.
  std::string name;
  /// The chip that computes, with its CPU. Null: a device that only senses, interacts or both.
  std::shared_ptr<const device::Accelerator> accelerator;
  /// Never null once loaded: every device takes part in the body's network. Of a further accelerator that of
  /// its device, where alone it counts.
  std::shared_ptr<const device::RadioProfile> radio;
  std::vector<std::shared_ptr<const device::SensorProfile>> sensors;
  std::vector<std::shared_ptr<const device::ActuatorProfile>> actuators;
  /// Capacity; none: nothing is asked of its life.
  std::optional<Energy> battery;
  /// Its charge at the start, and what happens when it is low.
  BatteryUse battery_use{};
  /// A plan must let the battery last this long at its estimated power; only with a battery.
  std::optional<Duration> battery_life_floor;
  /// Set: this is a further accelerator of that device, behind which it stands in the list. It has no
  /// sensors, actuators and battery of its own, and feeds on the device's.
  std::optional<DeviceId> part_of{};
  /// Models whose weights lie in the device's flash: no radio brings them. None: all models. Of a further
  /// accelerator its device's count.
  std::optional<std::vector<std::shared_ptr<const device::Network>>> stored_models{};
  /// Where a file says that it stores `all`, which must then fit the flash (stored.hpp). None: nothing is
  /// said, and a flash, or a card beside it, is taken to be large enough for all models.
  std::optional<Location> stores_all{};
  std::optional<Thermal> thermal{};
};

/// Mean radio path loss between two devices, antennas included. Only links that lose packets look at it.
struct PathLoss {
  link::Ends between;
  /// 0 to 200 dB. Files have one entry for a pair; of two in a program the later counts.
  double db = 0;
};

/// Links beside those of the key `link`, between some devices: another radio that only these have.
struct MoreLinks {
  /// What files, plans and results call them. Distinct, and not the kind of the key `link`, which is the name
  /// of those links.
  std::string name;
  /// At least two; every pair of them has such a link.
  std::vector<DeviceId> devices;
  link::LinkSpec link;
  std::shared_ptr<const input::Document> profile;  ///< the one that `link` names
  std::shared_ptr<const link::LinkKind> kind;      ///< made from both
};

/// Which of its links a pair of devices sends over, where it has several.
struct LinkChoice {
  link::Ends between;
  /// 0: the one of the key `link`; k > 0: of Scenario::more_links, that at k - 1.
  int set = 0;
  auto operator<=>(const LinkChoice&) const = default;
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
  /// Of `time`: the same on every CPU. Zero otherwise.
  Duration time;
  /// Of `cycles_per_byte`: clock cycles of the device's CPU for each byte of the model's input (preprocess)
  /// or of its output (postprocess), so a CPU with twice the clock takes half as long.
  double cycles_per_byte = 0;
  auto operator<=>(const CpuWork&) const = default;
};

/// What one app needs. It names kinds of parts, never devices, unless it is pinned.
///
/// That is what makes apps device-agnostic: the same app runs on any body that has such a sensor, such an
/// actuator and enough accelerators.
struct App {
  /// What plans and results call it: the model's name unless the file says another. No two apps share one.
  std::string name;
  std::shared_ptr<const device::Network> model;
  std::string sensor;       ///< SensorProfile::type, such as "camera"
  std::string interaction;  ///< ActuatorProfile::type, such as "display"
  /// What travels from the last segment's device to the one that interacts: 4 B (a class and its score)
  /// unless the file says otherwise or the model has several outputs, which then travel all.
  Bytes result{4};
  Sensing sensing = Sensing::new_sample;
  /// What the model reads of a sensor that delivers a stream (audio, motion): the newest `window`, which has
  /// moved on by `hop` when there is a new sample. Without a hop it is half the window, without a window a
  /// sample is what the sensor says (SensorProfile::sample_period).
  std::optional<Duration> window, hop;
  /// On the CPU of the first segment's device, before the input is loaded. Never by_model.
  CpuWork preprocess{};
  /// On the CPU of the last segment's device, after its unload.
  CpuWork postprocess{CpuWork::Kind::by_model, {}};
  /// How often inferences are asked for, 1e-6 to 1e6 Hz. Every app needs one in the regimes periodic and
  /// poisson; the others do not look at it. 0: none given.
  Frequency rate;
  /// A later result counts as a miss; nothing else happens. Counts from the arrival in the open-loop regimes,
  /// where waiting is part of the response, else from the start of sensing.
  std::optional<Duration> deadline;
  /// Pins where the app senses: that device has such a sensor and is not forbidden.
  std::optional<DeviceId> source_device;
  std::optional<DeviceId> target_device;
  AppConstraints constraints;
  /// False: it does not run until it is started (dynamics.hpp).
  bool running = true;
  Location where{};  ///< in the scenario file, for messages
};

/// What may overlap with what (runtime: "Parallelisation policy").
/// sequential: one inference of the whole body at a time.
/// inter_app: one inference of each app at a time; different apps overlap.
/// inter_run: one app after the other, each for a turn of several inferences that overlap among themselves.
/// adaptive: every app has as many in flight as Little's law asks for (plan::windows).
enum class Policy : std::uint8_t { sequential, inter_app, inter_run, adaptive };

/// When inferences start. rounds: every app once per round; saturated: as soon as the policy allows;
/// periodic, poisson: at App::rate, whatever the state of the system (open loop): evenly spaced, or with
/// exponential gaps.
enum class Regime : std::uint8_t { rounds, saturated, periodic, poisson };
/// Whether apps are asked for inferences at rates.
[[nodiscard]] constexpr bool is_open_loop(Regime regime) {
  return regime == Regime::periodic || regime == Regime::poisson;
}
/// Which inference goes where an app's queue is full: the one that arrives, or the one that waits longest.
enum class DropPolicy : std::uint8_t { drop_new, drop_old };

/// What the user asks of the body.
struct Load {
  Regime regime = Regime::rounds;
  /// How many inferences of one app may wait for admission in the open-loop regimes; 0 to a million. Those
  /// beyond are dropped, and a dropped inference counts as missed.
  int queue_limit = 4;
  DropPolicy drop = DropPolicy::drop_new;
};

/// Whether CPUs sleep while they have nothing to do. always_active: a CPU draws the same whether it works or
/// waits, so its work costs time but no energy above idle (plan::cpu_above_idle).
enum class CpuSleep : std::uint8_t { sleep, always_active };

/// What a switch between segments of one accelerator costs. retained: all weights stay resident, registers
/// are rewritten. reload: the segment's weights are loaded again (and only that segment must fit).
enum class Residency : std::uint8_t { retained, reload };

/// Metrics count what completes in [warm_up, warm_up + window).
///
/// Energy and busy time that cross an edge of the window count by their share inside (scenarios/GLOSSARY.md,
/// "What happens in a run").
struct Measurement {
  Duration warm_up = seconds(5);
  Duration window = seconds(60);
  /// `window: steady`: one period of what repeats in the long run, however long that takes to come, instead
  /// of warm-up and window, which stand in where nothing repeats (simulation::SteadyState).
  bool steady = false;
};

/// Which planner makes the plan: its registered name and parameters as written (the planner checks them).
struct PlannerChoice {
  /// As registered (planner/registry.hpp). Scenarios stand below planners, so nothing here knows which exist.
  std::string name = "synergy";
  std::vector<std::pair<std::string, std::string>> parameters;
  Location where;  ///< in the scenario file, for messages
};

/// Everything one run depends on. A value; profiles and models are shared, immutable.
struct Scenario {
  std::string name;
  /// Name of the body that the devices are from; "inline" if the scenario writes them out without a name.
  std::string body;
  /// 1 to 64, names distinct. Indices into it (DeviceId) are all that plans and links know of a device.
  Devices devices;
  std::vector<PathLoss> path_loss;  ///< pairs not listed have the link kind's own default
  /// 1 to 256, names distinct.
  IdVector<AppId, App> apps;
  link::LinkSpec link;
  std::shared_ptr<const input::Document> link_profile;  ///< the stack or chip that `link` names
  /// Which devices have such links: every pair of them. Empty: all devices.
  std::vector<DeviceId> link_devices;
  std::vector<MoreLinks> more_links;
  /// All links of the body as one kind (links.hpp): made from the spec and its profile; with more_links or
  /// link_devices a link::SeveralLinks, each pair with the link that it uses if a plan does not say.
  std::shared_ptr<const link::LinkKind> link_kind;
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
  /// Whether segments may end where more than one tensor crosses.
  bool multi_tensor_cuts = false;
  /// Of all random streams of a run: phases of sensors, arrivals, losses. Equal scenarios give equal runs.
  std::uint64_t seed = 1;
  /// Runs per planner, each with streams of its own; 1 to 100000.
  int replications = 1;
  /// What changes while it runs, in the order of the file; all empty: nothing (dynamics.hpp).
  std::vector<TimelineEntry> timeline;
  std::vector<Process> processes;
  std::vector<Trace> traces;
  Joining joining;
  Replanning replanning;
};

/// Names as in YAML and CSV, in the order of the enumerators.
[[nodiscard]] const std::vector<std::string_view>& names_of(Policy);
[[nodiscard]] const std::vector<std::string_view>& names_of(Regime);
[[nodiscard]] const std::vector<std::string_view>& names_of(DropPolicy);
[[nodiscard]] const std::vector<std::string_view>& names_of(CpuSleep);
[[nodiscard]] const std::vector<std::string_view>& names_of(Residency);
[[nodiscard]] const std::vector<std::string_view>& names_of(Sensing);
/// The name of one enumerator, as files write it.
template <class Enum>
requires std::is_enum_v<Enum>
[[nodiscard]] std::string_view to_text(Enum value) {
  return names_of(value)[static_cast<std::size_t>(value)];
}

}  // namespace synergy::scenario
