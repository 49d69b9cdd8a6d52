// Bodies that change: the engine under hand-written lists of changes.

#include "synergy/base/random.hpp"
#include "synergy/dynamics/expand.hpp"

#include "../support/dynamic_bodies.hpp"
#include "../support/runs.hpp"
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
}

/// Two apps at rates on three of four devices whose links lose packets.
std::string body_at_rates(const std::string& timeline) {
  return test::full_body(4) +
         "link: {loss: {model: received_power, shadowing_sigma_db: 0}}\n"
         "load: {regime: periodic}\n"
         "apps:\n"
         "  - {name: a, model: kws, sensor: microphone, interaction: haptic, rate: 7 Hz, source_device: d0, "
         "target_device: d1}\n"
         "  - {name: b, model: widenet, sensor: camera, interaction: display, rate: 3 Hz, source_device: d1, "
         "target_device: d2}\n"
         "measurement: {warm_up: 0 s, window: 20 s}\n" +
         timeline;
}

Changing changing_by(const std::string& timeline, scenario::Trigger::Kind trigger) {
  Changing changing(test::from_yaml(body_at_rates(timeline)), "synergy", trigger);
  changing.changes = dynamics::expand(changing.body, 0, seconds(20) + nanoseconds(1));
  for (scenario::Device& device : changing.body.devices) device.battery = Energy::from_si(10);
  return changing;
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
    CHECK(moving.total.events == fixed.result->events);
  }
}

TEST_CASE("does a line that changes nothing leave every result equal, whatever answers changes?") {
  const auto trigger = GENERATE(scenario::Trigger::Kind::never, scenario::Trigger::Kind::change,
                                scenario::Trigger::Kind::clairvoyant_free);
  const std::string line =
      GENERATE("{at: 3.3 s, link: [d0, d1], do: {path_loss_add: 0 dB}}",
               "{at: 3.3 s, link: [d0, d1], do: {path_loss_add: 0 dB}, for: 5 s}",
               "{at: 3.3 s, link: [d0, d1], do: {path_loss: 75 dB}}",
               "{at: 3.3 s, device: d0, do: {accelerator_clock: 1.0}}",
               "{at: 3.3 s, device: d0, do: {accelerator_clock: 100 %}, for: 2 s}",
               "{at: 3.3 s, app: a, do: {rate: 7 Hz}}", "{at: 3.3 s, app: b, do: {rate: 3 Hz}, for: 4 s}");
  CAPTURE(line, static_cast<int>(trigger));
  const auto reference = changing_by("", trigger).run();
  const Changing changing = changing_by("timeline: [" + line + "]\n", trigger);
  CHECK(changing.changes.empty());  // nothing to tell anybody
  const auto result = changing.run();
  CHECK(test::broken_laws(result) == "");
  check_same(result.total, reference.total);
  CHECK(result.total.events == reference.total.events);
  CHECK(result.replannings.empty());
  CHECK(result.epochs.size() == reference.epochs.size());
}

TEST_CASE("does a change in a list that changes nothing leave every result equal?") {
  const auto trigger = GENERATE(scenario::Trigger::Kind::never, scenario::Trigger::Kind::change);
  const auto reference = changing_by("", trigger).run();
  const plan::DeviceId d0(std::size_t{0});
  const plan::AppId a(std::size_t{0});
  const std::vector<decltype(dynamics::Change::what)> nothings{dynamics::AcceleratorClock{d0, 1},
                                                               dynamics::AppRate{a, Frequency::from_si(7)},
                                                               dynamics::AppRuns{a, true}};
  for (std::size_t i = 0; i < nothings.size(); ++i) {
    CAPTURE(i, static_cast<int>(trigger));
    Changing changing = changing_by("", trigger);
    changing.changes.push_back({seconds(3.3), nothings[i], true, "nothing"});
    const auto result = changing.run();
    CHECK(test::broken_laws(result) == "");
    check_same(result.total, reference.total);
    CHECK(result.changes.empty());
    CHECK(result.replannings.empty());
  }
  // A path loss is asked for by every packet: a course of equal levels is none.
  Changing level = changing_by("", scenario::Trigger::Kind::never);
  const link::Ends ends{d0, plan::DeviceId(std::size_t{1})};
  for (const double t : {2.0, 3.3, 9.0})
    level.changes.push_back({seconds(t), dynamics::LinkLoss{ends, 75, 75}, false, {}});
  check_same(level.run().total, changing_by("", scenario::Trigger::Kind::never).run().total);
}

TEST_CASE("does a battery that is set to the charge it has leave every result equal?") {
  const auto reference = changing_by("", scenario::Trigger::Kind::change).run();
  // The last device does nothing; the first has links, whose events a run counts at its end and a battery by
  // their mean power meanwhile.
  for (const auto& [d, margin] :
       {std::pair(plan::DeviceId(std::size_t{3}), 1e-9), {plan::DeviceId(std::size_t{0}), 2e-5}}) {
    Changing until = changing_by("", scenario::Trigger::Kind::change);
    until.body.measurement.window = seconds(3.3);
    const double ratio = until.run().devices[d].charge_end->si() / 10;
    REQUIRE(ratio < 0.9999);
    Changing changing = changing_by("", scenario::Trigger::Kind::change);
    changing.changes.push_back({seconds(3.3), dynamics::BatteryCharge{d, ratio}, true, "charge"});
    const auto result = changing.run();
    CHECK(test::broken_laws(result) == "");
    check_same(result.total, reference.total);
    CHECK(result.devices[d].charge_end->si() ==
          Approx(reference.devices[d].charge_end->si()).margin(margin).epsilon(0));
    CHECK(result.replannings.empty());
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
