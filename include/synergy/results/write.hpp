#pragma once

#include "synergy/input/file_aside.hpp"
#include "synergy/results/tables.hpp"

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace synergy::results {

/// The file that stands in a folder whose results are not complete; the gate takes no such folder.
inline constexpr std::string_view kUnfinished = "unfinished.txt";

/// Makes a folder for results, if it is not there. Throws OutputError if nothing can be written into it: call
/// it before the work whose results it is for.
void make_folder(const std::filesystem::path& folder);

/// A scenario's name as part of a file's: what is no letter, digit or one of - _ . ~ as %2F; of a
/// name that is too long the beginning and a hash.
[[nodiscard]] std::string name_in_file(std::string_view name);

/// Removes what an earlier call left in a result folder and the next one does not write (`kept` are the names
/// of what it writes): tables with the names of ours, resolved.yaml and resolved-NAME.yaml, and the manifest.
/// Touches nothing else, and nothing in a folder that no call of this program wrote: one without
/// manifest.json and without unfinished.txt, which this puts there and write_manifest() takes away, so that
/// what a killed call left is known for ours too. Throws OutputError if a file cannot be removed or written.
void clear_results(const std::filesystem::path& folder, const std::set<std::string>& kept);

/// Writes a result directory: every table of the records as NAME.csv, `more` tables likewise,
/// datapackage.json that describes their columns, manifest.json, and resolved.yaml (for several scenarios
/// resolved-NAME.yaml each, see name_in_file); what an earlier call left is cleared. Each file appears
/// complete or not at all (written aside, then renamed). Only `wall_*` columns and the manifest differ
/// between two runs of the same input. Throws OutputError if the folder cannot be written.
void write_directory(const std::filesystem::path& folder, const std::vector<RunRecord>& records,
                     const std::vector<std::pair<std::string, std::string>>& input_hashes,
                     const std::vector<std::string>& command_line, const std::vector<Table>& more = {});

/// What manifest.json says besides the tool, the machine and the time. Order is kept.
struct ManifestFacts {
  std::vector<std::string> command_line;
  std::vector<std::pair<std::string, std::string>> input_hashes;
  std::vector<std::pair<std::string, std::uint64_t>> seeds;  ///< by scenario
  std::int64_t run_count = 0;
  std::vector<std::pair<std::string, std::int64_t>> counts;  ///< further counts
  std::vector<std::pair<std::string, std::string>> more;     ///< further texts
};
/// Last of all: a folder with a manifest is complete.
void write_manifest(const std::filesystem::path& folder, const ManifestFacts& facts);

/// Version and commit of this program, as the manifest has them: "synergy-sim 0.1.0 (commit 19ae15d)".
[[nodiscard]] std::string program();

// Whoever writes results writes them so.
using input::FileAside;
using input::write_file;

}  // namespace synergy::results
