// Batteries and temperatures of bodies that change.

#include "synergy/plan/costs.hpp"

#include <cmath>

#include "../support/dynamic_bodies.hpp"
#include "random_scenario.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using synergy::test::Changing;
using synergy::test::Presence;

namespace {

const std::string kOneApp =
    "apps:\n  - {model: kws, sensor: microphone, interaction: haptic, source_device: d0, target_device: d0}\n"
    "measurement: {warm_up: 0 s, window: 60 s}\n";

}  // namespace

TEST_CASE("does a battery under idle load alone empty at capacity / power, to the nanosecond?") {
  scenario::Scenario body = test::from_yaml(test::full_body(2) + kOneApp);
  const plan::DeviceId idle(std::size_t{1});
  const double watts = plan::idle_power(body, idle, {}).total().si();
  body.devices[idle].battery = Energy::from_si(0.02);
  body.devices[idle].battery_use.cut_off = Ratio::from_si(0.1);
  const Changing changing(std::move(body), "min_dev");
  const auto result = changing.run();
  CHECK(test::broken_laws(result) == "");
  REQUIRE(result.devices[idle].empty);
  const double expected_ns = 0.02 * 0.9 / watts * 1e9;
  CHECK(std::abs(static_cast<double>(result.devices[idle].empty->ns()) - expected_ns) <= 1.0);
  CHECK(result.devices[idle].charge_end->si() == Approx(0.002).epsilon(1e-6));
}

TEST_CASE("does a battery that serves inferences empty when what was drawn is its charge?") {
  for (const char* at_charge : {"", "leave"}) {
    scenario::Scenario body = test::from_yaml(test::full_body(1) + kOneApp);
    const plan::DeviceId d(std::size_t{0});
    body.devices[d].battery = Energy::from_si(0.1);
    if (at_charge[0] != '\0') body.devices[d].battery_use.at_charge = Ratio::from_si(0.5);
    const Changing changing(std::move(body), "min_dev");
    const auto result = changing.run();
    CHECK(test::broken_laws(result) == "");
    const double left = at_charge[0] != '\0' ? 0.5 : 0.05;
    CHECK(result.devices[d].drawn.si() == Approx(0.1 * (1 - left)).epsilon(1e-9));
    CHECK(result.devices[d].empty.has_value() == (at_charge[0] == '\0'));
    CHECK(result.body_lifetime() < seconds(60));
  }
}

TEST_CASE("is what batteries lose what devices are said to draw?") {
  RandomStream random(stream_seed(11, 0, "dynamic/energy"));
  for (int i = 0; i < 20; ++i) {
    const std::string text = test::random_scenario(random);
    scenario::Scenario body = test::from_yaml(text);
    body.measurement = {Duration(), seconds(5), false};
    for (scenario::Device& device : body.devices) device.battery = Energy::from_si(100);
    Changing changing(std::move(body), "min_dev", scenario::Trigger::Kind::change);
    changing.at(1.5, plan::DeviceId(changing.body.devices.size() - 1), Presence::leave);
    changing.at(3.5, plan::DeviceId(changing.body.devices.size() - 1), Presence::join);
    const auto result = changing.run();
    CAPTURE(text);
    CHECK(test::broken_laws(result) == "");
    Energy epochs;
    Energy total;
    for (const auto& epoch : result.epochs) epochs += epoch.energy;
    for (const plan::DeviceId d : changing.body.devices.ids()) {
      const auto& life = result.devices[d];
      const Energy said = result.total.devices[d].statics() + result.total.devices[d].dynamic();
      total += said;
      CHECK(life.charge_begin->si() - life.charge_end->si() == Approx(life.drawn.si()).margin(1e-9));
      // Links are counted event by event here and by their mean power there, and cut transfers by share.
      CHECK(life.drawn.si() == Approx(said.si()).epsilon(2e-3).margin(1e-4));
    }
    CHECK(epochs.si() == Approx(total.si()).epsilon(5e-3).margin(2e-4));
  }
}

TEST_CASE("does charging a battery put off its end?") {
  scenario::Scenario body = test::from_yaml(test::full_body(1) + kOneApp);
  const plan::DeviceId d(std::size_t{0});
  body.devices[d].battery = Energy::from_si(0.1);
  Changing once(body, "min_dev");
  const auto before = once.run();
  REQUIRE(before.devices[d].empty);
  Changing charged(body, "min_dev");
  charged.changes.push_back(
      {*before.devices[d].empty - milliseconds(1), dynamics::BatteryCharge{d, 1}, true, "charged"});
  const auto after = charged.run();
  REQUIRE(after.devices[d].empty);
  CHECK(after.devices[d].empty->s() == Approx(2 * before.devices[d].empty->s()).epsilon(0.01));
}

TEST_CASE("does a device at constant power warm up along the exponential of its R and C?") {
  scenario::Scenario body = test::from_yaml(test::full_body(2) + kOneApp);
  const plan::DeviceId idle(std::size_t{1});
  const double watts = plan::idle_power(body, idle, {}).total().si();
  scenario::Thermal& thermal = body.devices[idle].thermal.emplace();
  thermal.resistance_k_per_w = 10'000;
  thermal.time_constant = seconds(40);
  thermal.limit_c = thermal.at_rest_c + 0.5 * watts * 10'000;
  const Changing changing(std::move(body), "min_dev");
  const auto result = changing.run();
  REQUIRE(result.devices[idle].temperature_max_c);
  const double end_s = std::floor(60 / result.series.step.s()) * result.series.step.s();
  CHECK(*result.devices[idle].temperature_max_c ==
        Approx(thermal.at_rest_c + watts * 10'000 * (1 - std::exp(-end_s / 40))).epsilon(1e-9));
  // Half of the way is gone after ln 2 time constants.
  CHECK(result.devices[idle].above_limit.s() == Approx(60 - 40 * std::log(2.0)).margin(0.5));
}

TEST_CASE("does an accelerator that is too hot work at its throttled clock until it has cooled?") {
  scenario::Scenario body = test::from_yaml(test::full_body(1) + kOneApp);
  const plan::DeviceId d(std::size_t{0});
  scenario::Thermal& thermal = body.devices[d].thermal.emplace();
  thermal.resistance_k_per_w = 10'000;
  thermal.time_constant = seconds(5);
  thermal.throttle_c = thermal.at_rest_c + 5;
  thermal.throttle_clock = 0.25;
  Changing hot(body, "min_dev");
  const auto result = hot.run();
  body.devices[d].thermal->throttle_c.reset();
  Changing cool(body, "min_dev");
  CHECK(test::completed(result) < test::completed(cool.run()));
  REQUIRE_FALSE(result.changes.empty());
  CHECK(result.changes[0].what == "d0: throttled by its temperature");
}
