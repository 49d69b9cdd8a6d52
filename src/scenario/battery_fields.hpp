#pragma once

#include "synergy/scenario/scenario.hpp"

#include "kinds.hpp"

// The keys of a device that only bodies that change look at, said once. See input/fields.hpp.
namespace synergy::scenario {

using input::Is;

/// `battery` as a mapping.
template <class Archive, Is<Device> S>
void battery_fields(Archive& archive, S& device) {
  using namespace input;
  const auto share = [](double least, double most) {
    return Amount<Ratio>{Ratio::from_si(least), Ratio::from_si(most)};
  };
  auto& use = device.battery_use;
  archive(required_key("energy", "capacity"), device.battery, Amount<Energy>{microjoules(1), {}});
  archive(optional_key("charge", "at the start, of the capacity"), use.charge, share(0, 1));
  archive(optional_key("cut_off", "with so much left the device is off"), use.cut_off, share(0, 0.99));
  archive(optional_key("at_charge", "when the charge falls to this, the device goes by itself"),
          use.at_charge, share(0, 1));
  archive(optional_key("do", "how it goes at `at_charge`: leave or sleep"), use.does,
          Choice<BatteryUse::Does>{"way to go"});
}

/// The key `battery`: a capacity, or the mapping.
struct BatteryText {
  void read(const input::Value& value, Device& to) const;
  [[nodiscard]] input::Yaml save(const Device& from) const;
  [[nodiscard]] input::Yaml schema() const;
  [[nodiscard]] static bool absent(const Device& from) { return !from.battery; }
};

/// `all`, or a list of models. A list must fit the flash of the accelerator, whose key comes before; `all` is
/// looked at when the apps are known.
struct StoredModels {
  const Definitions* definitions;

  void read(const input::Value& value, Device& to) const;
  [[nodiscard]] input::Yaml save(const Device& from) const;
  [[nodiscard]] input::Yaml schema() const;
  [[nodiscard]] static bool absent(const Device& from) { return !from.stored_models && !from.stores_all; }
};

template <class Archive, Is<Thermal> S>
void fields(Archive& archive, S& thermal) {
  using namespace input;
  // From a patch of 1 m2 in wind to a bead in still air; temperatures from frost to what melts the housing.
  archive(optional_key("resistance_k_per_w",
                       "to the air: 1 / (10 W/m2K x area); ring and earbud 100 to 200, "
                       "watch 25, glasses 10"),
          thermal.resistance_k_per_w, Number{0.1, 10'000});
  archive(optional_key("time_constant", "after which 63 % of the way is gone"), thermal.time_constant,
          Amount<Duration>{milliseconds(1), seconds(1e6)});
  archive(optional_key("at_rest_c", "worn and without power"), thermal.at_rest_c, Number{-20, 60});
  archive(optional_key("limit_c", "results have the time above it"), thermal.limit_c, Number{-20, 150});
  archive(optional_key("throttle_c", "from here on the accelerator is slower, until it is 1 K cooler"),
          thermal.throttle_c, Number{-20, 150});
  archive(optional_key("throttle_clock", "share of its clock while it is throttled"), thermal.throttle_clock,
          Number{0.01, 1});
}

}  // namespace synergy::scenario
