#include "synergy/suite/run.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/run/metrics.hpp"
#include "synergy/scenario/load.hpp"

#include <algorithm>
#include <exception>
#include <mutex>
#include <numeric>
#include <system_error>
#include <thread>

#include <fmt/format.h>

namespace synergy::suite {
namespace {

constexpr int kQuickPart = 10;  // of warm-up and window

/// An instance as it is run: with what the options change.
run::Workload load(const Instance& instance, scenario::Library& library, const RunOptions& options,
                   const std::shared_ptr<plan::TableCache>& tables) {
  scenario::Scenario scenario = scenario::load_scenario(instance.file.string(), library);
  if (options.seed && !scenario::is_dynamic(scenario)) scenario.seed = *options.seed;
  // What changes does so when its file says, and has no tenth.
  if (options.quick && !scenario::is_dynamic(scenario)) {
    scenario.measurement.warm_up = scenario.measurement.warm_up / kQuickPart;
    scenario.measurement.window = scenario.measurement.window / kQuickPart;
  }
  return run::Workload(std::move(scenario), tables);
}

bool takes_budget(const planner::Planner& planner) {
  return std::any_of(planner.parameters.begin(), planner.parameters.end(),
                     [](const planner::Parameter& p) { return p.name == "node_budget"; });
}

/// The workload as one planner gets it: with the budget, if it takes one. A scenario has parameters for the
/// planner that it names, hence the naming.
run::Workload for_planner(const run::Workload& workload, const planner::Planner& planner,
                          const RunOptions& options) {
  if (!options.node_budget || !takes_budget(planner)) return workload;
  scenario::Scenario scenario = workload.scenario();
  scenario.planner = {planner.name, {{"node_budget", std::to_string(*options.node_budget)}}, {}};
  return workload.with(std::move(scenario));
}

results::SuiteRow row_of(const Instance& instance, const run::Plan& plan) {
  const scenario::Scenario& scenario = plan.workload().scenario();
  const run::RunRecord record = run::Run(plan, scenario.policy).simulate(0);
  results::SuiteRow row;
  row.instance = instance.id();
  row.family = instance.family;
  row.planner = plan.planner();
  row.objective = names_of(scenario.objective.kind).at(static_cast<std::size_t>(scenario.objective.kind));
  row.policy = scenario::to_text(record.policy);
  row.value = record.dynamic ? value_over_time(record) : value_of(plan);
  if (scenario::is_dynamic(scenario)) row.objective = kOverTime;
  row.status = run::to_text(record.status);
  if (record.status == run::Status::ok) {
    row.throughput_inf_per_s = run::throughput_inf_per_s(*record.result);
    row.latency_mean_ms = run::latency_mean_ms(*record.result);
    row.power_mean_mw = run::power_mean_mw(*record.result);
  }
  row.candidates_considered = record.effort.candidates_considered;
  row.candidates_pruned = record.effort.candidates_pruned;
  row.events_simulated = record.effort.events_simulated;
  row.budget_ended = record.effort.budget_ended;
  row.wall_plan_ms = record.wall_plan_ms;
  row.wall_simulate_ms = record.wall_simulate_ms;
  return row;
}

/// All plannings, which any number of threads do in any order.
class Runner {
 public:
  Runner(const std::vector<Instance>& instances, scenario::Library& library, const RunOptions& options)
      : instances_(instances), options_(options) {
    const auto tables = std::make_shared<plan::TableCache>();
    for (const Instance& instance : instances) workloads_.push_back(load(instance, library, options, tables));
    outcomes_.resize(instances.size() * options.planners.size());
    order_.resize(outcomes_.size());
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    // The largest first: one that takes long must not begin when all others have ended.
    std::stable_sort(order_.begin(), order_.end(),
                     [&](std::size_t a, std::size_t b) { return size_of(a) > size_of(b); });
  }

  /// What one thread does. Never throws: what it would throw is kept for the end.
  void work() {
    try {
      for (std::optional<std::size_t> task = take(); task; task = take()) {
        const planner::Planner& planner = *options_.planners[*task % options_.planners.size()];
        const std::size_t i = *task / options_.planners.size();
        const run::Workload workload = for_planner(workloads_[i], planner, options_);
        run::Plan plan = run::Plan::made_by(planner, workload, run::Plan::Belief::alone);
        results::SuiteRow row = row_of(instances_[i], plan);
        const bool budget = options_.node_budget && takes_budget(planner);
        std::string made_by =
            budget ? fmt::format("{} node_budget={}", planner.name, *options_.node_budget) : planner.name;
        put(*task, {instances_[i], std::move(plan), std::move(row), std::move(made_by)});
      }
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
    }
  }

  /// Empty if it was stopped.
  [[nodiscard]] std::vector<Outcome> finish() {
    if (failure_) std::rethrow_exception(failure_);
    std::vector<Outcome> all;
    if (done_ < outcomes_.size()) return all;
    for (std::optional<Outcome>& outcome : outcomes_) all.push_back(std::move(*outcome));
    return all;
  }

 private:
  [[nodiscard]] std::size_t size_of(std::size_t task) const {
    const scenario::Scenario& s = workloads_[task / options_.planners.size()].scenario();
    return s.apps.size() * s.devices.size();
  }

  std::optional<std::size_t> take() {
    const std::lock_guard lock(mutex_);
    if (failure_ || next_ == order_.size() || options_.stop()) return {};
    return order_[next_++];
  }

  void put(std::size_t task, Outcome outcome) {
    const std::lock_guard lock(mutex_);
    outcomes_[task] = std::move(outcome);
    options_.report(static_cast<std::int64_t>(++done_), static_cast<std::int64_t>(outcomes_.size()));
  }

  const std::vector<Instance>& instances_;
  const RunOptions& options_;
  std::vector<run::Workload> workloads_;
  std::vector<std::size_t> order_;
  std::mutex mutex_;  // of all below
  std::size_t next_ = 0;
  std::size_t done_ = 0;
  std::vector<std::optional<Outcome>> outcomes_;
  std::exception_ptr failure_;
};

/// Tells every row what is known; of an instance that is not known, the best of these planners.
void add_best(std::vector<Outcome>& outcomes, const BestKnownValues& known) {
  for (auto first = outcomes.begin(); first != outcomes.end();) {
    const std::string id = first->instance.id();
    const auto last =
        std::find_if(first, outcomes.end(), [&](const Outcome& o) { return o.instance.id() != id; });
    const auto found = known.find(id);
    BestKnown best;
    // What is known by another objective says nothing (stale_rows() tells).
    if (found != known.end() && found->second.objective == first->row.objective) {
      best = found->second;
    } else {
      const auto least = std::min_element(
          first, last, [](const Outcome& a, const Outcome& b) { return a.row.value < b.row.value; });
      best = {id, least->row.objective, least->row.value, {}, least->made_by, ""};
    }
    for (; first != last; ++first) first->row.best = best;
  }
}

}  // namespace

std::vector<Outcome> run(const std::vector<Instance>& instances, const BestKnownValues& known,
                         scenario::Library& library, const RunOptions& options) {
  ensure(!options.planners.empty(), "a suite is run with planners");
  Runner runner(instances, library, options);
  std::vector<std::thread> threads;
  try {
    for (int i = 1; i < options.threads; ++i) threads.emplace_back([&] { runner.work(); });
  } catch (const std::system_error&) {  // the machine gives no more: this one and those that began do all
  }
  runner.work();
  for (std::thread& thread : threads) thread.join();
  std::vector<Outcome> outcomes = runner.finish();
  add_best(outcomes, known);
  return outcomes;
}

}  // namespace synergy::suite
