// Bodies to which anything may happen at any time: nothing is lost uncounted, and no self-check breaks.

#include "synergy/base/random.hpp"

#include <algorithm>
#include <array>

#include "../support/dynamic_bodies.hpp"
#include "random_scenario.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using synergy::test::Changing;
using synergy::test::Presence;
using Trigger = scenario::Trigger::Kind;

namespace {

void random_rules(scenario::Replanning& rules, RandomStream& random) {
  rules.trigger.kind = static_cast<Trigger>(random.integer(0, 4));
  rules.trigger.every = seconds(0.3 + random.uniform());
  rules.trigger.drop = Ratio::from_si(0.2);
  rules.trigger.drop_time = seconds(0.5);
  rules.hold_off = seconds(random.uniform() < 0.3 ? 0 : 0.5 * random.uniform());
  rules.min_dwell = seconds(random.uniform());
  rules.handover = static_cast<scenario::Handover>(random.integer(0, 2));
  rules.scope = static_cast<scenario::Scope>(random.integer(0, 1));
  rules.compact = random.uniform() < 0.2;
}

void random_changes(Changing& changing, RandomStream& random) {
  const auto count = random.integer(1, 12);
  std::vector<double> times;
  for (std::int64_t i = 0; i < count; ++i) times.push_back(6 * random.uniform());
  // Some at one moment.
  if (count > 3) times[1] = times[0];
  std::sort(times.begin(), times.end());
  const auto devices = static_cast<std::int64_t>(changing.body.devices.size());
  const auto apps = static_cast<std::int64_t>(changing.body.apps.size());
  for (const double t : times) {
    const plan::DeviceId d(static_cast<std::size_t>(random.integer(0, devices - 1)));
    const plan::AppId a(static_cast<std::size_t>(random.integer(0, apps - 1)));
    const std::int64_t what = random.integer(0, 9);
    if (what < 5) {
      changing.at(t, d, static_cast<Presence>(what < 4 ? what : 3), random.uniform());
    } else if (what < 7) {
      changing.at(t, a, what == 5);
    } else if (what == 7) {
      changing.changes.push_back(
          {seconds(t), dynamics::AcceleratorClock{d, 0.25 + 0.75 * random.uniform()}, true, "clock"});
    } else if (what == 8) {
      changing.changes.push_back(
          {seconds(t), dynamics::AppRate{a, Frequency::from_si(1 + 30 * random.uniform())}, true, "rate"});
    } else if (devices > 1) {
      const link::Ends ends{plan::DeviceId(std::size_t{0}), plan::DeviceId(std::size_t{1})};
      std::optional<double> db;
      if (random.uniform() < 0.5) db = 60 + 40 * random.uniform();
      changing.changes.push_back(
          {seconds(t), dynamics::LinkLoss{ends, db, db}, random.uniform() < 0.5, "link"});
    }
  }
}

void random_timelines(int count, std::uint64_t seed) {
  RandomStream random(stream_seed(seed, 0, "dynamic/timelines"));
  for (int i = 0; i < count; ++i) {
    const std::string text = test::random_scenario(random);
    scenario::Scenario body = test::from_yaml(text);
    for (scenario::Device& device : body.devices) {
      if (random.uniform() < 0.3) device.battery = Energy::from_si(0.05 + 0.5 * random.uniform());
      if (random.uniform() < 0.3) device.battery_use.at_charge = Ratio::from_si(0.5);
      if (random.uniform() < 0.2) device.thermal.emplace();
    }
    random_rules(body.replanning, random);
    const Trigger kind = body.replanning.trigger.kind;
    Changing changing(std::move(body), random.uniform() < 0.5 ? "min_dev" : "ind_e2e", kind);
    random_changes(changing, random);
    std::string list;
    for (const auto& change : changing.changes)
      list += std::to_string(change.at.s()) + " " + change.text + "\n";
    CAPTURE(i, text, list, static_cast<int>(kind), static_cast<int>(changing.body.replanning.handover));
    const auto result = changing.run();
    CHECK(test::broken_laws(result) == "");
  }
}

/// Begins and ends of all stages.
class Times final : public simulation::Probe {
 public:
  void started(std::uint64_t, plan::AppId, Time now) override { times.push_back(now); }
  void worked(const simulation::Work&) override {}
  void visited(const simulation::Visit& visit) override {
    times.push_back(visit.begin);
    times.push_back(visit.end);
  }
  void ended(std::uint64_t, bool, Time now) override { times.push_back(now); }
  std::vector<Time> times;
};

/// Every device lost at every so many-th event time of a reference run of w2, and back 5 s later.
void chaos_over_w2(std::size_t stride) {
  scenario::Scenario body = test::shipped("w2");
  // Long enough for notice, hold-off and dwell after the device is back.
  body.measurement = {seconds(1), seconds(13), false};
  Times probe;
  (void)Changing(body).run({.probe = &probe});
  std::vector<Time> times = std::move(probe.times);
  std::sort(times.begin(), times.end());
  times.erase(std::unique(times.begin(), times.end()), times.end());
  REQUIRE(times.size() > 1000);
  std::size_t turn = 0;
  for (std::size_t i = 1; i < times.size() && times[i] < seconds(4); i += stride) {
    for (const plan::DeviceId d : body.devices.ids()) {
      constexpr std::array kTriggers{Trigger::never, Trigger::change, Trigger::clairvoyant_free};
      const Trigger trigger = kTriggers[turn % kTriggers.size()];
      const Presence kind = turn++ % 2 == 0 ? Presence::crash : Presence::leave;
      Changing changing(body, "min_dev", trigger);
      changing.at(times[i].s(), d, kind);
      changing.changes.back().at = times[i];
      changing.at(times[i].s() + 5, d, Presence::join);
      const auto result = changing.run();
      CAPTURE(times[i].ns(), d.value(), static_cast<int>(trigger), static_cast<int>(kind));
      CHECK(test::broken_laws(result) == "");
      CHECK_FALSE(result.epochs.back().is_degraded());
    }
  }
}

}  // namespace

TEST_CASE("does w2 survive the loss of any device at any time?") { chaos_over_w2(97); }

TEST_CASE("does w2 survive the loss of any device at every event time?", "[.long]") { chaos_over_w2(1); }

TEST_CASE("does every law hold for random timelines on random bodies?") { random_timelines(200, 1); }

TEST_CASE("does every law hold for ten thousand random timelines?", "[.long]") {
  random_timelines(10'000, 2);
}
