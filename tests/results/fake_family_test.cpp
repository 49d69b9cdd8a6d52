// A family of accelerators that the program does not know, from a scenario to what people read: it is one
// folder (support/fake_family) and one row.
#include "synergy/input/edit.hpp"
#include "synergy/plan/problem.hpp"
#include "synergy/planner/registry.hpp"
#include "synergy/results/cost_table.hpp"
#include "synergy/results/explain.hpp"
#include "synergy/results/tables.hpp"
#include "synergy/scenario/profile_numbers.hpp"

#include <algorithm>

#include "../support/fake_family/family.hpp"
#include "../support/plans.hpp"
#include "records.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using run::RunRecord;

namespace {

scenario::Library& with_abacus() {
  static scenario::Library library(SYNERGY_SOURCE_DIR, [] {
    std::vector<const device::Family*> rows = families::built_in().rows();
    rows.push_back(&test::abacus_family());
    return device::Families(rows);
  }());
  return library;
}

/// Devices that all have everything, with these accelerators; apps of these models on the microphone.
scenario::Scenario body_of(const std::vector<std::string>& accelerators,
                           const std::vector<std::string>& models, const std::string& memory = "256 KiB",
                           const std::string& more = "") {
  std::string text =
      "schema_version: 1\nname: mixed\nmeasurement: {warm_up: 0 ms, window: 2 s}\nsensing: latest\n"
      "postprocess: none\n" +
      more + "definitions:\n  accelerators:\n    -\n" + input::indented(test::abacus_yaml(memory), 6) +
      "body:\n  devices:\n";
  for (std::size_t d = 0; d < accelerators.size(); ++d) {
    text += "    - {name: d" + std::to_string(d) + ", accelerator: " + accelerators[d] +
            ", radio: nrf52840, sensors: [microphone_sph0645], interactions: [haptic_lra]}\n";
  }
  text += "apps:\n";
  for (std::size_t a = 0; a < models.size(); ++a)
    text += "  - {name: a" + std::to_string(a) + ", model: " + models[a] +
            ", sensor: microphone, interaction: haptic}\n";
  return scenario::read_scenario(input::parse(text, "mixed.yaml"), with_abacus());
}

constexpr std::int64_t kKwsMacs = 8'345'344;
constexpr std::int64_t kKwsBytes = 169'472;  // of weights; KWS has no biases

}  // namespace

