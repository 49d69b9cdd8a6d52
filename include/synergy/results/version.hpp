#pragma once

#include <string>

namespace synergy::results {

/// "0.1.0", as CMakeLists.txt has it. What its three numbers promise: scenarios/CHANGELOG.md, "Versions".
[[nodiscard]] std::string version();

/// Of which commit and by which compiler this program was built, in two lines; results name both in
/// manifest.json.
[[nodiscard]] std::string build_text();

/// Of the tables and datapackage.json: two result folders with the same one have the same columns with the
/// same meaning. What raises it: scenarios/CHANGELOG.md, "The schema of results".
inline constexpr int kResultSchemaVersion = 1;

}  // namespace synergy::results
