#pragma once

#include "synergy/input/document.hpp"
#include "synergy/scenario/library.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "kinds.hpp"

// What kinds of input have in common: where sound examples are from, and where files that they need go.
namespace synergy::fuzz {

[[nodiscard]] const std::filesystem::path& source_folder();
[[nodiscard]] std::string file_text(const std::filesystem::path& file);
/// YAML files of a folder of the project that hold a text, in the order of their names; small ones.
[[nodiscard]] std::vector<std::string> files_in(const char* folder, std::string_view with);
/// Files that were read stay in a library: a new one from time to time, so that memory is flat.
[[nodiscard]] scenario::Library& library();
[[nodiscard]] input::Document document(const std::string& bytes);
/// A folder of this process for inputs that are files, in memory where the machine has that. Removed at its
/// end.
[[nodiscard]] const std::filesystem::path& scratch_folder();
/// A file there with these bytes.
[[nodiscard]] std::filesystem::path scratch_file(const std::string& name, const std::string& bytes);

// Kinds by what they are about; kinds() has all of them.
[[nodiscard]] std::vector<Kind> kinds_of_measurements();
[[nodiscard]] std::vector<Kind> kinds_of_programs();
[[nodiscard]] std::vector<Kind> kinds_that_run();

}  // namespace synergy::fuzz
