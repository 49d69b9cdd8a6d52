#include "synergy/scenario/describe.hpp"

#include "synergy/device/describe.hpp"
#include "synergy/families/families.hpp"
#include "synergy/link/kinds.hpp"

#include "body_channel_fields.hpp"
#include "body_fields.hpp"
#include "scenario_fields.hpp"
#include <fmt/format.h>

namespace synergy::scenario {
namespace {

using input::Yaml;

/// Where the radios, sensors, actuators and the first family are, below device_profiles/.
constexpr std::string_view kPartsSchema = "profile.schema.json";

template <class S>
std::string table_of() {
  const S standard{};
  input::KeyTable table;
  fields(table, standard);
  return table.text();
}

// Scenario, app and device have fields() with more arguments, which only readers need: a description passes
// null.
std::string scenario_table() {
  const Scenario standard;
  input::KeyTable table;
  fields(table, standard, nullptr);
  return table.text();
}

std::string app_table() {
  const App standard;
  input::KeyTable table;
  fields(table, standard, nullptr, nullptr);
  return table.text("key of an app");
}

std::string device_table() {
  const Device standard;
  std::vector<Device> parts;
  input::KeyTable table;
  fields(table, standard, parts, nullptr);
  return table.text("key of a device");
}

template <class Line>
std::string line_table() {
  const Line standard{};
  input::KeyTable table;
  fields(table, standard, Subjects{nullptr, nullptr}, nullptr);
  return table.text("key of a line");
}

template <class S>
std::string dynamics_table() {
  const S standard{};
  input::KeyTable table;
  fields(table, standard, nullptr);
  return table.text();
}

std::string battery_table() {
  const Device standard;
  input::KeyTable table;
  battery_fields(table, standard);
  return table.text();
}

struct Table {
  std::string_view name;
  std::string (*text)();
};

/// The sections of scenarios/README.md are filled in by these names.
constexpr Table kTables[] = {{"scenario", scenario_table},
                             {"app", app_table},
                             {"device", device_table},
                             {"load", table_of<Load>},
                             {"timeline", line_table<TimelineEntry>},
                             {"processes", line_table<Process>},
                             {"traces", line_table<Trace>},
                             {"joining", dynamics_table<Joining>},
                             {"replanning", dynamics_table<Replanning>},
                             {"battery", battery_table},
                             {"thermal", table_of<Thermal>},
                             {"body_channel", table_of<BodyChannel>},
                             {"measurement", table_of<Measurement>},
                             {"knowledge", table_of<Knowledge>},
                             {"weights", table_of<Objective>}};

}  // namespace

Yaml scenario_schema() {
  const Scenario standard;
  input::Schema schema;
  fields(schema, standard, nullptr);
  return input::schema_file("synergy-sim scenario", schema.object());
}

Yaml body_schema() {
  const Scenario standard;
  input::Schema schema;
  body_file_fields(schema, standard, nullptr);
  return input::schema_file("synergy-sim body", schema.object());
}

namespace {

Yaml body_channel_schema() {
  const BodyChannel standard;
  input::Schema schema;
  fields(schema, standard);
  return input::schema_file("synergy-sim body channel", schema.object());
}

}  // namespace

std::vector<SchemaFile> schema_files() {
  const std::string folder = "device_profiles/";
  std::vector<SchemaFile> files;
  files.push_back({"scenarios/scenario.schema.json", scenario_schema()});
  files.push_back({"scenarios/body.schema.json", body_schema()});
  files.push_back({folder + "body_channels/body_channel.schema.json", body_channel_schema()});
  std::vector<device::DescribedKind> parts = device::described_parts();
  for (const device::Family* family : families::built_in().rows()) {
    if (family->describe == nullptr) continue;
    const device::DescribedKind described = family->describe();
    // The first family shares a file with the parts; each other one has its own.
    if (family->schema == kPartsSchema)
      parts.insert(parts.begin(), described);
    else
      files.push_back({folder + std::string(family->schema),
                       input::schema_file("synergy-sim accelerator profile", described.schema)});
  }
  files.push_back({folder + std::string(kPartsSchema),
                   input::schema_file("synergy-sim device profile", device::schema_by_kind(parts))});
  for (const link::LinkKindInfo* kind : link::link_kinds().rows()) {
    if (kind->describe_section != nullptr) {
      files.push_back({folder + std::string(kind->schema),
                       input::schema_file(fmt::format("synergy-sim link section of kind {}", kind->name),
                                          kind->describe_section().schema)});
    }
    if (kind->describe_profile == nullptr) continue;
    const std::string path =
        fmt::format("{}{}/{}.schema.json", folder, kind->profile_folder, kind->profile_kind);
    files.push_back({path, input::schema_file(fmt::format("synergy-sim {}", kind->profile_title),
                                              kind->describe_profile().schema)});
  }
  return files;
}

std::optional<std::string> key_table(std::string_view of) {
  for (const Table& table : kTables) {
    if (table.name == of) return table.text();
  }
  for (const device::DescribedKind& part : device::described_parts()) {
    if (part.kind == of) return part.table.text();
  }
  for (const device::Family* family : families::built_in().rows()) {
    if (family->name == of && family->describe != nullptr) return family->describe().table.text();
  }
  for (const link::LinkKindInfo* kind : link::link_kinds().rows()) {
    if (kind->profile_kind == of && kind->describe_profile != nullptr)
      return kind->describe_profile().table.text();
    if (kind->name == of && kind->describe_section != nullptr) return kind->describe_section().table.text();
  }
  return {};
}

}  // namespace synergy::scenario
