#include "synergy/results/claims.hpp"

#include "columns.hpp"
#include <fmt/format.h>

namespace synergy::results {
namespace {

double throughput(const RunRecord& r) {
  return static_cast<double>(r.result->completed_in_window()) / r.result->window.s();
}
double power(const RunRecord& r) { return r.result->energy().si() / r.result->window.s(); }
double energy_per_inference(const RunRecord& r) {
  return r.result->energy().si() / static_cast<double>(r.result->completed_in_window());
}

double mean_latency(const RunRecord& r) { return r.result->latency.mean_ns() * 1e-9; }

std::optional<double> change(const Sides& sides) { return sides.synergy / sides.baseline - 1; }

const ColumnOf<Comparison> kRatios[] = {
    {{"scenario", "", "workload", Type::text, Role::key},
     [](const Comparison& c) { return text(c.scenario); }},
    {{"baseline", "", "planner that synergy is compared with", Type::text, Role::key},
     [](const Comparison& c) { return text(c.baseline); }},
    {{"throughput_ratio", "ratio", "synergy / baseline", Type::number, Role::larger_is_better},
     [](const Comparison& c) { return cell(c.throughput_ratio); }},
    {{"latency_change_ratio", "ratio", "mean latency: synergy / baseline - 1", Type::number,
      Role::smaller_is_better},
     [](const Comparison& c) { return cell(c.latency_change); }},
    {{"power_change_ratio", "ratio", "mean power, each as fast as it can: synergy / baseline - 1",
      Type::number, Role::smaller_is_better},
     [](const Comparison& c) { return cell(c.power_change); }},
    {{"matched_power_change_ratio", "ratio",
      "mean power, both at the baseline's throughput: synergy / baseline - 1", Type::number,
      Role::smaller_is_better},
     [](const Comparison& c) { return cell(c.matched_power_change); }},
    {{"energy_change_ratio", "ratio", "energy per inference, each as fast as it can: synergy / baseline - 1",
      Type::number, Role::smaller_is_better},
     [](const Comparison& c) { return cell(c.energy_change); }},
    {{"excluded_because", "", "why the pair does not count"},
     [](const Comparison& c) -> Cell {
       if (c.why_excluded.empty()) return {};
       return c.why_excluded;
     }},
};

/// The plan of a run again, every app at the given rate: what the body draws while it does the same work.
/// `scenario` takes the run's scenario at that rate.
RunRecord at_rate(const RunRecord& run, Frequency per_app, scenario::Scenario& scenario,
                  plan::TableCache& cache) {
  scenario = *run.scenario;
  scenario.load.regime = scenario::Regime::periodic;
  for (scenario::App& app : scenario.apps) app.rate = per_app;
  const plan::PlanningProblem problem(scenario, cache);
  return simulation::run_plan(problem, run.compiled->plan, run.planner, run.policy, run.replication);
}

}  // namespace

Comparison compare(const RunRecord& synergy, const RunRecord& baseline, const RunRecord* matched_synergy,
                   const RunRecord* matched_baseline) {
  Comparison c;
  c.scenario = baseline.scenario->name;
  c.baseline = baseline.planner;
  const auto usable = [](const RunRecord* r) {
    return r != nullptr && r->result && r->result->completed_in_window() > 0;
  };
  if (!usable(&synergy) || !usable(&baseline)) {
    const RunRecord& without = usable(&synergy) ? baseline : synergy;
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
  c.latency_change = synergy.result->latency.mean_ns() / baseline.result->latency.mean_ns() - 1;
  c.power_change = change(*c.power);
  c.energy_change = change(*c.energy);
  if (usable(matched_synergy) && usable(matched_baseline)) {
    c.matched_power = Sides{power(*matched_synergy), power(*matched_baseline)};
    c.matched_power_change = change(*c.matched_power);
  }
  return c;
}

Comparison compare_matched(const RunRecord& synergy, const RunRecord& baseline, plan::TableCache& cache) {
  if (!synergy.result || !baseline.result) return compare(synergy, baseline, nullptr, nullptr);
  const double per_app = throughput(baseline) / static_cast<double>(baseline.scenario->apps.size());
  if (per_app <= 0) return compare(synergy, baseline, nullptr, nullptr);
  scenario::Scenario synergy_scenario, baseline_scenario;
  const Frequency rate = Frequency::from_si(per_app);
  const RunRecord matched_synergy = at_rate(synergy, rate, synergy_scenario, cache);
  const RunRecord matched_baseline = at_rate(baseline, rate, baseline_scenario, cache);
  return compare(synergy, baseline, &matched_synergy, &matched_baseline);
}

Table ratios_table(const std::vector<Comparison>& comparisons) {
  return make_table<Comparison>("ratios", kRatios, of_definition(comparisons, kPaired));
}

Table definition_ratios_table(const std::vector<Comparison>& comparisons) {
  Table table = make_table<Comparison>("definition_ratios", kRatios, {});
  table.columns.insert(table.columns.begin(),
                       {"definition", "", "under which conditions, as in claims", Type::text, Role::key});
  for (const std::string& definition : definitions(comparisons)) {
    if (definition == kPaired) continue;
    const Table rows = make_table<Comparison>("", kRatios, of_definition(comparisons, definition));
    for (std::vector<Cell> row : rows.rows) {
      row.insert(row.begin(), text(definition));
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

}  // namespace synergy::results
