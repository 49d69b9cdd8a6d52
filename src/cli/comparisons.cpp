#include "comparisons.hpp"

#include "synergy/input/edit.hpp"
#include "synergy/scenario/device_order.hpp"

#include <algorithm>
#include <deque>
#include <map>

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

/// Runs of one workload in any order of its devices, by planner and plan: each plan is simulated once.
class RunsByPlan {
 public:
  explicit RunsByPlan(plan::TableCache& cache) : cache_(&cache) {}

  struct Run {
    std::string plan;  ///< with the planner, what the run is known by; empty if infeasible
    const RunRecord* record = nullptr;
  };

  Run run(const plan::PlanningProblem& problem, const planner::Planner& planner) {
    RunRecord planned = simulation::plan_run(problem, planner, {});
    Run run;
    if (planned.compiled) run.plan = full_text(planned.compiled->plan, problem.scenario());
    const auto [known, is_new] = runs_.try_emplace({planned.planner, run.plan}, std::move(planned));
    if (is_new) simulation::simulate_run(known->second, problem, 0);
    run.record = &known->second;
    return run;
  }

  const Comparison& compare(const Run& synergy, const Run& baseline) {
    const Key key{baseline.record->planner, synergy.plan + "\n" + baseline.plan};
    auto known = comparisons_.find(key);
    if (known == comparisons_.end()) {
      Comparison compared = results::compare_matched(*synergy.record, *baseline.record, *cache_);
      known = comparisons_.emplace(key, std::move(compared)).first;
    }
    return known->second;
  }

 private:
  using Key = std::pair<std::string, std::string>;

  /// Also the order of deployment, which decides where weights lie.
  static std::string full_text(const plan::CollaborationPlan& plan, const scenario::Scenario& scenario) {
    return fmt::format("{} [{}]", plan::to_text(plan, scenario), fmt::join(plan.deployment, ","));
  }

  plan::TableCache* cache_;
  std::map<Key, RunRecord> runs_;
  std::map<Key, Comparison> comparisons_;
};

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
  std::deque<scenario::Scenario> scenarios;  // which the runs point to
  RunsByPlan runs(cache);
  for (const scenario::DeviceOrder& order : scenario::distinct_device_orders(shipped, most)) {
    std::vector<std::string> names;
    for (const std::string& name : order) names.push_back(input::yaml_text(name));
    std::vector<scenario::Override> with_order = settings;
    with_order.push_back({"device_order", fmt::format("[{}]", fmt::join(names, ", "))});
    scenarios.push_back(load_scenario(file, library, with_order));
    const plan::PlanningProblem problem(scenarios.back(), cache);
    results::OrderPoint& point = points.emplace_back();
    point.scenario = shipped.name;
    point.order = points.size() - 1;
    point.devices = fmt::format("{}", fmt::join(order, ", "));
    RunsByPlan::Run synergy;
    for (const planner::Planner* planner : planners) {
      const RunsByPlan::Run run = runs.run(problem, *planner);
      const auto& result = run.record->result;
      std::optional<double> throughput;
      if (result && result->completed_in_window() > 0)
        throughput = static_cast<double>(result->completed_in_window()) / result->window.s();
      point.outcomes.push_back({run.record->planner, run.plan, throughput});
      if (planner == planners.front())
        synergy = run;
      else
        point.comparisons.push_back(runs.compare(synergy, run));
    }
  }
  return points;
}

}  // namespace synergy::cli
