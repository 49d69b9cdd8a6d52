#include "synergy/plan/throughput_bound.hpp"

#include <algorithm>

#include "largest_sum.hpp"
#include "stage_costs.hpp"

namespace synergy::plan {
namespace {

using Demands = std::vector<std::vector<double>>;  // s per inference, [unit][app]

/// What no schedule can save of a stage: no switch, and of a link the least that packed events leave.
Duration least_busy(const PlanningProblem& problem, const CompiledPlan& compiled, const Stage& stage) {
  if (stage.kind != Stage::Kind::transfer) return stage.work.time;
  return least_transfer_time(problem, *compiled.link_kind, stage.size, sender_of(compiled, stage),
                             receiver_of(compiled, stage), compiled.slots.slots);
}

/// How many visits of app `a` to an accelerator can follow one another while another segment is there; 0: any
/// number.
///
/// The reason for these numbers stands at throughput_bound() in the header.
int longest_run(const PlanningProblem& problem, const CompiledPlan& compiled, UnitId accelerator,
                std::size_t a, scenario::Policy policy, const std::vector<int>& windows) {
  if (policy == scenario::Policy::sequential) return 1;
  if (policy == scenario::Policy::inter_run) return static_cast<int>(problem.scenario().turn_inferences);
  if (problem.scenario().load.regime != scenario::Regime::rounds) return 0;
  int run = 0;
  for (std::size_t b = 0; b < compiled.apps.size(); ++b) {
    const auto& stages = compiled.apps[AppId(b)].stages;
    const bool there = std::any_of(stages.begin(), stages.end(),
                                   [&](const Stage& stage) { return stage.unit == accelerator; });
    if (b == a || !there) continue;
    const int with_b = windows[a] + windows[b] + 2;
    run = run == 0 ? with_b : std::min(run, with_b);
  }
  return run;
}

}  // namespace

double throughput_bound(const PlanningProblem& problem, const CompiledPlan& compiled, scenario::Policy policy,
                        const std::vector<int>& windows) {
  const scenario::Scenario& scenario = problem.scenario();
  const bool one_after_another =
      policy == scenario::Policy::sequential || policy == scenario::Policy::inter_run;
  const bool open_loop = scenario::is_open_loop(scenario.load.regime);
  // Lost inferences end early, and open loops drop some: then apps need not have the same throughput.
  const bool in_step = !open_loop && compiled.link_kind->is_lossless() &&
                       (one_after_another || scenario.load.regime == scenario::Regime::rounds);
  const std::size_t apps = compiled.apps.size();
  Demands demands(compiled.units.size(), std::vector<double>(apps));
  for (std::size_t a = 0; a < apps; ++a) {
    for (const Stage& stage : compiled.apps[AppId(a)].stages) {
      double& demand = demands[stage.unit.index()][a];
      demand += least_busy(problem, compiled, stage).s();
      if (!in_step || !pays_switch(compiled, stage)) continue;
      const int run = longest_run(problem, compiled, stage.unit, a, policy, windows);
      if (run > 0) demand += stage.visit.switching.time.s() / run;
    }
  }
  // All apps have the same rate r, and r x the sum of a unit's demands is at most 1: no linear program
  // needed.
  if (in_step) {
    double busiest_s = 0;
    for (const auto& unit : demands) {
      double sum_s = 0;
      for (const double demand_s : unit) sum_s += demand_s;
      busiest_s = std::max(busiest_s, sum_s);
    }
    return static_cast<double>(apps) / busiest_s;
  }
  for (std::size_t a = 0; scenario.load.regime == scenario::Regime::periodic && a < apps; ++a) {
    std::vector<double>& rate = demands.emplace_back(apps);
    rate[a] = 1 / scenario.apps[AppId(a)].rate.si();
  }
  // Apps may have any mix of rates. A demand of 0 in all rows makes the sum infinite: then there is no bound.
  return largest_sum(demands);
}

}  // namespace synergy::plan
