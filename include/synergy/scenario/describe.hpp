#pragma once

#include "synergy/input/write.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What the loaders of input files take, as documents: made from the same lists of keys (input/fields.hpp), so
// that they cannot say anything else.
namespace synergy::scenario {

/// JSON schemas (draft 7) of whole files. They know no names of other files: an unknown model is good to
/// them.
///
/// They are what scenarios/scenario.schema.json and scenarios/body.schema.json hold: editors complete and
/// check files by them. What a schema cannot say (an app's sensor must be on the body) only the loader finds.
[[nodiscard]] input::Yaml scenario_schema();
/// The same of a body file alone (scenarios/bodies/).
[[nodiscard]] input::Yaml body_schema();

/// A file of the repository that holds a schema, and what must stand in it.
struct SchemaFile {
  /// From the root of the repository.
  std::string path;
  input::Yaml schema;
};
/// All schemas that are made from lists of keys: those above, and those of the profiles of parts, of every
/// built-in family and of every kind of link that describes its own (Family::describe,
/// LinkKindInfo::describe_profile and describe_section).
[[nodiscard]] std::vector<SchemaFile> schema_files();

/// The Markdown table of the keys of something: key, meaning, and default unless all are required.
///
/// Knows "scenario", "app", "device", "load", "measurement", "knowledge", "weights", "body_channel"; "radio",
/// "sensor", "actuator"; families by their names; profiles of links by their `kind`, sections of links by
/// theirs. Nothing for another name. READMEs have a table between the comments "keys of NAME" and "to here".
/// A default is the value that the struct begins with, unless the key says otherwise in words.
[[nodiscard]] std::optional<std::string> key_table(std::string_view of);

}  // namespace synergy::scenario
