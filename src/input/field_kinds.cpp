#include "synergy/input/field_kinds.hpp"

#include <fmt/format.h>

namespace synergy::input {
namespace {

Yaml of_type(std::string_view type) {
  Yaml schema = Yaml::mapping();
  schema.put("type", Yaml::quoted(type));
  return schema;
}

}  // namespace

// The loader takes a number without quotes for the text that it is; editors had better object.
Yaml schema_of_text() {
  Yaml schema = of_type("string");
  return schema.put("minLength", Yaml::plain("1"));
}

// Draft 7, since that is what editors' YAML extensions understand.
Yaml schema_file(std::string_view title, const Yaml& object) {
  Yaml file = Yaml::mapping();
  file.put("$schema", Yaml::quoted("http://json-schema.org/draft-07/schema#"))
      .put("title", Yaml::quoted(title));
  for (const auto& [key, value] : object.entries()) file.put(key, value);
  return file;
}

Yaml schema_of_range(std::string_view type, std::string_view low, std::string_view high) {
  Yaml schema = of_type(type);
  schema.put("minimum", Yaml::plain(low)).put("maximum", Yaml::plain(high));
  return schema;
}

Yaml schema_of_choice(const std::vector<std::string_view>& names) {
  Yaml list = Yaml::sequence(Yaml::Style::flow);
  for (const std::string_view name : names) list.add(Yaml::quoted(name));
  Yaml schema = Yaml::mapping();
  schema.put("enum", std::move(list));
  return schema;
}

Yaml schema_of_list(Yaml item) {
  Yaml schema = of_type("array");
  schema.put("items", std::move(item));
  return schema;
}

Yaml schema_of_amount(const std::vector<std::string_view>& units) {
  std::string symbols;
  bool bare = false;
  for (const std::string_view unit : units) {
    if (unit.empty())
      bare = true;
    else
      symbols += (symbols.empty() ? "" : "|") + std::string(unit);
  }
  // What parse_quantity() takes: sign, digits with a point somewhere, exponent, blanks, unit. Units hold no
  // character that regular expressions treat as their own but '/', which JSON Schema leaves alone.
  const std::string pattern =
      fmt::format("^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)? *({}){}$", symbols, bare ? "?" : "");
  Yaml text = of_type("string");
  text.put("pattern", Yaml::quoted(pattern));
  if (!bare) return text;
  Yaml either = Yaml::sequence();
  either.add(of_type("number")).add(std::move(text));
  Yaml schema = Yaml::mapping();
  schema.put("anyOf", std::move(either));
  return schema;
}

Yaml SchemaVersion::schema() const {
  Yaml schema = Yaml::mapping();
  return schema.put("const", Yaml::plain("1"));
}
Yaml Text::schema() const { return schema_of_text(); }
Yaml Boolean::schema() const { return of_type("boolean"); }
Yaml Number::save(double from) const { return Yaml::plain(fmt::format("{}", from)); }
Yaml Number::schema() const {
  return schema_of_range("number", fmt::format("{}", low), fmt::format("{}", high));
}

}  // namespace synergy::input
