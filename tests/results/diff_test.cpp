// Two plans side by side: what moved, and figures against the estimates they come from.
#include "synergy/results/diff.hpp"

#include "synergy/plan/estimate.hpp"

#include "../support/plans.hpp"
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using results::Cell;
using results::Table;
using synergy::test::from_yaml;
using synergy::test::full_body;

namespace {

const std::string kKws = "apps:\n  - {model: kws, sensor: microphone, interaction: haptic}\n";
const plan::CollaborationPlan kWhole = test::plan_of({{0, {{0, {0, 8}}}, 0}});
const plan::CollaborationPlan kSplit = test::plan_of({{0, {{0, {0, 3}}, {1, {4, 8}}}, 1}});

std::vector<Cell> row(const Table& table, const std::string& scope, const std::string& name,
                      const std::string& property) {
  for (const auto& cells : table.rows) {
    if (cells[0] == Cell(scope) && cells[1] == Cell(name) && cells[2] == Cell(property)) return cells;
  }
  FAIL("no row " + scope + " " + name + " " + property);
  return {};
}

double number(const Cell& cell) { return std::get<double>(cell); }

}  // namespace

TEST_CASE("does a diff name what moved, and give each plan's own estimates?") {
  const scenario::Scenario s = from_yaml(full_body(2) + kKws);
  plan::TableCache cache;
  const plan::PlanningProblem problem(s, cache);
  const Table diff = results::diff_table(problem, kWhole, kSplit, scenario::Policy::sequential);
  const auto moved = [&](const char* property, const char* first, const char* second) {
    const auto cells = row(diff, "app", "kws", property);
    CHECK(cells[3] == Cell(std::string(first)));
    CHECK(cells[4] == Cell(std::string(second)));
    CHECK(cells[5] == Cell());
  };
  moved("source", "d0", "d0");
  moved("devices", "d0", "d0 | d1");
  moved("cuts", "none", "after 3");
  moved("target", "d0", "d1");

  const auto latency = row(diff, "app", "kws", "latency_ms");
  CHECK(number(latency[3]) == Approx(3.782).epsilon(1e-3));  // as in simulation/hand_test.cpp
  for (const plan::CollaborationPlan* plan : {&kWhole, &kSplit}) {
    const std::size_t column = plan == &kWhole ? 3 : 4;
    const auto compiled = std::get<plan::CompiledPlan>(plan::compile(problem, *plan));
    const plan::Estimate e = plan::estimate(problem, compiled, scenario::Policy::sequential);
    const auto figure = [&](const char* property) {
      return number(row(diff, "plan", "test", property)[column]);
    };
    CHECK(number(latency[column]) == e.latency[0].ms());
    CHECK(figure("round_ms") == e.round.ms());
    CHECK(figure("throughput_inf_per_s") == e.throughput_inf_per_s);
    CHECK(figure("power_mean_mw") == e.mean_power.si() * 1e3);
    CHECK(figure("dynamic_energy_per_round_uj") == e.dynamic_per_round.si() * 1e6);
    CHECK(figure("energy_per_inference_uj") == Approx(figure("power_mean_mw") * figure("round_ms")));
    CHECK(figure("link_count") == static_cast<double>(column - 3));
    CHECK(row(diff, "plan", "test", "bottleneck_unit")[column] == Cell(compiled.units[e.bottleneck].name));
    const auto power = number(row(diff, "device", "d0", "power_mean_mw")[column]) +
                       number(row(diff, "device", "d1", "power_mean_mw")[column]);
    CHECK(power == Approx(e.mean_power.si() * 1e3));
  }
  CHECK(number(latency[5]) == number(latency[4]) - number(latency[3]));
  CHECK(number(latency[6]) == number(latency[4]) / number(latency[3]) - 1);
  // The link is new; layers 4 to 8 of KWS leave d0's memory for d1's.
  CHECK(number(row(diff, "unit", "d0-d1", "busy_per_round_ms")[3]) == 0);
  CHECK(number(row(diff, "unit", "d0-d1", "busy_per_round_ms")[4]) > 0);
  CHECK(number(row(diff, "device", "d0", "words_left")[5]) > 0);
  CHECK(number(row(diff, "device", "d1", "words_left")[5]) < 0);
}

TEST_CASE("are only differences listed, and none between a plan and itself?") {
  const scenario::Scenario s = from_yaml(full_body(2) + kKws);
  plan::TableCache cache;
  const plan::PlanningProblem problem(s, cache);
  const auto diff = [&](const auto& first, const auto& second) {
    return results::differences(results::diff_table(problem, first, second, scenario::Policy::adaptive));
  };
  CHECK(diff(kSplit, kSplit).rows.empty());
  plan::CollaborationPlan deployed = kWhole;
  deployed.deployment = test::ids<plan::AppId>({0});  // said instead of implied
  CHECK(diff(kWhole, deployed).rows.empty());
  for (const auto& cells : diff(kWhole, kSplit).rows) CHECK(cells[3] != cells[4]);
}

TEST_CASE("does a plan that cannot run have its reasons and no figures, one over a limit both?") {
  scenario::Scenario s = from_yaml(full_body(2) + kKws);
  s.apps[plan::AppId(0)].constraints.latency_limit =
      milliseconds(5);  // the whole model takes 3.7 ms, split over 10 ms
  plan::TableCache cache;
  const plan::PlanningProblem problem(s, cache);
  plan::CollaborationPlan gap = kWhole;
  gap.apps[plan::AppId(0)].segments[0].layers.last = 5;
  gap.deployment = test::ids<plan::AppId>({0, 0});
  const Table diff = results::diff_table(problem, gap, kSplit, scenario::Policy::adaptive);
  const auto reasons = row(diff, "plan", "test", "reasons");
  CHECK_THAT(std::get<std::string>(reasons[3]), Catch::Contains("deployment order"));
  CHECK_THAT(std::get<std::string>(reasons[4]), Catch::Contains("limit 5.000 ms"));
  CHECK(row(diff, "plan", "test", "status")[4] == Cell(std::string("infeasible")));
  CHECK(row(diff, "app", "kws", "latency_ms")[3] == Cell());
  CHECK(number(row(diff, "app", "kws", "latency_ms")[4]) > 5);
  CHECK(row(diff, "app", "kws", "latency_ms")[5] == Cell());
}
