#include "synergy/results/claims.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "columns.hpp"
#include <fmt/format.h>

namespace synergy::results {
namespace {

std::optional<double> quantile(const Claim& c, double p) {
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
    {{"mean_ratio", "ratio", "arithmetic mean over all pairs", Type::number},
     [](const Claim& c) { return cell(mean(c)); }},
    {{"geometric_mean_ratio", "ratio", "geometric mean of the ratios (changes: minus 1)", Type::number},
     [](const Claim& c) { return cell(geometric_mean(c)); }},
    {{"median_ratio", "ratio", "median", Type::number}, [](const Claim& c) { return cell(median(c)); }},
    {{"min_ratio", "ratio", "smallest", Type::number}, [](const Claim& c) { return cell(quantile(c, 0)); }},
    {{"max_ratio", "ratio", "largest", Type::number}, [](const Claim& c) { return cell(quantile(c, 1)); }},
    {{"pair_count", "", "workload x baseline pairs that count", Type::integer},
     [](const Claim& c) { return count(c.values.size()); }},
    {{"excluded_count", "", "pairs without a value: infeasible, or nothing completed", Type::integer},
     [](const Claim& c) { return count(c.excluded_count); }},
    {{"excluded", "", "the pairs that do not count, by workload, and why"},
     [](const Claim& c) -> Cell {
       if (c.excluded.empty()) return {};
       return c.excluded;
     }},
};

/// "w6: min_dev, max_dev (infeasible); ..." of the comparisons without a value.
std::string excluded_pairs(const std::vector<Comparison>& comparisons,
                           std::optional<double> Comparison::*member) {
  std::vector<std::pair<std::array<std::string, 2>, std::string>> groups;  // by workload and reason
  for (const Comparison& c : comparisons) {
    if (c.*member) continue;
    std::string why = c.why_excluded.empty() ? "no value" : c.why_excluded;
    if (why.starts_with(c.baseline + ": ")) why.erase(0, c.baseline.size() + 2);
    const std::array<std::string, 2> key{c.scenario, why};
    const auto group =
        std::find_if(groups.begin(), groups.end(), [&](const auto& known) { return known.first == key; });
    if (group == groups.end())
      groups.emplace_back(key, c.baseline);
    else
      group->second += ", " + c.baseline;
  }
  std::string text;
  for (const auto& [key, baselines] : groups)
    text += fmt::format("{}{}: {} ({})", text.empty() ? "" : "; ", key[0], baselines, key[1]);
  return text;
}

}  // namespace

std::vector<Claim> claims(const std::vector<Comparison>& comparisons) {
  const auto claim = [&](std::string_view name, double paper, bool is_change,
                         std::optional<double> Comparison::*member) {
    Claim result{name, paper, is_change, {}, 0, excluded_pairs(comparisons, member)};
    for (const Comparison& c : comparisons) {
      if (c.*member)
        result.values.push_back(*(c.*member));
      else
        ++result.excluded_count;
    }
    return result;
  };
  return {claim("throughput ratio", 23.0, false, &Comparison::throughput_ratio),
          claim("latency change", -0.739, true, &Comparison::latency_change),
          claim("power change, each as fast as it can", -0.158, true, &Comparison::power_change),
          claim("power change at matched load", -0.158, true, &Comparison::matched_power_change),
          claim("energy per inference change", -0.158, true, &Comparison::energy_change)};
}

std::optional<double> mean(const Claim& c) {
  if (c.values.empty()) return {};
  double sum = 0;
  for (const double v : c.values) sum += v;
  return sum / static_cast<double>(c.values.size());
}

std::optional<double> geometric_mean(const Claim& c) {
  if (c.values.empty()) return {};
  double sum = 0;
  for (const double v : c.values) sum += std::log(c.is_change ? 1 + v : v);
  const double ratio_mean = std::exp(sum / static_cast<double>(c.values.size()));
  return c.is_change ? ratio_mean - 1 : ratio_mean;
}

std::optional<double> median(const Claim& c) { return quantile(c, 0.5); }

Table claims_table(const std::vector<Comparison>& comparisons) {
  return make_table<Claim>("claims", kClaims, claims(comparisons));
}

}  // namespace synergy::results
