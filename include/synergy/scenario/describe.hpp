#pragma once

#include "synergy/input/write.hpp"

#include <string>
#include <string_view>
#include <vector>

// What the loaders of scenario and body files take, as documents: made from the same lists of keys
// (input/fields.hpp), so that they cannot say anything else.
namespace synergy::scenario {

/// JSON schemas (draft 7) of whole files. They know no names of other files: an unknown model is good to
/// them.
///
/// They are what scenarios/scenario.schema.json and scenarios/body.schema.json hold: editors complete and
/// check files by them. What a schema cannot say (an app's sensor must be on the body) only the loader finds.
[[nodiscard]] input::Yaml scenario_schema();
/// The same of a body file alone (scenarios/bodies/).
[[nodiscard]] input::Yaml body_schema();

/// What key_table() knows: "scenario", "app", "device", "load", "measurement", "knowledge", "weights".
[[nodiscard]] const std::vector<std::string_view>& key_tables();
/// The Markdown table of the keys of one of them: key, meaning, default. Pre: key_tables() has it.
///
/// The tables of scenarios/README.md are these. A default is the value that the struct begins with, unless
/// the key says otherwise in words. An unknown name breaks an invariant (base/ensure.hpp).
[[nodiscard]] std::string key_table(std::string_view of);

}  // namespace synergy::scenario
