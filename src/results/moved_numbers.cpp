#include "columns.hpp"
#include "swing.hpp"
#include <fmt/format.h>

namespace synergy::results {
namespace {

struct NumberRow {
  const Sensitivity* analysis;
  const MovedNumber* moved;
  std::vector<ClaimSwing> claims;
};

/// Of the planner it moves most: a number that is harmless for all is told from one that decides for some.
template <std::size_t metric>
Cell metric_span(const NumberRow& row) {
  std::optional<double> most;
  for (std::size_t p = 0; p < row.analysis->base.outcomes.size(); ++p)
    most = largest(most, span(metric_swing(*row.analysis, *row.moved, p, metric)));
  return cell(most);
}

template <std::size_t claim>
Cell claim_span(const NumberRow& row) {
  return cell(span(ratio_swing(row.claims[claim], geometric_mean)));
}

Cell rankings_changed(const NumberRow& row) {
  std::string changed;
  for (std::size_t m = 0; m < kMovedMetrics.size(); ++m) {
    const auto& base = row.analysis->base.outcomes;
    if (swapped(base, row.moved->low.outcomes, m).empty() &&
        swapped(base, row.moved->high.outcomes, m).empty())
      continue;
    changed += fmt::format("{}{}", changed.empty() ? "" : "; ", kMovedMetrics[m].column);
  }
  if (changed.empty()) return {};
  return changed;
}

/// Bounds as written: their unit may differ from the value's, and a converted number would not be found
/// again.
Cell bound(const std::optional<scenario::ProfileNumber::Amount>& amount) {
  if (!amount) return {};
  return amount->text;
}

const ColumnOf<NumberRow> kNumbers[] = {
    {{"scenario", "", "workload", Type::text, Role::key},
     [](const NumberRow& r) { return text(r.analysis->scenario); }},
    {{"number", "", "profile name, dot, key of the profile file", Type::text, Role::key},
     [](const NumberRow& r) { return text(r.moved->number.path); }},
    // As written in the profile, with its unit: to be found there again.
    {{"value", "", "its value, with unit"},
     [](const NumberRow& r) { return text(r.moved->number.value.text); }},
    {{"low", "", "its low; empty: none is known, the value stands for it"},
     [](const NumberRow& r) { return bound(r.moved->number.low); }},
    {{"high", "", "its high; empty: none is known, the value stands for it"},
     [](const NumberRow& r) { return bound(r.moved->number.high); }},
    // Whether a number is measured, from a datasheet or assumed says how far its bounds can be trusted.
    {{"class", "", "kind of source"},
     [](const NumberRow& r) { return text(device::to_text(r.moved->number.value_class)); }},
    {{"throughput_span_ratio", "ratio",
      "throughput: largest less smallest at base, low, high, over base; of the planner it moves most",
      Type::number},
     metric_span<0>},
    {{"latency_span_ratio", "ratio", "mean latency, likewise", Type::number}, metric_span<1>},
    {{"power_span_ratio", "ratio", "mean power, likewise", Type::number}, metric_span<2>},
    {{"energy_span_ratio", "ratio", "energy per inference, likewise", Type::number}, metric_span<3>},
    // By the geometric mean, relative to the base as a ratio, so that claims which are changes compare with
    // it.
    {{"throughput_claim_span_ratio", "ratio",
      "geometric mean of synergy / baseline in throughput: largest less smallest, over base", Type::number},
     claim_span<0>},
    {{"latency_claim_span_ratio", "ratio", "in mean latency, likewise", Type::number}, claim_span<1>},
    {{"power_claim_span_ratio", "ratio", "in mean power, each as fast as it can", Type::number},
     claim_span<2>},
    {{"matched_power_claim_span_ratio", "ratio", "in mean power, both at the baseline's throughput",
      Type::number},
     claim_span<3>},
    {{"energy_claim_span_ratio", "ratio", "in energy per inference", Type::number}, claim_span<4>},
    // More than any span: a number that swaps planners changes a conclusion.
    {{"rankings_changed", "", "metrics by which planners swap, see rankings"}, rankings_changed},
    {{"source", "", "where the number was read"},
     [](const NumberRow& r) { return text(r.moved->number.source); }},
};

}  // namespace

Table moved_numbers_table(const Sensitivity& analysis) {
  std::vector<NumberRow> rows;
  for (const MovedNumber& moved : analysis.moved)
    rows.push_back({&analysis, &moved, claim_swings(analysis, moved)});
  return make_table<NumberRow>("moved_numbers", kNumbers, rows);
}

double largest_move(const Sensitivity& analysis, const MovedNumber& moved) {
  std::optional<double> most;
  for (std::size_t p = 0; p < analysis.base.outcomes.size(); ++p) {
    for (std::size_t m = 0; m < kMovedMetrics.size(); ++m)
      most = largest(most, span(metric_swing(analysis, moved, p, m)));
  }
  return most.value_or(0);
}

}  // namespace synergy::results
