#include "rates.hpp"

#include <algorithm>
#include <limits>

#include "demand.hpp"
#include <fmt/format.h>

namespace synergy::plan {
namespace {

using Demands = std::vector<std::vector<double>>;

/// What the policy allows beyond what the units do: each row is a resource of its own.
///
/// A policy that lets only so much be in flight is one more server: it is held for an inference's latency,
/// and has a second per second like all others.
void add_policy(const PlanningProblem& problem, const CompiledPlan& compiled, scenario::Policy policy,
                const Estimate& e, Demands& demands) {
  const std::size_t apps = compiled.apps.size();
  std::vector<double> all(apps);
  switch (policy) {
    case scenario::Policy::sequential:  // one inference at a time
      for (std::size_t a = 0; a < apps; ++a) all[a] = e.latency[a].s();
      demands.push_back(all);
      break;
    case scenario::Policy::inter_app:  // one of each app at a time
      for (std::size_t a = 0; a < apps; ++a) {
        std::vector<double> own(apps);
        own[a] = e.latency[a].s();
        demands.push_back(own);
      }
      break;
    case scenario::Policy::inter_run: {  // whole turns, one app at a time
      const auto turn = static_cast<double>(problem.scenario().turn_inferences);
      const std::vector<Duration> period = own_bottlenecks(compiled, demand(compiled, Switches::none));
      for (std::size_t a = 0; a < apps; ++a) all[a] = (e.latency[a].s() + (turn - 1) * period[a].s()) / turn;
      demands.push_back(all);
      break;
    }
    case scenario::Policy::adaptive:
      break;
  }
}

/// An app has no more new samples than its sensor delivers, whoever else reads them: a resource of its own.
void add_samples(const CompiledPlan& compiled, const std::vector<double>& rates,
                 std::vector<double>& offered_ratio, Demands& demands) {
  for (std::size_t a = 0; a < compiled.apps.size(); ++a) {
    const Stage& sense = compiled.apps[AppId(a)].stages.front();
    if (sense.sense.unlimited) continue;
    std::vector<double>& own = demands.emplace_back(compiled.apps.size());
    own[a] = sense.sense.period.s();
    double& sensor = offered_ratio[sense.unit.index()];
    sensor = std::max(sensor, rates[a] * own[a]);
  }
}

}  // namespace

std::vector<double> fair_shares(const std::vector<double>& rates, const Demands& demand) {
  // Water filling: all apps rise together, until one has what it asks for or a resource it uses is full. It
  // settles there, the others rise on. Each step settles at least one.
  std::vector<double> shares(rates.size());
  std::vector<bool> settled(rates.size());
  double level = 0;  // what every app that is not settled has
  while (std::find(settled.begin(), settled.end(), false) != settled.end()) {
    double next = std::numeric_limits<double>::infinity();
    for (std::size_t a = 0; a < rates.size(); ++a) {
      if (!settled[a]) next = std::min(next, rates[a]);
    }
    std::vector<double> full(demand.size(), std::numeric_limits<double>::infinity());  // level that fills it
    for (std::size_t r = 0; r < demand.size(); ++r) {
      double used = 0;
      double growing = 0;
      for (std::size_t a = 0; a < rates.size(); ++a)
        (settled[a] ? used : growing) += demand[r][a] * (settled[a] ? shares[a] : 1);
      // Not below the level reached: rounding could put a full resource a little under it.
      if (growing > 0) full[r] = std::max(level, (1 - used) / growing);
      next = std::min(next, full[r]);
    }
    level = next;
    for (std::size_t a = 0; a < rates.size(); ++a) {
      if (settled[a]) continue;
      shares[a] = level;
      settled[a] = rates[a] <= level;
      for (std::size_t r = 0; r < demand.size(); ++r)
        settled[a] = settled[a] || (demand[r][a] > 0 && full[r] <= level);
    }
  }
  return shares;
}

void serve_rates(const PlanningProblem& problem, const CompiledPlan& compiled, scenario::Policy policy,
                 Estimate& e) {
  RateEstimate& result = e.rates.emplace();
  std::vector<double> rates;
  for (const AppId a : problem.app_ids()) rates.push_back(problem.app(a).rate.si());
  Demands demands;
  for (const std::vector<Duration>& unit : e.demand) {
    std::vector<double>& of_apps = demands.emplace_back();
    double ratio = 0;
    for (std::size_t a = 0; a < rates.size(); ++a) {
      of_apps.push_back(unit[a].s());
      ratio += rates[a] * unit[a].s();
    }
    result.offered_ratio.push_back(ratio);
  }
  // Before the bottleneck is looked for, as sensors may be it; the policy comes after, since it is no unit.
  add_samples(compiled, rates, result.offered_ratio, demands);
  const auto most = std::max_element(result.offered_ratio.begin(), result.offered_ratio.end());
  e.bottleneck = static_cast<UnitId>(most - result.offered_ratio.begin());
  if (*most > 1) result.unsustained_unit = e.bottleneck;
  add_policy(problem, compiled, policy, e, demands);
  e.app_inf_per_s = fair_shares(rates, demands);
  // Exact comparison: an app that is served in full has its very rate, since the level stops at it.
  result.policy_too_slow = !result.unsustained_unit && e.app_inf_per_s != rates;
  e.throughput_inf_per_s = 0;
  double served_w = 0;
  double offered_w = 0;
  for (std::size_t a = 0; a < rates.size(); ++a) {
    e.throughput_inf_per_s += e.app_inf_per_s[a];
    served_w += e.app_inf_per_s[a] * e.dynamic[a].si();
    offered_w += rates[a] * e.dynamic[a].si();
  }
  result.offered_dynamic_power = Power::from_si(offered_w);
  e.mean_power = e.static_power + Power::from_si(served_w);
}

std::string unsustained_text(const scenario::Scenario& scenario, const CompiledPlan& compiled,
                             const Estimate& e) {
  if (!e.rates || e.rates->sustained()) return {};
  double asked = 0;
  for (const scenario::App& app : scenario.apps) asked += app.rate.si();
  const std::string served =
      fmt::format("an estimated {:.4g} of {:.4g} inferences/s are served", e.throughput_inf_per_s, asked);
  if (!e.rates->unsustained_unit)
    return fmt::format("the rates are not sustained: the policy has too few inferences in flight; {}",
                       served);
  const UnitId unit = *e.rates->unsustained_unit;
  return fmt::format("the rates are not sustained: {} would need {:.3f} times what it has; {}",
                     compiled.units[unit].name, e.rates->offered_ratio[unit.index()], served);
}

}  // namespace synergy::plan
