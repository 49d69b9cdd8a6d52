#include "synergy/sweep/describe.hpp"

#include "synergy/sweep/sweep.hpp"

#include "keys.hpp"

namespace synergy::sweep {
namespace {

using input::Yaml;

Yaml of_type(std::string_view type) {
  Yaml schema = Yaml::mapping();
  return schema.put("type", Yaml::quoted(type));
}

Yaml either(std::vector<Yaml> schemas) {
  Yaml list = Yaml::sequence();
  for (Yaml& schema : schemas) list.add(std::move(schema));
  Yaml any = Yaml::mapping();
  return any.put("anyOf", std::move(list));
}

/// A list of at least so many items.
Yaml list_of(Yaml item, int least) {
  return input::schema_of_list(std::move(item)).put("minItems", Yaml::plain(std::to_string(least)));
}

/// One, or a list of at least one.
Yaml one_or_more(const Yaml& item) { return either({item, list_of(item, 1)}); }

/// A mapping with free keys, all of one kind.
Yaml mapping_to(Yaml value) { return of_type("object").put("additionalProperties", std::move(value)); }

Yaml scalar() { return either({of_type("number"), of_type("boolean"), shape::name()}); }

Yaml required(const std::vector<std::string_view>& keys) {
  Yaml list = Yaml::sequence(Yaml::Style::flow);
  for (const std::string_view key : keys) list.add(Yaml::quoted(key));
  return list;
}

/// One of the forms that an axis has as a mapping: `path` and these keys, all needed.
Yaml axis_form(const std::vector<std::pair<std::string_view, Yaml>>& keys, bool has_path) {
  std::vector<std::string_view> names;
  Yaml properties = Yaml::mapping();
  if (has_path) properties.put("path", shape::name());
  for (const auto& [key, value] : keys) {
    names.push_back(key);
    properties.put(key, value);
  }
  return of_type("object")
      .put("additionalProperties", Yaml::plain("false"))
      .put("required", required(names))
      .put("properties", std::move(properties));
}

Yaml axis() {
  const Yaml values = list_of(scalar(), 1);
  const Yaml bound =
      either({of_type("number"), of_type("string").put("pattern", Yaml::quoted("^[-+]?[0-9.]+[^0-9.]*$"))});
  Yaml levels = mapping_to(of_type("object"));
  levels.put("minProperties", Yaml::plain("1"));
  return either({values, axis_form({{"values", values}}, true),
                 axis_form({{"from", bound}, {"to", bound}, {"step", bound}}, true),
                 axis_form({{"settings", std::move(levels)}}, false)});
}

template <class Keys>
Yaml object_of() {
  const Keys none;
  input::Schema schema;
  fields(schema, none);
  return schema.object();
}

}  // namespace

namespace shape {

Yaml name() { return input::schema_of_text(); }
Yaml names() { return one_or_more(name()); }
Yaml list_of_names() { return input::schema_of_list(name()); }
Yaml boolean() { return input::Boolean{}.schema(); }
Yaml replications() { return input::schema_of_range("integer", "1", "100000"); }
Yaml settings() { return of_type("object"); }
Yaml axes() { return mapping_to(axis()); }
Yaml zip() { return input::schema_of_list(list_of(name(), 2)); }
Yaml groups() { return mapping_to(object_of<FactorKeys>()); }
Yaml parts() { return list_of(object_of<PartKeys>(), 1); }
Yaml tables() { return input::schema_of_list(input::schema_of_choice(table_names())); }
Yaml anything() { return Yaml::mapping(); }

Yaml policies() {
  std::vector<std::string_view> names = names_of(scenario::Policy{});
  names.insert(names.end(), {"all", "paired"});
  return one_or_more(input::schema_of_choice(names));
}

Yaml exclude() {
  Yaml one = mapping_to(one_or_more(scalar()));
  one.put("minProperties", Yaml::plain("1"));
  return input::schema_of_list(std::move(one));
}

}  // namespace shape

scenario::SchemaFile schema_file() {
  Yaml object = object_of<SweepKeys>();
  Yaml in_file = Yaml::mapping().put("required", required({"scenarios"}));
  Yaml in_parts = Yaml::mapping().put("required", required({"parts"}));
  object.put("anyOf", Yaml::sequence().add(std::move(in_file)).add(std::move(in_parts)));
  return {"scenarios/sweeps/sweep.schema.json", input::schema_file("synergy-sim sweep", object)};
}

std::string key_table() {
  const SweepKeys none;
  input::KeyTable table;
  fields(table, none);
  return table.text();
}

}  // namespace synergy::sweep
