// No simulation is faster than what calls itself a bound on throughput.
#include "synergy/base/random.hpp"
#include "synergy/planner/registry.hpp"
#include "synergy/scenario/profile_numbers.hpp"

#include <algorithm>
#include <numeric>

#include "../support/runs.hpp"
#include "../support/scenarios.hpp"
#include "../support/tries.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using run::RunRecord;
using scenario::Policy;

namespace {

constexpr std::array kPolicies{Policy::sequential, Policy::inter_app, Policy::inter_run, Policy::adaptive};

/// What a window may hold beyond bound x window: inferences that had their time on the busiest unit before
/// it. Per app those in flight when it begins (its window); apps that keep step do so within the windows, by
/// turns within a turn of each, and one that is a start ahead: twice the largest window or turn, and 2.
double begun_before(const scenario::Scenario& s, const RunRecord& record) {
  int most = record.policy == Policy::inter_run ? static_cast<int>(s.turn_inferences) : 1;
  for (const auto& app : record.result->apps) most = std::max(most, app.window);
  return static_cast<double>(s.apps.size()) * (2 * most + 2);
}

void check(const scenario::Scenario& s, const RunRecord& record, double bound_inf_per_s) {
  const double window_s = record.result->window.s();
  const auto completed = static_cast<double>(record.result->completed_in_window());
  CHECK(completed <= bound_inf_per_s * window_s + begun_before(s, record));
}

std::string random_scenario(RandomStream& random) {
  const char* models[] = {"convnet5", "kws", "simplenet", "ressimplenet", "widenet"};
  const char* intervals[] = {"7.5 ms", "15 ms", "50 ms"};
  std::string text = test::full_body(static_cast<int>(random.integer(1, 3)));
  text += "link: {connection_interval: " + std::string(intervals[random.integer(0, 2)]) + "}\n";
  if (random.uniform() < 0.25)
    text.replace(text.find("link: {"), std::string::npos, "link: {kind: wifi_tcp}\n");
  text += std::string("load: {regime: ") + (random.uniform() < 0.5 ? "rounds" : "saturated") + "}\n";
  text += std::string("residency: ") + (random.uniform() < 0.5 ? "retained" : "reload") + "\n";
  text += "measurement: {warm_up: 3 s, window: 60 s}\nseed: " + std::to_string(random.integer(1, 1000)) +
          "\nplanner: {name: optimal, node_budget: 20000}\napps:\n";
  const std::int64_t apps = random.integer(1, 4);
  for (std::int64_t a = 0; a < apps; ++a) {
    const std::string model = models[random.integer(0, 4)];
    text += "  - {name: a" + std::to_string(a) + ", model: " + model +
            ", sensor: " + (model == "kws" ? "microphone" : "camera") +
            ", interaction: " + (random.uniform() < 0.4 ? "display" : "haptic") + "}\n";
  }
  return text;
}

}  // namespace

TEST_CASE("where batches save switches, is the bound above what is simulated and the estimate below?") {
  // As the case was found: the camera read out at the limit of its port. Slower, the apps keep in step.
  const scenario::Scenario s = scenario::with_profile_numbers(
      scenario::load_scenario(SYNERGY_TEST_DATA "/cases/reload_batches.yaml", test::library(),
                              {{"sensing", "latest"}, {"postprocess", "none"}}),
      {{"camera_hm01b0.interface_rate", 10e6}});
  plan::TableCache cache;
  const plan::PlanningProblem problem(s, cache);
  const RunRecord record = test::run_planner(problem, planner::Registry::builtin().at("optimal"), {}, 0);
  REQUIRE(record.own_bound);
  REQUIRE(record.own_bound->throughput_inf_per_s);
  check(s, record, *record.own_bound->throughput_inf_per_s);
  check(s, record, *record.plan_bound_inf_per_s);
  const double simulated =
      static_cast<double>(record.result->completed_in_window()) / record.result->window.s();
  CHECK(record.estimate->throughput_inf_per_s < simulated);
}

TEST_CASE("in random scenarios, under every policy, is no simulation faster than the bounds?") {
  RandomStream random(stream_seed(1, 0, "bound_test"));
  plan::TableCache cache;
  int runs = 0;
  double tightest = 0;
  for (int i = 0; i < test::tries(60); ++i) {
    const std::string yaml = random_scenario(random);
    CAPTURE(i, yaml);
    const scenario::Scenario s = test::from_yaml(yaml);
    const plan::PlanningProblem problem(s, cache);
    const RunRecord optimal = test::plan_run(problem, planner::Registry::builtin().at("optimal"), {});
    if (!optimal.compiled) continue;
    REQUIRE(optimal.own_bound->throughput_inf_per_s);
    const double of_all = *optimal.own_bound->throughput_inf_per_s;
    const auto& planners = planner::Registry::builtin().all();
    const RunRecord other = test::plan_run(problem,
                                           *planners[static_cast<std::size_t>(random.integer(
                                               0, static_cast<std::int64_t>(planners.size()) - 1))],
                                           {});
    for (const RunRecord* planned : {&optimal, &other}) {
      if (!planned->compiled) continue;
      for (const Policy policy : kPolicies) {
        const RunRecord record =
            test::run_plan(problem, planned->compiled->plan, planned->planner, policy, 0);
        REQUIRE(record.result);
        CAPTURE(planned->planner, scenario::to_text(policy), of_all, *record.plan_bound_inf_per_s);
        check(s, record, of_all);
        check(s, record, *record.plan_bound_inf_per_s);
        CHECK(*record.plan_bound_inf_per_s <= of_all * (1 + 1e-9));
        const double simulated =
            static_cast<double>(record.result->completed_in_window()) / record.result->window.s();
        tightest = std::max(tightest, simulated / *record.plan_bound_inf_per_s);
        ++runs;
      }
    }
  }
  CHECK(runs > test::tries(200));
  CHECK(tightest > 0.99);  // bounds that no run comes near would say nothing
}
