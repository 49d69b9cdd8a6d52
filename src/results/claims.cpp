#include "synergy/results/claims.hpp"

#include <algorithm>
#include <cmath>

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

Cell cell(const std::optional<double>& value) {
  if (!value) return {};
  return *value;
}

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

/// One claim over all comparisons. Changes are averaged as they are; their geometric mean is that of 1 +
/// change.
struct Claim {
  std::string_view name;
  double paper;
  bool is_change;
  std::vector<double> values;
  std::size_t excluded;
};

Cell mean(const Claim& c) {
  if (c.values.empty()) return {};
  double sum = 0;
  for (const double v : c.values) sum += v;
  return sum / static_cast<double>(c.values.size());
}

Cell geometric_mean(const Claim& c) {
  if (c.values.empty()) return {};
  double sum = 0;
  for (const double v : c.values) sum += std::log(c.is_change ? 1 + v : v);
  const double ratio_mean = std::exp(sum / static_cast<double>(c.values.size()));
  return c.is_change ? ratio_mean - 1 : ratio_mean;
}

Cell quantile(const Claim& c, double p) {
  if (c.values.empty()) return {};
  std::vector<double> sorted = c.values;
  std::sort(sorted.begin(), sorted.end());
  const double at = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

const ColumnOf<Claim> kClaims[] = {
    {{"claim", "", "what is compared, synergy against the baselines", Type::text, Role::key},
     [](const Claim& c) { return text(c.name); }},
    {{"paper_ratio", "ratio", "the abstract's figure (a mean; power is not defined there)", Type::number},
     [](const Claim& c) -> Cell { return c.paper; }},
    {{"mean_ratio", "ratio", "arithmetic mean over all pairs", Type::number}, mean},
    {{"geometric_mean_ratio", "ratio", "geometric mean of the ratios (changes: minus 1)", Type::number},
     geometric_mean},
    {{"median_ratio", "ratio", "median", Type::number}, [](const Claim& c) { return quantile(c, 0.5); }},
    {{"min_ratio", "ratio", "smallest", Type::number}, [](const Claim& c) { return quantile(c, 0); }},
    {{"max_ratio", "ratio", "largest", Type::number}, [](const Claim& c) { return quantile(c, 1); }},
    {{"pair_count", "", "workload x baseline pairs that count", Type::integer},
     [](const Claim& c) { return count(c.values.size()); }},
    {{"excluded_count", "", "pairs excluded as infeasible", Type::integer},
     [](const Claim& c) { return count(c.excluded); }},
};

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
  c.throughput_ratio = throughput(synergy) / throughput(baseline);
  c.latency_change = synergy.result->latency.mean_ns() / baseline.result->latency.mean_ns() - 1;
  c.power_change = power(synergy) / power(baseline) - 1;
  c.energy_change = energy_per_inference(synergy) / energy_per_inference(baseline) - 1;
  if (usable(matched_synergy) && usable(matched_baseline)) {
    c.matched_power_change = power(*matched_synergy) / power(*matched_baseline) - 1;
  }
  return c;
}

Table ratios_table(const std::vector<Comparison>& comparisons) {
  return make_table<Comparison>("ratios", kRatios, comparisons);
}

Table claims_table(const std::vector<Comparison>& comparisons) {
  const auto claim = [&](std::string_view name, double paper, bool is_change,
                         std::optional<double> Comparison::*member) {
    Claim result{name, paper, is_change, {}, 0};
    for (const Comparison& c : comparisons) {
      if (c.*member)
        result.values.push_back(*(c.*member));
      else
        ++result.excluded;
    }
    return result;
  };
  return make_table<Claim>(
      "claims", kClaims,
      {claim("throughput ratio", 23.0, false, &Comparison::throughput_ratio),
       claim("latency change", -0.739, true, &Comparison::latency_change),
       claim("power change, each as fast as it can", -0.158, true, &Comparison::power_change),
       claim("power change at matched load", -0.158, true, &Comparison::matched_power_change),
       claim("energy per inference change", -0.158, true, &Comparison::energy_change)});
}

}  // namespace synergy::results
