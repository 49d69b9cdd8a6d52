#include "synergy/base/ensure.hpp"
#include "synergy/plan/objective_value.hpp"

#include <algorithm>

#include "run_columns.hpp"

namespace synergy::results {
namespace {

/// Cells of what was proven about the scenario, if it is about this kind of objective.
template <class Value>
Cell bound(const RunRecord& row, scenario::Objective::Kind kind, Value value) {
  if (!row.bound || row.bound->objective.kind != kind || row.bound->least <= 0) return {};
  return value(row.bound->least);
}

bool at_rates(const RunRecord& row) { return scenario::is_open_loop(row.scenario->load.regime); }

/// What the objective compares first, in its column's unit: ms or mJ, at rates ms/s and mW.
Cell objective_value(const RunRecord& row) {
  if (!row.estimate) return {};
  const bool weighted = row.scenario->objective.kind == scenario::Objective::Kind::weighted;
  return plan::objective_value(row.scenario->objective, *row.estimate) * (weighted ? 1 : 1e3);
}
Cell bound_objective_value(const RunRecord& row) {
  if (!row.bound) return {};
  return row.bound->least * (row.bound->objective.kind == scenario::Objective::Kind::weighted ? 1 : 1e3);
}

constexpr double kRoundingOfGap = 1e-6;  // parts are rounded to whole fJ and ns one by one

/// How far the row's plan is from the best that may exist, both by the estimate. Where planners believe wrong
/// numbers, the bound is about the plans they believe feasible: one beyond it has no gap.
Cell optimality_gap(const RunRecord& row) {
  if (!row.bound || !row.estimate) return {};
  // A bound on plans that sustain the rates says nothing about those that do not.
  const bool overloaded = row.estimate->rates && row.estimate->rates->unsustained_unit.has_value();
  const bool by_load = row.bound->objective.kind == scenario::Objective::Kind::throughput;
  if (!by_load && (overloaded || !row.bound->sustains)) return {};
  const double value = plan::objective_value(row.bound->objective, *row.estimate);
  if (value <= 0) return {};
  const double gap = 1 - row.bound->least / value;
  if (row.scenario->knowledge && gap < 0) return {};
  ensure(gap > -kRoundingOfGap, "no plan is better than the bound on all plans");
  return std::max(0.0, gap);
}

using Objective = scenario::Objective::Kind;

const RunColumn kBoundColumns[] = {
    {{"bound_plan_throughput_inf_per_s", "inf/s",
      "no simulation of this plan under this policy is faster in the long run (the window may hold a few "
      "more, begun before it): least time of every inference on each unit, only the switches that batches "
      "cannot save",
      Type::number},
     [](const RunRecord& r) { return cell(r.plan_bound_inf_per_s); }},
    {{"bound_throughput_inf_per_s", "inf/s",
      "objective throughput: no plan is faster in the long run under any policy, batches that save all "
      "switches included; of planner optimal",
      Type::number},
     [](const RunRecord& r) -> Cell {
       if (!r.bound) return {};
       return cell(r.bound->throughput_inf_per_s);
     }},
    {{"bound_latency_mean_ms", "ms",
      "objective latency: no plan has a lower predicted_latency_mean_ms; with rates, none that sustains them",
      Type::number},
     [](const RunRecord& r) {
       return bound(r, Objective::latency, [&r](double least) -> Cell {
         return least * 1e3 / static_cast<double>(r.scenario->apps.size());
       });
     }},
    {{"bound_energy_per_inference_uj", "uJ",
      "objective energy in rounds and saturated: no plan has a lower predicted_energy_per_inference_uj, "
      "under any policy",
      Type::number},
     [](const RunRecord& r) {
       return bound(r, Objective::energy, [&r](double least) -> Cell {
         if (at_rates(r)) return {};
         return least * 1e6 / static_cast<double>(r.scenario->apps.size());
       });
     }},
    {{"bound_power_mean_mw", "mW",
      "objective energy in periodic and poisson: no plan that sustains the rates has a lower "
      "predicted_power_mean_mw at them",
      Type::number},
     [](const RunRecord& r) {
       return bound(r, Objective::energy, [&r](double least) -> Cell {
         if (!at_rates(r) || !r.bound->sustains) return {};
         return least * 1e3;
       });
     }},
    {{"objective_value", "",
      "what the scenario's objective compares first, by the plan's estimate: throughput the round time under "
      "parallel execution in ms; latency the sum of latencies in ms; energy that of the whole body in such a "
      "round in mJ; weighted their weighted sum. periodic, poisson: busy time of the busiest unit in ms/s, "
      "power of the whole body in mW",
      Type::number, Role::smaller_is_better},
     objective_value},
    {{"bound_objective_value", "",
      "no plan has a smaller objective_value; with rates, no plan that sustains them. Of planner optimal",
      Type::number},
     bound_objective_value},
    {{"bound_proven", "",
      "y if optimal proved its plan best by the estimate of its search, in which segments cost what they "
      "cost alone in memory; n if its budget ended first"},
     [](const RunRecord& r) -> Cell {
       if (!r.bound) return {};
       return text(r.bound->proven ? "y" : "n");
     }},
    {{"optimality_gap_ratio", "ratio",
      "1 - bound_objective_value / objective_value; with rates only of plans that sustain them", Type::number,
      Role::smaller_is_better},
     optimality_gap},
};

}  // namespace

std::span<const RunColumn> bound_columns() { return kBoundColumns; }

}  // namespace synergy::results
