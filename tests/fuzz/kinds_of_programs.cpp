// What other programs answer, and what searches are told.
#include "synergy/attack/conditions.hpp"
#include "synergy/attack/space.hpp"
#include "synergy/input/error.hpp"
#include "synergy/outside/process.hpp"
#include "synergy/plan/compiled.hpp"
#include "synergy/planner/registry.hpp"
#include "synergy/scenario/load.hpp"

#include <stdexcept>
#include <variant>

#include "shared.hpp"

namespace synergy::fuzz {
namespace {

/// What a planner in another process says to the question for a plan: whatever it says, there is a plan or a
/// reason.
void read_answer(const std::string& bytes) {
  static const scenario::Scenario w2 =
      scenario::load_scenario((source_folder() / "scenarios/w2.yaml").string(), library());
  static plan::TableCache cache;
  static const plan::PlanningProblem problem(w2, cache);
  const planner::Planned planned = outside::read_plan_answer(bytes, "fuzzed", problem);
  const auto* plan = std::get_if<plan::CollaborationPlan>(&planned.result);
  if (plan == nullptr) {
    if (std::get<plan::Infeasible>(planned.result).reasons.empty())
      throw std::logic_error("neither a plan nor a reason");
    throw InputError({"fuzzed"}, std::get<plan::Infeasible>(planned.result).reasons.front().message);
  }
  (void)plan::compile(problem, *plan);
}

std::vector<std::string> plan_answers() {
  return {R"({"plan": {"deployment": ["widenet", "simplenet", "kws"], "apps": [)"
          R"({"app": "kws", "source": "earbud", "segments": [{"device": "earbud", "first": 0, "last": 8}], )"
          R"("target": "ring"}, {"app": "simplenet", "source": "glasses", "segments": )"
          R"([{"device": "glasses", "first": 0, "last": 9}, {"device": "watch", "first": 10, "last": 13}], )"
          R"("target": "watch"}, {"app": "widenet", "source": "glasses", "segments": )"
          R"([{"device": "glasses", "first": 0, "last": 13}], "target": "glasses"}]}, )"
          R"("effort": {"candidates_considered": 12, "candidates_pruned": 3, "budget_ended": true}})"};
}

/// It may be wrong in words of its own; then who asked says so.
void read_what_it_is(const std::string& bytes) {
  try {
    planner::Planner planner = outside::read_description(bytes);
    planner.plan = [](const planner::PlanningContext&) { return planner::Planned(); };
    planner::Registry registry = planner::Registry::builtin();
    registry.add(planner);
  } catch (const std::invalid_argument& error) {
    throw InputError({"fuzzed"}, error.what());
  }
}

std::vector<std::string> descriptions() {
  return {R"({"protocol": 1, "name": "first_fit", "description": "puts each app \"whole\" where it fits", )"
          R"("policy": "adaptive", "takes_objective": false, "parameters": [)"
          R"({"name": "depth", "type": "integer", "default": 3, "low": 1, "high": 9}, )"
          R"({"name": "share", "type": "real", "default": 0.5, "low": 0, "high": 1}, )"
          R"({"name": "fast", "type": "boolean", "default": true}, )"
          R"({"name": "order", "type": "text", "default": "size", "choices": ["size", "speed"]}]})"};
}

}  // namespace

std::vector<Kind> kinds_of_programs() {
  return {
      {"answer", read_answer, plan_answers},
      {"description", read_what_it_is, descriptions},
      {"space", [](const std::string& b) { (void)attack::read_space(document(b), library()); },
       [] { return files_in("scenarios/attack", "schema_version"); }},
      {"conditions", [](const std::string& b) { (void)attack::read_conditions(document(b)); },
       [] {
         return std::vector<std::string>{
             "schema_version: 1\nconditions:\n  - {of: scenario, quantity: app_count, least: 2, most: 8}\n"
             "  - {of: both, quantity: throughput_inf_per_s, least: 0.5}\n"
             "  - {of: planner, quantity: power_mean_mw, most: 250.5}\n"};
       }}};
}

}  // namespace synergy::fuzz
