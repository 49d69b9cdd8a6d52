// One profile number at a time against what is known by hand or by doing it step by step.
#include "synergy/sweep/sensitivity.hpp"

#include "synergy/input/error.hpp"
#include "synergy/planner/registry.hpp"

#include <fstream>
#include <map>
#include <regex>
#include <set>

#include "../support/runs.hpp"
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using synergy::test::from_yaml;
using synergy::test::full_body;
using synergy::test::shipped;

namespace {

constexpr std::size_t kLatency = 1;
constexpr std::size_t kPower = 2;

std::vector<const planner::Planner*> named(const std::vector<std::string>& names) {
  std::vector<const planner::Planner*> planners;
  for (const std::string& name : names) planners.push_back(planner::Registry::builtin().find(name));
  return planners;
}

results::Sensitivity analyse(const scenario::Scenario& scenario, const std::vector<std::string>& planners,
                             int threads = 1) {
  sweep::RunOptions options;
  options.threads = threads;
  return sweep::run_sensitivity(scenario, named(planners), options).analysis;
}

/// KWS alone, on one device that senses, computes and interacts.
scenario::Scenario kws_alone() {
  return from_yaml(full_body(1) +
                   "apps:\n  - {model: kws, sensor: microphone, interaction: haptic}\n"
                   "measurement: {warm_up: 0.1 s, window: 1 s}\n");
}

scenario::Scenario w2_short() { return shipped("w2", {{"measurement", "{warm_up: 0.2 s, window: 1 s}"}}); }

const results::MovedNumber& find(const results::Sensitivity& analysis, const std::string& path) {
  for (const results::MovedNumber& moved : analysis.moved) {
    if (moved.number.path == path) return moved;
  }
  throw std::out_of_range("not moved: " + path);
}

/// By how much a metric of the first planner is away from base at low and at high.
std::pair<double, double> moves(const results::Sensitivity& a, const std::string& path, std::size_t metric) {
  const auto at = [&](const results::PlannersAtPoint& p) {
    return p.outcomes.front().metrics[metric].value();
  };
  const results::MovedNumber& moved = find(a, path);
  return {at(moved.low) - at(a.base), at(moved.high) - at(a.base)};
}

/// The numbers of a profile file that have a low or a high, read as text.
std::multiset<std::string> uncertain_in(const std::string& folder, const std::string& profile) {
  std::ifstream file(std::string(SYNERGY_SOURCE_DIR) + "/device_profiles/" + folder + profile + ".yaml");
  REQUIRE(file);
  std::set<std::string> numbers;
  std::string key;
  const std::regex top("([a-z_0-9]+):.*"), bound("  (low|high): .*");
  for (std::string line; std::getline(file, line);) {
    std::smatch found;
    if (std::regex_match(line, found, top)) key = found[1];
    if (std::regex_match(line, bound)) numbers.insert(profile + "." + key);
  }
  return {numbers.begin(), numbers.end()};
}

}  // namespace

TEST_CASE("is every number with a low or a high moved exactly once?") {
  std::multiset<std::string> expected;
  for (const char* profile :
       {"max78000", "nrf52840", "camera_hm01b0", "microphone_sph0645", "display_ls013b4dn04", "haptic_lra"})
    expected.merge(uncertain_in("", profile));
  expected.merge(uncertain_in("ble_stacks/", "nordic_s132"));
  expected.insert("max78000.measured_power.kws");  // of the measured networks that which an app runs
  std::multiset<std::string> moved;
  for (const results::MovedNumber& number : analyse(kws_alone(), {"synergy"}).moved)
    moved.insert(number.number.path);
  CHECK(moved == expected);
  CHECK(moved.count("max78000.energy_per_cycle") == 1);
}

TEST_CASE("does a number move what it must, by exactly as much?") {
  const results::Sensitivity analysis = analyse(kws_alone(), {"min_dev"});  // sequential: no inference waits
  const auto bounds = [&](const std::string& path) {
    const scenario::ProfileNumber& n = find(analysis, path).number;
    return std::pair(n.low.value_or(n.value).si - n.value.si, n.high.value_or(n.value).si - n.value.si);
  };
  // One segment on the device that senses: an inference's latency has one overhead and one dispatch.
  for (const char* path : {"max78000.inference_overhead", "haptic_lra.dispatch"}) {
    CAPTURE(path);
    const auto [low, high] = moves(analysis, path, kLatency);
    CHECK(low == Approx(bounds(path).first * 1e3).margin(1e-6));
    CHECK(high == Approx(bounds(path).second * 1e3).margin(1e-6));
    CHECK(high > 0);
  }
  // A sensor in use streams all the time, whatever is computed.
  const std::string streaming = "microphone_sph0645.streaming";
  CHECK(moves(analysis, streaming, kPower).first == Approx(bounds(streaming).first * 1e3).margin(1e-9));
  CHECK(moves(analysis, streaming, kPower).second == Approx(bounds(streaming).second * 1e3).margin(1e-9));
  CHECK(moves(analysis, streaming, kPower).second > 0);
  CHECK(moves(analysis, streaming, kLatency) == std::pair(0.0, 0.0));
  // There is no link, the camera is off, and the power of KWS was measured.
  for (const char* path :
       {"nordic_s132.guard", "nrf52840.transmit", "camera_hm01b0.streaming", "max78000.energy_per_mac"}) {
    CAPTURE(path);
    CHECK(results::largest_move(analysis, find(analysis, path)) == 0);
  }
}

