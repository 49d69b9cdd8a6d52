// How changes are answered: notice, planning, messages, weights, hand-over, and the bounds.

#include "synergy/plan/estimate.hpp"

#include "../support/dynamic_bodies.hpp"
#include "../support/runs.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using synergy::test::Changing;
using synergy::test::Presence;
using Trigger = scenario::Trigger::Kind;
using Outcome = simulation::Replanning::Outcome;

namespace {

scenario::Scenario short_w2(const std::string& window = "40 s") {
  scenario::Scenario body = test::shipped("w2");
  body.measurement = {Duration(), seconds(std::stod(window)), false};
  return body;
}

/// A device goes and comes back.
Changing device_off(Trigger trigger, Presence kind = Presence::leave, const std::string& device = "ring") {
  Changing changing(short_w2(), "synergy", trigger);
  changing.at(10, changing.device(device), kind);
  changing.at(25, changing.device(device), Presence::join);
  return changing;
}

std::int64_t in_window(const simulation::DynamicResult& result) { return result.total.completed_in_window(); }

}  // namespace

TEST_CASE("is a leave answered after hold-off and planning, and does the answer take messages and weights?") {
  const auto result = device_off(Trigger::change, Presence::leave, "watch").run();
  REQUIRE(test::broken_laws(result) == "");
  REQUIRE(result.replannings.size() == 2);
  const simulation::Replanning& first = result.replannings[0];
  REQUIRE(first.outcome == Outcome::in_force);
  CHECK(first.changed == seconds(10));
  CHECK(first.noticed == seconds(10));
  CHECK(first.decided > seconds(11) + milliseconds(2));
  REQUIRE(first.in_force);
  CHECK(*first.in_force > first.decided);
  CHECK(first.message_bytes > Bytes());
  CHECK(first.weights_bytes > Bytes());
  CHECK(first.energy > Energy());
  CHECK(first.layers_moved > 0);
  CHECK(result.reconfiguration_energy() > Energy());
  CHECK(result.changes[0].answered == std::size_t{0});
  CHECK(result.changes[1].answered == std::size_t{1});
}

TEST_CASE("is a crash noticed after the supervision timeout, and does trying cost energy until then?") {
  const auto result = device_off(Trigger::change, Presence::crash).run();
  REQUIRE(test::broken_laws(result) == "");
  REQUIRE_FALSE(result.replannings.empty());
  CHECK(result.replannings[0].noticed - result.replannings[0].changed == seconds(4));
  CHECK(result.lost_devices == 1);
  std::int64_t lost = 0;
  for (const auto& app : result.total.apps) lost += app.dropped_device_lost;
  CHECK(lost > 0);
}

TEST_CASE("does answering a change beat keeping the plan, and does nothing beat the bound?") {
  const std::int64_t never = in_window(device_off(Trigger::never).run());
  const std::int64_t best = in_window(device_off(Trigger::clairvoyant_free).run());
  CHECK(never < best);
  for (const Trigger trigger : {Trigger::change, Trigger::every, Trigger::drop}) {
    Changing changing = device_off(trigger);
    changing.body.replanning.trigger.every = seconds(3);
    changing.body.replanning.trigger.drop = Ratio::from_si(0.2);
    changing.body.replanning.trigger.drop_time = seconds(2);
    const std::int64_t count = in_window(changing.run());
    CAPTURE(static_cast<int>(trigger), never, count, best);
    CHECK(never <= count);
    CHECK(count <= best);
  }
}

TEST_CASE("long after a change, does the body do what a static run of the changed body does?") {
  Changing changing(short_w2("60 s"), "synergy", Trigger::change);
  changing.body.measurement = {seconds(30), seconds(30), false};
  changing.at(10, changing.device("ring"), Presence::leave);
  const auto result = changing.run();
  REQUIRE(test::broken_laws(result) == "");
  dynamics::World world = dynamics::world_at_start(changing.body);
  dynamics::apply(world, changing.changes[0]);
  scenario::Scenario reduced = dynamics::scenario_of(changing.body, world);
  const auto fixed =
      run::Run(run::Plan::made_by(planner::Registry::builtin().at("synergy"), run::Workload(reduced)))
          .simulate(0);
  REQUIRE(fixed.result);
  CHECK(static_cast<double>(in_window(result)) ==
        Approx(static_cast<double>(fixed.result->completed_in_window())).epsilon(0.01));
}

TEST_CASE(
    "does every hand-over end with the plan in force, and does none lose inferences of devices that stay?") {
  for (const auto handover :
       {scenario::Handover::stop_all, scenario::Handover::drain, scenario::Handover::make_before_break}) {
    Changing changing(short_w2("30 s"), "synergy", Trigger::change);
    changing.body.replanning.handover = handover;
    changing.at(10, plan::AppId(std::size_t{0}), false);
    changing.at(20, plan::AppId(std::size_t{0}), true);
    const auto result = changing.run();
    CAPTURE(static_cast<int>(handover));
    CHECK(test::broken_laws(result) == "");
    for (const auto& app : result.total.apps) CHECK(app.dropped() == 0);
    CHECK_FALSE(result.epochs.back().is_degraded());
  }
}

