#pragma once

#include "synergy/input/fields.hpp"

// Facts of profiles that are no numbers: a word, a count, yes or no, each with the place it was read. They
// are not moved by `sensitivity`.

namespace synergy::link {

/// The keys of one. `kind`: of its value (input/field_kinds.hpp).
template <class Archive, class Rule, class Kind>
void rule_fields(Archive& archive, Rule& rule, const Kind& kind) {
  using namespace input;
  archive(required_key("value", ""), rule.value, kind);
  archive(required_key("source", "document and section"), rule.source, Text{true});
}

/// The kind (input/field_kinds.hpp) of what is no number with bounds and yet was read somewhere:
/// {value, source}. A Rule has these two members.
template <class Rule, class Kind>
struct RuleOf {
  Kind of_value;  ///< what `value` may be; errors are its own

  void read(const input::Value& value, Rule& to) const {
    input::Mapping keys = value.mapping();
    input::Loader loader(keys);
    rule_fields(loader, to, of_value);
    keys.finish();
  }
  [[nodiscard]] input::Yaml save(const Rule& from) const {
    input::Saver saver;
    rule_fields(saver, from, of_value);
    return saver.mapping();
  }
  [[nodiscard]] input::Yaml schema() const {
    const Rule standard;
    input::Schema schema;
    rule_fields(schema, standard, of_value);
    return schema.object();
  }
};

}  // namespace synergy::link
