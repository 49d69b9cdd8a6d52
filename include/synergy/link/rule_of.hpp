#pragma once

#include "synergy/input/fields.hpp"

// Facts of profiles that are no numbers: a word, a count, yes or no, each with the place it was read. They
// are not moved by `sensitivity`.

namespace synergy::link {

/// The keys of one. `kind`: of its value (input/field_kinds.hpp).
/// Both must be there; the source is for people and not empty. Serves reader, saver and schema alike, so the
/// rule is constant where it is not read.
template <class Archive, class Rule, class Kind>
void rule_fields(Archive& archive, Rule& rule, const Kind& kind) {
  using namespace input;
  archive(required_key("value", ""), rule.value, kind);
  archive(required_key("source", "document and section"), rule.source, Text{true});
}

/// The kind (input/field_kinds.hpp) of what is no number with bounds and yet was read somewhere:
/// {value, source}. A Rule has these two members.
/// Has the three functions of a kind of its own, so that it stands in fields() of a profile like any other.
/// No numbers(): settings and `sensitivity` do not see it.
template <class Rule, class Kind>
struct RuleOf {
  Kind of_value;  ///< what `value` may be; errors are its own

  /// Records every problem of the two keys, and unknown ones.
  void read(const input::Value& value, Rule& to) const {
    input::Mapping keys = value.mapping();
    input::Loader loader(keys);
    rule_fields(loader, to, of_value);
    keys.finish();
  }
  /// Reading it gives the same rule again.
  [[nodiscard]] input::Yaml save(const Rule& from) const {
    input::Saver saver;
    rule_fields(saver, from, of_value);
    return saver.mapping();
  }
  /// Of an object with exactly these keys.
  [[nodiscard]] input::Yaml schema() const {
    // Its value does not matter: the shape alone is described.
    const Rule standard;
    input::Schema schema;
    rule_fields(schema, standard, of_value);
    return schema.object();
  }
};

}  // namespace synergy::link
