#include "synergy/planner/pareto.hpp"

#include "synergy/plan/compiled.hpp"
#include "synergy/quantities/whole.hpp"

#include <algorithm>
#include <array>

#include "pareto/front_search.hpp"
#include <fmt/format.h>

namespace synergy::planner {
namespace {

using scenario::Objective;

constexpr std::array kSeedObjectives{Objective::Kind::throughput, Objective::Kind::latency,
                                     Objective::Kind::energy};

std::string found_by(const Planner& planner, Objective::Kind kind) {
  if (!planner.takes_objective) return planner.name;
  return fmt::format("{} ({})", planner.name, scenario::names_of(kind)[static_cast<std::size_t>(kind)]);
}

/// What all planners find, each with every objective it takes.
void add_planners(const plan::PlanningProblem& problem, const Registry& planners, FrontArchive& archive,
                  LinkCosts& costs, StaticPower& static_power, Effort& effort, const ReportFront& report) {
  scenario::Scenario scenario = problem.scenario();
  plan::TableCache cache;
  const plan::PlanningProblem variant(scenario, cache);
  const scenario::PlannerChoice& choice = scenario.planner;
  std::int64_t asked = 0;
  for (const Planner& planner : planners) {
    if (report)
      report({planner.name, asked++, static_cast<std::int64_t>(planners.size()), archive.entries().size()});
    const ParameterValues values = values_of(planner, choice);
    for (const Objective::Kind kind : kSeedObjectives) {
      if (!planner.takes_objective && kind != kSeedObjectives.front()) continue;
      scenario.objective = {kind};
      const Planned planned = planner.plan({variant, values});
      effort += planned.effort;
      const auto* plan = std::get_if<plan::CollaborationPlan>(&planned.result);
      if (plan == nullptr || std::holds_alternative<plan::Infeasible>(plan::compile(variant, *plan)))
        continue;
      archive.add({front_point(problem, *plan, costs, static_power), *plan, found_by(planner, kind)});
    }
  }
}

}  // namespace

ParetoFront pareto_front(const plan::PlanningProblem& problem, const Registry& planners,
                         std::int64_t node_budget, const ReportFront& report) {
  ParetoFront front;
  LinkCosts costs(problem);
  StaticPower static_power(problem);
  FrontArchive archive;
  add_planners(problem, planners, archive, costs, static_power, front.effort, report);
  front.proven = complete_front(problem, archive, node_budget, costs, static_power, front.effort, report);
  // The archive holds what is best at any throughput up to its own. Whoever is covered at its own is covered
  // by one of these: what covers it is itself covered throughout by one.
  for (const FrontEntry& entry : archive.entries()) {
    const bool dominated =
        std::any_of(archive.entries().begin(), archive.entries().end(), [&](const FrontEntry& other) {
          const bool equal = covers(entry.point, other.point);  // of equals the first stays
          return covers(other.point, entry.point) && (equal ? &other < &entry : true);
        });
    if (dominated) continue;
    front.plans.push_back({entry.plan, entry.point.round, entry.point.latency,
                           energy_of_fj(entry.point.energy_fj), power_of_nw(entry.point.static_nw),
                           entry.found_by});
  }
  std::stable_sort(front.plans.begin(), front.plans.end(), [](const FrontPlan& x, const FrontPlan& y) {
    return std::tie(x.round, x.latency) < std::tie(y.round, y.latency);
  });
  return front;
}

}  // namespace synergy::planner
