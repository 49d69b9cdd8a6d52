#include "comparisons.hpp"

#include "synergy/input/edit.hpp"
#include "synergy/scenario/device_order.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace synergy::cli {
namespace {

using results::Comparison;
using results::RunRecord;

void add(std::vector<Comparison>& comparisons, const std::vector<RunRecord>& records,
         const std::string& definition, plan::TableCache& cache) {
  for (std::size_t r = 1; r < records.size(); ++r) {
    comparisons.push_back(results::compare_matched(records.front(), records[r], cache));
    comparisons.back().definition = definition;
  }
}

/// The plan as what tells two plans apart: also by the order of deployment, which decides where weights lie.
std::string full_text(const RunRecord& run) {
  if (!run.compiled) return {};
  const plan::CollaborationPlan& plan = run.compiled->plan;
  return fmt::format("{} [{}]", plan::to_text(plan, *run.scenario), fmt::join(plan.deployment, ","));
}

results::OrderPoint point_of(const std::vector<RunRecord>& records, plan::TableCache& cache) {
  results::OrderPoint point;
  point.scenario = records.front().scenario->name;
  for (const RunRecord& run : records) {
    std::optional<double> throughput;
    if (run.result && run.result->completed_in_window() > 0)
      throughput = static_cast<double>(run.result->completed_in_window()) / run.result->window.s();
    point.outcomes.push_back({run.planner, full_text(run), throughput});
  }
  add(point.comparisons, records, std::string(results::kPaired), cache);
  return point;
}

}  // namespace

std::vector<const planner::Planner*> compared_planners() {
  std::vector<const planner::Planner*> found;
  for (const planner::Planner* planner : planner::planners()) {
    if (planner->origin == "reconstructed") found.push_back(planner);
  }
  return found;
}

std::vector<Comparison> other_definitions(const scenario::Scenario& scenario,
                                          const std::vector<RunRecord>& paired, plan::TableCache& cache) {
  std::vector<Comparison> comparisons;
  const std::vector<const planner::Planner*> planners = compared_planners();
  const plan::PlanningProblem problem(scenario, cache);
  const auto& policies = names_of(scenario::Policy{});
  for (std::size_t p = 0; p < policies.size(); ++p) {
    std::vector<RunRecord> records;
    for (std::size_t i = 0; i < planners.size(); ++i) {
      const auto policy = static_cast<scenario::Policy>(p);
      records.push_back(
          paired[i].policy == policy ? paired[i] : simulation::run_planner(problem, *planners[i], policy, 0));
    }
    add(comparisons, records, fmt::format("both_{}", policies[p]), cache);
  }
  const auto& sensings = names_of(scenario::Sensing{});
  for (std::size_t s = 0; s < sensings.size(); ++s) {
    const auto sensing = static_cast<scenario::Sensing>(s);
    if (sensings[s] != "latest" && sensings[s] != "new_sample") continue;
    scenario::Scenario other = scenario;
    for (scenario::App& app : other.apps) app.sensing = sensing;
    const bool is_own = std::all_of(scenario.apps.begin(), scenario.apps.end(),
                                    [&](const scenario::App& app) { return app.sensing == sensing; });
    if (is_own) continue;
    const plan::PlanningProblem other_problem(other, cache);
    std::vector<RunRecord> records;
    for (const planner::Planner* planner : planners)
      records.push_back(simulation::run_planner(other_problem, *planner, {}, 0));
    add(comparisons, records, fmt::format("sensing_{}", sensings[s]), cache);
  }
  return comparisons;
}

std::vector<results::OrderPoint> in_device_orders(const std::string& file,
                                                  const std::vector<scenario::Override>& settings,
                                                  std::size_t most, scenario::Library& library,
                                                  plan::TableCache& cache) {
  std::vector<results::OrderPoint> points;
  const scenario::Scenario shipped = load_scenario(file, library, settings);
  const std::vector<const planner::Planner*> planners = compared_planners();
  for (const scenario::DeviceOrder& order : scenario::distinct_device_orders(shipped, most)) {
    std::vector<std::string> names;
    for (const std::string& name : order) names.push_back(input::yaml_text(name));
    std::vector<scenario::Override> with_order = settings;
    with_order.push_back({"device_order", fmt::format("[{}]", fmt::join(names, ", "))});
    const scenario::Scenario listed = load_scenario(file, library, with_order);
    const plan::PlanningProblem problem(listed, cache);
    std::vector<RunRecord> records;
    for (const planner::Planner* planner : planners)
      records.push_back(simulation::run_planner(problem, *planner, {}, 0));
    points.push_back(point_of(records, cache));
    points.back().order = points.size() - 1;
    points.back().devices = fmt::format("{}", fmt::join(order, ", "));
  }
  return points;
}

}  // namespace synergy::cli
