#include "part.hpp"

namespace synergy::results {
namespace {

const simulation::AppResult& app(const Part& p) { return p.result().apps[plan::AppId(p.i)]; }
const scenario::App& app_spec(const Part& p) { return p.record->scenario->apps[plan::AppId(p.i)]; }
const plan::ExecutionPlan& app_plan(const Part& p) { return p.compiled().plan.apps[plan::AppId(p.i)]; }

const ColumnOf<Part> kApps[] = {
    {kRunId, run_id},
    {{"app", "", "name of the app", Type::text, Role::key},
     [](const Part& p) { return text(app_spec(p).name); }},
    {{"model", "", "its model"}, [](const Part& p) { return text(app_spec(p).model->name()); }},
    {{"source_device", "", "where it senses"},
     [](const Part& p) { return text(device_name(*p.record, app_plan(p).source)); }},
    {{"target_device", "", "where it interacts"},
     [](const Part& p) { return text(device_name(*p.record, app_plan(p).target)); }},
    {{"segment_count", "", "segments of its model", Type::integer},
     [](const Part& p) { return count(app_plan(p).segments.size()); }},
    {{"throughput_inf_per_s", "inf/s", "inferences completed in the window, per second", Type::number,
      Role::larger_is_better},
     [](const Part& p) -> Cell {
       return static_cast<double>(app(p).completed_in_window) / p.result().window.s();
     }},
    // Latency starts with sensing: what an inference waits for its admission is no part of it, but of
    // response_time.
    {{"latency_mean_ms", "ms", "sense start to interact end, mean", Type::number, Role::smaller_is_better},
     [](const Part& p) { return mean_ms(app(p).latency); }},
    {{"latency_p50_ms", "ms", "median latency", Type::number, Role::smaller_is_better},
     [](const Part& p) { return quantile_ms(app(p).latency, 0.5); }},
    {{"latency_p95_ms", "ms", "95th percentile", Type::number, Role::smaller_is_better},
     [](const Part& p) { return quantile_ms(app(p).latency, 0.95); }},
    {{"latency_p99_ms", "ms", "99th percentile", Type::number, Role::smaller_is_better},
     [](const Part& p) { return quantile_ms(app(p).latency, 0.99); }},
    {{"latency_max_ms", "ms", "largest latency", Type::number, Role::smaller_is_better},
     [](const Part& p) { return quantile_ms(app(p).latency, 1); }},
    // What a user notices under open loads: it includes the wait in the app's queue. In a closed loop nobody
    // asks before the inference is admitted, so that it differs from latency by the wait for a sample alone.
    {{"response_time_mean_ms", "ms", "arrival (closed loop: admission) to interact end, mean", Type::number,
      Role::smaller_is_better},
     [](const Part& p) { return mean_ms(app(p).response); }},
    {{"response_time_p95_ms", "ms", "95th percentile", Type::number, Role::smaller_is_better},
     [](const Part& p) { return quantile_ms(app(p).response, 0.95); }},
    {{"response_time_p99_ms", "ms", "99th percentile", Type::number, Role::smaller_is_better},
     [](const Part& p) { return quantile_ms(app(p).response, 0.99); }},
    {{"response_time_max_ms", "ms", "longest response", Type::number, Role::smaller_is_better},
     [](const Part& p) { return quantile_ms(app(p).response, 1); }},
    // With `latest` the same sample is read again and again: its age tells what neither latency nor
    // throughput can.
    {{"sample_age_mean_ms", "ms", "age of the sample behind a result at interact end, mean", Type::number,
      Role::smaller_is_better},
     [](const Part& p) { return mean_ms(app(p).sample_age); }},
    {{"sample_age_p95_ms", "ms", "95th percentile", Type::number, Role::smaller_is_better},
     [](const Part& p) { return quantile_ms(app(p).sample_age, 0.95); }},
    // Throughput that shows old samples again is worth less; no direction, since reading again may be what is
    // wanted.
    {{"distinct_sample_ratio", "ratio",
      "different samples / inferences completed in the window; below 1 only where samples are read again "
      "(sensing latest)",
      Type::number},
     [](const Part& p) -> Cell {
       if (app(p).completed_in_window == 0) return {};
       return static_cast<double>(app(p).distinct_samples) / static_cast<double>(app(p).completed_in_window);
     }},
    // Not marked as better when smaller: an estimate is good if it is right. So are all predicted_* columns.
    {{"predicted_latency_ms", "ms", "estimated latency without contention", Type::number},
     [](const Part& p) { return ms(p.record->estimate->latency[p.i]); }},
    {{"admission_wait_mean_ms", "ms", "arrival to admission, open-loop regimes", Type::number,
      Role::smaller_is_better},
     [](const Part& p) { return mean_ms(app(p).admission_wait); }},
    // As used, not as asked for: the policy's own rule, by the true numbers.
    {{"window_count", "", "inferences the policy allows in flight", Type::integer},
     [](const Part& p) { return count(app(p).window); }},
    // Counts of the whole run, not of the window, so that generated is the sum of the five below.
    {{"generated_count", "", "inferences asked for, whole run", Type::integer},
     [](const Part& p) { return count(app(p).generated); }},
    {{"completed_count", "", "completed, whole run", Type::integer},
     [](const Part& p) { return count(app(p).completed); }},
    {{"dropped_queue_full_count", "", "dropped because the queue was full, whole run", Type::integer,
      Role::smaller_is_better},
     [](const Part& p) { return count(app(p).dropped_queue_full); }},
    {{"dropped_link_lost_count", "", "dropped because a link was lost, whole run", Type::integer,
      Role::smaller_is_better},
     [](const Part& p) { return count(app(p).dropped_link_lost); }},
    {{"in_flight_count", "", "started and not completed at the end", Type::integer},
     [](const Part& p) { return count(app(p).in_flight); }},
    {{"waiting_count", "", "arrived and not started at the end", Type::integer},
     [](const Part& p) { return count(app(p).waiting); }},
    // What was dropped has no latency to compare, yet its deadline passes without a result.
    {{"deadline_miss_count", "",
      "in the window: completed later than the deadline, or dropped; the deadline counts from arrival, "
      "closed "
      "loop from sense start",
      Type::integer, Role::smaller_is_better},
     [](const Part& p) { return count(app(p).deadline_misses); }},
    // Idle states belong to no app: sharing them out would need a rule that no measurement supports.
    {{"energy_dynamic_per_inference_uj", "uJ", "energy above idle states, on all devices, per inference",
      Type::number, Role::smaller_is_better},
     [](const Part& p) { return mean_uj(app(p).dynamic_energy, app(p).completed_in_window); }},
};

}  // namespace

Table apps_table(const std::vector<RunRecord>& records) {
  return make_table<Part>("apps", kApps, parts(records, &simulation::RunResult::apps));
}

}  // namespace synergy::results
