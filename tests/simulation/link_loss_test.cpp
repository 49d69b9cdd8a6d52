// Links that lose packets and break, seen from the whole body.

#include "synergy/planner/registry.hpp"

#include "../support/runs.hpp"
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using synergy::test::from_yaml;
using synergy::test::full_body;
using synergy::test::shipped;

namespace {

run::RunRecord simulated(const scenario::Scenario& s, const char* planner = "synergy") {
  static plan::TableCache cache;
  const plan::PlanningProblem problem(s, cache);
  return test::run_planner(problem, planner::Registry::builtin().at(planner), {}, 0);
}

const std::string kTwoApps =
    "apps:\n  - {model: kws, sensor: microphone, interaction: haptic, source_device: d0, target_device: d1}\n"
    "  - {model: convnet5, sensor: camera, interaction: display, source_device: d1, target_device: d0}\n";

}  // namespace

TEST_CASE("does a lossy link slow the body down, and by more the more it loses?") {
  double before = 1e9;
  for (const char* per : {"0", "0.05", "0.2"}) {
    const auto record =
        simulated(from_yaml(full_body(2) + "link: {loss: {model: fixed, per: " + per + "}}\n" + kTwoApps));
    CAPTURE(per);
    REQUIRE(record.status == run::Status::ok);
    const double throughput = static_cast<double>(record.result->completed_in_window());
    CHECK(throughput < before);
    before = throughput;
    CHECK((record.result->links[0].retransmissions > 0) == (std::string(per) != "0"));
  }
}

TEST_CASE("when links break, is every inference completed, dropped with its reason, or still in flight?") {
  // Every packet is lost so often that the shortest supervision timeout ends links again and again.
  const auto record = simulated(from_yaml(
      full_body(2) +
      "link: {supervision_timeout: 100 ms, reestablish_after: 50 ms, loss: {model: fixed, per: 0.75}}\n"
      "measurement: {warm_up: 1 s, window: 120 s}\n" +
      kTwoApps));
  REQUIRE(record.status == run::Status::ok);  // which includes the conservation checks
  std::int64_t dropped = 0, completed = 0;
  for (const auto& app : record.result->apps) {
    dropped += app.dropped_link_lost;
    completed += app.completed;
    CHECK(app.generated == app.completed + app.dropped_link_lost + app.in_flight);
  }
  CHECK(record.result->links[0].losses > 0);
  CHECK(dropped >= record.result->links[0].losses);
  CHECK(completed > 0);  // links come back
}

TEST_CASE("does the shipped lossy scenario differ between replications and the loss-free one not?") {
  plan::TableCache cache;
  const scenario::Scenario lossy = shipped("w2_lossy");
  const plan::PlanningProblem problem(lossy, cache);
  const auto& synergy = planner::Registry::builtin().at("synergy");
  const auto a = test::run_planner(problem, synergy, {}, 0);
  const auto b = test::run_planner(problem, synergy, {}, 1);
  CHECK(a.result->latency.mean_ns() != b.result->latency.mean_ns());
}

TEST_CASE("does the simulator take another kind of link as it is?") {
  const auto wifi = simulated(shipped("w2_wifi"));
  REQUIRE(wifi.status == run::Status::ok);
  CHECK(wifi.result->completed_in_window() > 0);
}
