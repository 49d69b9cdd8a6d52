#include "synergy/results/reasons.hpp"

#include "run_columns.hpp"

namespace synergy::results {
namespace {

Cell reasons(const RunRecord& row) {
  std::string all = reasons_in_words(row.reasons);
  if (row.result) {
    for (const auto& check : row.result->failed_checks) all += (all.empty() ? "" : "; ") + check.message;
    if (row.status == run::Status::nothing_completed) all = "no inference completed in the window";
  }
  if (all.empty()) return {};
  return all;
}

template <class Value>
Cell refinement(const RunRecord& row, Value planner::Refinement::*member) {
  if (!row.refinement) return {};
  return *row.refinement.*member;
}

using R = simulation::RunResult;

/// What was run.
const RunColumn kRunColumns[] = {
    {{"run_id", "",
      "scenario/planner/policy/replication (only the scenario may have a / in it), in a sweep the point's "
      "id; "
      "joins all tables",
      Type::text, Role::key},
     [](const RunRecord& r) { return text(r.run_id()); }},
    {{"scenario", "", "name of the scenario"}, [](const RunRecord& r) { return text(r.scenario->name); }},
    {{"body", "", "name of the body"}, [](const RunRecord& r) { return text(r.scenario->body); }},
    {{"planner", "", "planner that made the plan"}, [](const RunRecord& r) { return text(r.planner); }},
    {{"policy", "", "parallelisation policy of the run"},
     [](const RunRecord& r) { return text(scenario::to_text(r.policy)); }},
    {{"regime", "", "load regime"},
     [](const RunRecord& r) { return text(scenario::to_text(r.scenario->load.regime)); }},
    {{"replication", "", "index of the replication, from 0", Type::integer},
     [](const RunRecord& r) { return count(r.replication); }},
    {{"seed", "", "seed of the scenario", Type::integer},
     [](const RunRecord& r) { return count(static_cast<std::int64_t>(r.scenario->seed)); }},
    {{"status", "",
      "ok, infeasible (no plan; metrics are empty), nothing_completed (simulated, but no inference completed "
      "in the window: no latency, no energy per inference), failed (point of a sweep that cannot be run) or "
      "failed_check (a bug: do not use the row)",
      Type::text},
     [](const RunRecord& r) { return text(run::to_text(r.status)); }},
    {{"reasons", "", "why the status is not ok"}, reasons},
    {{"app_count", "", "apps of the scenario", Type::integer},
     [](const RunRecord& r) { return count(r.scenario->apps.size()); }},
};

/// The plan, and what finding it took.
const RunColumn kPlanColumns[] = {
    {{"link_count", "", "links in use", Type::integer},
     [](const RunRecord& r) { return simulated(r, [](const R& s) { return count(s.links.size()); }); }},
    {{"slot_count", "", "slots that the links' interval is divided into", Type::integer},
     [](const RunRecord& r) {
       return simulated(r, [&r](const R&) { return count(r.compiled->slots.slots); });
     }},
    {{"plan", "", "app: source | device first-last layer | ... | target; ..."},
     [](const RunRecord& r) {
       return simulated(r, [&r](const R&) { return text(plan::to_text(r.compiled->plan, *r.scenario)); });
     }},
    {{"candidates_considered", "", "complete execution plans the planner evaluated", Type::integer},
     [](const RunRecord& r) { return count(r.effort.candidates_considered); }},
    {{"candidates_pruned", "", "partial plans the planner gave up", Type::integer},
     [](const RunRecord& r) { return count(r.effort.candidates_pruned); }},
};

/// What planners gained and lost, and what the run took.
const RunColumn kEffortColumns[] = {
    {{"refine_round_gain_ratio", "ratio", "by how much refine shortened synergy's round time", Type::number},
     [](const RunRecord& r) { return refinement(r, &planner::Refinement::round_ratio); }},
    {{"refine_latency_gain_ratio", "ratio", "by how much refine lowered synergy's sum of latencies",
      Type::number},
     [](const RunRecord& r) { return refinement(r, &planner::Refinement::latency_ratio); }},
    {{"refine_energy_gain_ratio", "ratio", "by how much refine lowered synergy's dynamic energy of a round",
      Type::number},
     [](const RunRecord& r) { return refinement(r, &planner::Refinement::energy_ratio); }},
    {{"knowledge_loss_ratio", "ratio",
      "with knowledge: 1 - throughput / throughput of the plan the same planner makes of the true numbers, "
      "both simulated; below 0 where the wrong numbers happen to give the faster plan",
      Type::number, Role::smaller_is_better},
     [](const RunRecord& r) -> Cell {
       if (!r.knowledge_loss) return {};
       return *r.knowledge_loss;
     }},
    {{"event_count", "", "events of the simulation, those in periods that were skipped too", Type::integer},
     [](const RunRecord& r) {
       return simulated(r, [](const R& s) { return count(static_cast<std::int64_t>(s.events)); });
     }},
    {{"wall_plan_ms", "ms", "wall-clock time of planning (differs from run to run)", Type::number,
      Role::smaller_is_better},
     [](const RunRecord& r) -> Cell { return r.wall_plan_ms; }},
    {{"wall_simulate_ms", "ms", "wall-clock time of simulating (differs from run to run)", Type::number,
      Role::smaller_is_better},
     [](const RunRecord& r) -> Cell { return r.wall_simulate_ms; }},
};

}  // namespace

Table runs_table(const std::vector<RunRecord>& records) {
  std::vector<RunColumn> columns;
  for (const std::span<const RunColumn> part : {std::span<const RunColumn>(kRunColumns), simulated_columns(),
                                                predicted_columns(), std::span<const RunColumn>(kPlanColumns),
                                                bound_columns(), std::span<const RunColumn>(kEffortColumns)})
    columns.insert(columns.end(), part.begin(), part.end());
  return make_table<RunRecord>("runs", columns, records);
}

}  // namespace synergy::results
