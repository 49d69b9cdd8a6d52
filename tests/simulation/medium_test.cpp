// Links that share a medium, and pairs with several links, in a simulated body.
#include "synergy/plan/io.hpp"
#include "synergy/planner/registry.hpp"

#include <algorithm>

#include "../support/runs.hpp"
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using plan::AppId;
using plan::DeviceId;

namespace {

/// Two apps, each on a pair of devices of its own.
std::string two_pairs(const std::string& links) {
  return test::full_body(4) + links +
         "load: {regime: saturated}\nmeasurement: {warm_up: 20 s, window: 200 s}\napps:\n"
         "  - {name: a, model: kws, sensor: microphone, interaction: haptic}\n"
         "  - {name: b, model: kws, sensor: microphone, interaction: haptic}\n";
}

/// The model's input crosses one link; all else stays on the receiving device.
plan::CollaborationPlan crossing(const plan::PlanningProblem& problem) {
  const auto app = [&](int a, int from, int to) {
    return plan::ExecutionPlan{
        DeviceId(from), {{DeviceId(to), problem.app(AppId(a)).model->all()}}, DeviceId(to)};
  };
  plan::CollaborationPlan plan;
  plan.apps.push_back(app(0, 0, 1));
  plan.apps.push_back(app(1, 2, 3));
  return plan;
}

run::RunRecord run_crossing(const std::string& links) {
  const scenario::Scenario s = test::from_yaml(two_pairs(links));
  plan::TableCache cache;
  const plan::PlanningProblem problem(s, cache);
  return test::run_plan(problem, crossing(problem), "fixed", scenario::Policy::adaptive, 0);
}

double per_s(const run::RunRecord& record) {
  return static_cast<double>(record.result->completed_in_window()) / record.result->window.s();
}

}  // namespace

TEST_CASE("do transfers of different pairs exclude each other on a shared medium, and only there?") {
  // 16,384 bytes at 755 kbit/s take 173.6 ms, by far the longest stage of a keyword.
  const double transfer_s = 16'384 * 8 / 755e3;
  const run::RunRecord shared = run_crossing("link: {kind: generic, profile: esp8266_tcp}\n");
  REQUIRE(shared.status == run::Status::ok);
  CHECK(shared.result->failed_checks.empty());
  CHECK(per_s(shared) == Approx(1 / transfer_s).epsilon(0.02));
  // The same numbers with a medium for every pair.
  std::string profile = to_yaml(test::library()
                                    .link_profile(test::from_yaml(two_pairs("link: {kind: generic, profile: "
                                                                            "esp8266_tcp}\n"))
                                                      .link,
                                                  {})
                                    ->root);
  profile.replace(profile.find("shared"), 6, "independent");
  std::string indented = "definitions:\n  link_profile:\n    ";
  for (const char c : profile) {
    indented += c;
    if (c == '\n') indented += "    ";
  }
  const run::RunRecord apart =
      run_crossing("link: {kind: generic, profile: esp8266_tcp}\n" + indented + "\n");
  REQUIRE(apart.status == run::Status::ok);
  CHECK(per_s(apart) == Approx(2 / transfer_s).epsilon(0.02));

  // What is expected, and what bounds it, know of the medium too.
  CHECK(shared.estimate->throughput_inf_per_s == Approx(1 / transfer_s).epsilon(0.02));
  CHECK(*shared.plan_bound_inf_per_s >= per_s(shared) * 0.99);
  CHECK(*shared.plan_bound_inf_per_s == Approx(1 / transfer_s).epsilon(0.02));
  CHECK(*apart.plan_bound_inf_per_s == Approx(2 / transfer_s).epsilon(0.02));
}

TEST_CASE("is a shared medium one unit, and each of its links told apart in the links' table?") {
  const run::RunRecord shared = run_crossing("link: {kind: generic, profile: esp8266_tcp}\n");
  const auto& compiled = *shared.compiled;
  REQUIRE(compiled.links.size() == 2);
  CHECK(compiled.link_names == std::vector<std::string>{"d0-d1", "d2-d3"});
  CHECK(compiled.link_units[0] == compiled.link_units[1]);
  CHECK(compiled.units[compiled.link_units[0]].name == "generic");
  CHECK(std::count_if(compiled.units.begin(), compiled.units.end(),
                      [](const plan::Unit& unit) { return unit.kind == plan::Unit::Kind::link; }) == 1);
  const auto& links = shared.result->links;
  CHECK(links[0].transfers > 100);
  CHECK(links[1].transfers > 100);
  const Duration medium = shared.result->units[compiled.link_units[0]].busy;
  CHECK((links[0].busy + links[1].busy).s() == Approx(medium.s()).epsilon(1e-6));
  CHECK(medium <= shared.result->window);
}

