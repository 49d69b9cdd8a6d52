#include "synergy/planner/registry.hpp"
#include "synergy/results/dictionary.hpp"
#include "synergy/results/tables.hpp"

#include <algorithm>
#include <map>

#include "../support/runs.hpp"
#include "sweeps.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using Catch::Contains;
using synergy::test::Folder;
using synergy::test::library;
using synergy::test::put;
using synergy::test::read;
using synergy::test::rows_of;
using synergy::test::run_sweep;
using synergy::test::SweepFolder;

namespace {

const std::string kSweep =
    "scenarios: small.yaml\nplanners: [synergy, ind_e2e, min_dev]\nreplications: 2\n"
    "axes: {link.att_mtu: [23, 65, 247], link.phy: [1M, 2M]}\ntables: [apps, links]\n";

std::string table(const std::filesystem::path& folder, const std::string& name = "runs") {
  return read(folder / (name + ".csv"));
}

std::string refusal(const std::vector<std::filesystem::path>& shards) {
  const Folder out;
  try {
    (void)sweep::merge(shards, out.path() / "merged", {});
    return "no error";
  } catch (const InputError& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("are the tables the same bytes for any number of threads, sorted by id?") {
  const SweepFolder folder;
  const sweep::Points points(folder.sweep(kSweep), library(), 2);
  CHECK(run_sweep(points, folder.path() / "one").ran == 36);
  CHECK(run_sweep(points, folder.path() / "three", {}, 3).ran == 36);
  for (const char* name : {"runs", "apps", "links"})
    CHECK(table(folder.path() / "one", name) == table(folder.path() / "three", name));
  std::vector<std::string> ids;
  for (const auto& row : rows_of(folder.path() / "one" / "runs.csv")) ids.push_back(row.at("run_id"));
  CHECK(ids.size() == 36);
  CHECK(std::is_sorted(ids.begin(), ids.end()));
  CHECK(table(folder.path() / "one").find("wall_") == std::string::npos);
}

TEST_CASE("does a row say what the same run says outside a sweep?") {
  const SweepFolder folder;
  const sweep::Points points(folder.sweep(kSweep), library(), 1);
  (void)run_sweep(points, folder.path() / "out");
  const scenario::Scenario scenario = scenario::load_scenario(
      (folder.path() / "small.yaml").string(), library(), {{"link.att_mtu", "65"}, {"link.phy", "1M"}});
  plan::TableCache cache;
  const plan::PlanningProblem problem(scenario, cache);
  const auto record =
      synergy::test::run_planner(problem, planner::Registry::builtin().at("min_dev"), std::nullopt, 1);
  const results::Table alone = results::runs_table({record});
  int found = 0;
  for (const auto& row : rows_of(folder.path() / "out" / "runs.csv")) {
    if (row.at("x_link_att_mtu") != "65" || row.at("x_link_phy") != "1M" || row.at("planner") != "min_dev" ||
        row.at("replication") != "1")
      continue;
    ++found;
    for (std::size_t c = 0; c < alone.columns.size(); ++c) {
      const std::string name(alone.columns[c].name);
      if (name == "run_id" || name.starts_with("wall_")) continue;
      CAPTURE(name);
      CHECK(row.at(name) == results::to_text(alone.rows[0][c]));
    }
  }
  CHECK(found == 1);
}

TEST_CASE("does an interrupted sweep go on to the same bytes, doing nothing twice?") {
  const SweepFolder folder;
  const sweep::Points points(folder.sweep(kSweep), library(), 1);
  (void)run_sweep(points, folder.path() / "whole");
  const auto out = folder.path() / "out";
  std::int64_t ran = 0;
  for (int call = 0; call < 100; ++call) {
    const sweep::Progress progress = run_sweep(points, out, {}, 2, 5);
    CHECK(progress.skipped == ran);
    ran += progress.ran;
    if (ran == progress.total) break;
    CHECK(!std::filesystem::exists(out / "runs.csv"));
  }
  CHECK(ran == 36);
  CHECK(table(out) == table(folder.path() / "whole"));
  CHECK(run_sweep(points, out).ran == 0);
}

TEST_CASE("do changed inputs run again, and no others?") {
  const SweepFolder folder;
  const std::string two = "scenarios: [small.yaml, other.yaml]\naxes: {link.att_mtu: [23, 65]}\n";
  std::string other = synergy::test::small_scenario();
  other.replace(other.find("small"), 5, "other");
  put(folder.path() / "other.yaml", other);
  const auto progress = [&] {
    const sweep::Points points(folder.sweep(two), library(), 1);
    return run_sweep(points, folder.path() / "out");
  };
  CHECK(progress().ran == 4);
  put(folder.path() / "other.yaml", "# a comment\n" + other);
  CHECK(progress().ran == 0);
  put(folder.path() / "other.yaml", other + "cpu_sleep: always_active\n");
  CHECK(progress().ran == 2);
}

TEST_CASE("is an id kept when other points, axes' order and comments change?") {
  const SweepFolder folder;
  const auto ids = [&](const std::string& text) {
    const sweep::Points points(folder.sweep(text), library(), 1);
    return keys_of(points, {});
  };
  const auto few = ids("scenarios: small.yaml\naxes: {link.att_mtu: [23], link.phy: [1M]}\n");
  const auto more =
      ids("# more\nscenarios: small.yaml\naxes: {link.phy: [2M, 1M], link.att_mtu: [65, 23]}\n");
  REQUIRE(few.size() == 1);
  CHECK(std::binary_search(more.begin(), more.end(), few[0]));
  CHECK(ids("scenarios: small.yaml\naxes: {link.att_mtu: [23], link.phy: [2M]}\n") != few);
}

TEST_CASE("does a point that cannot be run become a row with its reason, while the others run?") {
  const SweepFolder folder;
  const sweep::Points points(folder.sweep("scenarios: small.yaml\naxes: {link.att_mtu: [5, 23]}\n"),
                             library(), 1);
  const sweep::Progress progress = run_sweep(points, folder.path() / "out");
  CHECK(progress.failed == 1);
  std::map<std::string, std::string> status;
  for (const auto& row : rows_of(folder.path() / "out" / "runs.csv")) {
    status[row.at("x_link_att_mtu")] = row.at("status");
    if (row.at("status") == "failed") CHECK_THAT(row.at("reasons"), Contains("5 is out of range: 23 to 517"));
  }
  CHECK(status == std::map<std::string, std::string>{{"5", "failed"}, {"23", "ok"}});
}

TEST_CASE("do all planners see the same arrivals in a replication?") {
  const SweepFolder folder;
  const sweep::Points points(
      folder.sweep("scenarios: small.yaml\nplanners: [synergy, max_dev]\nreplications: 3\ntables: [apps]\n"
                   "set: {load.regime: poisson, apps.kws.rate: 200 Hz}\n"),
      library(), 1);
  (void)run_sweep(points, folder.path() / "out");
  std::map<std::string, std::string> replication;
  for (const auto& row : rows_of(folder.path() / "out" / "runs.csv"))
    replication[row.at("run_id")] = row.at("replication");
  std::map<std::string, std::vector<std::string>> generated;
  for (const auto& row : rows_of(folder.path() / "out" / "apps.csv"))
    generated[replication.at(row.at("run_id"))].push_back(row.at("generated_count"));
  REQUIRE(generated.size() == 3);
  for (const auto& [r, counts] : generated) {
    REQUIRE(counts.size() == 2);
    CHECK(counts[0] == counts[1]);
  }
  CHECK(generated["0"] != generated["1"]);
}

TEST_CASE(
    "are the factors described beside the tables, with their types and units, in one table for all parts?") {
  const SweepFolder folder;
  const sweep::Points points(
      folder.sweep(
          "scenarios: small.yaml\nplanners: min_dev\nparts:\n"
          "  - axes: {link.connection_interval: [15 ms], link.encrypted: [true, false]}\n"
          "  - axes: {mtu: {path: link.att_mtu, values: [23]}, kind: {settings: {a: {link.phy: 1M}}}}\n"
          "  - axes: {mtu: {path: link.att_mtu, values: [65, 123.0]}}\n"),
      library(), 1);
  const auto out = folder.path() / "out";
  (void)run_sweep(points, out);
  const std::string package = read(out / "datapackage.json");
  std::map<std::string, std::string> types;
  for (const results::Column& column : points.factor_columns())
    types[std::string(column.name)] = results::to_text(column.type);
  CHECK(types == std::map<std::string, std::string>{{"x_link_connection_interval_ms", "number"},
                                                    {"x_link_encrypted", "text"},
                                                    {"x_mtu", "number"},
                                                    {"x_kind", "text"}});
  for (const auto& [name, type] : types) CHECK_THAT(package, Contains("\"" + name + "\""));
  std::map<std::string, int> encrypted;
  for (const auto& row : rows_of(out / "runs.csv")) ++encrypted[row.at("x_link_encrypted")];
  CHECK(encrypted == std::map<std::string, int>{{"y", 1}, {"n", 1}, {"", 3}});
}

TEST_CASE("do shards join to the bytes of the whole?") {
  const SweepFolder folder;
  const sweep::Points points(folder.sweep(kSweep), library(), 1);
  (void)run_sweep(points, folder.path() / "whole");
  for (const int count : {2, 5}) {
    std::vector<std::filesystem::path> shards;
    std::int64_t ran = 0;
    for (int k = 1; k <= count; ++k) {
      shards.push_back(folder.path() / (std::to_string(count) + "-" + std::to_string(k)));
      ran += run_sweep(points, shards.back(), {k, count}).ran;
    }
    CHECK(ran == 36);
    std::reverse(shards.begin(), shards.end());
    const auto merged = folder.path() / ("merged" + std::to_string(count));
    CHECK(sweep::merge(shards, merged, {}).at("ok") == 36);
    for (const char* name : {"runs", "apps", "links"})
      CHECK(table(merged, name) == table(folder.path() / "whole", name));
    CHECK(read(merged / "datapackage.json") == read(folder.path() / "whole" / "datapackage.json"));
    CHECK(run_sweep(points, merged).ran == 0);  // goes on as if it had been one sweep
  }
}

TEST_CASE("does merging refuse shards that are missing, twice, unfinished, or of other inputs?") {
  const SweepFolder folder;
  const sweep::Points points(folder.sweep(kSweep), library(), 1);
  const auto a = folder.path() / "a";
  const auto b = folder.path() / "b";
  const auto part = folder.path() / "part";
  (void)run_sweep(points, a, {1, 2});
  (void)run_sweep(points, b, {2, 2});
  (void)run_sweep(points, part, {2, 2}, 1, 3);
  CHECK(refusal({a, b}) == "no error");
  CHECK_THAT(refusal({a}), Contains("s: shard 2/2 is missing"));
  CHECK(sweep::JournalContent(a).header().inputs.at(0).first == (folder.path() / "s.yaml").string());
  CHECK_THAT(refusal({a, b, a}), Contains("is shard 1/2, and so is"));
  CHECK_THAT(refusal({a, part}), Contains("of its 18 points; run shard 2/2 again"));
  CHECK_THAT(refusal({a, folder.path()}), Contains("has no points.journal"));
  put(folder.path() / "small.yaml", synergy::test::small_scenario() + "cpu_sleep: always_active\n");
  const sweep::Points changed(folder.sweep(kSweep), library(), 1);
  const auto c = folder.path() / "c";
  (void)run_sweep(changed, c, {2, 2});
  CHECK_THAT(refusal({a, c}), Contains("does not belong to") && Contains("other inputs: small.yaml"));
}

TEST_CASE("does a sweep read each input once?") {
  const SweepFolder folder;
  const std::filesystem::path data = folder.path() / "data";
  std::filesystem::create_directory(data);
  const auto options = std::filesystem::copy_options::recursive;
  for (const char* name : {"model_zoo", "device_profiles", "scenarios"})
    std::filesystem::copy(std::filesystem::path(SYNERGY_SOURCE_DIR) / name, data / name, options);
  put(folder.path() / "s.yaml",
      "schema_version: 1\nname: s\nscenarios: w1\nplanners: [synergy, ind_e2e]\n"
      "axes: {body: [body4, body6], link.phy: [1M, 2M]}\nset: {measurement: {warm_up: 0 s, window: 1 s}}\n");
  scenario::Library once(data);
  const sweep::Points points(sweep::load_sweep((folder.path() / "s.yaml").string(), once), once, 2);
  const auto inputs = once.files_read();
  std::filesystem::remove_all(data);  // whatever is read again is missing from here on
  CHECK(run_sweep(points, folder.path() / "out", {}, 2).failed == 0);
  CHECK(once.files_read() == inputs);
  for (const auto& row : rows_of(folder.path() / "out" / "runs.csv")) CHECK(row.at("status") == "ok");
}
