#include "synergy/base/ensure.hpp"

#include <cmath>
#include <map>

#include "columns.hpp"
#include <boost/math/distributions/students_t.hpp>

namespace synergy::results {
namespace {

/// Values of one metric over the replications of one (scenario, planner, policy).
struct Sample {
  const RunRecord* first = nullptr;
  Column metric;
  std::vector<double> values;
};

double mean(const Sample& s) {
  double sum = 0;
  for (const double v : s.values) sum += v;
  return sum / static_cast<double>(s.values.size());
}

/// Half width of the 95 % confidence interval of the mean; empty for a single value.
Cell half_width(const Sample& s) {
  const auto n = static_cast<double>(s.values.size());
  if (s.values.size() < 2) return {};
  double squares = 0;
  for (const double v : s.values) squares += (v - mean(s)) * (v - mean(s));
  const boost::math::students_t distribution(n - 1);
  return boost::math::quantile(distribution, 0.975) * std::sqrt(squares / (n - 1) / n);
}

const ColumnOf<Sample> kColumns[] = {
    {{"scenario", "", "name of the scenario", Type::text, Role::key},
     [](const Sample& s) { return text(s.first->scenario->name); }},
    {{"planner", "", "planner that made the plan", Type::text, Role::key},
     [](const Sample& s) { return text(s.first->planner); }},
    {{"policy", "", "parallelisation policy", Type::text, Role::key},
     [](const Sample& s) { return text(scenario::to_text(s.first->policy)); }},
    {{"metric", "", "column of runs.csv", Type::text, Role::key},
     [](const Sample& s) { return text(s.metric.name); }},
    {{"replication_count", "", "replications with a value", Type::integer},
     [](const Sample& s) { return count(s.values.size()); }},
    {{"mean", "as the metric", "mean over the replications", Type::number},
     [](const Sample& s) -> Cell { return mean(s); }},
    {{"ci95_half_width", "as the metric", "half width of the 95 % confidence interval (Student t)",
      Type::number},
     half_width},
};

constexpr std::string_view kMetrics[] = {"throughput_inf_per_s", "latency_mean_ms", "latency_p95_ms",
                                         "power_mean_mw", "energy_per_inference_uj"};

}  // namespace

Table summary_table(const std::vector<RunRecord>& records) {
  const Table metrics = select(runs_table(records), {std::begin(kMetrics), std::end(kMetrics)});
  std::vector<Sample> samples;
  std::map<std::string, std::size_t> group_of;  // first sample of a group
  for (std::size_t r = 0; r < records.size(); ++r) {
    const RunRecord& record = records[r];
    const std::string group =
        record.scenario->name + '\n' + record.planner + '\n' + std::string(scenario::to_text(record.policy));
    const auto [place, is_new] = group_of.try_emplace(group, samples.size());
    for (std::size_t m = 0; m < metrics.columns.size(); ++m) {
      if (is_new) samples.push_back({&record, metrics.columns[m], {}});
      if (const auto* value = std::get_if<double>(&metrics.rows[r][m])) {
        samples[place->second + m].values.push_back(*value);
      }
    }
  }
  std::erase_if(samples, [](const Sample& sample) { return sample.values.empty(); });
  return make_table<Sample>("summary", kColumns, samples);
}

}  // namespace synergy::results