TEST_CASE("does a run send over the link that the plan says, and does its file say so?") {
  const scenario::Scenario s = test::from_yaml(
      two_pairs("more_links: [{name: body, devices: [d0, d1], link: {kind: generic, profile: wi_r}}]\n"));
  plan::TableCache cache;
  const plan::PlanningProblem problem(s, cache);
  plan::CollaborationPlan plan = crossing(problem);
  const auto run = [&](const plan::CollaborationPlan& which) {
    return test::run_plan(problem, which, "fixed", scenario::Policy::adaptive, 0);
  };
  const run::RunRecord over_body = run(plan);
  REQUIRE(over_body.status == run::Status::ok);
  CHECK(over_body.compiled->link_names == std::vector<std::string>{"d0-d1/body", "d2-d3"});
  CHECK(over_body.result->failed_checks.empty());
  // 16,384 bytes in 66 packets of 14 bytes more, at 4 Mbit/s behind 0.1 ms.
  const plan::Stage& sent = over_body.compiled->apps[AppId(0)].stages[1];
  REQUIRE(sent.kind == plan::Stage::Kind::transfer);
  CHECK(sent.transfer.occupancy.ms() == Approx(0.1 + (16'384 + 66 * 14) * 8 / 4e3));

  plan.links = {{{DeviceId(0), DeviceId(1)}, 0}};
  const run::RunRecord over_ble = run(plan);
  REQUIRE(over_ble.status == run::Status::ok);
  CHECK(over_ble.compiled->link_names == std::vector<std::string>{"d0-d1/ble", "d2-d3"});
  const auto transfer = [](const run::RunRecord& record, int a) {
    return record.compiled->apps[AppId(a)].stages[1].transfer;
  };
  CHECK(transfer(over_ble, 0).latency == transfer(over_ble, 1).latency);
  CHECK(transfer(over_body, 0).latency < transfer(over_ble, 0).latency);

  for (const plan::CollaborationPlan& which : {crossing(problem), plan}) {
    const std::string text = plan::to_yaml(which, s);
    CAPTURE(text);
    const auto read = plan::read_plan(input::parse(text, "plan.yaml"), s);
    CHECK(read.apps == which.apps);
    REQUIRE(read.links.size() == 1);
    CHECK(read.links[0].set == (which.links.empty() ? 1 : 0));
    CHECK(plan::to_yaml(read, s) == text);
  }
}

TEST_CASE("is a plan refused that sends where there is no link, or chooses one that is not there?") {
  const scenario::Scenario s = test::from_yaml(two_pairs(
      "link_devices: [d0, d1, d2]\nmore_links: [{name: near, devices: [d1, d3], link: {kind: wifi_tcp}}]\n"));
  plan::TableCache cache;
  const plan::PlanningProblem problem(s, cache);
  plan::CollaborationPlan plan = crossing(problem);  // d2 to d3
  const auto reasons = [&] {
    const auto compiled = plan::compile(problem, plan);
    REQUIRE(std::holds_alternative<plan::Infeasible>(compiled));
    return to_text(std::get<plan::Infeasible>(compiled).reasons.front());
  };
  CHECK_THAT(reasons(), Catch::Contains("d2: has no link to d3"));
  for (const scenario::LinkChoice wrong : {scenario::LinkChoice{{DeviceId(0), DeviceId(1)}, 1},
                                           scenario::LinkChoice{{DeviceId(2), DeviceId(3)}, 0},
                                           scenario::LinkChoice{{DeviceId(0), DeviceId(1)}, 7},
                                           scenario::LinkChoice{{DeviceId(3), DeviceId(9)}, 0}}) {
    plan.links = {wrong};
    CHECK_THAT(reasons(), Catch::Contains("a link that its two devices do not have"));
  }
  plan.links = {{{DeviceId(0), DeviceId(1)}, 0}, {{DeviceId(0), DeviceId(1)}, 0}};
  CHECK_THAT(reasons(), Catch::Contains("twice"));
}
