#include "synergy/results/summary.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "columns.hpp"
#include <boost/math/distributions/students_t.hpp>

namespace synergy::results {
namespace {

/// What the claims and the sensitivity analysis are about, and the tail of latency. More would bury them.
constexpr std::string_view kMetrics[] = {"throughput_inf_per_s", "latency_mean_ms", "latency_p95_ms",
                                         "power_mean_mw", "energy_per_inference_uj"};

constexpr Column kSummaryColumns[] = {
    {"scenario", "", "name of the scenario", Type::text, Role::key},
    {"planner", "", "planner that made the plan", Type::text, Role::key},
    {"policy", "", "parallelisation policy", Type::text, Role::key},
    {"metric", "", "column of runs.csv", Type::text, Role::key},
    {"replication_count", "", "replications with a value", Type::integer},
    {"mean", "as the metric", "mean over the replications", Type::number},
    {"ci95_half_width", "as the metric", "half width of the 95 % confidence interval (Student t)",
     Type::number},
};

/// Values of every metric over the replications of one (scenario, planner, policy).
struct Sample {
  const RunRecord* first = nullptr;
  std::vector<std::vector<double>> values;
};

}  // namespace

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double v : values) sum += v;
  return sum / static_cast<double>(values.size());
}

std::optional<double> ci95_half_width(const std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  if (values.size() < 2) return {};
  const double middle = mean(values);
  double squares = 0;
  for (const double v : values) squares += (v - middle) * (v - middle);
  // In double and no more: with long double Boost prepares tables at the start of every program, which fails
  // where that is no wider than double (under valgrind).
  using Policy = boost::math::policies::policy<boost::math::policies::promote_double<false>>;
  const boost::math::students_t_distribution<double, Policy> distribution(n - 1);
  // The two-sided 95 % of Student's t with n - 1 degrees of freedom: with few replications a normal
  // distribution would promise too much.
  return boost::math::quantile(distribution, 0.975) * std::sqrt(squares / (n - 1) / n);
}

const std::vector<Column>& summarised_metrics() {
  static const std::vector<Column> metrics =
      select(runs_table({}), {std::begin(kMetrics), std::end(kMetrics)}).columns;
  return metrics;
}

std::vector<Column> summary_columns(const std::vector<Column>& factors) {
  std::vector<Column> columns = factors;
  for (Column& column : columns) column.role = Role::key;
  columns.insert(columns.end(), std::begin(kSummaryColumns), std::end(kSummaryColumns));
  return columns;
}

std::vector<Cell> summary_cells(std::string_view metric, const std::vector<double>& values) {
  return {text(metric), count(values.size()), mean(values), cell(ci95_half_width(values))};
}

Table summary_table(const std::vector<RunRecord>& records) {
  const Table metrics = select(runs_table(records), {std::begin(kMetrics), std::end(kMetrics)});
  std::vector<Sample> samples;
  // Rows follow the records, not the map: it only finds them.
  std::map<std::tuple<std::string, std::string, scenario::Policy>, std::size_t> sample_of;
  for (std::size_t r = 0; r < records.size(); ++r) {
    const RunRecord& record = records[r];
    const auto [place, is_new] = sample_of.try_emplace(
        std::tuple(record.scenario->name, record.planner, record.policy), samples.size());
    if (is_new) samples.push_back({&record, std::vector<std::vector<double>>(std::size(kMetrics))});
    for (std::size_t m = 0; m < std::size(kMetrics); ++m) {
      if (const auto* value = std::get_if<double>(&metrics.rows[r][m]))
        samples[place->second].values[m].push_back(*value);
    }
  }
  Table table{"summary", summary_columns({}), {}};
  for (const Sample& sample : samples) {
    for (std::size_t m = 0; m < std::size(kMetrics); ++m) {
      // A metric without any value (infeasible) has no row, as there is no mean of nothing.
      if (sample.values[m].empty()) continue;
      auto& row = table.rows.emplace_back();
      row = {text(sample.first->scenario->name), text(sample.first->planner),
             text(scenario::to_text(sample.first->policy))};
      for (Cell& one : summary_cells(kMetrics[m], sample.values[m])) row.push_back(std::move(one));
    }
  }
  return table;
}

}  // namespace synergy::results
