#include "synergy/attack/campaign.hpp"

#include "synergy/attack/findings.hpp"
#include "synergy/planner/registry.hpp"
#include "synergy/sweep/tables.hpp"

#include <algorithm>
#include <atomic>

#include "../support/folder.hpp"
#include "spaces.hpp"
#include <catch2/catch.hpp>

namespace synergy::attack {
namespace {

namespace fs = std::filesystem;
using test::Folder;

/// Synergy, but where a simplenet interacts by haptic it spreads apps over as many devices as it can.
planner::Planner planted_planner() {
  planner::Planner bad;
  bad.name = "planted";
  bad.description = "as synergy, but for a model of which it makes a bad plan";
  bad.plan = [](const planner::PlanningContext& context) {
    const auto& builtin = planner::Registry::builtin();
    const auto& apps = context.problem.scenario().apps;
    const bool trap = std::any_of(apps.begin(), apps.end(), [](const scenario::App& app) {
      return app.model->name() == "simplenet" && app.interaction == "haptic";
    });
    return planner::plan_with_defaults(builtin.at(trap ? "max_dev" : "synergy"), context.problem);
  };
  return bad;
}

const planner::Registry& registry() {
  static const planner::Registry with = [] {
    planner::Registry planners = planner::Registry::builtin();
    planners.add(planted_planner());
    return planners;
  }();
  return with;
}

Campaign campaign(const std::string& planner = "planted", int restarts = 4) {
  Campaign made;
  made.space = test::space_from(
      "apps: {count: [1, 2], models: [convnet5, simplenet], sensors: [camera], interactions: [haptic, "
      "display]}\n"
      "devices: {count: [2, 3], accelerators: [max78000], sensors: [camera_hm01b0], "
      "interactions: [haptic_lra, display_ls013b4dn04]}\n");
  made.questions = {{side_of(planner, scenario::Policy::adaptive, registry()),
                     side_of("synergy", scenario::Policy::adaptive, registry()), Metric::throughput}};
  made.budget = 80;
  made.restarts = restarts;
  made.node_budget = 1000;
  return made;
}

/// Runs a shard into a folder; stops after so many restarts.
sweep::Progress run_in(const Campaign& made, const fs::path& folder, int threads = 1, int most = 1000,
                       sweep::Shard shard = {}) {
  const auto keys = keys_of(made, shard);
  sweep::Journal journal(
      folder, header_of(made, shard),
      [&](sweep::Key key) { return std::binary_search(keys.begin(), keys.end(), key); }, false);
  sweep::RunOptions options;
  options.threads = threads;
  std::atomic<int> asked = 0;
  // Asked before every scenario; the first restarts take 20 each and some that are none.
  options.stop = [&] { return most < 1000 && asked++ > most * 25; };
  return run(made, shard, journal, test::library(), options);
}

std::string tables_in(const fs::path& folder) {
  sweep::JournalContent content(folder);
  (void)sweep::write_tables(folder, {&content, 1});
  CHECK(!fs::exists(folder / "summary.csv"));
  return test::read(folder / "restarts.csv");
}

TEST_CASE("are the rows of a search the same for any number of threads, and after an interruption?") {
  const Folder one, three, broken;
  const Campaign made = campaign();
  CHECK(run_in(made, one.path()).ran == 4);
  CHECK(run_in(made, three.path(), 3).ran == 4);
  const sweep::Progress first = run_in(made, broken.path(), 1, 1);
  CHECK(first.ran < 4);
  const sweep::Progress rest = run_in(made, broken.path());
  CHECK(rest.skipped == first.ran);
  CHECK(rest.skipped + rest.ran == 4);
  const std::string table = tables_in(one.path());
  CHECK(tables_in(three.path()) == table);
  CHECK(tables_in(broken.path()) == table);
}

TEST_CASE("are the shards of a search the search, once they are merged?") {
  const Folder whole, a, b, merged;
  const Campaign made = campaign();
  (void)run_in(made, whole.path());
  (void)run_in(made, a.path(), 1, 1000, {1, 2});
  (void)run_in(made, b.path(), 1, 1000, {2, 2});
  (void)sweep::merge({a.path(), b.path()}, merged.path() / "m", {});
  CHECK(test::read(merged.path() / "m" / "restarts.csv") == tables_in(whole.path()));
  // The same search goes on from there, and has nothing to do.
  CHECK(run_in(made, merged.path() / "m").skipped == 4);
}

TEST_CASE("is a planted bad planner found, and shrunk to what it is bad at?") {
  const Folder folder;
  const Campaign made = campaign();
  (void)run_in(made, folder.path());
  sweep::JournalContent content(folder.path());
  const auto rows = rows_of(made, content);
  REQUIRE(rows.size() == 4);
  const auto pairs = pairs_of(made, rows);
  REQUIRE(pairs.size() == 1);
  CHECK(pairs.front().evaluations == 80);
  CHECK(*pairs.front().most > 1.5);
  CHECK(*pairs.front().least <= *pairs.front().median);
  const auto findings = findings_of(made, rows, 2, test::library(), {});
  REQUIRE(!findings.empty());
  const Finding& worst = findings.front();
  CHECK(worst.row.ratio >= kept(worst.row.found_ratio));
  CHECK(worst.row.removed_count > 0);
  CHECK_THAT(worst.text, Catch::Contains("simplenet") && Catch::Contains("haptic"));
  write_findings(folder.path(), pairs, findings);
  const fs::path file = folder.path() / worst.row.file;
  // The file is a scenario on which it does what the row says.
  Case again{input::load(file.string()).root, {}};
  const Judge judge(made.questions.front(), {}, 1000, file.string(), test::library());
  CHECK(judge(again).ratio == worst.row.ratio);
  for (const char* name : {"pairs.csv", "findings.csv", "datapackage.json"})
    CHECK(fs::exists(folder.path() / name));
}

TEST_CASE("is nothing found where a planner is compared with what does the same?") {
  const Folder folder;
  Campaign made = campaign("min_dev", 2);
  made.questions.front().against = side_of("min_dev", scenario::Policy::adaptive, registry());
  (void)run_in(made, folder.path());
  sweep::JournalContent content(folder.path());
  const auto rows = rows_of(made, content);
  CHECK(*pairs_of(made, rows).front().most == 1);
  CHECK(findings_of(made, rows, 3, test::library(), {}).empty());
}

TEST_CASE("does a journal hold the points of one search alone?") {
  const Campaign made = campaign();
  const auto keys = keys_of(made, {});
  CHECK(keys.size() == 4);
  const auto differ = [&](const auto& change) {
    Campaign other = made;
    change(other);
    const auto others = keys_of(other, {});
    return std::none_of(others.begin(), others.end(),
                        [&](sweep::Key key) { return std::binary_search(keys.begin(), keys.end(), key); });
  };
  CHECK(differ([](Campaign& c) { c.seed = 2; }));
  CHECK(differ([](Campaign& c) { c.budget = 81; }));
  CHECK(differ([](Campaign& c) { c.node_budget = 2; }));
  CHECK(differ([](Campaign& c) { c.space.file.second = "0"; }));
  CHECK(differ([](Campaign& c) { c.conditions.file.second = "0"; }));
  CHECK(differ([](Campaign& c) { c.inputs = {{"a", "0"}}; }));
  CHECK(differ([](Campaign& c) { c.questions.front().metric = Metric::latency; }));
  CHECK_FALSE(differ([](Campaign& c) { c.space.file.first = "elsewhere/space.yaml"; }));
  CHECK(made.budget_of(0) + made.budget_of(1) + made.budget_of(2) + made.budget_of(3) == made.budget);
}

}  // namespace
}  // namespace synergy::attack
