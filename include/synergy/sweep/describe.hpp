#pragma once

#include "synergy/scenario/describe.hpp"

#include <string>

// What the loader of sweep files takes, as documents, made from the list of keys that it reads by.
namespace synergy::sweep {

/// The JSON schema (draft 7) of sweep files and studies, with its place in the repository. It knows no names
/// of scenarios, planners and axes: those only the loader judges.
[[nodiscard]] scenario::SchemaFile schema_file();

/// The Markdown table of the keys of a sweep file, as scenario::key_table() of other things. READMEs call it
/// "sweep".
[[nodiscard]] std::string key_table();

}  // namespace synergy::sweep
