#include "synergy/results/write.hpp"

#include "synergy/base/hash.hpp"
#include "synergy/input/document.hpp"
#include "synergy/input/output_error.hpp"
#include "synergy/results/dictionary.hpp"
#include "synergy/scenario/load.hpp"

#include <cstdio>
#include <ctime>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <unistd.h>

#include "build_info.hpp"
#include <fmt/chrono.h>
#include <fmt/format.h>

namespace synergy::results {

namespace fs = std::filesystem;

namespace {

std::string host_name() {
  char name[256] = "";
  return gethostname(name, sizeof name - 1) == 0 ? name : "";
}

}  // namespace

/// Everything that is needed to run the same again, and nothing that other files of the folder say. The only
/// file besides the wall_* columns with time and machine in it, so that all others can be compared by bytes.
void write_manifest(const fs::path& folder, const ManifestFacts& facts) {
  nlohmann::ordered_json json;
  json["tool"] = "synergy-sim";
  json["version"] = SYNERGY_VERSION;
  json["git_commit"] = kGitCommit;
  json["git_dirty"] = kGitDirty;
  json["compiler"] = kCompiler;
  json["build_type"] = kBuildType;
  for (const auto& [name, version] : kDependencies) json["dependencies"][name] = version;
  json["command_line"] = facts.command_line;
  json["utc_time"] = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
  json["host"] = host_name();
  json["input_hashes"] = nlohmann::ordered_json::object();
  for (const auto& [file, hash] : facts.input_hashes) json["input_hashes"][file] = hash;
  if (!facts.seeds.empty()) json["seeds"] = nlohmann::ordered_json::object();
  for (const auto& [scenario, seed] : facts.seeds) json["seeds"][scenario] = seed;
  for (const auto& [key, text] : facts.more) json[key] = text;
  json["run_count"] = facts.run_count;
  for (const auto& [key, count] : facts.counts) json[key] = count;
  // Whoever finds the folder without the project must not take our reconstruction for the paper's results
  // (scenarios/CHOICES.md, "Paper, reconstruction, ours").
  json["provenance"] = {
      {"paper", "throughput, latency and power claims of the abstract of arXiv 2401.08637v2"},
      {"reconstructed",
       "rules of the baselines and of synergy's search, workloads, devices, links, round regime"},
      {"ours", "simulator, accelerator and link models, estimates beside simulated values"}};
  write_file(folder / "manifest.json", json.dump(2) + "\n");
  std::error_code ignored;  // a manifest beside it says that it is of no account
  fs::remove(folder / kUnfinished, ignored);
}

std::string program() {
  return fmt::format("synergy-sim {} (commit {}{})", SYNERGY_VERSION, kGitCommit,
                     kGitDirty ? ", changed" : "");
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw OutputError({folder.string()}, "cannot be created: " + error.message());
  // Asked beforehand: a folder that is there but cannot be written would be found out after hours of work.
  if (access(folder.c_str(), W_OK | X_OK) != 0) throw OutputError({folder.string()}, "cannot be written to");
}

std::string name_in_file(std::string_view name) {
  std::string text;
  for (const char c : name) {
    // Not isalnum(): it asks the locale, and names of files must not depend on it.
    const bool kept = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '_' || c == '-' || c == '.' || c == '~';
    text += kept ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  // File systems take 255 bytes, of which callers add some; the hash keeps names apart that begin alike.
  constexpr std::size_t kMostBytes = 180;
  if (text.size() <= kMostBytes) return text;
  return text.substr(0, kMostBytes - 17) + "~" + hex_hash(name);
}

void clear_results(const fs::path& folder, const std::set<std::string>& kept) {
  std::error_code error;
  const fs::path manifest = folder / "manifest.json";
  // A folder with neither may be anybody's: nothing is removed from it.
  const bool is_ours = fs::exists(manifest, error) || fs::exists(folder / kUnfinished, error);
  // Before anything is written: of a first call that is killed there is no manifest, and the next one would
  // take its tables for the user's.
  write_file(folder / kUnfinished,
             "Results are being written here, or their writing was interrupted: they are not complete.\n");
  if (!is_ours) return;
  // It would speak of tables that are about to be replaced.
  if (!fs::remove(manifest, error) && error)
    throw OutputError({manifest.string()}, "cannot be removed: " + error.message());
  std::set<std::string> ours;
  for (const Table& table : declared_tables()) {
    // A file named cost.csv was put there by the user, from printed output.
    if (!is_printed_only(table.name)) ours.insert(fmt::format("{}.csv", table.name));
  }
  // Collected first: what an iterator finds while files are being removed is not defined.
  std::vector<fs::path> stale;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    const bool resolved =
        name == "resolved.yaml" || (name.starts_with("resolved-") && name.ends_with(".yaml"));
    if ((resolved || ours.contains(name)) && !kept.contains(name)) stale.push_back(entry.path());
  }
  for (const fs::path& file : stale) {
    if (!fs::remove(file, error)) throw OutputError({file.string()}, "cannot be removed: " + error.message());
  }
}

void write_directory(const fs::path& folder, const std::vector<RunRecord>& records,
                     const std::vector<std::pair<std::string, std::string>>& input_hashes,
                     const std::vector<std::string>& command_line, const std::vector<Table>& more) {
  make_folder(folder);
  std::vector<Table> tables = all_tables(records);
  tables.insert(tables.end(), more.begin(), more.end());
  std::set<std::string> kept;
  for (const Table& table : tables) kept.insert(fmt::format("{}.csv", table.name));
  std::vector<const scenario::Scenario*> scenarios;
  for (const RunRecord& record : records) {
    // Records of one scenario follow each other, so that looking at the last one is enough.
    if (scenarios.empty() || scenarios.back() != record.scenario.get())
      scenarios.push_back(record.scenario.get());
  }
  const auto resolved = [&](const scenario::Scenario* scenario) {
    if (scenarios.size() == 1) return std::string("resolved.yaml");
    return "resolved-" + name_in_file(scenario->name) + ".yaml";
  };
  for (const scenario::Scenario* scenario : scenarios) kept.insert(resolved(scenario));
  // Before writing: what stays of an earlier call is at most what this one is about to replace.
  clear_results(folder, kept);
  for (const Table& table : tables) write_file(folder / fmt::format("{}.csv", table.name), to_csv(table));
  write_file(folder / "datapackage.json", with_other_csv(data_package(tables), folder));
  for (const scenario::Scenario* scenario : scenarios)
    write_file(folder / resolved(scenario), to_yaml(*scenario));
  // Last, so that a new folder has a manifest only when it is complete.
  ManifestFacts facts{command_line, input_hashes, {}, static_cast<std::int64_t>(records.size()), {}, {}};
  for (const scenario::Scenario* scenario : scenarios)
    facts.seeds.emplace_back(scenario->name, scenario->seed);
  write_manifest(folder, facts);
}

}  // namespace synergy::results
