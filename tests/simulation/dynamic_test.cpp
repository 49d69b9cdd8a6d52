// Bodies that change: the engine under hand-written lists of changes.

#include "synergy/base/random.hpp"

#include "../support/runs.hpp"
#include "dynamic_bodies.hpp"
#include "random_scenario.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using synergy::test::Changing;
using synergy::test::Presence;

namespace {

/// Whole numbers are the same; energies are sums of the same terms in another order.
void check_same(const simulation::RunResult& x, const simulation::RunResult& y) {
  REQUIRE(x.apps.size() == y.apps.size());
  for (const plan::AppId a : x.apps.ids()) {
    CAPTURE(a.value());
    CHECK(x.apps[a].generated == y.apps[a].generated);
    CHECK(x.apps[a].completed == y.apps[a].completed);
    CHECK(x.apps[a].dropped() == y.apps[a].dropped());
    CHECK(x.apps[a].in_flight == y.apps[a].in_flight);
    CHECK(x.apps[a].waiting == y.apps[a].waiting);
    CHECK(x.apps[a].completed_in_window == y.apps[a].completed_in_window);
    CHECK(x.apps[a].distinct_samples == y.apps[a].distinct_samples);
    CHECK(x.apps[a].latency.count() == y.apps[a].latency.count());
    if (x.apps[a].latency.count() > 0) {
      CHECK(x.apps[a].latency.mean_ns() == y.apps[a].latency.mean_ns());
      CHECK(x.apps[a].latency.quantile(0.95) == y.apps[a].latency.quantile(0.95));
      CHECK(x.apps[a].sample_age.mean_ns() == y.apps[a].sample_age.mean_ns());
    }
    CHECK(x.apps[a].dynamic_energy.si() == Approx(y.apps[a].dynamic_energy.si()).epsilon(1e-9));
  }
  REQUIRE(x.units.size() == y.units.size());
  for (const plan::UnitId u : x.units.ids()) {
    CAPTURE(u.value());
    CHECK(x.units[u].busy.ns() == y.units[u].busy.ns());
    CHECK(x.units[u].served == y.units[u].served);
    CHECK(x.units[u].sampled == y.units[u].sampled);
  }
  for (const plan::DeviceId d : x.devices.ids()) {
    CAPTURE(d.value());
    CHECK(x.devices[d].statics().si() == Approx(y.devices[d].statics().si()).epsilon(1e-9));
    CHECK(x.devices[d].dynamic().si() == Approx(y.devices[d].dynamic().si()).epsilon(1e-9).margin(1e-15));
  }
  CHECK(x.events == y.events);
}

}  // namespace

TEST_CASE(
    "where nothing changes, does the engine for bodies that change give the numbers of the other one?") {
  RandomStream random(stream_seed(7, 0, "dynamic/static"));
  for (int i = 0; i < 20; ++i) {
    const std::string text = test::random_scenario(random);
    CAPTURE(text);
    const Changing changing(test::from_yaml(text), i % 2 == 0 ? "synergy" : "joint_model");
    const auto fixed =
        run::Run(run::Plan::made_by(planner::Registry::builtin().at(i % 2 == 0 ? "synergy" : "joint_model"),
                                    run::Workload(changing.body)))
            .simulate(0);
    if (!fixed.result) continue;
    const auto moving = changing.run();
    CHECK(test::broken_laws(moving).empty());
    check_same(moving.total, *fixed.result);
  }
}

TEST_CASE("does a device that leaves stop its apps alone, and do they go on when it is back?") {
  Changing changing(test::shipped("w2"));
  changing.at(20, changing.device("ring"), Presence::leave);
  changing.at(40, changing.device("ring"), Presence::join);
  const auto result = changing.run();
  CHECK(test::broken_laws(result) == "");
  const auto whole = Changing(test::shipped("w2")).run();
  CHECK(test::completed(result) < test::completed(whole));
  // The device joins, and is used once it is connected.
  REQUIRE(result.epochs.size() == 4);
  CHECK(result.epochs[0].completed > result.epochs[1].completed);
  CHECK(result.epochs[3].completed > result.epochs[1].completed);
  CHECK_FALSE(result.epochs[0].is_degraded());
  CHECK(result.epochs[1].is_degraded());
  CHECK(result.epochs[2].is_degraded());
  CHECK(result.epochs[2].length() < seconds(1));
  CHECK_FALSE(result.epochs[3].is_degraded());
}
