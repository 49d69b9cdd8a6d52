#include "synergy/run/metrics.hpp"

#include <algorithm>

#include "run_columns.hpp"

namespace synergy::results {
namespace {

double throughput(const simulation::AppResult& app, Duration window) {
  return static_cast<double>(app.completed_in_window) / window.s();
}

/// The first of several that are equally busy.
std::size_t busiest(const simulation::RunResult& result) {
  const auto most = std::max_element(result.units.begin(), result.units.end(),
                                     [](const auto& a, const auto& b) { return a.taken() < b.taken(); });
  return static_cast<std::size_t>(most - result.units.begin());
}

/// Jain's index: (sum x)^2 / (n sum x^2); empty if nothing completed.
Cell jain(const simulation::RunResult& result) {
  double sum = 0;
  double squares = 0;
  for (const auto& app : result.apps) {
    const double x = throughput(app, result.window);
    sum += x;
    squares += x * x;
  }
  if (squares == 0) return {};
  return sum * sum / (squares * static_cast<double>(result.apps.size()));
}

Energy statics(const simulation::RunResult& r) {
  Energy sum;
  for (const auto& device : r.devices) sum += device.statics();
  return sum;
}

template <class Number>
std::int64_t sum_over_apps(const simulation::RunResult& r, Number simulation::AppResult::*member) {
  std::int64_t sum = 0;
  for (const auto& app : r.apps) sum += app.*member;
  return sum;
}

using R = simulation::RunResult;

template <class Get>
Cell steady(const RunRecord& row, const Get& get) {
  if (!row.result || !row.result->steady) return {};
  return get(*row.result->steady);
}

const RunColumn kSimulatedColumns[] = {
    {{"throughput_inf_per_s", "inf/s", "inferences of all apps completed in the window, per second",
      Type::number, Role::larger_is_better},
     [](const RunRecord& r) {
       return simulated(r, [](const R& s) -> Cell { return run::throughput_inf_per_s(s); });
     }},
    {{"throughput_min_app_inf_per_s", "inf/s", "throughput of the slowest app", Type::number,
      Role::larger_is_better},
     [](const RunRecord& r) {
       return simulated(r, [](const R& s) -> Cell {
         double least = throughput(s.apps.front(), s.window);
         for (const auto& app : s.apps) least = std::min(least, throughput(app, s.window));
         return least;
       });
     }},
    {{"latency_mean_ms", "ms",
      "sense start to interact end, mean over all inferences completed in the window", Type::number,
      Role::smaller_is_better},
     [](const RunRecord& r) {
       return simulated(r, [](const R& s) { return cell(run::latency_mean_ms(s)); });
     }},
    {{"latency_p50_ms", "ms", "median latency", Type::number, Role::smaller_is_better},
     [](const RunRecord& r) { return simulated(r, [](const R& s) { return quantile_ms(s.latency, 0.5); }); }},
    {{"latency_p95_ms", "ms", "95th percentile of latency", Type::number, Role::smaller_is_better},
     [](const RunRecord& r) {
       return simulated(r, [](const R& s) { return quantile_ms(s.latency, 0.95); });
     }},
    {{"latency_p99_ms", "ms", "99th percentile of latency", Type::number, Role::smaller_is_better},
     [](const RunRecord& r) {
       return simulated(r, [](const R& s) { return quantile_ms(s.latency, 0.99); });
     }},
    {{"latency_max_ms", "ms", "largest latency", Type::number, Role::smaller_is_better},
     [](const RunRecord& r) { return simulated(r, [](const R& s) { return quantile_ms(s.latency, 1); }); }},
    {{"latency_count", "", "inferences completed in the window", Type::integer},
     [](const RunRecord& r) {
       return simulated(r, [](const R& s) { return count(s.completed_in_window()); });
     }},
    {{"response_time_mean_ms", "ms",
      "arrival (closed loop: admission) to interact end, mean over all inferences completed in the window",
      Type::number, Role::smaller_is_better},
     [](const RunRecord& r) { return simulated(r, [](const R& s) { return mean_ms(s.response); }); }},
    {{"response_time_p95_ms", "ms", "95th percentile of response time", Type::number,
      Role::smaller_is_better},
     [](const RunRecord& r) {
       return simulated(r, [](const R& s) { return quantile_ms(s.response, 0.95); });
     }},
    {{"response_time_p99_ms", "ms", "99th percentile of response time", Type::number,
      Role::smaller_is_better},
     [](const RunRecord& r) {
       return simulated(r, [](const R& s) { return quantile_ms(s.response, 0.99); });
     }},
    {{"response_time_max_ms", "ms", "longest response time", Type::number, Role::smaller_is_better},
     [](const RunRecord& r) { return simulated(r, [](const R& s) { return quantile_ms(s.response, 1); }); }},
    {{"power_mean_mw", "mW", "mean power of the whole body in the window", Type::number,
      Role::smaller_is_better},
     [](const RunRecord& r) {
       return simulated(r, [](const R& s) -> Cell { return run::power_mean_mw(s); });
     }},
    {{"power_static_mw", "mW", "part of it in idle states and for keeping links up", Type::number},
     [](const RunRecord& r) {
       return simulated(r, [](const R& s) { return mean_mw(statics(s), s.window); });
     }},
    {{"power_dynamic_mw", "mW", "part of it for work, above idle states", Type::number},
     [](const RunRecord& r) {
       return simulated(r, [](const R& s) { return mean_mw(s.energy() - statics(s), s.window); });
     }},
    {{"energy_per_inference_uj", "uJ", "energy of the whole body in the window / inferences completed in it",
      Type::number, Role::smaller_is_better},
     [](const RunRecord& r) {
       return simulated(r, [](const R& s) { return cell(run::energy_per_inference_uj(s)); });
     }},
    {{"bottleneck_unit", "",
      "unit that was busy longest in the window; of a sensor counts as busy that its samples were used"},
     [](const RunRecord& r) {
       return simulated(r,
                        [&r](const R& s) { return text(r.compiled->units[plan::UnitId(busiest(s))].name); });
     }},
    {{"bottleneck_busy_ratio", "ratio", "that time / window", Type::number},
     [](const RunRecord& r) {
       return simulated(
           r, [](const R& s) { return ratio(s.units[plan::UnitId(busiest(s))].taken(), s.window); });
     }},
    {{"fairness_jain_ratio", "ratio", "Jain's index of the apps' throughputs, 1 = all equal", Type::number,
      Role::larger_is_better},
     [](const RunRecord& r) { return simulated(r, jain); }},
    {{"deadline_miss_count", "",
      "inferences completed in the window later than their app's deadline, or dropped", Type::integer,
      Role::smaller_is_better},
     [](const RunRecord& r) {
       return simulated(
           r, [](const R& s) { return count(sum_over_apps(s, &simulation::AppResult::deadline_misses)); });
     }},
    {{"dropped_queue_full_count", "", "inferences dropped because their app's queue was full, whole run",
      Type::integer, Role::smaller_is_better},
     [](const RunRecord& r) {
       return simulated(
           r, [](const R& s) { return count(sum_over_apps(s, &simulation::AppResult::dropped_queue_full)); });
     }},
    {{"dropped_link_lost_count", "", "inferences dropped because a link was lost, whole run", Type::integer,
      Role::smaller_is_better},
     [](const RunRecord& r) {
       return simulated(
           r, [](const R& s) { return count(sum_over_apps(s, &simulation::AppResult::dropped_link_lost)); });
     }},
    {{"link_loss_count", "", "times a link was lost in the window, all links", Type::integer,
      Role::smaller_is_better},
     [](const RunRecord& r) {
       return simulated(r, [](const R& s) {
         std::int64_t sum = 0;
         for (const auto& link : s.links) sum += link.losses;
         return count(sum);
       });
     }},
    {{"transient_ms", "ms",
      "of measurement `window: steady`: from the start to what comes again; empty where nothing repeats, as "
      "in "
      "all other measurements",
      Type::number},
     [](const RunRecord& r) {
       return steady(r, [](const simulation::SteadyState& s) -> Cell { return s.transient.ms(); });
     }},
    {{"steady_period_ms", "ms", "likewise: what repeats does so after this time, which is the window",
      Type::number},
     [](const RunRecord& r) {
       return steady(r, [](const simulation::SteadyState& s) -> Cell { return s.period.ms(); });
     }},
    {{"steady_period_inferences", "",
      "likewise: inferences of all apps completed in a period; divided by the period the exact throughput",
      Type::integer},
     [](const RunRecord& r) {
       return steady(r, [](const simulation::SteadyState& s) { return count(s.inferences); });
     }},
};

}  // namespace

std::span<const RunColumn> simulated_columns() { return kSimulatedColumns; }

}  // namespace synergy::results
