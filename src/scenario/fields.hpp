#pragma once

#include "synergy/scenario/scenario.hpp"

#include <cstdint>

#include "battery_fields.hpp"
#include "kinds.hpp"

// Every key of a scenario and a body, said once. See input/fields.hpp.
namespace synergy::scenario {

using input::Is;

template <class Archive, Is<Load> S>
void fields(Archive& archive, S& load) {
  using namespace input;
  archive(optional_key("regime", "when inferences start: rounds, saturated, or at the apps' rates"),
          load.regime, Choice<Regime>{"regime"});
  archive(optional_key("drop", "which of the waiting inferences goes when there are too many", {}, 1),
          load.drop, Choice<DropPolicy>{"drop"});
  // The limits here and below keep sums far from overflow; no run comes near them.
  archive(optional_key("queue_limit", "waiting inferences of an app at rates; more are dropped"),
          load.queue_limit, Whole<int>{0, 100'000});
}

template <class Archive, Is<Measurement> S>
void fields(Archive& archive, S& measurement) {
  using namespace input;
  archive(optional_key("warm_up", "what completes before is not counted"), measurement.warm_up,
          Amount<Duration>{Duration(), seconds(1e8)});
  archive(
      optional_key("window",
                   "metrics count what completes in it, after the warm-up; `steady`: in one period of what "
                   "repeats in the long run, without choosing either"),
      measurement, WindowText{});
}

template <class Archive, Is<Knowledge> S>
void fields(Archive& archive, S& knowledge) {
  using namespace input;
  archive(optional_key("accelerator", "how much faster planners believe every accelerator to be"),
          knowledge.accelerator_percent, Percent{});
  archive(optional_key("link", "how much faster they believe every link to be"), knowledge.link_percent,
          Percent{});
  archive(optional_key("seed", "draws an error of its own for every device and pair"), knowledge.seed,
          Whole<std::uint64_t>{0, INT64_MAX});
}

/// The weights of a weighted sum.
template <class Archive, Is<Objective> S>
void fields(Archive& archive, S& objective) {
  using namespace input;
  archive(optional_key("round_per_ms", "of the time of a round"), objective.round_thousandths, Thousandths{});
  archive(optional_key("latency_per_ms", "of the sum of the apps' latencies"), objective.latency_thousandths,
          Thousandths{});
  archive(optional_key("energy_per_mj", "of the body's energy in a round"), objective.energy_thousandths,
          Thousandths{});
}

template <class Archive, Is<PathLoss> S>
void fields(Archive& archive, S& loss, const Devices* devices) {
  using namespace input;
  archive(required_key("between", "the two devices"), loss.between, EndNames{devices});
  // 0 to 200 dB: two antennas side by side, and far beyond where any packet arrives.
  archive(required_key("loss_db", "mean path loss, antennas included"), loss.db, Number{0, 200});
}

/// `last_layer` of the app's model.
template <class Archive, Is<PinnedSegment> S>
void fields(Archive& archive, S& pinned, const Devices* devices, std::int64_t last_layer) {
  using namespace input;
  archive(required_key("device", "where the layers are computed"), pinned.device, DeviceName{devices});
  archive(required_key("first", "layer"), pinned.layers.first, Whole<int>{0, last_layer});
  archive(required_key("last", "layer"), pinned.layers.last, Whole<int>{0, last_layer});
}

/// An entry of `more_accelerators`.
template <class Archive, Is<Device> S>
void part_fields(Archive& archive, S& part, const Definitions* definitions) {
  using namespace input;
  archive(required_key("name", "what plans and results call it"), part.name, Text{});
  archive(required_key("accelerator", "accelerator profile"), part.accelerator,
          named(definitions, &Definitions::accelerator));
}

/// The list `more_accelerators`.
struct Parts {
  const Definitions* definitions;

  void read(const input::Value& list, std::vector<Device>& to) const;
  [[nodiscard]] input::Yaml save(const std::vector<Device>& from) const;
  [[nodiscard]] input::Yaml schema() const;
  [[nodiscard]] bool absent(const std::vector<Device>& from) const { return from.empty(); }
};

/// `more`: its further accelerators, which stand behind it in Scenario::devices.
template <class Archive, Is<Device> S>
void fields(Archive& archive, S& device, std::vector<Device>& more, const Definitions* definitions) {
  using namespace input;
  const auto parts = [&](auto kind, const auto& member) {
    return ListOf<decltype(kind), typename std::remove_cvref_t<decltype(member)>::value_type>{
        kind, Yaml::Style::flow};
  };
  archive(required_key("name", "what plans and results call it"), device.name, Text{});
  archive(optional_key("accelerator", "accelerator profile"), device.accelerator,
          named(definitions, &Definitions::accelerator));
  archive(optional_key("more_accelerators",
                       "further ones of the device: `[{name: watch_npu, accelerator: ndp9120}]`, see below",
                       "none"),
          more, Parts{definitions});
  archive(required_key("radio", "radio profile"), device.radio, named(definitions, &Definitions::radio));
  archive(optional_key("sensors", "sensor profiles", "none"), device.sensors,
          parts(named(definitions, &Definitions::sensor), device.sensors));
  archive(optional_key("interactions", "actuator profiles", "none"), device.actuators,
          parts(named(definitions, &Definitions::actuator), device.actuators));
  archive(
      optional_key("battery",
                   "capacity; of bodies that change also `{energy: \"20 mWh\", charge: \"80 %\", cut_off: "
                   "\"5 %\", at_charge: \"20 %\", do: sleep}`, see below",
                   "none"),
      device, BatteryText{});
  archive(
      optional_key("stored_models",
                   "whose weights lie in its flash, which they must fit: `all`, or a list of models; nothing "
                   "said: all, and no flash is too small",
                   "all, unchecked"),
      device, StoredModels{definitions});
  archive(optional_key("thermal",
                       "how warm it gets where it touches the skin: `{resistance_k_per_w: 100}`, see below"),
          device.thermal, Group<Thermal>{Yaml::Style::flow});
}

}  // namespace synergy::scenario
