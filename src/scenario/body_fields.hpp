#pragma once

#include "fields.hpp"

// The keys of a body, in a file of its own and in a scenario, said once.
namespace synergy::scenario {

/// Why a key about radios cannot name a further accelerator. Pre: it is one.
[[nodiscard]] std::string shares_radio(const Devices& devices, DeviceId part);

/// The list `devices`, further accelerators behind their devices. Refuses an empty one, more than
/// kMaxDevices, and a name that comes twice.
struct DevicesList {
  const Definitions* definitions;

  void read(const input::Value& list, Devices& to) const;
  [[nodiscard]] input::Yaml save(const Devices& from) const;
  [[nodiscard]] input::Yaml schema() const;
};

/// The list `path_loss`. Needs the devices read before it, for their names.
struct PathLossList {
  const Devices* devices;

  void read(const input::Value& list, std::vector<PathLoss>& to) const;
  [[nodiscard]] input::Yaml save(const std::vector<PathLoss>& from) const;
  [[nodiscard]] input::Yaml schema() const;
  [[nodiscard]] bool absent(const std::vector<PathLoss>& from) const { return from.empty(); }
};

/// Both, of a scenario. A list of devices with problems is left empty: whatever else names a device would
/// only repeat them.
template <class Archive, Is<Scenario> S>
void body_fields(Archive& archive, S& scenario, const Definitions* definitions) {
  using namespace input;
  archive(required_key("devices", "list, see below"), scenario.devices, DevicesList{definitions});
  archive(optional_key("path_loss", "radio path loss of pairs: `[{between: [ear, wrist], loss_db: 75}]`",
                       "the link's own"),
          scenario.path_loss, PathLossList{&scenario.devices});
}

/// A body file.
template <class Archive, Is<Scenario> S>
void body_file_fields(Archive& archive, S& scenario, const Definitions* definitions) {
  using namespace input;
  archive(required_key("schema_version", "1"), scenario, SchemaVersion{});
  archive(required_key("name", "that of the file"), scenario.body, Text{});
  body_fields(archive, scenario, definitions);
}

/// The body in a scenario file.
template <class Archive, Is<Scenario> S>
void inline_body_fields(Archive& archive, S& scenario, const Definitions* definitions) {
  using namespace input;
  archive(optional_key("name", "what results call it", "inline"), scenario.body, Text{});
  body_fields(archive, scenario, definitions);
}

}  // namespace synergy::scenario
