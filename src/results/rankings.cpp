#include "synergy/results/sensitivity.hpp"

#include <algorithm>
#include <cmath>

#include "columns.hpp"
#include <fmt/format.h>

namespace synergy::results {
namespace {

/// -1 if `a` is better, 1 if `b` is, 0 if neither.
/// A planner without a plan is behind all that have one; two without one are equal.
int order(const Outcome& a, const Outcome& b, std::size_t metric) {
  const std::optional<double>& x = a.metrics[metric];
  const std::optional<double>& y = b.metrics[metric];
  if (!x || !y) return static_cast<int>(y.has_value()) - static_cast<int>(x.has_value());
  if (std::abs(*x - *y) <= kRankingTie * std::max(std::abs(*x), std::abs(*y))) return 0;
  return (*x > *y) == kMovedMetrics[metric].larger_is_better ? -1 : 1;
}

struct RankingRow {
  const Sensitivity* analysis;
  const MovedNumber* moved;
  std::size_t metric;
  [[nodiscard]] std::vector<std::string> swapped_at(const PlannersAtPoint& point) const {
    return swapped(analysis->base.outcomes, point.outcomes, metric);
  }
};

Cell joined(const std::vector<std::string>& pairs) {
  if (pairs.empty()) return {};
  return fmt::format("{}", fmt::join(pairs, "; "));
}

const ColumnOf<RankingRow> kRankings[] = {
    {{"scenario", "", "workload", Type::text, Role::key},
     [](const RankingRow& r) { return text(r.analysis->scenario); }},
    {{"number", "", "profile number that is moved, see moved_numbers", Type::text, Role::key},
     [](const RankingRow& r) { return text(r.moved->number.path); }},
    {{"metric", "", "column of runs.csv", Type::text, Role::key},
     [](const RankingRow& r) { return text(kMovedMetrics[r.metric].column); }},
    {{"at_base", "", "planners, best first; = where two differ by less than a thousandth"},
     [](const RankingRow& r) { return text(ranking(r.analysis->base.outcomes, r.metric)); }},
    {{"at_low", "", "with this number at its low"},
     [](const RankingRow& r) { return text(ranking(r.moved->low.outcomes, r.metric)); }},
    {{"at_high", "", "with this number at its high"},
     [](const RankingRow& r) { return text(ranking(r.moved->high.outcomes, r.metric)); }},
    // Ties aside, since a number that moves two equal planners by a hair changes nothing.
    {{"changed", "", "y if any two planners are in reverse order at low or high, ties aside, else n"},
     [](const RankingRow& r) {
       const bool same = r.swapped_at(r.moved->low).empty() && r.swapped_at(r.moved->high).empty();
       return text(same ? "n" : "y");
     }},
    {{"low_swapped", "", "the pairs that are in reverse order at low, in the order they are then"},
     [](const RankingRow& r) { return joined(r.swapped_at(r.moved->low)); }},
    {{"high_swapped", "", "the same at high"},
     [](const RankingRow& r) { return joined(r.swapped_at(r.moved->high)); }},
};

}  // namespace

std::string ranking(const std::vector<Outcome>& outcomes, std::size_t metric) {
  std::vector<const Outcome*> sorted;
  std::string without;
  for (const Outcome& outcome : outcomes) {
    if (outcome.metrics[metric])
      sorted.push_back(&outcome);
    else
      without += (without.empty() ? "; no plan: " : ", ") + outcome.planner;
  }
  // By value, not by order(): equality up to a tie is not transitive, which a sort must not meet. Ties are
  // only marked between neighbours.
  std::stable_sort(sorted.begin(), sorted.end(), [&](const Outcome* a, const Outcome* b) {
    const double x = *a->metrics[metric], y = *b->metrics[metric];
    return kMovedMetrics[metric].larger_is_better ? x > y : x < y;
  });
  std::string text;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (i > 0) text += order(*sorted[i - 1], *sorted[i], metric) == 0 ? " = " : " > ";
    text += sorted[i]->planner;
  }
  return text + without;
}

std::vector<std::string> swapped(const std::vector<Outcome>& base, const std::vector<Outcome>& moved,
                                 std::size_t metric) {
  std::vector<std::string> pairs;
  for (std::size_t a = 0; a < base.size(); ++a) {
    for (std::size_t b = a + 1; b < base.size(); ++b) {
      const int now = order(moved[a], moved[b], metric);
      // -1 only where both are ordered, and differently: ties on either side make 0.
      if (now * order(base[a], base[b], metric) != -1) continue;
      const auto& [better, worse] = now < 0 ? std::pair(a, b) : std::pair(b, a);
      pairs.push_back(fmt::format("{} > {}", base[better].planner, base[worse].planner));
    }
  }
  return pairs;
}

Table rankings_table(const Sensitivity& analysis) {
  std::vector<RankingRow> rows;
  for (const MovedNumber& moved : analysis.moved) {
    for (std::size_t m = 0; m < kMovedMetrics.size(); ++m) rows.push_back({&analysis, &moved, m});
  }
  return make_table<RankingRow>("rankings", kRankings, rows);
}

}  // namespace synergy::results
