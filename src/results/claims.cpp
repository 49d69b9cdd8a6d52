#include "synergy/results/claims.hpp"

#include "synergy/results/order_tables.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "columns.hpp"
#include "quantile.hpp"
#include <fmt/format.h>

namespace synergy::results {
namespace {

constexpr double kSame = 1e-3;  // of a ratio: windows count whole inferences (as kRankingTie)

std::optional<double> quantile(const Claim& c, double p) {
  if (c.values.empty()) return {};
  return quantile_of(c.values, p);
}

/// A row of the claim table.
struct PairRow {
  std::string definition;
  Claim claim;
  std::optional<OrderRange> orders;
};

/// "Inferences per second, synergy / baseline; both under policy sequential."
std::string meaning(const PairRow& row) {
  return fmt::format("{}; {}.", row.claim.metric, definition_in_words(row.definition));
}

/// Several means stand side by side, since the abstract does not name its own and they differ widely: an
/// arithmetic mean of ratios follows the largest of them.
const ColumnOf<PairRow> kClaimColumns[] = {
    {{"definition", "",
      "under which conditions: paired (the claim table's own), both_POLICY, sensing_VALUE; see meaning",
      Type::text, Role::key},
     [](const PairRow& r) { return text(r.definition); }},
    {{"claim", "", "what is compared, synergy against the baselines", Type::text, Role::key},
     [](const PairRow& r) { return text(r.claim.name); }},
    // The same figure, -15.8 %, beside all three readings of power, of which the abstract has one.
    {{"paper_ratio", "ratio", "the abstract's figure (a mean; power is not defined there)", Type::number},
     [](const PairRow& r) -> Cell { return r.claim.paper; }},
    {{"mean_ratio", "ratio", "arithmetic mean over all pairs", Type::number},
     [](const PairRow& r) { return cell(mean(r.claim)); }},
    // The mean that does not depend on which side is divided by which.
    {{"geometric_mean_ratio", "ratio", "geometric mean of the ratios (changes: minus 1)", Type::number},
     [](const PairRow& r) { return cell(geometric_mean(r.claim)); }},
    // The mean over workloads first, as one reads "x times the throughput of a baseline", then over
    // baselines.
    {{"per_baseline_ratio", "ratio",
      "for each baseline the ratio of the means over its workloads; of these the geometric mean (changes: "
      "minus 1)",
      Type::number},
     [](const PairRow& r) { return cell(per_baseline(r.claim)); }},
    {{"median_ratio", "ratio", "median", Type::number},
     [](const PairRow& r) { return cell(median(r.claim)); }},
    {{"min_ratio", "ratio", "smallest", Type::number},
     [](const PairRow& r) { return cell(quantile(r.claim, 0)); }},
    {{"max_ratio", "ratio", "largest", Type::number},
     [](const PairRow& r) { return cell(quantile(r.claim, 1)); }},
    {{"pair_count", "", "workload x baseline pairs that count", Type::integer},
     [](const PairRow& r) { return count(r.claim.values.size()); }},
    // A mean may hide that a few pairs carry it: these counts do not.
    {{"better_count", "", "pairs in which synergy is better than the baseline", Type::integer},
     [](const PairRow& r) { return count(better_count(r.claim)); }},
    {{"equal_count", "", "pairs in which both are the same, to 0.1 %", Type::integer},
     [](const PairRow& r) { return count(equal_count(r.claim)); }},
    {{"excluded_count", "", "pairs without a value: infeasible, or nothing completed", Type::integer},
     [](const PairRow& r) { return count(r.claim.excluded_count); }},
    {{"order_count", "", "orders of the devices that were tried; empty: none but the body's", Type::integer},
     [](const PairRow& r) -> Cell {
       if (!r.orders) return {};
       return count(r.orders->order_count);
     }},
    // Planners that take the first device that will do depend on how a body lists its devices, which is
    // arbitrary: the range says how much of a claim is luck of that order.
    {{"order_min_ratio", "ratio", "smallest geometric mean over these orders", Type::number},
     [](const PairRow& r) { return r.orders ? Cell(r.orders->least) : Cell(); }},
    {{"order_median_ratio", "ratio", "median of the geometric means over these orders", Type::number},
     [](const PairRow& r) { return r.orders ? Cell(r.orders->median) : Cell(); }},
    {{"order_max_ratio", "ratio", "largest geometric mean over these orders", Type::number},
     [](const PairRow& r) { return r.orders ? Cell(r.orders->most) : Cell(); }},
    {{"meaning", "", "what the row says, in a sentence"}, [](const PairRow& r) { return text(meaning(r)); }},
    {{"excluded", "", "the pairs that do not count, by workload, and why"},
     [](const PairRow& r) -> Cell {
       if (r.claim.excluded.empty()) return {};
       return r.claim.excluded;
     }},
};

/// "w6: min_dev, max_dev (infeasible); ..." of the comparisons without a value.
std::string excluded_pairs(const std::vector<Comparison>& comparisons,
                           std::optional<double> Comparison::*member) {
  std::vector<std::pair<std::array<std::string, 2>, std::string>> groups;  // by workload and reason
  for (const Comparison& c : comparisons) {
    if (c.*member) continue;
    std::string why = c.why_excluded.empty() ? "no value" : c.why_excluded;
    // The list names the baselines itself; where synergy has no plan its name stays.
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

void add_sides(Claim& claim, const std::string& baseline, const Sides& sides) {
  auto known = std::find_if(claim.baselines.begin(), claim.baselines.end(),
                            [&](const auto& entry) { return entry.first == baseline; });
  if (known == claim.baselines.end())
    known = claim.baselines.insert(claim.baselines.end(), {baseline, Sides{}});
  known->second.synergy += sides.synergy;
  known->second.baseline += sides.baseline;
}

/// Above 0 where synergy is better, 0 where both are the same.
double advantage(const Claim& c, double value) {
  const double change = c.is_change ? value : value - 1;
  // A plan that equals the baseline's is no win, though their windows may differ by an inference.
  if (std::abs(change) <= kSame) return 0;
  return c.larger_is_better ? change : -change;
}

}  // namespace

std::vector<Claim> claims(const std::vector<Comparison>& comparisons) {
  const auto claim = [&](std::string_view name, std::string_view metric, double paper, bool is_change,
                         bool larger_is_better, std::optional<double> Comparison::*member,
                         std::optional<Sides> Comparison::*sides) {
    Claim result{name, paper, is_change, {}, 0, excluded_pairs(comparisons, member), metric, larger_is_better,
                 {}};
    for (const Comparison& c : comparisons) {
      if (!(c.*member)) {
        ++result.excluded_count;
        continue;
      }
      result.values.push_back(*(c.*member));
      // Only of pairs that count, so that a baseline's sums are over the same workloads on both sides.
      if (c.*sides) add_sides(result, c.baseline, *(c.*sides));
    }
    return result;
  };
  return {claim("throughput ratio", "Inferences per second, synergy / baseline", 23.0, false, true,
                &Comparison::throughput_ratio, &Comparison::throughput),
          claim("latency change", "Mean latency, synergy / baseline - 1", -0.739, true, false,
                &Comparison::latency_change, &Comparison::latency),
          claim("power change, each as fast as it can",
                "Mean power of the body, each planner as fast as it can, synergy / baseline - 1", -0.158,
                true, false, &Comparison::power_change, &Comparison::power),
          claim("power change at matched load",
                "Mean power of the body while both do as many inferences per second as the baseline can, "
                "synergy / baseline - 1",
                -0.158, true, false, &Comparison::matched_power_change, &Comparison::matched_power),
          claim("energy per inference change",
                "Energy of the body per inference, each planner as fast as it can, synergy / baseline - 1",
                -0.158, true, false, &Comparison::energy_change, &Comparison::energy)};
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
  // A change is averaged as the ratio that it is: -50 % and +100 % make no change.
  for (const double v : c.values) sum += std::log(c.is_change ? 1 + v : v);
  const double ratio_mean = std::exp(sum / static_cast<double>(c.values.size()));
  return c.is_change ? ratio_mean - 1 : ratio_mean;
}

std::optional<double> median(const Claim& c) { return quantile(c, 0.5); }

std::optional<double> per_baseline(const Claim& c) {
  if (c.baselines.empty()) return {};
  double sum = 0;
  // The same workloads count on both sides: the ratio of the sums is that of the means.
  for (const auto& [baseline, sides] : c.baselines) sum += std::log(sides.synergy / sides.baseline);
  const double ratio_mean = std::exp(sum / static_cast<double>(c.baselines.size()));
  return c.is_change ? ratio_mean - 1 : ratio_mean;
}

std::size_t better_count(const Claim& c) {
  return static_cast<std::size_t>(
      std::count_if(c.values.begin(), c.values.end(), [&](double v) { return advantage(c, v) > 0; }));
}

std::size_t equal_count(const Claim& c) {
  return static_cast<std::size_t>(
      std::count_if(c.values.begin(), c.values.end(), [&](double v) { return advantage(c, v) == 0; }));
}

std::string definition_in_words(std::string_view definition) {
  if (definition == kPaired)
    return "each planner under the policy it is paired with, synergy adaptive and the baselines sequential";
  if (definition.starts_with("both_")) return fmt::format("both under policy {}", definition.substr(5));
  if (definition.starts_with("sensing_"))
    return fmt::format("as paired, with sensing {} in every app", definition.substr(8));
  return std::string(definition);
}

std::vector<std::string> definitions(const std::vector<Comparison>& comparisons) {
  std::vector<std::string> found;
  for (const Comparison& c : comparisons) {
    if (std::find(found.begin(), found.end(), c.definition) == found.end()) found.push_back(c.definition);
  }
  return found;
}

std::vector<Comparison> of_definition(const std::vector<Comparison>& comparisons,
                                      std::string_view definition) {
  std::vector<Comparison> found;
  for (const Comparison& c : comparisons) {
    if (c.definition == definition) found.push_back(c);
  }
  return found;
}

Table claims_table(const std::vector<Comparison>& comparisons, const std::vector<OrderPoint>& orders) {
  std::vector<PairRow> rows;
  for (const std::string& definition : definitions(comparisons)) {
    const std::vector<Claim> found = claims(of_definition(comparisons, definition));
    for (std::size_t c = 0; c < found.size(); ++c) {
      rows.push_back({definition, found[c], {}});
      // Orders are tried under the paired definition alone: others would multiply the runs.
      if (definition == kPaired && !orders.empty())
        rows.back().orders = order_range(orders, c, geometric_mean);
    }
  }
  return make_table<PairRow>("claims", kClaimColumns, rows);
}

}  // namespace synergy::results
