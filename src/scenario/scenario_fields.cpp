#include "scenario_fields.hpp"

#include "synergy/scenario/links.hpp"
#include "synergy/scenario/parts.hpp"

#include <algorithm>
#include <set>

#include "body_fields.hpp"
#include <fmt/format.h>

namespace synergy::scenario {
namespace {

using input::Value;
using input::Yaml;

/// Reads a body file.
///
/// With problems of its own: their places are in that file, not in the scenario's.
void read_body_file(const input::Document& document, const Definitions& definitions, Scenario& scenario) {
  input::Problems problems(document.name);
  input::Mapping root = Value(document.root, problems).mapping();
  input::Loader loader(root);
  body_file_fields(loader, scenario, &definitions);
  root.finish();
  problems.throw_if_any();
}

}  // namespace

Yaml DefinitionsSection::schema() const {
  Yaml sections = Yaml::mapping();
  for (const std::string_view list : {"models", "accelerators", "radios", "sensors", "actuators"})
    sections.put(list, input::schema_of_list(schema_of_any_mapping()));
  sections.put("link_profile", schema_of_any_mapping());
  Yaml schema = schema_of_any_mapping();
  return schema.put("additionalProperties", Yaml::plain("false")).put("properties", std::move(sections));
}

void BodySection::read(const Value& value, Scenario& to) const {
  if (value.is_scalar()) {
    const auto document = definitions->library().body(value, definitions->base());
    if (!document) return;
    const std::filesystem::path file(document->name);
    return read_body_file(*document, definitions->in(file.parent_path()), to);
  }
  input::Mapping body = value.mapping();
  to.body = "inline";
  input::Loader loader(body);
  inline_body_fields(loader, to, definitions);
  body.finish();
}

Yaml BodySection::save(const Scenario& from) const {
  input::Saver saver;
  inline_body_fields(saver, from, definitions);
  return saver.mapping();
}

Yaml BodySection::schema() const {
  const Scenario standard;
  input::Schema body;
  inline_body_fields(body, standard, definitions);
  return schema_of_any({input::schema_of_text(), body.object()});
}

Yaml DeviceOrderSection::schema() const {
  Yaml names = input::schema_of_list(input::schema_of_text());
  return names.put("uniqueItems", Yaml::plain("true"));
}

/// One of the two percentages must be there.
Yaml KnowledgeText::schema() const {
  Yaml either = Yaml::sequence();
  for (const std::string_view key : {"accelerator", "link"}) {
    Yaml keys = Yaml::sequence(Yaml::Style::flow);
    Yaml needed = Yaml::mapping();
    either.add(needed.put("required", keys.add(Yaml::quoted(key))));
  }
  Yaml schema = input::Group<Knowledge>::schema();
  return schema.put("anyOf", std::move(either));
}

void MoreLinksList::read(const Value& list, Scenario& to) const {
  std::set<std::string> names{link_set_name(to, 0)};
  for (const Value& item : list.items()) {
    const std::size_t problems = item.problems().count();
    MoreLinks& more = to.more_links.emplace_back();
    input::Mapping keys = item.mapping();
    input::Loader loader(keys);
    fields(loader, more, definitions, &to.devices);
    keys.finish();
    if (item.problems().count() > problems) continue;
    if (!names.insert(more.name).second)
      loader.fail("name", fmt::format("two kinds of links are named '{}'; names must differ", more.name));
    if (more.devices.size() < 2) loader.fail("devices", "a link joins two devices");
    for (const DeviceId d : more.devices) {
      const auto elsewhere = [&](DeviceId other) {
        return host_of(to.devices, other) != host_of(to.devices, d);
      };
      if (to.devices[d].part_of && std::any_of(more.devices.begin(), more.devices.end(), elsewhere))
        loader.fail("devices", shares_radio(to.devices, d));
    }
    if (more.profile == nullptr) more.profile = definitions->profile_of(more.link, keys.optional("link"));
    if (more.profile == nullptr) continue;
    for (const link::SpecProblem& problem : more.link.problems_with(*more.profile))
      loader.fail("link", problem.message);
    if (item.problems().count() == problems) more.kind = more.link.make(*more.profile);
  }
}

Yaml MoreLinksList::schema() const {
  const MoreLinks standard;
  input::Schema schema;
  fields(schema, standard, definitions, nullptr);
  return input::schema_of_list(schema.object());
}

bool FloorsSection::absent(const Scenario& from) const {
  return std::none_of(from.devices.begin(), from.devices.end(),
                      [](const Device& d) { return d.battery_life_floor.has_value(); });
}

Yaml FloorsSection::save(const Scenario& from) const {
  Yaml floors = Yaml::mapping();
  for (const Device& device : from.devices) {
    if (device.battery_life_floor) floors.put(device.name, kFloor.save(*device.battery_life_floor));
  }
  return floors;
}

Yaml FloorsSection::schema() const {
  Yaml each = schema_of_any_mapping();
  each.put("additionalProperties", kFloor.schema());
  return schema_of_any({kFloor.schema(), std::move(each)});
}

Yaml AppsSection::save(const Scenario& from) const {
  Yaml list = Yaml::sequence();
  for (const App& app : from.apps) {
    input::Saver saver;
    fields(saver, app, definitions, &from.devices);
    list.add(saver.mapping());
  }
  return list;
}

Yaml AppsSection::schema() const {
  const App standard;
  input::Schema schema;
  fields(schema, standard, definitions, nullptr);
  Yaml list = input::schema_of_list(schema.object());
  return list.put("minItems", Yaml::plain("1")).put("maxItems", Yaml::plain(fmt::format("{}", kMaxApps)));
}

void PlannerText::read(const Value& value, PlannerChoice& to) const {
  to = PlannerChoice{};
  to.where = value.where();
  if (value.is_scalar()) {
    to.name = value.text();
    return;
  }
  input::Mapping mapping = value.mapping();
  for (const auto& [key, parameter] : mapping.entries()) {
    // Every other key is a parameter, unchecked: which ones exist only the planner knows, and planners stand
    // above scenarios.
    if (key == "name")
      to.name = parameter.text();
    else
      to.parameters.emplace_back(key, parameter.text());
  }
}

Yaml PlannerText::save(const PlannerChoice& from) const {
  Yaml planner = Yaml::mapping();
  planner.put("name", Yaml::text(from.name));
  for (const auto& [key, value] : from.parameters) {
    // A number or a boolean stays one.
    const bool number = !value.empty() && value.find_first_not_of("0123456789") == std::string::npos;
    planner.put(key, number || value == "true" || value == "false" ? Yaml::plain(value) : Yaml::text(value));
  }
  return planner;
}

Yaml PlannerText::schema() const {
  Yaml keys = Yaml::mapping();
  keys.put("name", input::schema_of_text());
  Yaml parameters = schema_of_any_mapping();
  parameters.put("properties", std::move(keys));
  return schema_of_any({input::schema_of_text(), std::move(parameters)});
}

Yaml ObjectiveText::save(const Objective& from) const {
  return from.kind == Objective::Kind::weighted ? input::Group<Objective>{}.save(from)
                                                : Yaml::plain(to_text(from.kind));
}

Yaml ObjectiveText::schema() const {
  Yaml weights = input::Group<Objective>{}.schema();
  weights.put("minProperties", Yaml::plain("1"));
  return schema_of_any({input::schema_of_choice(named_objectives()), std::move(weights)});
}

Devices read_body(const input::Document& document, Library& library) {
  Scenario scenario;
  const std::filesystem::path file(document.name);
  read_body_file(document, Definitions(library, file.parent_path(), document.name), scenario);
  return scenario.devices;
}

}  // namespace synergy::scenario