TEST_CASE("is each bound what planning and simulating anew gives, step by step?") {
  const scenario::Scenario w2 = w2_short();
  const std::vector<std::string> planners{"synergy", "min_dev", "ind_e2e"};
  const results::Sensitivity analysis = analyse(w2, planners, 2);
  for (const char* path :
       {"display_ls013b4dn04.dispatch", "max78000.energy_per_cycle", "nordic_s132.guard"}) {
    const scenario::ProfileNumber number = find(analysis, path).number;
    const scenario::Scenario high = scenario::with_profile_numbers(w2, {{path, number.high->si}});
    const run::Workload workload(high);
    std::vector<run::RunRecord> records;
    for (const planner::Planner* planner : named(planners))
      records.push_back(run::Run(run::Plan::made_by(*planner, workload)).simulate(0));
    const std::vector<results::Outcome> expected = results::outcomes(records);
    const results::PlannersAtPoint& found = find(analysis, path).high;
    for (std::size_t p = 0; p < planners.size(); ++p) {
      CAPTURE(path, planners[p]);
      CHECK(found.outcomes[p].planner == planners[p]);
      CHECK(found.outcomes[p].policy == expected[p].policy);
      CHECK(found.outcomes[p].metrics == expected[p].metrics);
    }
    REQUIRE(found.comparisons.size() == 2);
    CHECK(found.comparisons[1].throughput_ratio ==
          run::compare_matched(workload, records[0], records[2]).throughput_ratio);
    CHECK(found.comparisons[1].matched_power_change ==
          run::compare_matched(workload, records[0], records[2]).matched_power_change);
  }
}

TEST_CASE("is a swap of planners found where one must be?") {
  // Over the display alone: one that takes 49.4 ms makes inferences of two apps in flight wait for each
  // other, which one at a time do not. Synergy then has the higher latency, against the order at base.
  const results::Sensitivity analysis = analyse(w2_short(), {"synergy", "min_dev"});
  const results::MovedNumber& display = find(analysis, "display_ls013b4dn04.dispatch");
  CHECK(results::ranking(analysis.base.outcomes, kLatency) == "synergy > min_dev");
  CHECK(results::swapped(analysis.base.outcomes, display.low.outcomes, kLatency).empty());
  CHECK(results::swapped(analysis.base.outcomes, display.high.outcomes, kLatency) ==
        std::vector<std::string>{"min_dev > synergy"});
}

TEST_CASE("are the tables the same bytes for any number of threads?") {
  const scenario::Scenario w2 = w2_short();
  const std::vector<std::string> planners{"synergy", "min_dev", "max_dev"};
  const auto tables = results::sensitivity_tables(analyse(w2, planners, 1));
  for (const int threads : {2, 7}) {
    const auto others = results::sensitivity_tables(analyse(w2, planners, threads));
    for (std::size_t t = 0; t < tables.size(); ++t) {
      CAPTURE(threads, tables[t].name);
      CHECK(!tables[t].rows.empty());
      CHECK(results::to_csv(tables[t]) == results::to_csv(others[t]));
    }
  }
}

TEST_CASE("are there no claims without synergy or without a baseline?") {
  for (const char* planner : {"synergy", "min_dev"}) {
    const results::Sensitivity analysis = analyse(kws_alone(), {planner});
    CHECK(analysis.base.comparisons.empty());
    CHECK(results::claim_sensitivity_table(analysis).rows.empty());
    CHECK(results::sensitivity_ratios_table(analysis).rows.empty());
  }
  // The optimum is what there is to reach, no baseline.
  CHECK(analyse(kws_alone(), {"synergy", "optimal"}).base.comparisons.empty());
}

TEST_CASE("is a planner without a plan without values, and no mistake?") {
  const scenario::Scenario too_large =
      from_yaml(full_body(1) + "apps:\n  - {model: mobilenetv2, sensor: camera, interaction: haptic}\n");
  const results::Sensitivity analysis = analyse(too_large, {"synergy", "min_dev"});
  CHECK_FALSE(analysis.base.outcomes[0].metrics[kLatency]);
  CHECK(results::ranking(analysis.base.outcomes, kLatency) == "; no plan: synergy, min_dev");
  CHECK(results::largest_move(analysis, analysis.moved.front()) == 0);
}

TEST_CASE("does a stop end the analysis early, and an error of a run end it with the error?") {
  sweep::RunOptions options;
  options.stop = [] { return true; };
  const auto runs = sweep::run_sensitivity(kws_alone(), named({"synergy"}), options);
  CHECK(runs.progress.ran == 0);
  CHECK(runs.progress.total > 50);
  const scenario::Scenario wrong =
      from_yaml(full_body(1) +
                "apps:\n  - {model: kws, sensor: microphone, interaction: haptic}\n"
                "planner: {name: ind_e2e, bogus: 1}\n");
  CHECK_THROWS_AS(analyse(wrong, {"ind_e2e"}, 3), InputError);
}
