#pragma once

#include "synergy/attack/space.hpp"
#include "synergy/input/fields.hpp"

// Every key of a space file, said once (input/fields.hpp).
namespace synergy::attack {

using input::Is;

/// `2`, or `[2, 4]`: from two to four.
struct CountText {
  int low = 0, high = 0;

  void read(const input::Value& value, Count& to) const;
  [[nodiscard]] input::Yaml save(const Count& from) const;
  [[nodiscard]] input::Yaml schema() const;
};

/// A node as it stands. `names`: a text stands for a mapping with that one key.
struct Tree {
  std::string_view name_key;

  void read(const input::Value& value, input::Node& to) const;
  [[nodiscard]] input::Yaml save(const input::Node& from) const { return input::Yaml(from); }
  [[nodiscard]] input::Yaml schema() const;
};

/// Names, at least one.
struct Names {
  void read(const input::Value& value, std::vector<std::string>& to) const;
  [[nodiscard]] input::Yaml save(const std::vector<std::string>& from) const;
  [[nodiscard]] input::Yaml schema() const;
  [[nodiscard]] bool absent(const std::vector<std::string>& from) const { return from.empty(); }
};

/// Trees, at least one.
struct Trees {
  Tree item;

  void read(const input::Value& value, std::vector<input::Node>& to) const;
  [[nodiscard]] input::Yaml save(const std::vector<input::Node>& from) const;
  [[nodiscard]] input::Yaml schema() const;
  [[nodiscard]] bool absent(const std::vector<input::Node>& from) const { return from.empty(); }
};

/// Values of `do` of a timeline's line, at least one: words or mappings with one key that some line may have.
struct Actions {
  void read(const input::Value& value, std::vector<input::Node>& to) const;
  [[nodiscard]] input::Yaml save(const std::vector<input::Node>& from) const;
  [[nodiscard]] input::Yaml schema() const;
};

inline constexpr int kMostApps = 32, kMostDevices = 32, kMostChanges = 32;

template <class Archive, Is<AppSpace> S>
void fields(Archive& archive, S& apps) {
  using namespace input;
  archive(required_key("count", "how many: `2`, or `[2, 4]` for two to four"), apps.count,
          CountText{1, kMostApps});
  archive(required_key("models",
                       "names, or mappings as in `apps` of a scenario with what belongs to a model: "
                       "`{model: kws, sensor: microphone}`"),
          apps.models, Trees{{"model"}});
  archive(optional_key("sensors", "types that apps sense with, where the model does not say", "none"),
          apps.sensors, Names{});
  archive(optional_key("interactions", "types that apps interact with, likewise", "none"), apps.interactions,
          Names{});
  archive(optional_key("rates", "rates of apps, for the open-loop regimes", "none"), apps.rates, Names{});
}

template <class Archive, Is<DeviceSpace> S>
void fields(Archive& archive, S& devices) {
  using namespace input;
  archive(required_key("count", "how many, as for apps"), devices.count, CountText{1, kMostDevices});
  archive(required_key("accelerators", "profiles, and `none` if there may be devices without"),
          devices.accelerators, Names{});
  archive(required_key("sensors", "profiles; a device has any of them"), devices.sensors, Names{});
  archive(required_key("interactions", "profiles, likewise"), devices.interactions, Names{});
  archive(optional_key("radios", "profiles", "nrf52840"), devices.radios, Names{});
  archive(optional_key("batteries", "capacities", "none"), devices.batteries, Names{});
}

template <class Archive, Is<LinkSpace> S>
void fields(Archive& archive, S& links) {
  using namespace input;
  archive(optional_key("kinds", "values of the key `link` of a scenario, such as `{kind: ble, phy: 1M}`",
                       "the scenario's"),
          links.kinds, Trees{{"kind"}});
  archive(optional_key("intervals", "connection intervals of Bluetooth links", "the link's"), links.intervals,
          Names{});
  archive(optional_key("path_loss_db", "`[50, 90]`: path loss of every pair, for links that lose packets",
                       "none"),
          links.path_loss_db, CountText{0, 200});
}

template <class Archive, Is<ChangeSpace> S>
void fields(Archive& archive, S& changes) {
  using namespace input;
  archive(required_key("count", "how many lines a timeline has, as for apps"), changes.count,
          CountText{0, kMostChanges});
  archive(required_key("times", "values of `at`"), changes.times, Names{});
  archive(required_key(
              "do", "values of `do`: `leave`, `{path_loss_add: \"20 dB\"}`; what a line is about is drawn"),
          changes.actions, Actions{});
  archive(optional_key("lasts", "values of `for`, or `good` for lines without", "good"), changes.lasts,
          Names{});
}

/// The keys of the file.
struct SpaceKeys {
  std::string name;
  std::string base;
  input::Node set;
  std::optional<AppSpace> apps;
  std::optional<DeviceSpace> devices;
  std::optional<LinkSpace> links;
  std::optional<ChangeSpace> changes;
  std::vector<std::string> numbers;
  input::Node about;
};

template <class Archive, Is<SpaceKeys> S>
void fields(Archive& archive, S& keys) {
  using namespace input;
  archive(required_key("schema_version", "1"), keys, SchemaVersion{});
  archive(required_key("name", "name of the space"), keys.name, Text{});
  archive(
      optional_key("base", "scenario that the search starts from: a shipped one, or a path from this file",
                   "none; then `apps` and `devices` are needed, and it starts from drawn ones"),
      keys.base, Text{});
  archive(optional_key("set",
                       "paths of the scenario file (as `--set` takes them) and the value they have in "
                       "every scenario",
                       "none"),
          keys.set, Tree{});
  archive(optional_key("apps", "what apps may be, see below", "those of `base`"), keys.apps,
          Group<AppSpace>{});
  archive(optional_key("devices", "what devices may be, see below", "those of `base`"), keys.devices,
          Group<DeviceSpace>{});
  archive(optional_key("links", "what links may be, see below", "those of `base`"), keys.links,
          Group<LinkSpace>{});
  archive(optional_key("changes", "what may happen to the body, see below", "what happens in `base`"),
          keys.changes, Group<ChangeSpace>{});
  archive(optional_key("numbers",
                       "profile numbers that move between their low and high: paths such as "
                       "`max78000.input_load`, or beginnings with a star, `ble*` or `*`",
                       "none"),
          keys.numbers, Names{});
  archive(optional_key("about", "texts for readers; the program does not look at them", "none"), keys.about,
          Tree{});
}

}  // namespace synergy::attack
