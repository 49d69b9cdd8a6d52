#include "synergy/run/comparison.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/run/metrics.hpp"
#include "synergy/run/run.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace synergy::run {
namespace {

double throughput(const RunRecord& r) { return throughput_inf_per_s(*r.result); }
double power(const RunRecord& r) { return power_mean_w(*r.result); }
double energy_per_inference(const RunRecord& r) {
  return r.result->energy().si() / static_cast<double>(r.result->completed_in_window());
}
double mean_latency(const RunRecord& r) { return r.result->latency.mean_ns() * 1e-9; }

std::optional<double> change(const Sides& sides) { return sides.synergy / sides.baseline - 1; }

bool is_usable(const RunRecord* r) {
  return r != nullptr && r->result && r->result->completed_in_window() > 0;
}

/// The plan of a run again, every app at the given rate.
RunRecord at_rate(const Workload& workload, const RunRecord& run, Frequency per_app) {
  scenario::Scenario scenario = workload.scenario();
  // Periodic rather than poisson: both sides get the same work at the same times, and no chance enters.
  scenario.load.regime = scenario::Regime::periodic;
  for (scenario::App& app : scenario.apps) app.rate = per_app;
  // The plan is the same and is not made again for these rates: the claim is about what a plan draws.
  const Plan plan = Plan::given(run.planner, run.compiled->plan, workload.with(std::move(scenario)));
  return Run(plan, run.policy).simulate(run.replication);
}

/// Where the records of the planner of record `r` begin.
std::size_t block_of(const std::vector<RunRecord>& records, std::size_t r) {
  while (r > 0 && records[r - 1].planner == records[r].planner) --r;
  return r;
}

}  // namespace

Comparison compare(const RunRecord& synergy, const RunRecord& baseline, const RunRecord* matched_synergy,
                   const RunRecord* matched_baseline) {
  Comparison c;
  c.scenario = baseline.scenario->name;
  c.baseline = baseline.planner;
  if (!is_usable(&synergy) || !is_usable(&baseline)) {
    const RunRecord& without = is_usable(&synergy) ? baseline : synergy;
    c.why_excluded = fmt::format("{}: {}", without.planner,
                                 without.result ? "nothing completed in the window" : "infeasible");
    return c;
  }
  const auto sides = [&](double (*metric)(const RunRecord&)) {
    return Sides{metric(synergy), metric(baseline)};
  };
  c.throughput = sides(throughput);
  c.latency = sides(mean_latency);
  c.power = sides(power);
  c.energy = sides(energy_per_inference);
  c.throughput_ratio = c.throughput->synergy / c.throughput->baseline;
  // Of nanoseconds, as recorded: seconds round once more.
  c.latency_change = synergy.result->latency.mean_ns() / baseline.result->latency.mean_ns() - 1;
  c.power_change = change(*c.power);
  c.energy_change = change(*c.energy);
  if (is_usable(matched_synergy) && is_usable(matched_baseline)) {
    c.matched_power = Sides{power(*matched_synergy), power(*matched_baseline)};
    c.matched_power_change = change(*c.matched_power);
  }
  return c;
}

Comparison compare_matched(const Workload& workload, const RunRecord& synergy, const RunRecord& baseline) {
  if (!synergy.result || !baseline.result) return compare(synergy, baseline, nullptr, nullptr);
  // The same rate for every app, as the rounds of the claim table give all apps the same share.
  const double per_app = throughput(baseline) / static_cast<double>(baseline.scenario->apps.size());
  if (per_app <= 0) return compare(synergy, baseline, nullptr, nullptr);
  const Frequency rate = Frequency::from_si(per_app);
  const RunRecord matched_synergy = at_rate(workload, synergy, rate);
  const RunRecord matched_baseline = at_rate(workload, baseline, rate);
  return compare(synergy, baseline, &matched_synergy, &matched_baseline);
}

std::vector<Comparison> compare_with_baselines(const Workload& workload,
                                               const std::vector<RunRecord>& records) {
  const auto synergy = std::find_if(records.begin(), records.end(),
                                    [](const RunRecord& r) { return r.role == planner::Role::synergy; });
  std::vector<Comparison> comparisons;
  if (synergy == records.end()) return comparisons;
  for (std::size_t r = 0; r < records.size(); ++r) {
    if (records[r].role != planner::Role::baseline) continue;
    // Records come by planner, then policy, then replication: the same place is the same policy and
    // replication.
    const auto place = static_cast<std::ptrdiff_t>(r - block_of(records, r));
    ensure(synergy + place < records.end() && (synergy + place)->planner == synergy->planner,
           "every planner has as many runs as synergy");
    comparisons.push_back(compare_matched(workload, *(synergy + place), records[r]));
  }
  return comparisons;
}

}  // namespace synergy::run
