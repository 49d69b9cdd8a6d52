// The bound that pays for its switches, on a body whose batteries have a say.
#include "synergy/run/clairvoyant.hpp"

#include "../support/dynamic_bodies.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using synergy::test::Changing;
using Trigger = scenario::Trigger::Kind;

namespace {

/// w2 on batteries; the ring's and the watch's are low before the end.
Changing with_low_batteries(Trigger trigger) {
  scenario::Scenario body = test::shipped("w2");
  body.measurement = {seconds(1), seconds(59), false};
  for (scenario::Device& device : body.devices) {
    if (device.name == "ring") device.battery = Energy::from_si(0.3);
    if (device.name == "glasses") device.battery_use.at_charge = Ratio::from_si(0.01);
  }
  return Changing(std::move(body), "synergy", trigger);
}

std::int64_t paid(const Changing& changing) {
  const auto result = run::simulate_clairvoyant(changing.body, changing.replanner->policy(), 0,
                                                changing.changes, *changing.replanner);
  CHECK(test::broken_laws(result) == "");
  return result.total.completed_in_window();
}

}  // namespace

TEST_CASE("does who knows the future know when batteries empty, though no change says so?") {
  const Changing changing = with_low_batteries(Trigger::clairvoyant_paid);
  const auto never = with_low_batteries(Trigger::never).run();
  REQUIRE(never.first_battery_empty());
  const std::int64_t known = paid(changing);
  const std::int64_t free = with_low_batteries(Trigger::clairvoyant_free).run().total.completed_in_window();
  CAPTURE(never.total.completed_in_window(), known, free);
  CHECK(known > never.total.completed_in_window());
  CHECK(static_cast<double>(known) > 0.98 * static_cast<double>(free));
}

TEST_CASE("is the bound that pays the same under a probe, which sees the best of its rounds?") {
  class Ends final : public simulation::Probe {
   public:
    void started(std::uint64_t, plan::AppId, Time) override {}
    void worked(const simulation::Work&) override {}
    void visited(const simulation::Visit&) override {}
    void ended(std::uint64_t, bool completed, Time) override { count += completed ? 1 : 0; }
    std::int64_t count = 0;
  };
  const Changing changing = with_low_batteries(Trigger::clairvoyant_paid);
  Ends ends;
  const auto seen = run::simulate_clairvoyant(changing.body, changing.replanner->policy(), 0,
                                              changing.changes, *changing.replanner, {.probe = &ends});
  const auto unseen = run::simulate_clairvoyant(changing.body, changing.replanner->policy(), 0,
                                                changing.changes, *changing.replanner);
  CHECK(seen.total.completed_in_window() == unseen.total.completed_in_window());
  CHECK(ends.count == test::completed(seen));
}
