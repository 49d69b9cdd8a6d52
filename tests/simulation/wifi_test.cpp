// Wi-Fi modules in a simulated body: what several links at one device share.

#include <set>

#include "../support/plans.hpp"
#include "../support/runs.hpp"
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using synergy::test::shipped;

TEST_CASE("does a module with several links idle once?") {
  const scenario::Scenario s = shipped("w2_wifi");
  plan::TableCache cache;
  const plan::PlanningProblem problem(s, cache);
  // Links earbud-glasses, glasses-watch, earbud-watch and glasses-ring: three of them end at the glasses.
  const auto whole = [&](int a) { return problem.app(plan::AppId(a)).model->all(); };
  const plan::CollaborationPlan plan =
      test::plan_of({{0, {{1, whole(0)}}, 2}, {1, {{0, whole(1)}}, 2}, {1, {{3, whole(2)}}, 1}});
  const auto run = test::run_plan(problem, plan, "fixed", scenario::Policy::sequential, 0);
  REQUIRE(run.status == run::Status::ok);
  std::set<plan::DeviceId> linked;
  for (const auto& [first, second] : run.compiled->links) linked.insert({first, second});
  REQUIRE(run.compiled->links.size() > linked.size() / 2);  // some device has two

  // The module's idle current is the profile's; one module alone on a link draws it.
  const double module_w = s.link_kind->idle_power(problem.link_context(test::ends(0, 1), 1)).first.si();
  double links_j = 0;
  for (const auto& device : run.result->devices) links_j += device.radio_links.si();
  CHECK(links_j == Approx(module_w * static_cast<double>(linked.size()) * run.result->window.s()));

  double parts_w = 0;
  for (const plan::DeviceId d : problem.device_ids())
    parts_w += plan::idle_power(s, d, *run.compiled).total().si();
  CHECK(run.estimate->static_power.si() == Approx(parts_w + module_w * static_cast<double>(linked.size())));
}
