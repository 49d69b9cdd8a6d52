// Result directories: which files, which bytes, whatever the locale.
#include "synergy/results/write.hpp"

#include "synergy/input/error.hpp"
#include "synergy/planner/registry.hpp"
#include "synergy/results/claims.hpp"

#include <clocale>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <locale>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "../support/folder.hpp"
#include "records.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::test;
using results::Table;

namespace {

namespace fs = std::filesystem;

std::set<std::string> files_in(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.insert(entry.path().filename().string());
  return names;
}

void write(const fs::path& folder, const Records& records) {
  results::write_directory(folder, records.all, {{"scenarios/test.yaml", "0123456789abcdef"}},
                           {"synergy-sim", "run", "test.yaml"});
}

/// Commas for points and points between thousands, in C and in C++, while it lives.
class HostileLocale {
 public:
  HostileLocale() : cpp_(std::locale::global(std::locale(std::locale::classic(), new Commas))) {
    if (std::setlocale(LC_ALL, "de_DE.UTF-8") == nullptr) std::setlocale(LC_ALL, "C.UTF-8");
    setenv("TZ", "Asia/Kolkata", 1);
  }
  ~HostileLocale() {
    std::locale::global(cpp_);
    std::setlocale(LC_ALL, "C");
    unsetenv("TZ");
  }
  HostileLocale(const HostileLocale&) = delete;
  HostileLocale& operator=(const HostileLocale&) = delete;

 private:
  class Commas : public std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
    std::string do_truename() const override { return "wahr"; }
  };
  std::locale cpp_;
};

std::string all_text(const Records& records) {
  std::string text;
  for (const Table& table : results::all_tables(records.all)) {
    const Table kept = without_wall(table);
    text += results::to_csv(kept) + results::to_json(kept) + results::to_aligned(kept);
  }
  for (const scenario::Scenario& s : records.scenarios) text += to_yaml(s);
  return text;
}

}  // namespace

TEST_CASE("does a result directory hold every table, the manifest and the resolved scenario, nothing else?") {
  const Records records(kAlone);
  const Folder folder;
  write(folder.path() / "new" / "results", records);
  const std::set<std::string> expected{"runs.csv",      "apps.csv",      "devices.csv",     "units.csv",
                                       "links.csv",     "segments.csv",  "phases.csv",      "summary.csv",
                                       "manifest.json", "resolved.yaml", "datapackage.json"};
  CHECK(files_in(folder.path() / "new" / "results") == expected);
  write(folder.path() / "new" / "results", records);  // replaces what is there
  CHECK(files_in(folder.path() / "new" / "results") == expected);
  const Records two(kMixed);
  write(folder.path() / "two", two);
  CHECK(files_in(folder.path() / "two").count("resolved-mixed.yaml") == 1);
  CHECK(files_in(folder.path() / "two").count("resolved-too_large.yaml") == 1);
}

TEST_CASE("is what a call left that was interrupted taken for ours by the next one?") {
  const Records records(kAlone);
  const Folder folder;
  put(folder.path() / "notes.csv", "mine\n");
  // What comes after the tables cannot be written: as if the call had been killed there.
  fs::create_directories(folder.path() / "datapackage.json" / "x");
  const Table ratios = results::ratios_table({});
  CHECK_THROWS_AS(results::write_directory(folder.path(), records.all, {}, {}, {ratios}), InputError);
  CHECK(files_in(folder.path()).count("ratios.csv") == 1);
  CHECK(files_in(folder.path()).count("manifest.json") == 0);
  CHECK(files_in(folder.path()).count("unfinished.txt") == 1);
  fs::remove_all(folder.path() / "datapackage.json");
  write(folder.path(), records);
  const auto files = files_in(folder.path());
  CHECK(files.count("ratios.csv") == 0);
  CHECK(files.count("unfinished.txt") == 0);
  CHECK(files.count("manifest.json") == 1);
  CHECK(files.count("notes.csv") == 1);
}

TEST_CASE("is there no manifest of an earlier call beside tables of one that was interrupted?") {
  const Records records(kAlone);
  const Folder folder;
  write(folder.path(), records);
  fs::remove(folder.path() / "datapackage.json");
  fs::create_directories(folder.path() / "datapackage.json" / "x");
  CHECK_THROWS_AS(write(folder.path(), records), InputError);
  CHECK(files_in(folder.path()).count("manifest.json") == 0);
}

