#include "synergy/plan/limits.hpp"

#include "../support/plans.hpp"
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using plan::Reason;
using synergy::test::from_yaml;
using synergy::test::shipped;

namespace {

/// kws from the earbud's microphone through the watch to the ring.
const plan::CollaborationPlan kPlan = test::plan_of({{0, {{2, {0, 8}}}, 3}});

scenario::Scenario kws(const std::string& keys, const std::string& app_keys = "") {
  return from_yaml("body: body4\nsensing: latest\n" + keys +
                   "\napps:\n  - {model: kws, sensor: microphone, interaction: haptic" + app_keys + "}\n");
}

std::variant<plan::CompiledPlan, plan::Infeasible> compiled(const scenario::Scenario& s) {
  plan::TableCache cache;
  return plan::compile(plan::PlanningProblem(s, cache), kPlan);
}

std::vector<Reason> reasons(const scenario::Scenario& s) {
  const auto result = compiled(s);
  const auto* infeasible = std::get_if<plan::Infeasible>(&result);
  return infeasible == nullptr ? std::vector<Reason>{} : infeasible->reasons;
}

}  // namespace

TEST_CASE("does the power of the devices add up to the power of the body?") {
  const scenario::Scenario s = kws("");
  plan::TableCache cache;
  const plan::PlanningProblem problem(s, cache);
  const auto result = plan::compile(problem, kPlan);
  const auto& plan = std::get<plan::CompiledPlan>(result);
  for (const auto policy : {scenario::Policy::sequential, scenario::Policy::adaptive}) {
    const plan::Estimate e = plan::estimate(problem, plan, policy);
    Power sum;
    for (const Power power : plan::device_power(problem, plan, e, policy)) sum += power;
    CHECK(sum.si() == Approx(e.mean_power.si()).epsilon(1e-12));
  }
}

TEST_CASE("does the power of the devices add up under every policy where an accelerator switches?") {
  // Two apps on the watch: it switches at every visit, but under inter_run in closed loops once a turn.
  const std::string apps =
      "turn_inferences: 4\napps:\n"
      "  - {model: kws, sensor: microphone, interaction: haptic, rate: 1 Hz}\n"
      "  - {name: again, model: kws, sensor: microphone, interaction: haptic, rate: 1 Hz}\n";
  const plan::CollaborationPlan both = test::plan_of({{0, {{2, {0, 8}}}, 3}, {0, {{2, {0, 8}}}, 3}});
  for (const char* regime : {"rounds", "saturated", "periodic"}) {
    scenario::Scenario s =
        from_yaml("body: body4\nsensing: latest\nload: {regime: " + std::string(regime) + "}\n" + apps);
    plan::TableCache cache;
    const plan::PlanningProblem problem(s, cache);
    const auto result = plan::compile(problem, both);
    const auto& plan = std::get<plan::CompiledPlan>(result);
    for (std::size_t p = 0; p < names_of(scenario::Policy{}).size(); ++p) {
      const auto policy = static_cast<scenario::Policy>(p);
      CAPTURE(regime, to_text(policy));
      const plan::Estimate e = plan::estimate(problem, plan, policy);
      Power sum;
      for (const Power power : plan::device_power(problem, plan, e, policy)) sum += power;
      CHECK(sum.si() == Approx(e.mean_power.si()).epsilon(1e-12));
    }
    // A floor between what the watch lasts with a switch a turn and with one a visit: kept.
    const plan::Estimate e = plan::estimate(problem, plan, scenario::Policy::inter_run);
    const auto life = [&](scenario::Policy as) {
      return s.devices[scenario::DeviceId(2)].battery->si() /
             plan::device_power(problem, plan, e, as)[plan::DeviceId(2)].si();
    };
    const double once = life(scenario::Policy::inter_run);
    const double each = life(scenario::Policy::adaptive);
    CHECK((once > each) == (std::string(regime) != "periodic"));
    s.policy = scenario::Policy::inter_run;
    s.devices[scenario::DeviceId(2)].battery_life_floor = seconds((once + each) / 2);
    const plan::PlanningProblem limited(s, cache);
    CHECK(std::holds_alternative<plan::CompiledPlan>(plan::compile(limited, both)) ==
          (std::string(regime) != "periodic"));
  }
}

TEST_CASE("is a latency limit kept to the nanosecond, and the excess said in numbers?") {
  plan::TableCache cache;
  const scenario::Scenario free = kws("");
  const auto plan = std::get<plan::CompiledPlan>(compiled(free));
  const Duration latency = plan::uncontended_latency(plan, plan::AppId(0));
  const auto limited = [&](Duration limit) {
    scenario::Scenario s = free;
    s.apps[plan::AppId(0)].constraints.latency_limit = limit;
    return reasons(s);
  };
  CHECK(limited(latency).empty());
  const auto broken = limited(latency - nanoseconds(1));
  REQUIRE(broken.size() == 1);
  CHECK(broken[0].kind == Reason::Kind::latency);
  CHECK(broken[0].app == "kws");
  CHECK_THAT(broken[0].message, Catch::Contains("limit"));
}

TEST_CASE("does a battery have to last as long as its device's estimated power lets it?") {
  plan::TableCache cache;
  scenario::Scenario s = kws("");
  const plan::PlanningProblem problem(s, cache);
  const auto plan = std::get<plan::CompiledPlan>(compiled(s));
  const auto power = plan::device_power(
      problem, plan, plan::estimate(problem, plan, scenario::Policy::adaptive), scenario::Policy::adaptive);
  const Duration life =
      seconds(s.devices[scenario::DeviceId(3)].battery->si() / power[plan::DeviceId(3)].si());
  s.devices[scenario::DeviceId(3)].battery_life_floor = life - milliseconds(200);
  CHECK(reasons(s).empty());
  s.devices[scenario::DeviceId(3)].battery_life_floor = life + milliseconds(200);
  const auto broken = reasons(s);
  REQUIRE(broken.size() == 1);
  CHECK(broken[0].kind == Reason::Kind::battery);
  CHECK(broken[0].device == "ring");
  CHECK_THAT(broken[0].message, Catch::Contains("needed"));
  // At a lower rate, or one inference at a time, it lasts longer: by little, as most of what the ring draws
  // keeps its link up.
  s.policy = scenario::Policy::sequential;
  CHECK(reasons(s).empty());
  s.policy.reset();
  s.load.regime = scenario::Regime::periodic;
  s.apps[plan::AppId(0)].rate = Frequency::from_si(0.1);
  CHECK(reasons(s).empty());
}

TEST_CASE("are forbidden devices and pinned segments reasons of their own, one each?") {
  const auto only = [](const std::string& app_keys) {
    const auto found = reasons(kws("", app_keys));
    REQUIRE(found.size() == 1);
    CHECK(found[0].kind == Reason::Kind::placement);
    return plan::to_text(found[0]);
  };
  CHECK(only(", forbidden_devices: [watch]") == "kws: watch: the app must not compute on this device");
  CHECK(only(", forbidden_devices: [ring]") == "kws: ring: the app must not interact on this device");
  CHECK(only(", pinned_segments: [{device: ring, first: 2, last: 5}]") ==
        "kws: watch: layers 2-5 are pinned to ring");
  CHECK(reasons(kws("", ", pinned_segments: [{device: watch, first: 2, last: 5}]")).empty());
  CHECK(reasons(kws("", ", forbidden_devices: [glasses]")).empty());
}
