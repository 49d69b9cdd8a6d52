#include "synergy/attack/judge.hpp"

#include "synergy/input/error.hpp"
#include "synergy/plan/estimate.hpp"
#include "synergy/run/metrics.hpp"
#include "synergy/run/run.hpp"
#include "synergy/simulation/evaluator.hpp"
#include "synergy/suite/judge.hpp"

#include <algorithm>
#include <array>

namespace synergy::attack {
namespace {

bool takes_budget(const planner::Planner& planner) {
  return std::any_of(planner.parameters.begin(), planner.parameters.end(),
                     [](const planner::Parameter& p) { return p.name == "node_budget"; });
}

void give_budget(Side& side, const std::optional<std::int64_t>& budget) {
  if (!budget || !takes_budget(*side.planner)) return;
  const bool given = std::any_of(side.parameters.begin(), side.parameters.end(),
                                 [](const auto& p) { return p.first == "node_budget"; });
  if (!given) side.parameters.emplace_back("node_budget", std::to_string(*budget));
}

std::optional<double> latency_sum_ms(const std::optional<Duration>& sum) {
  if (!sum) return {};
  return sum->ms();
}

/// What a plan is estimated to be worth by a metric that a simulation has, too.
double estimated(const plan::Estimate& estimate, Metric metric) {
  if (metric == Metric::throughput) return estimate.throughput_inf_per_s;
  if (metric == Metric::power) return estimate.mean_power.si() * 1e3;
  double sum_ms = 0;
  for (const Duration latency : estimate.latency) sum_ms += latency.ms();
  return sum_ms;
}

std::optional<double> simulated(const plan::Evaluation& evaluation, Metric metric) {
  if (metric == Metric::throughput) return evaluation.throughput_inf_per_s;
  if (metric == Metric::power) return evaluation.mean_power.si() * 1e3;
  return latency_sum_ms(evaluation.latency_sum());
}

}  // namespace

struct Judge::Answer {
  run::Plan plan;
  plan::Evaluation evaluation;  ///< as a scenario begins if nothing asks for it
  /// Of bodies that change, in the order of Metric; none: the body does not change.
  std::optional<std::array<double, 4>> over_time{};
};

Judge::Judge(Question question, Conditions conditions, std::optional<std::int64_t> node_budget,
             std::string file, scenario::Library& library)
    : question_(std::move(question)),
      conditions_(std::move(conditions)),
      file_(std::move(file)),
      library_(&library) {
  give_budget(question_.planner, node_budget);
  if (question_.against) give_budget(*question_.against, node_budget);
}

bool Judge::needs_evaluation() const {
  return question_.metric != Metric::objective ||
         std::any_of(conditions_.all.begin(), conditions_.all.end(), [](const Condition& c) {
           return !is_of_scenario(c.quantity) && c.quantity != Quantity::segments_most;
         });
}

run::Workload Judge::workload(scenario::Scenario scenario, bool own_tables) const {
  // Numbers that moved make tables of their own, which would stay for ever.
  return own_tables ? run::Workload(std::move(scenario)) : run::Workload(std::move(scenario), tables_);
}

/// Nobody knows it but by simulation, and by all that it plans on the way.
std::optional<Judge::Answer> Judge::ask_changing(const Side& side, const run::Workload& workload) const {
  scenario::Scenario scenario = workload.scenario();
  if (side.trigger) scenario.replanning.trigger.kind = *side.trigger;
  if (!side.parameters.empty()) scenario.planner = {side.planner->name, side.parameters, {}};
  Answer answer{
      run::Plan::made_by(*side.planner, workload.with(std::move(scenario)), run::Plan::Belief::alone), {}};
  const run::RunRecord record = run::Run(answer.plan, side.policy).simulate(0);
  const suite::SuiteValue value = suite::value_over_time(record);
  if (value.answer != suite::Answer::plan) return {};
  const double latency_ms = run::latency_mean_ms(*record.result).value_or(0);
  answer.over_time = {1e3 / value.value, latency_ms, run::power_mean_mw(*record.result), value.value};
  answer.evaluation.throughput_inf_per_s = 1e3 / value.value;
  answer.evaluation.latency = {milliseconds(latency_ms)};
  answer.evaluation.mean_power = Power::from_si(run::power_mean_w(*record.result));
  return answer;
}

std::optional<Judge::Answer> Judge::ask(const Side& side, const run::Workload& workload) const {
  if (scenario::is_dynamic(workload.scenario())) return ask_changing(side, workload);
  run::Workload own = workload;
  if (!side.parameters.empty()) {
    scenario::Scenario scenario = workload.scenario();
    scenario.planner = {side.planner->name, side.parameters, {}};
    own = workload.with(std::move(scenario));
  }
  Answer answer{run::Plan::made_by(*side.planner, own, run::Plan::Belief::alone), {}};
  if (answer.plan.compiled() == nullptr) return {};
  if (needs_evaluation()) {
    answer.evaluation =
        simulation::SimulatedEvaluator().evaluate(own.problem(), *answer.plan.compiled(), side.policy);
    if (!(answer.evaluation.throughput_inf_per_s > 0)) return {};
  }
  return answer;
}

bool Judge::scenario_holds(const scenario::Scenario& scenario) const {
  return std::all_of(conditions_.all.begin(), conditions_.all.end(), [&](const Condition& condition) {
    std::size_t count = scenario.apps.size();
    if (condition.quantity == Quantity::device_count) count = scenario.devices.size();
    if (condition.quantity == Quantity::accelerator_count) {
      count = static_cast<std::size_t>(
          std::count_if(scenario.devices.begin(), scenario.devices.end(),
                        [](const scenario::Device& d) { return d.accelerator != nullptr; }));
    }
    return !is_of_scenario(condition.quantity) || condition.holds(static_cast<double>(count));
  });
}

bool Judge::plan_holds(Of of, const Answer& answer) const {
  return std::all_of(conditions_.all.begin(), conditions_.all.end(), [&](const Condition& condition) {
    if (is_of_scenario(condition.quantity) || (condition.of != of && condition.of != Of::both)) return true;
    if (condition.quantity == Quantity::segments_most) {
      std::size_t most = 0;
      if (answer.plan.made() == nullptr) return false;
      for (const auto& app : answer.plan.made()->apps) most = std::max(most, app.segments.size());
      return condition.holds(static_cast<double>(most));
    }
    constexpr auto kFirst = static_cast<int>(Quantity::throughput_inf_per_s);
    const auto metric = static_cast<Metric>(static_cast<int>(condition.quantity) - kFirst);
    return condition.holds(simulated(answer.evaluation, metric));
  });
}

std::optional<double> Judge::truth_value(const Answer& answer) const {
  if (answer.over_time) return answer.over_time->at(static_cast<std::size_t>(question_.metric));
  if (question_.metric != Metric::objective) return simulated(answer.evaluation, question_.metric);
  const suite::SuiteValue value = suite::value_of(answer.plan);
  // An overload has no value by the objective.
  if (value.answer != suite::Answer::plan) return {};
  return value.value;
}

Verdict Judge::operator()(const Case& one) const {
  Verdict verdict;
  std::optional<scenario::Scenario> scenario;
  try {
    scenario = scenario_of(one, file_, *library_);
  } catch (const InputError& error) {
    verdict.problem = error.problems().front().message;
    return verdict;
  }
  verdict.kind = Verdict::Kind::outside;
  if (!scenario_holds(*scenario)) return verdict;
  // What an estimate says of one plan is no estimate of all that happens.
  if (!question_.against && scenario::is_dynamic(*scenario)) return verdict;
  verdict.kind = Verdict::Kind::infeasible;
  const run::Workload workload = this->workload(std::move(*scenario), !one.numbers.empty());
  const auto planner = ask(question_.planner, workload);
  if (!planner) return verdict;
  const auto against = question_.against && *question_.against != question_.planner
                           ? ask(*question_.against, workload)
                           : planner;
  if (!against) return verdict;
  const std::optional<double> planner_value =
      question_.against ? truth_value(*planner)
                        : estimated(plan::estimate(planner->plan.workload().problem(),
                                                   *planner->plan.compiled(), question_.planner.policy),
                                    question_.metric);
  const std::optional<double> against_value = truth_value(*against);
  if (!planner_value || !against_value || !(*planner_value > 0) || !(*against_value > 0)) return verdict;
  verdict.kind = Verdict::Kind::outside;
  if (!plan_holds(Of::planner, *planner) || !plan_holds(Of::against, *against)) return verdict;
  verdict.kind = Verdict::Kind::judged;
  verdict.planner_value = *planner_value;
  verdict.against_value = *against_value;
  verdict.ratio = question_.metric == Metric::throughput ? *against_value / *planner_value
                                                         : *planner_value / *against_value;
  if (!question_.against) verdict.ratio = std::max(verdict.ratio, 1 / verdict.ratio);
  return verdict;
}

}  // namespace synergy::attack