TEST_CASE("does the manifest say what ran, with what, on what?") {
  const Records records(kMixed);
  const Folder folder;
  write(folder.path(), records);
  const auto manifest = nlohmann::json::parse(read(folder.path() / "manifest.json"));
  CHECK(manifest["tool"] == "synergy-sim");
  for (const char* key : {"version", "git_commit", "compiler", "build_type", "utc_time"}) {
    CAPTURE(key);
    CHECK(!manifest[key].get<std::string>().empty());
  }
  CHECK(manifest["git_dirty"].is_boolean());
  CHECK(manifest["command_line"] == nlohmann::json{"synergy-sim", "run", "test.yaml"});
  CHECK(manifest["input_hashes"]["scenarios/test.yaml"] == "0123456789abcdef");
  CHECK(manifest["seeds"]["mixed"] == 11);
  CHECK(manifest["run_count"] == 7);
  const std::string time = manifest["utc_time"];
  CHECK(time.size() == std::string("2024-01-01T00:00:00Z").size());
  CHECK(time.back() == 'Z');
}

TEST_CASE("are two runs of the same input the same bytes, but for wall_* columns and the manifest?") {
  const Records first(kMixed);
  const Records second(kMixed);
  for (std::size_t t = 0; t < results::all_tables(first.all).size(); ++t) {
    const Table table = results::all_tables(first.all)[t];
    CAPTURE(table.name);
    CHECK(results::to_csv(without_wall(table)) ==
          results::to_csv(without_wall(results::all_tables(second.all)[t])));
    // Only runs.csv has such columns: all other files are the same as a whole.
    CHECK((without_wall(table).columns.size() != table.columns.size()) == (table.name == "runs"));
  }
}

TEST_CASE("are a run and its tables the same bytes in a locale with commas for points?") {
  const std::string expected = all_text(Records(kMixed));
  const HostileLocale hostile;
  CHECK(all_text(Records(kMixed)) == expected);
  const Folder folder;
  const Records records(kMixed);
  write(folder.path(), records);
  CHECK(read(folder.path() / "devices.csv") == results::to_csv(results::devices_table(records.all)));
  CHECK(nlohmann::json::parse(read(folder.path() / "manifest.json"))["run_count"] == 7);
}

TEST_CASE("does resolved.yaml load again, without any other file, to the same run?") {
  for (const char* name : {"w1", "w4"}) {
    const scenario::Scenario original = shipped(
        name, {{"measurement", "{warm_up: 1 s, window: 4 s}"}, {"load", "{regime: rounds}"}, {"seed", "99"}});
    const auto run = [](const scenario::Scenario& s) {
      const run::Workload workload(s);  // of both: the folder has one resolved.yaml for a scenario
      std::vector<run::RunRecord> of_both;
      for (const char* planner : {"synergy", "max_dev"}) {
        const run::Plan made = run::Plan::made_by(planner::Registry::builtin().at(planner), workload);
        of_both.push_back(run::Run(made).simulate(0));
      }
      return of_both;
    };
    const auto records = run(original);
    const Folder folder;
    results::write_directory(folder.path(), records, {}, {});
    scenario::Library nothing("/nonexistent");
    const scenario::Scenario again =
        scenario::load_scenario((folder.path() / "resolved.yaml").string(), nothing);
    const auto repeated = run(again);
    for (std::size_t t = 0; t < results::all_tables(records).size(); ++t) {
      CHECK(results::to_csv(without_wall(results::all_tables(records)[t])) ==
            results::to_csv(without_wall(results::all_tables(repeated)[t])));
    }
  }
}

TEST_CASE("is a folder that cannot be written an error that names it, and is no half file left?") {
  const Records records(kAlone);
  const Folder folder;
  put(folder.path() / "file", "in the way");
  CHECK_THROWS_WITH(write(folder.path() / "file" / "results", records), Catch::Contains("file/results"));
  // A folder where apps.csv should go.
  fs::create_directories(folder.path() / "taken" / "apps.csv" / "x");
  CHECK_THROWS_AS(write(folder.path() / "taken", records), InputError);
  for (const std::string& name : files_in(folder.path() / "taken"))
    CHECK_THAT(name, !Catch::EndsWith(".part"));
}

TEST_CASE("does a link stay a link, and a device a device, when they are written to?") {
  const Folder folder;
  put(folder.path() / "target", "old");
  fs::create_symlink("target", folder.path() / "link");
  results::write_file(folder.path() / "link", "new");
  CHECK(fs::is_symlink(folder.path() / "link"));
  CHECK(read(folder.path() / "target") == "new");
  // Nothing fits a device that is always full: that is said, and the device is still there.
  fs::create_symlink("/dev/full", folder.path() / "full");
  CHECK_THROWS_WITH(results::write_file(folder.path() / "full", "new"), Catch::Contains("cannot be written"));
  CHECK(fs::is_symlink(folder.path() / "full"));
  CHECK(fs::is_character_file("/dev/full"));
  CHECK(files_in(folder.path()) == std::set<std::string>{"full", "link", "target"});
}
