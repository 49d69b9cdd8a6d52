// Triggers of replanning and what bounds them, on the shipped scenarios of bodies that change.
#include "synergy/run/clairvoyant.hpp"
#include "synergy/run/run.hpp"

#include <map>

#include "../support/dynamic_bodies.hpp"
#include <catch2/catch.hpp>

using namespace synergy;

namespace {

/// Inferences completed in the window x share of app-time that was served, by trigger. One app alone
/// completes more than several do together (in `crowd` a round of five small apps takes 33 ms, with a sixth,
/// larger one 432 ms), so that whoever lets a new app wait a second completes more of the others in it: by
/// inferences alone `change` does 0.03 % better there than the bound. What is wanted is that all apps are
/// served.
std::map<std::string, double> served_by_trigger(const std::string& scenario,
                                                std::vector<scenario::Override> settings) {
  std::map<std::string, double> served;
  for (const auto& [name, value] : {std::pair{"never", "never"},
                                    {"change", "change"},
                                    {"every", "{every: 10 s}"},
                                    {"drop", "{drop: 20 %, for: 2 s}"},
                                    {"paid", "clairvoyant_paid"},
                                    {"free", "clairvoyant_free"}}) {
    auto all = settings;
    all.push_back({"replanning.trigger", value});
    const auto record =
        run::Run(run::Plan::made_by(planner::Registry::builtin().at("synergy"),
                                    run::Workload(test::shipped(scenario, all), test::Changing::tables())))
            .simulate(0);
    REQUIRE(record.result);
    CHECK(test::broken_laws(*record.dynamic) == "");
    served[name] =
        static_cast<double>(record.result->completed_in_window()) * record.dynamic->availability_ratio();
  }
  return served;
}

}  // namespace

TEST_CASE("does never serve no more than any trigger, and none more than the bound, on what ships?",
          "[optimised]") {
  for (const std::string scenario : {"ring_off", "commute", "flaky", "crowd", "battery_day"}) {
    std::vector<scenario::Override> settings;
    if (scenario == "commute") settings.push_back({"measurement.window", "290 s"});
    if (scenario == "battery_day") settings.push_back({"measurement.window", "7140 s"});
    const auto served = served_by_trigger(scenario, settings);
    for (const std::string trigger : {"change", "every", "drop", "paid"}) {
      CAPTURE(scenario, trigger, served.at("never"), served.at(trigger), served.at("free"));
      CHECK(served.at("never") <= served.at(trigger));
      // Who pays for switches knows all plans to come and need not take the planner's own for each body: in
      // `crowd` it has a round less under way when plans change, and does 0.084 % better. Triggers know
      // nothing.
      const double tolerance = trigger == "paid" && scenario == "crowd" ? 1e-3 : 0;
      CHECK(served.at(trigger) <= served.at("free") * (1 + tolerance));
    }
  }
}

TEST_CASE(
    "is a plan that was good before a link was shadowed judged by what it is worth behind the shadow?") {
  // The result of convnet5 goes from glasses to watch, though the glasses could show it.
  const auto completed = [](const std::string& trigger) {
    const auto record =
        run::Run(
            run::Plan::made_by(planner::Registry::builtin().at("synergy"),
                               run::Workload(scenario::load_scenario(
                                   std::string(SYNERGY_SOURCE_DIR) + "/scenarios/suite/dynamic/shadowed.yaml",
                                   test::library(), {{"replanning.trigger", trigger}}))))
            .simulate(0);
    REQUIRE(record.result);
    return static_cast<double>(record.result->completed_in_window());
  };
  const double never = completed("never");
  const double change = completed("change");
  const double free = completed("clairvoyant_free");
  CAPTURE(never, change, free);
  CHECK(change > 1.9 * never);
  CHECK(change > 0.9 * free);
  CHECK(completed("clairvoyant_paid") > 0.9 * free);
}