TEST_CASE("when the coordinator goes while it plans, does another one take over?") {
  Changing changing(short_w2("30 s"), "synergy", Trigger::change);
  changing.body.replanning.coordinator = changing.device("watch");
  changing.body.replanning.planning_time.base = seconds(3);
  changing.at(5, changing.device("ring"), Presence::leave);
  changing.at(7, changing.device("watch"), Presence::leave);
  const auto result = changing.run();
  CHECK(test::broken_laws(result) == "");
  REQUIRE_FALSE(result.replannings.empty());
  REQUIRE(result.replannings[0].coordinator);
  CHECK(*result.replannings[0].coordinator != changing.device("watch"));
}

TEST_CASE("when all devices go and come back, does the body come back?") {
  for (const Trigger trigger : {Trigger::never, Trigger::change, Trigger::clairvoyant_free}) {
    Changing changing(short_w2("40 s"), "synergy", trigger);
    for (const plan::DeviceId d : changing.body.devices.ids()) changing.at(10, d, Presence::crash);
    for (const plan::DeviceId d : changing.body.devices.ids()) changing.at(20, d, Presence::join);
    const auto result = changing.run();
    CAPTURE(static_cast<int>(trigger));
    CHECK(test::broken_laws(result) == "");
    CHECK(result.epochs.back().completed > 0);
    CHECK_FALSE(result.epochs.back().is_degraded());
  }
}

TEST_CASE("does a device that joins or goes during a reconfiguration leave every inference accounted for?") {
  // Weights come by radio and take seconds, in which anything may happen.
  for (double t = 11; t < 15; t += 0.25) {
    for (const Presence kind : {Presence::leave, Presence::crash}) {
      Changing changing(short_w2("30 s"), "synergy", Trigger::change);
      for (scenario::Device& device : changing.body.devices) device.stored_models.emplace();
      changing.at(10, changing.device("ring"), Presence::leave);
      changing.at(t, changing.device("ring"), Presence::join);
      changing.at(t + 0.1, changing.device("earbud"), kind);
      changing.at(t + 6, changing.device("earbud"), Presence::join);
      const auto result = changing.run();
      CAPTURE(t, static_cast<int>(kind));
      CHECK(test::broken_laws(result) == "");
      CHECK(result.epochs.back().completed > 0);
    }
  }
}

TEST_CASE("do weights that a device has not stored take seconds by radio, and stored ones milliseconds?") {
  const auto from_flash = device_off(Trigger::change, Presence::leave, "watch").run();
  Changing changing = device_off(Trigger::change, Presence::leave, "watch");
  for (scenario::Device& device : changing.body.devices) device.stored_models.emplace();
  const auto by_radio = changing.run();
  REQUIRE(from_flash.replannings[0].in_force);
  REQUIRE(by_radio.replannings[0].in_force);
  const Duration flash = *from_flash.replannings[0].in_force - from_flash.replannings[0].decided;
  const Duration radio = *by_radio.replannings[0].in_force - by_radio.replannings[0].decided;
  CHECK(radio > 2 * flash);
  CHECK(by_radio.replannings[0].radio_bytes > Bytes());
  CHECK(by_radio.replannings[0].energy > from_flash.replannings[0].energy);
}

TEST_CASE("does an app that starts without a feasible plan leave the others alone and say why?") {
  Changing changing(short_w2("30 s"), "synergy", Trigger::change);
  const plan::AppId late(std::size_t{2});
  changing.body.apps[late].running = false;
  changing.body.apps[late].constraints.latency_limit = nanoseconds(1);
  Changing late_app(changing.body, "synergy", Trigger::change);
  late_app.at(10, late, true);
  const auto result = late_app.run();
  CHECK(test::broken_laws(result) == "");
  REQUIRE(result.replannings.size() == 1);
  CHECK(result.replannings[0].outcome == Outcome::infeasible);
  CHECK_FALSE(result.replannings[0].reasons.empty());
  CHECK(result.epochs.back().is_degraded());
  CHECK_FALSE(result.epochs.back().reasons.empty());
  CHECK(result.total.apps[late].generated == 0);
  CHECK(result.total.apps[plan::AppId(std::size_t{0})].completed > 0);
}

TEST_CASE("are changes and their times the same whoever plans?") {
  const auto x = device_off(Trigger::change).run();
  Changing other(short_w2(), "min_dev", Trigger::change);
  other.changes = device_off(Trigger::change).changes;
  const auto y = other.run();
  REQUIRE(x.changes.size() == y.changes.size());
  for (std::size_t i = 0; i < x.changes.size(); ++i) {
    CHECK(x.changes[i].at == y.changes[i].at);
    CHECK(x.changes[i].what == y.changes[i].what);
  }
}
