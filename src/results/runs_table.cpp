#include "synergy/base/ensure.hpp"
#include "synergy/plan/objective_value.hpp"
#include "synergy/results/reasons.hpp"
#include "synergy/run/metrics.hpp"

#include <algorithm>

#include "columns.hpp"

namespace synergy::results {
namespace {

using Row = RunRecord;

/// Cells of metrics that only a simulated run has.
template <class Value>
Cell simulated(const Row& row, Value value) {
  if (!row.result) return {};
  return value(*row.result);
}
template <class Value>
Cell predicted(const Row& row, Value value) {
  if (!row.estimate) return {};
  return value(*row.estimate);
}

double throughput(const simulation::AppResult& app, Duration window) {
  return static_cast<double>(app.completed_in_window) / window.s();
}

/// The first of several that are equally busy.
std::size_t busiest(const simulation::RunResult& result) {
  const auto most = std::max_element(result.units.begin(), result.units.end(),
                                     [](const auto& a, const auto& b) { return a.taken() < b.taken(); });
  return static_cast<std::size_t>(most - result.units.begin());
}

/// Jain's index: (sum x)^2 / (n sum x^2); empty if nothing completed.
Cell jain(const simulation::RunResult& result) {
  double sum = 0;
  double squares = 0;
  for (const auto& app : result.apps) {
    const double x = throughput(app, result.window);
    sum += x;
    squares += x * x;
  }
  if (squares == 0) return {};
  return sum * sum / (squares * static_cast<double>(result.apps.size()));
}

Cell reasons(const Row& row) {
  std::string all = reasons_in_words(row.reasons);
  if (row.result) {
    for (const auto& check : row.result->failed_checks) all += (all.empty() ? "" : "; ") + check.message;
    if (row.status == run::Status::nothing_completed) all = "no inference completed in the window";
  }
  if (all.empty()) return {};
  return all;
}

Energy statics(const simulation::RunResult& r) {
  Energy sum;
  for (const auto& device : r.devices) sum += device.statics();
  return sum;
}

/// Cells of what was proven about the scenario, if it is about this kind of objective.
template <class Value>
Cell bound(const Row& row, scenario::Objective::Kind kind, Value value) {
  if (!row.bound || row.bound->objective.kind != kind || row.bound->least <= 0) return {};
  return value(row.bound->least);
}

bool at_rates(const Row& row) { return scenario::is_open_loop(row.scenario->load.regime); }

/// What the objective compares first, in its column's unit: ms or mJ, at rates ms/s and mW.
Cell objective_value(const Row& row) {
  if (!row.estimate) return {};
  const bool weighted = row.scenario->objective.kind == scenario::Objective::Kind::weighted;
  return plan::objective_value(row.scenario->objective, *row.estimate) * (weighted ? 1 : 1e3);
}
Cell bound_objective_value(const Row& row) {
  if (!row.bound) return {};
  return row.bound->least * (row.bound->objective.kind == scenario::Objective::Kind::weighted ? 1 : 1e3);
}

constexpr double kRoundingOfGap = 1e-6;  // parts are rounded to whole fJ and ns one by one

/// How far the row's plan is from the best that may exist, both by the estimate. Where planners believe wrong
/// numbers, the bound is about the plans they believe feasible: one beyond it has no gap.
Cell optimality_gap(const Row& row) {
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

Cell unsustained(const Row& row) {
  if (!row.estimate || !row.estimate->rates || row.estimate->rates->sustained()) return {};
  const auto unit = row.estimate->rates->unsustained_unit;
  return text(unit ? row.compiled->units[*unit].name : "policy");
}

template <class Value>
Cell refinement(const Row& row, Value planner::Refinement::*member) {
  if (!row.refinement) return {};
  return *row.refinement.*member;
}

template <class Number>
std::int64_t sum_over_apps(const simulation::RunResult& r, Number simulation::AppResult::*member) {
  std::int64_t sum = 0;
  for (const auto& app : r.apps) sum += app.*member;
  return sum;
}

using R = simulation::RunResult;
using E = plan::Estimate;
using Objective = scenario::Objective::Kind;

const ColumnOf<Row> kRunColumns[] = {
    {{"run_id", "",
      "scenario/planner/policy/replication (only the scenario may have a / in it), in a sweep the point's "
      "id; "
      "joins all tables",
      Type::text, Role::key},
     [](const Row& r) { return text(r.run_id()); }},
    {{"scenario", "", "name of the scenario"}, [](const Row& r) { return text(r.scenario->name); }},
    {{"body", "", "name of the body"}, [](const Row& r) { return text(r.scenario->body); }},
    {{"planner", "", "planner that made the plan"}, [](const Row& r) { return text(r.planner); }},
    {{"policy", "", "parallelisation policy of the run"},
     [](const Row& r) { return text(scenario::to_text(r.policy)); }},
    {{"regime", "", "load regime"},
     [](const Row& r) { return text(scenario::to_text(r.scenario->load.regime)); }},
    {{"replication", "", "index of the replication, from 0", Type::integer},
     [](const Row& r) { return count(r.replication); }},
    {{"seed", "", "seed of the scenario", Type::integer},
     [](const Row& r) { return count(static_cast<std::int64_t>(r.scenario->seed)); }},
    {{"status", "",
      "ok, infeasible (no plan; metrics are empty), nothing_completed (simulated, but no inference completed "
      "in the window: no latency, no energy per inference), failed (point of a sweep that cannot be run) or "
      "failed_check (a bug: do not use the row)",
      Type::text},
     [](const Row& r) { return text(run::to_text(r.status)); }},
    {{"reasons", "", "why the status is not ok"}, reasons},
    {{"app_count", "", "apps of the scenario", Type::integer},
     [](const Row& r) { return count(r.scenario->apps.size()); }},
    {{"throughput_inf_per_s", "inf/s", "inferences of all apps completed in the window, per second",
      Type::number, Role::larger_is_better},
     [](const Row& r) {
       return simulated(r, [](const R& s) -> Cell { return run::throughput_inf_per_s(s); });
     }},
    {{"throughput_min_app_inf_per_s", "inf/s", "throughput of the slowest app", Type::number,
      Role::larger_is_better},
     [](const Row& r) {
       return simulated(r, [](const R& s) -> Cell {
         double least = throughput(s.apps.front(), s.window);
         for (const auto& app : s.apps) least = std::min(least, throughput(app, s.window));
         return least;
       });
     }},
    {{"latency_mean_ms", "ms",
      "sense start to interact end, mean over all inferences completed in the window", Type::number,
      Role::smaller_is_better},
     [](const Row& r) { return simulated(r, [](const R& s) { return cell(run::latency_mean_ms(s)); }); }},
    {{"latency_p50_ms", "ms", "median latency", Type::number, Role::smaller_is_better},
     [](const Row& r) { return simulated(r, [](const R& s) { return quantile_ms(s.latency, 0.5); }); }},
    {{"latency_p95_ms", "ms", "95th percentile of latency", Type::number, Role::smaller_is_better},
     [](const Row& r) { return simulated(r, [](const R& s) { return quantile_ms(s.latency, 0.95); }); }},
    {{"latency_p99_ms", "ms", "99th percentile of latency", Type::number, Role::smaller_is_better},
     [](const Row& r) { return simulated(r, [](const R& s) { return quantile_ms(s.latency, 0.99); }); }},
    {{"latency_max_ms", "ms", "largest latency", Type::number, Role::smaller_is_better},
     [](const Row& r) { return simulated(r, [](const R& s) { return quantile_ms(s.latency, 1); }); }},
    {{"latency_count", "", "inferences completed in the window", Type::integer},
     [](const Row& r) { return simulated(r, [](const R& s) { return count(s.completed_in_window()); }); }},
    {{"response_time_mean_ms", "ms",
      "arrival (closed loop: admission) to interact end, mean over all inferences completed in the window",
      Type::number, Role::smaller_is_better},
     [](const Row& r) { return simulated(r, [](const R& s) { return mean_ms(s.response); }); }},
    {{"response_time_p95_ms", "ms", "95th percentile of response time", Type::number,
      Role::smaller_is_better},
     [](const Row& r) { return simulated(r, [](const R& s) { return quantile_ms(s.response, 0.95); }); }},
    {{"response_time_p99_ms", "ms", "99th percentile of response time", Type::number,
      Role::smaller_is_better},
     [](const Row& r) { return simulated(r, [](const R& s) { return quantile_ms(s.response, 0.99); }); }},
    {{"response_time_max_ms", "ms", "longest response time", Type::number, Role::smaller_is_better},
     [](const Row& r) { return simulated(r, [](const R& s) { return quantile_ms(s.response, 1); }); }},
    {{"power_mean_mw", "mW", "mean power of the whole body in the window", Type::number,
      Role::smaller_is_better},
     [](const Row& r) { return simulated(r, [](const R& s) -> Cell { return run::power_mean_mw(s); }); }},
    {{"power_static_mw", "mW", "part of it in idle states and for keeping links up", Type::number},
     [](const Row& r) { return simulated(r, [](const R& s) { return mean_mw(statics(s), s.window); }); }},
    {{"power_dynamic_mw", "mW", "part of it for work, above idle states", Type::number},
     [](const Row& r) {
       return simulated(r, [](const R& s) { return mean_mw(s.energy() - statics(s), s.window); });
     }},
    {{"energy_per_inference_uj", "uJ", "energy of the whole body in the window / inferences completed in it",
      Type::number, Role::smaller_is_better},
     [](const Row& r) {
       return simulated(r, [](const R& s) { return cell(run::energy_per_inference_uj(s)); });
     }},
    {{"bottleneck_unit", "",
      "unit that was busy longest in the window; of a sensor counts as busy that its samples were used"},
     [](const Row& r) {
       return simulated(r,
                        [&r](const R& s) { return text(r.compiled->units[plan::UnitId(busiest(s))].name); });
     }},
    {{"bottleneck_busy_ratio", "ratio", "that time / window", Type::number},
     [](const Row& r) {
       return simulated(
           r, [](const R& s) { return ratio(s.units[plan::UnitId(busiest(s))].taken(), s.window); });
     }},
    {{"fairness_jain_ratio", "ratio", "Jain's index of the apps' throughputs, 1 = all equal", Type::number,
      Role::larger_is_better},
     [](const Row& r) { return simulated(r, jain); }},
    {{"deadline_miss_count", "",
      "inferences completed in the window later than their app's deadline, or dropped", Type::integer,
      Role::smaller_is_better},
     [](const Row& r) {
       return simulated(
           r, [](const R& s) { return count(sum_over_apps(s, &simulation::AppResult::deadline_misses)); });
     }},
    {{"dropped_queue_full_count", "", "inferences dropped because their app's queue was full, whole run",
      Type::integer, Role::smaller_is_better},
     [](const Row& r) {
       return simulated(
           r, [](const R& s) { return count(sum_over_apps(s, &simulation::AppResult::dropped_queue_full)); });
     }},
    {{"dropped_link_lost_count", "", "inferences dropped because a link was lost, whole run", Type::integer,
      Role::smaller_is_better},
     [](const Row& r) {
       return simulated(
           r, [](const R& s) { return count(sum_over_apps(s, &simulation::AppResult::dropped_link_lost)); });
     }},
    {{"link_loss_count", "", "times a link was lost in the window, all links", Type::integer,
      Role::smaller_is_better},
     [](const Row& r) {
       return simulated(r, [](const R& s) {
         std::int64_t sum = 0;
         for (const auto& link : s.links) sum += link.losses;
         return count(sum);
       });
     }},
    {{"predicted_throughput_inf_per_s", "inf/s",
      "the planner's estimate under the same policy; periodic, poisson: what is served of the apps' rates; "
      "saturated: that of rounds, in which apps keep step",
      Type::number},
     [](const Row& r) { return predicted(r, [](const E& e) -> Cell { return e.throughput_inf_per_s; }); }},
    {{"predicted_cyclic_throughput_inf_per_s", "inf/s",
      "apps / maximum cycle ratio: with each unit in a fixed cyclic order and the windows of the policy; "
      "inter_app and adaptive in rounds only",
      Type::number},
     [](const Row& r) -> Cell {
       if (!r.cyclic) return {};
       return static_cast<double>(r.scenario->apps.size()) / r.cyclic->round_s();
     }},
    {{"predicted_latency_mean_ms", "ms", "mean over apps of the latency without contention", Type::number},
     [](const Row& r) {
       return predicted(r, [](const E& e) {
         return mean_ms(e.sequential_round, static_cast<std::int64_t>(e.latency.size()));
       });
     }},
    {{"predicted_power_mean_mw", "mW", "estimated mean power at the predicted throughput", Type::number},
     [](const Row& r) { return predicted(r, [](const E& e) { return mw(e.mean_power); }); }},
    {{"predicted_energy_per_inference_uj", "uJ",
      "estimated mean power at the predicted throughput / that throughput", Type::number},
     [](const Row& r) {
       return predicted(r, [](const E& e) -> Cell {
         if (e.throughput_inf_per_s <= 0) return {};
         return e.mean_power.si() * 1e6 / e.throughput_inf_per_s;
       });
     }},
    {{"predicted_unsustained_unit", "",
      "periodic, poisson: the busiest unit, if the rates would keep it busy for more than the whole time; "
      "policy if all units have the time but the policy has too little in flight; empty if the plan sustains "
      "the rates"},
     unsustained},
    {{"predicted_bottleneck_unit", "",
      "unit with the largest estimated busy time per round, or at the apps' rates"},
     [](const Row& r) {
       return predicted(r, [&r](const E& e) { return text(r.compiled->units[e.bottleneck].name); });
     }},
    {{"link_count", "", "links in use", Type::integer},
     [](const Row& r) { return simulated(r, [](const R& s) { return count(s.links.size()); }); }},
    {{"slot_count", "", "slots that the links' interval is divided into", Type::integer},
     [](const Row& r) { return simulated(r, [&r](const R&) { return count(r.compiled->slots.slots); }); }},
    {{"plan", "", "app: source | device first-last layer | ... | target; ..."},
     [](const Row& r) {
       return simulated(r, [&r](const R&) { return text(plan::to_text(r.compiled->plan, *r.scenario)); });
     }},
    {{"candidates_considered", "", "complete execution plans the planner evaluated", Type::integer},
     [](const Row& r) { return count(r.effort.candidates_considered); }},
    {{"candidates_pruned", "", "partial plans the planner gave up", Type::integer},
     [](const Row& r) { return count(r.effort.candidates_pruned); }},
    {{"bound_plan_throughput_inf_per_s", "inf/s",
      "no simulation of this plan under this policy is faster in the long run (the window may hold a few "
      "more, begun before it): least time of every inference on each unit, only the switches that batches "
      "cannot save",
      Type::number},
     [](const Row& r) { return cell(r.plan_bound_inf_per_s); }},
    {{"bound_throughput_inf_per_s", "inf/s",
      "objective throughput: no plan is faster in the long run under any policy, batches that save all "
      "switches included; of planner optimal",
      Type::number},
     [](const Row& r) -> Cell {
       if (!r.bound) return {};
       return cell(r.bound->throughput_inf_per_s);
     }},
    {{"bound_latency_mean_ms", "ms",
      "objective latency: no plan has a lower predicted_latency_mean_ms; with rates, none that sustains them",
      Type::number},
     [](const Row& r) {
       return bound(r, Objective::latency, [&r](double least) -> Cell {
         return least * 1e3 / static_cast<double>(r.scenario->apps.size());
       });
     }},
    {{"bound_energy_per_inference_uj", "uJ",
      "objective energy in rounds and saturated: no plan has a lower predicted_energy_per_inference_uj, "
      "under any policy",
      Type::number},
     [](const Row& r) {
       return bound(r, Objective::energy, [&r](double least) -> Cell {
         if (at_rates(r)) return {};
         return least * 1e6 / static_cast<double>(r.scenario->apps.size());
       });
     }},
    {{"bound_power_mean_mw", "mW",
      "objective energy in periodic and poisson: no plan that sustains the rates has a lower "
      "predicted_power_mean_mw at them",
      Type::number},
     [](const Row& r) {
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
     [](const Row& r) -> Cell {
       if (!r.bound) return {};
       return text(r.bound->proven ? "y" : "n");
     }},
    {{"optimality_gap_ratio", "ratio",
      "1 - bound_objective_value / objective_value; with rates only of plans that sustain them", Type::number,
      Role::smaller_is_better},
     optimality_gap},
    {{"refine_round_gain_ratio", "ratio", "by how much refine shortened synergy's round time", Type::number},
     [](const Row& r) { return refinement(r, &planner::Refinement::round_ratio); }},
    {{"refine_latency_gain_ratio", "ratio", "by how much refine lowered synergy's sum of latencies",
      Type::number},
     [](const Row& r) { return refinement(r, &planner::Refinement::latency_ratio); }},
    {{"refine_energy_gain_ratio", "ratio", "by how much refine lowered synergy's dynamic energy of a round",
      Type::number},
     [](const Row& r) { return refinement(r, &planner::Refinement::energy_ratio); }},
    {{"knowledge_loss_ratio", "ratio",
      "with knowledge: 1 - throughput / throughput of the plan the same planner makes of the true numbers, "
      "both simulated; below 0 where the wrong numbers happen to give the faster plan",
      Type::number, Role::smaller_is_better},
     [](const Row& r) -> Cell {
       if (!r.knowledge_loss) return {};
       return *r.knowledge_loss;
     }},
    {{"event_count", "", "events the simulation executed", Type::integer},
     [](const Row& r) {
       return simulated(r, [](const R& s) { return count(static_cast<std::int64_t>(s.events)); });
     }},
    {{"wall_plan_ms", "ms", "wall-clock time of planning (differs from run to run)", Type::number,
      Role::smaller_is_better},
     [](const Row& r) -> Cell { return r.wall_plan_ms; }},
    {{"wall_simulate_ms", "ms", "wall-clock time of simulating (differs from run to run)", Type::number,
      Role::smaller_is_better},
     [](const Row& r) -> Cell { return r.wall_simulate_ms; }},
};

}  // namespace

Table runs_table(const std::vector<RunRecord>& records) {
  return make_table<Row>("runs", kRunColumns, records);
}

}  // namespace synergy::results