TEST_CASE("does an inference on a new family take what its own arithmetic gives, to the nanosecond?") {
  const scenario::Scenario s = body_of({"abacus"}, {"kws"});
  plan::TableCache cache;
  const plan::PlanningProblem problem(s, cache);
  const RunRecord record = test::run_planner(problem, planner::Registry::builtin().at("synergy"));
  REQUIRE(record.status == run::Status::ok);
  const plan::Stage& visit = record.compiled->apps[plan::AppId(0)].stages.at(1);
  CHECK(visit.cost.load == nanoseconds(16'384 * 10));
  CHECK(visit.cost.infer == nanoseconds(kKwsMacs * 2));  // 500 MHz
  CHECK(visit.cost.unload == nanoseconds(84 * 10));
  // 16,384 B at 14.9 MB/s, the visit, and 100 us of the haptic's dispatch.
  const Duration expected = nanoseconds(1'099'597 + 16'468 * 10 + kKwsMacs * 2 + 100'000);
  CHECK(record.result->apps[plan::AppId(0)].latency.min() == expected);
  CHECK(record.estimate->latency[0] == expected);
  const auto uses = record.compiled->memory.of(plan::DeviceId(0)).uses();
  REQUIRE(uses.size() == 1);
  CHECK(uses[0].used == kKwsBytes);
  const std::string text = results::explain(problem, *record.compiled, record.policy);
  CHECK_THAT(text, Catch::Contains("Memory (beads of all rods):") && Catch::Contains("beads_used") &&
                       Catch::Contains("169472") && Catch::Contains(std::to_string(256 * 1024 - kKwsBytes)));
  const auto devices = results::devices_table({record});
  CHECK(test::whole(devices, 0, "weight_words_used") == kKwsBytes);
  CHECK(test::text(devices, 0, "accelerator") == "abacus");
}

TEST_CASE("does every planner plan a body of two families, and does each device keep to its memory?") {
  const scenario::Scenario s = body_of({"abacus", "max78000", "abacus"}, {"kws", "kws", "kws"});
  plan::TableCache cache;
  const plan::PlanningProblem problem(s, cache);
  for (const planner::Planner& planner : planner::Registry::builtin()) {
    CAPTURE(planner.name);
    const RunRecord record = test::run_planner(problem, planner);
    for (const auto& reason : record.reasons) UNSCOPED_INFO(plan::to_text(reason));
    REQUIRE(record.status == run::Status::ok);
    for (const plan::DeviceId d : problem.accelerators()) {
      for (const device::MemoryUse& use : record.compiled->memory.of(d).uses())
        CHECK(use.used <= use.available);
    }
    const std::string text = results::explain(problem, *record.compiled, record.policy);
    CHECK_THAT(text,
               Catch::Contains("beads_left") && Catch::Contains("words_left") &&
                   Catch::Contains("Memory (beads of all rods, weights on the fullest of the processors, "
                                   "biases in the fullest quadrant):"));
  }
}

TEST_CASE(
    "is a network split where no device of the new family holds it whole, and refused where none can?") {
  plan::TableCache cache;
  const scenario::Scenario split = body_of({"abacus", "abacus"}, {"kws"}, "120 kB");
  const plan::PlanningProblem problem(split, cache);
  const RunRecord record = test::run_planner(problem, planner::Registry::builtin().at("synergy"));
  REQUIRE(record.status == run::Status::ok);
  CHECK(record.compiled->plan.apps[plan::AppId(0)].segments.size() == 2);

  const scenario::Scenario small = body_of({"abacus", "abacus"}, {"kws"}, "20 kB");
  const plan::PlanningProblem none(small, cache);
  const RunRecord refused = test::run_planner(none, planner::Registry::builtin().at("synergy"));
  REQUIRE(refused.status == run::Status::infeasible);
  CHECK(std::any_of(refused.reasons.begin(), refused.reasons.end(), [](const plan::Reason& reason) {
    return reason.message.find("too many beads") != std::string::npos;
  }));
  const plan::CollaborationPlan by_hand = test::plan_of({{0, {{0, {0, 8}}}, 0}});
  const auto judged = plan::compile(none, by_hand);
  REQUIRE(std::holds_alternative<plan::Infeasible>(judged));
  CHECK(plan::to_text(std::get<plan::Infeasible>(judged).reasons.front()) == "a0: d0: too many beads");
  CHECK(plan::to_text(std::get<plan::Infeasible>(judged).reasons.front().kind) == "memory");
}

TEST_CASE("does a scenario with a new family survive being written, and its numbers being set?") {
  const scenario::Scenario s = body_of({"abacus"}, {"kws"}, "256 KiB", "knowledge: {accelerator: +100 %}\n");
  scenario::Library nothing("/nonexistent", with_abacus().families());
  const auto again = scenario::read_scenario(input::parse(scenario::to_yaml(s), "resolved.yaml"), nothing);
  CHECK(scenario::to_yaml(again) == scenario::to_yaml(s));
  CHECK(again.devices.front().accelerator->to_yaml() == s.devices.front().accelerator->to_yaml());
  const auto numbers = scenario::profile_numbers(s);
  CHECK(std::any_of(numbers.begin(), numbers.end(), [](const auto& n) { return n.path == "abacus.clock"; }));
  const auto slow = scenario::with_profile_numbers(s, {{"abacus.clock", 250e6}});
  const auto infer = [](const scenario::Scenario& of) {
    const auto& accelerator = of.devices.front().accelerator;
    return accelerator->lower(of.apps.front().model)->cost_alone({0, 8})->infer;
  };
  CHECK(infer(slow) == 2 * infer(s));
  CHECK(infer(scenario::as_believed(s)) == infer(s) / 2);
}

TEST_CASE("does the table of a network's layers have the columns of its accelerator's family?") {
  const scenario::Scenario s = body_of({"abacus"}, {"kws"});
  const auto network = s.devices.front().accelerator->lower(s.apps.front().model);
  const results::Table table = results::cost_table(*network, {0, 8});
  std::vector<std::string_view> names;
  for (const results::Column& column : table.columns) names.push_back(column.name);
  CHECK(names == std::vector<std::string_view>{"index", "name", "macs", "cut_bytes", "cut_single_tensor",
                                               "fits", "problem"});
  REQUIRE(table.rows.size() == 9);
  std::int64_t macs = 0;
  for (std::size_t r = 0; r < 9; ++r) macs += test::whole(table, r, "macs");
  CHECK(macs == kKwsMacs);
}
