// A kind of link from a folder of its own (tests/fake_link), known through one row of a table: everything the
// program does with links, it does with this one.
#include "synergy/link/ble/spec.hpp"
#include "synergy/planner/registry.hpp"
#include "synergy/results/explain.hpp"
#include "synergy/scenario/load.hpp"
#include "synergy/scenario/profile_numbers.hpp"
#include "synergy/simulation/simulate.hpp"

#include "../fake_link/tether.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using Catch::Contains;
using test::TetherSpec;

namespace {

const std::string kScenario = std::string(SYNERGY_SOURCE_DIR) + "/tests/fake_link/tethered.yaml";

/// The kinds that ship, and one row more.
scenario::Library& library() {
  static scenario::Library known(SYNERGY_SOURCE_DIR, families::built_in(), [] {
    std::vector<const link::LinkKindInfo*> rows = link::link_kinds().rows();
    rows.push_back(&test::tether());
    return link::LinkKinds(std::move(rows));
  }());
  return known;
}

scenario::Scenario tethered(const std::vector<scenario::Override>& changes = {}) {
  return scenario::load_scenario(kScenario, library(), changes);
}

std::string error_of(const std::vector<scenario::Override>& changes) {
  try {
    (void)tethered(changes);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

/// What the planner makes of it, compiled.
plan::CompiledPlan planned(const plan::PlanningProblem& problem) {
  const auto planned = planner::plan_with_defaults(planner::Registry::builtin().at("synergy"), problem);
  auto compiled = plan::compile(problem, std::get<plan::CollaborationPlan>(planned.result));
  return std::get<plan::CompiledPlan>(std::move(compiled));
}

const plan::Stage& transfer_of(const plan::CompiledPlan& compiled) {
  const auto& stages = compiled.apps.front().stages;
  const auto found = std::find_if(stages.begin(), stages.end(), [](const plan::Stage& stage) {
    return stage.kind == plan::Stage::Kind::transfer;
  });
  REQUIRE(found != stages.end());
  return *found;
}

}  // namespace

TEST_CASE("is a scenario over a new kind of link read, and its mistakes told as those of other kinds?") {
  const scenario::Scenario s = tethered();
  CHECK(s.link.kind().name == "tether");
  CHECK(s.link.get<TetherSpec>() == TetherSpec{"copper.yaml", milliseconds(3)});
  CHECK(s.link.get_if<link::BleSpec>() == nullptr);
  CHECK_FALSE(s.link == link::LinkSpec());
  CHECK(tethered({{"link.delay", "4 ms"}}).link.get<TetherSpec>().delay == milliseconds(4));
  CHECK_THAT(error_of({{"link.phy", "2M"}}), Contains("unknown key 'phy'; known: kind, cable, delay"));
  CHECK_THAT(error_of({{"link.delay", "2 s"}}), Contains("nobody waits for a cable"));
  CHECK_THAT(error_of({{"link.cable", "gold"}}), Contains("unknown link profile 'gold'"));
  CHECK_THAT(error_of({{"link", "{kind: tin}"}}),
             Contains("unknown link kind 'tin'; known: ble, wifi_tcp, generic, tether"));
  // A program without the row has not heard of it.
  scenario::Library others(SYNERGY_SOURCE_DIR);
  CHECK_THROWS_WITH(scenario::load_scenario(kScenario, others),
                    Contains("unknown link kind 'tether'; known: ble, wifi_tcp"));
}

TEST_CASE("is a transfer over a new kind of link planned, explained and simulated as the kind says?") {
  const scenario::Scenario s = tethered();
  plan::TableCache cache;
  const plan::PlanningProblem problem(s, cache);
  const plan::CompiledPlan compiled = planned(problem);
  // 3 ms of delay and 4 B at 1 kB/s; 4 B at 5 uJ/B.
  const plan::Stage& transfer = transfer_of(compiled);
  CHECK(transfer.transfer.latency == milliseconds(7));
  CHECK(transfer.transfer.occupancy == milliseconds(7));
  CHECK(transfer.transfer.sender.si() == Approx(20e-6));
  CHECK(compiled.slots.slots == 1);

  const std::string text = results::explain(problem, compiled, scenario::Policy::sequential);
  CHECK_THAT(text, Contains("ear-wrist"));
  CHECK_THAT(text, Contains("7.000") || Contains("7 "));

  const simulation::RunResult result =
      simulation::simulate(problem, compiled, scenario::Policy::sequential, {1}, 0);
  REQUIRE(result.links.size() == 1);
  const auto completed = result.apps.front().completed;
  CHECK(completed > 100);
  CHECK(result.links.front().transfers - completed <= 1);
  CHECK(result.links.front().bytes == 4 * result.links.front().transfers);
  CHECK(result.failed_checks.empty());
}

TEST_CASE("does a saved scenario over a new kind of link give the same again?") {
  const scenario::Scenario s = tethered();
  const std::string saved = scenario::to_yaml(s);
  CHECK_THAT(saved, Contains("link:\n  kind: tether\n  cable: \"copper.yaml\"\n  delay: 3 ms\n") ||
                        Contains("link:\n  kind: tether\n  cable: \"copper.yaml\"\n  delay: 0.003 s\n"));
  const scenario::Scenario again = scenario::read_scenario(input::parse(saved, "saved.yaml"), library());
  CHECK(again.link == s.link);
  CHECK(scenario::to_yaml(again) == saved);
  CHECK(again.link_kind->estimate(Bytes(4), true, {}).latency == milliseconds(7));
}

TEST_CASE("are the numbers of a new kind's profile listed, and do they move?") {
  const scenario::Scenario s = tethered();
  const auto numbers = scenario::profile_numbers(s);
  REQUIRE(numbers.size() > 2);
  CHECK(numbers[numbers.size() - 2].path == "copper.rate");
  CHECK(numbers.back().path == "copper.energy_per_byte");
  CHECK(numbers.back().value.si == Approx(5e-6));
  const scenario::Scenario faster = scenario::with_profile_numbers(s, {{"copper.rate", 2000}});
  CHECK(faster.link_kind->estimate(Bytes(4), true, {}).latency == milliseconds(5));
  CHECK(s.link_kind->estimate(Bytes(4), true, {}).latency == milliseconds(7));
}
