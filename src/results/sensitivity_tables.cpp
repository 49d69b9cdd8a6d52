#include "columns.hpp"
#include "swing.hpp"

namespace synergy::results {
namespace {

struct MetricRow {
  const Sensitivity* analysis;
  const MovedNumber* moved;
  std::size_t planner, metric;
  [[nodiscard]] const Outcome& outcome() const { return analysis->base.outcomes[planner]; }
  [[nodiscard]] Swing swing() const { return metric_swing(*analysis, *moved, planner, metric); }
};

/// The values themselves beside the changes: a tornado is drawn of the changes, a planner without a plan
/// shows only in the values.
const ColumnOf<MetricRow> kMetricColumns[] = {
    {{"scenario", "", "workload", Type::text, Role::key},
     [](const MetricRow& r) { return text(r.analysis->scenario); }},
    {{"number", "", "profile number that is moved, see moved_numbers", Type::text, Role::key},
     [](const MetricRow& r) { return text(r.moved->number.path); }},
    // Planning anew is part of the question: a wrong number misleads a planner as well as the simulation.
    {{"planner", "", "planner; it plans anew at every bound", Type::text, Role::key},
     [](const MetricRow& r) { return text(r.outcome().planner); }},
    {{"policy", "", "parallelisation policy"}, [](const MetricRow& r) { return text(r.outcome().policy); }},
    {{"metric", "", "column of runs.csv", Type::text, Role::key},
     [](const MetricRow& r) { return text(kMovedMetrics[r.metric].column); }},
    {{"at_base", "as the metric", "with all numbers as the profiles say; empty: no feasible plan",
      Type::number},
     [](const MetricRow& r) { return cell(r.swing().base); }},
    {{"at_low", "as the metric", "with this number at its low", Type::number},
     [](const MetricRow& r) { return cell(r.swing().low); }},
    {{"at_high", "as the metric", "with this number at its high", Type::number},
     [](const MetricRow& r) { return cell(r.swing().high); }},
    {{"low_change_ratio", "ratio", "at_low / at_base - 1", Type::number},
     [](const MetricRow& r) { return cell(change(r.swing().base, r.swing().low)); }},
    {{"high_change_ratio", "ratio", "at_high / at_base - 1", Type::number},
     [](const MetricRow& r) { return cell(change(r.swing().base, r.swing().high)); }},
    // The size of a bar of the tornado; largest_move() ranks numbers by it.
    {{"span_ratio", "ratio", "largest less smallest of the three, over at_base", Type::number},
     [](const MetricRow& r) { return cell(span(r.swing())); }},
};

struct ClaimRow {
  const Sensitivity* analysis;
  const MovedNumber* moved;
  ClaimSwing claim;
  std::string_view summary_name;
  Summary summary;
  [[nodiscard]] Swing ratios() const { return ratio_swing(claim, summary); }
};

const ColumnOf<ClaimRow> kClaims[] = {
    {{"scenario", "", "workload", Type::text, Role::key},
     [](const ClaimRow& r) { return text(r.analysis->scenario); }},
    {{"number", "", "profile number that is moved, see moved_numbers", Type::text, Role::key},
     [](const ClaimRow& r) { return text(r.moved->number.path); }},
    {{"claim", "", "as in claims", Type::text, Role::key},
     [](const ClaimRow& r) { return text(r.claim[0].name); }},
    {{"summary", "", "mean or geometric_mean over the baselines", Type::text, Role::key},
     [](const ClaimRow& r) { return text(r.summary_name); }},
    // As in claims, a change as a change; only the columns behind it are relative to 1 + change.
    {{"at_base_ratio", "ratio", "the claim with all numbers as the profiles say", Type::number},
     [](const ClaimRow& r) { return cell(r.summary(r.claim[0])); }},
    {{"at_low_ratio", "ratio", "with this number at its low", Type::number},
     [](const ClaimRow& r) { return cell(r.summary(r.claim[1])); }},
    {{"at_high_ratio", "ratio", "with this number at its high", Type::number},
     [](const ClaimRow& r) { return cell(r.summary(r.claim[2])); }},
    {{"low_change_ratio", "ratio", "at_low / at_base - 1; of claims that are changes, of 1 + change",
      Type::number},
     [](const ClaimRow& r) { return cell(change(r.ratios().base, r.ratios().low)); }},
    {{"high_change_ratio", "ratio", "likewise at high", Type::number},
     [](const ClaimRow& r) { return cell(change(r.ratios().base, r.ratios().high)); }},
    {{"span_ratio", "ratio", "largest less smallest of the three, over base, likewise", Type::number},
     [](const ClaimRow& r) { return cell(span(r.ratios())); }},
};

}  // namespace

std::vector<Outcome> outcomes(const std::vector<RunRecord>& records) {
  std::vector<Outcome> result;
  for (const RunRecord& record : records) {
    Outcome& outcome =
        result.emplace_back(Outcome{record.planner, std::string(scenario::to_text(record.policy)), {}});
    if (!record.result) continue;
    for (std::size_t m = 0; m < kMovedMetrics.size(); ++m)
      outcome.metrics[m] = kMovedMetrics[m].value(*record.result);
  }
  return result;
}

Table sensitivity_table(const Sensitivity& analysis) {
  std::vector<MetricRow> rows;
  for (const MovedNumber& moved : analysis.moved) {
    for (std::size_t p = 0; p < analysis.base.outcomes.size(); ++p) {
      for (std::size_t m = 0; m < kMovedMetrics.size(); ++m) rows.push_back({&analysis, &moved, p, m});
    }
  }
  return make_table<MetricRow>("sensitivity", kMetricColumns, rows);
}

Table claim_sensitivity_table(const Sensitivity& analysis) {
  std::vector<ClaimRow> rows;
  for (const MovedNumber& moved : analysis.moved) {
    for (const ClaimSwing& claim : claim_swings(analysis, moved)) {
      // Without synergy or without baselines there is no claim to move.
      if (analysis.base.comparisons.empty()) continue;
      rows.push_back({&analysis, &moved, claim, "mean", mean});
      rows.push_back({&analysis, &moved, claim, "geometric_mean", geometric_mean});
    }
  }
  return make_table<ClaimRow>("claim_sensitivity", kClaims, rows);
}

Table sensitivity_ratios_table(const Sensitivity& analysis) {
  Table table = ratios_table({});
  table.name = "sensitivity_ratios";
  const Column number{"number", "", "profile number that is moved, see moved_numbers", Type::text, Role::key};
  // The base is not repeated: it is the ratios.csv beside this table.
  const Column bound{"bound", "", "low or high", Type::text, Role::key};
  table.columns.insert(table.columns.begin() + 1, {number, bound});
  for (const MovedNumber& moved : analysis.moved) {
    for (const PlannersAtPoint* point : {&moved.low, &moved.high}) {
      for (std::vector<Cell> row : ratios_table(point->comparisons).rows) {
        row.insert(row.begin() + 1, {text(moved.number.path), text(point == &moved.low ? "low" : "high")});
        table.rows.push_back(std::move(row));
      }
    }
  }
  return table;
}

std::vector<Table> sensitivity_tables(const Sensitivity& analysis) {
  return {moved_numbers_table(analysis), sensitivity_table(analysis), claim_sensitivity_table(analysis),
          rankings_table(analysis), sensitivity_ratios_table(analysis)};
}

}  // namespace synergy::results
