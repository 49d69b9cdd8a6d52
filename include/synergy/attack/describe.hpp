#pragma once

#include "synergy/scenario/describe.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What the loaders of a search's files take, as documents, made from the lists of keys that they read by.
namespace synergy::attack {

/// The JSON schemas (draft 7) of space files and of conditions, with their places in the repository. They
/// know no names of models and profiles: those only the loader judges.
[[nodiscard]] std::vector<scenario::SchemaFile> schema_files();

/// The Markdown table of the keys of "space", of its "space_apps", "space_devices", "space_links" and
/// "space_changes", or of a "condition"; nothing for another name.
[[nodiscard]] std::optional<std::string> key_table(std::string_view of);

}  // namespace synergy::attack
