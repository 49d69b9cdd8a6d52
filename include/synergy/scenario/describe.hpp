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
[[nodiscard]] input::Yaml scenario_schema();
[[nodiscard]] input::Yaml body_schema();

/// What key_table() knows: "scenario", "app", "device", "load", "measurement", "knowledge", "weights".
[[nodiscard]] const std::vector<std::string_view>& key_tables();
/// The Markdown table of the keys of one of them: key, meaning, default. Pre: key_tables() has it.
[[nodiscard]] std::string key_table(std::string_view of);

}  // namespace synergy::scenario
