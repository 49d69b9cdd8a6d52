#pragma once

#include "synergy/sweep/points.hpp"
#include "synergy/sweep/run.hpp"
#include "synergy/sweep/tables.hpp"

#include <algorithm>
#include <atomic>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "../csv.hpp"
#include "../support/folder.hpp"
#include "../support/scenarios.hpp"

namespace synergy::test {

/// A scenario of one device that runs in a moment.
inline std::string small_scenario() {
  return "schema_version: 1\nname: small\n" + full_body(2) +
         "apps:\n  - {model: kws, sensor: microphone, interaction: haptic}\n"
         "measurement: {warm_up: 0 s, window: 100 ms}\n";
}

/// A folder with small_scenario() as small.yaml.
class SweepFolder : public Folder {
 public:
  SweepFolder() { put(path() / "small.yaml", small_scenario()); }

  /// The sweep of this text, as the file s.yaml in the folder; "schema_version" and "name" are added.
  sweep::Sweep sweep(const std::string& text) const {
    const std::filesystem::path file = path() / "s.yaml";
    put(file, "schema_version: 1\nname: s\n" + text);
    return sweep::load_sweep(file.string(), library());
  }

  /// What loading it says is wrong, with the folder's path left out.
  std::string problems(const std::string& text) const {
    std::string said = "no error";
    try {
      (void)sweep(text);
    } catch (const InputError& error) {
      said = error.what();
    }
    const std::string prefix = path().string() + "/";
    for (std::size_t at = said.find(prefix); at != std::string::npos; at = said.find(prefix))
      said.erase(at, prefix.size());
    return said;
  }
};

/// The rows of a table as maps from column to cell.
inline std::vector<std::map<std::string, std::string>> rows_of(const std::filesystem::path& file) {
  std::istringstream stream(read(file));
  std::string line;
  std::getline(stream, line);
  const std::vector<std::string> header = synergy::test::split_csv_line(line);
  std::vector<std::map<std::string, std::string>> rows;
  while (std::getline(stream, line)) {
    const std::vector<std::string> cells = synergy::test::split_csv_line(line);
    auto& row = rows.emplace_back();
    for (std::size_t i = 0; i < header.size(); ++i) row[header[i]] = cells.at(i);
  }
  return rows;
}

/// What a call of the program does; `stop_after` points it is interrupted.
inline sweep::Progress run_sweep(const sweep::Points& points, const std::filesystem::path& out,
                                 sweep::Shard shard = {}, int threads = 1, int stop_after = 1'000'000) {
  const auto keys = keys_of(points, shard);
  sweep::Journal journal(
      out, header_of(points, shard, {}),
      [&](sweep::Key key) { return std::binary_search(keys.begin(), keys.end(), key); }, false);
  sweep::RunOptions options;
  options.threads = threads;
  std::atomic<int> asked = 0;
  options.stop = [&] { return asked++ >= 2 * stop_after; };
  const sweep::Progress progress = sweep::run(points, shard, journal, options);
  if (progress.skipped + progress.ran == progress.total) {
    sweep::JournalContent content(out);
    (void)sweep::write_tables(out, {&content, 1});
  }
  return progress;
}

}  // namespace synergy::test
