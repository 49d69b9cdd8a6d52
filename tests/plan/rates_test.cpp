// What a plan makes of the rates its apps are asked for.
#include "../../src/plan/rates.hpp"

#include "synergy/plan/objective_value.hpp"

#include "../support/plans.hpp"
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using scenario::Policy;

namespace {

/// Two image classifiers that share one device, each at its rate.
scenario::Scenario two_apps(const std::string& first_rate, const std::string& second_rate) {
  return test::from_yaml(test::full_body(1) +
                         "load: {regime: periodic}\napps:\n"
                         "  - {name: x, model: convnet5, sensor: camera, interaction: display, rate: " +
                         first_rate +
                         " Hz}\n  - {name: y, model: kws, sensor: microphone, interaction: display, rate: " +
                         second_rate + " Hz}\n");
}

struct Estimated {
  explicit Estimated(scenario::Scenario of, Policy policy = Policy::adaptive)
      : scenario(std::move(of)),
        problem(scenario, cache),
        compiled(std::get<plan::CompiledPlan>(plan::compile(
            problem, test::plan_of({{0, {{0, scenario.apps[plan::AppId(0)].model->all()}}, 0},
                                    {0, {{0, scenario.apps[plan::AppId(1)].model->all()}}, 0}})))),
        e(plan::estimate(problem, compiled, policy)) {}
  scenario::Scenario scenario;
  plan::TableCache cache;
  plan::PlanningProblem problem;
  plan::CompiledPlan compiled;
  plan::Estimate e;
};

}  // namespace

TEST_CASE("are shares max-min fair: the small ones in full, the others equal on what is left?") {
  using Rates = std::vector<double>;
  CHECK(plan::fair_shares({1, 2, 3}, {{0.1, 0.1, 0.1}}) == Rates{1, 2, 3});
  // 10 per second in all: 1 asks for less than its part, the others share 9.
  const Rates shared = plan::fair_shares({1, 20, 30}, {{0.1, 0.1, 0.1}});
  CHECK(shared[0] == 1);
  CHECK(shared[1] == Approx(4.5));
  CHECK(shared[2] == Approx(4.5));
  // Apps 0 and 1 share a unit of 4 per second; app 2 has one of its own.
  const Rates apart = plan::fair_shares({5, 5, 5}, {{0.25, 0.25, 0}, {0, 0, 0.1}});
  CHECK(apart[0] == Approx(2));
  CHECK(apart[1] == Approx(2));
  CHECK(apart[2] == Approx(5));
}

TEST_CASE("do rates that the body sustains give their sum, and power at just these rates?") {
  const Estimated at(two_apps("2", "3"));
  REQUIRE(at.e.rates);
  CHECK(at.e.rates->sustained());
  CHECK(at.e.throughput_inf_per_s == Approx(5));
  CHECK(at.e.mean_power.si() ==
        Approx(at.e.static_power.si() + 2 * at.e.dynamic[0].si() + 3 * at.e.dynamic[1].si()));
  for (std::size_t u = 0; u < at.compiled.units.size(); ++u) {
    CHECK(at.e.rates->offered_ratio[u] == Approx(2 * at.e.demand[u][0].s() + 3 * at.e.demand[u][1].s()));
  }
  CHECK(plan::unsustained_text(at.scenario, at.compiled, at.e).empty());
  CHECK(plan::objective_value({scenario::Objective::Kind::energy}, at.e) == Approx(at.e.mean_power.si()));
}

TEST_CASE("does a plan that cannot sustain the rates say which unit, and serve what that unit can?") {
  const Estimated at(two_apps("3", "500"));
  REQUIRE(at.e.rates);
  REQUIRE(at.e.rates->unsustained_unit);
  const plan::UnitId unit = *at.e.rates->unsustained_unit;
  CHECK(at.e.rates->offered_ratio[unit.index()] > 1);
  CHECK(at.e.app_inf_per_s[0] == Approx(3));  // asks for less than its share
  const double left = 1 - 3 * at.e.demand[unit.index()][0].s();
  CHECK(at.e.app_inf_per_s[1] <= left / at.e.demand[unit.index()][1].s() * (1 + 1e-12));
  const std::string text = plan::unsustained_text(at.scenario, at.compiled, at.e);
  CHECK(text.find(at.compiled.units[unit].name) != std::string::npos);
  CHECK(text.find("503 inferences/s") != std::string::npos);
}

TEST_CASE("may an app have as many in flight as its own rate needs, however slow another app is?") {
  // A window of 1 s that moves by half of it holds y to twice a second; x is fast, and its samples come late.
  const Estimated at(test::from_yaml(
      test::full_body(1) + "load: {regime: periodic}\napps:\n" +
      "  - {name: x, model: kws, sensor: microphone, interaction: haptic, rate: 60 Hz, sensing: fresh}\n"
      "  - {name: y, model: convnet5, sensor: camera, interaction: haptic, rate: 1 Hz, window: 1 s, "
      "sensing: new_sample}\n"));
  const auto windows = plan::windows(at.problem, at.compiled, at.e, Policy::adaptive);
  CHECK(at.e.rates->sustained());
  CHECK(windows[0] >= at.e.latency[0].s() * 60);
}

TEST_CASE("is a policy with too little in flight told apart from a unit that cannot keep up?") {
  const Estimated one(two_apps("1", "1"));
  const double latency_s = one.e.sequential_round.s();
  // One inference at a time: both apps get 1 / the sum of the latencies at most.
  const Estimated at(two_apps(std::to_string(1.1 / latency_s), std::to_string(1.1 / latency_s)),
                     Policy::sequential);
  REQUIRE(at.e.rates);
  CHECK(!at.e.rates->unsustained_unit);
  CHECK(at.e.rates->policy_too_slow);
  CHECK(at.e.app_inf_per_s[0] == Approx(1 / latency_s));
  CHECK(at.e.throughput_inf_per_s == Approx(2 / latency_s));
}
