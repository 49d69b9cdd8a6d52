#include "synergy/scenario/describe.hpp"

#include "synergy/base/ensure.hpp"

#include <algorithm>

#include "body_fields.hpp"
#include "scenario_fields.hpp"

namespace synergy::scenario {
namespace {

using input::Yaml;

/// What all schemas begin with, then what an object must be.
///
/// Draft 7, since that is what editors' YAML extensions understand.
Yaml whole_file(std::string_view title, const Yaml& object) {
  Yaml file = Yaml::mapping();
  file.put("$schema", Yaml::quoted("http://json-schema.org/draft-07/schema#"))
      .put("title", Yaml::quoted(title));
  for (const auto& [key, value] : object.entries()) file.put(key, value);
  return file;
}

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
  input::KeyTable table;
  fields(table, standard, nullptr);
  return table.text("key of a device");
}

struct Table {
  std::string_view name;
  std::string (*text)();
};

/// In the order of key_tables(): sections of scenarios/README.md are filled in by these names.
constexpr Table kTables[] = {{"scenario", scenario_table},
                             {"app", app_table},
                             {"device", device_table},
                             {"load", table_of<Load>},
                             {"measurement", table_of<Measurement>},
                             {"knowledge", table_of<Knowledge>},
                             {"weights", table_of<Objective>}};

}  // namespace

Yaml scenario_schema() {
  const Scenario standard;
  input::Schema schema;
  fields(schema, standard, nullptr);
  return whole_file("synergy-sim scenario", schema.object());
}

Yaml body_schema() {
  const Scenario standard;
  input::Schema schema;
  body_file_fields(schema, standard, nullptr);
  return whole_file("synergy-sim body", schema.object());
}

const std::vector<std::string_view>& key_tables() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> found;
    for (const Table& table : kTables) found.push_back(table.name);
    return found;
  }();
  return names;
}

std::string key_table(std::string_view of) {
  const auto* const found = std::find_if(std::begin(kTables), std::end(kTables),
                                         [&](const Table& table) { return table.name == of; });
  ensure(found != std::end(kTables), "key_tables() has the table");
  return found->text();
}

}  // namespace synergy::scenario
