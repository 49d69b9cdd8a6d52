#include "part.hpp"

namespace synergy::results {
namespace {

/// A segment is a compute stage of an app; it costs the same in every inference, simulated or not.
struct SegmentRow {
  const RunRecord* record;
  const plan::Stage* stage;
  std::size_t app;
};

Cell segment_ms(const SegmentRow& r, Duration device::SegmentCost::*member) {
  return ms(r.stage->cost.*member);
}

const ColumnOf<SegmentRow> kSegments[] = {
    {kRunId, [](const SegmentRow& r) { return text(r.record->run_id()); }},
    {{"app", "", "name of the app", Type::text, Role::key},
     [](const SegmentRow& r) { return text(r.record->scenario->apps[plan::AppId(r.app)].name); }},
    {{"model", "", "its model"},
     [](const SegmentRow& r) { return text(r.record->scenario->apps[plan::AppId(r.app)].model->name()); }},
    {{"device", "", "device that runs the segment"},
     [](const SegmentRow& r) { return text(device_name(*r.record, r.stage->segment.device)); }},
    // Key enough beside app: segments of one app do not overlap.
    {{"first_layer", "", "index of the first layer", Type::integer, Role::key},
     [](const SegmentRow& r) { return count(r.stage->segment.layers.first); }},
    {{"last_layer", "", "index of the last layer", Type::integer},
     [](const SegmentRow& r) { return count(r.stage->segment.layers.last); }},
    {{"cycles", "", "clock cycles of one inference", Type::integer, Role::smaller_is_better},
     [](const SegmentRow& r) { return count(r.stage->cost.cycles.count()); }},
    {{"weight_bytes", "B", "weights", Type::integer},
     [](const SegmentRow& r) { return count(r.stage->cost.weight_bytes.count()); }},
    {{"bias_bytes", "B", "biases", Type::integer},
     [](const SegmentRow& r) { return count(r.stage->cost.bias_bytes.count()); }},
    {{"input_bytes", "B", "what crosses to the device", Type::integer},
     [](const SegmentRow& r) { return count(r.stage->cost.input_bytes.count()); }},
    {{"output_bytes", "B", "what crosses from it", Type::integer},
     [](const SegmentRow& r) { return count(r.stage->cost.output_bytes.count()); }},
    {{"load_ms", "ms", "time to load the input", Type::number, Role::smaller_is_better},
     [](const SegmentRow& r) { return segment_ms(r, &device::SegmentCost::load); }},
    {{"infer_ms", "ms", "time to infer", Type::number, Role::smaller_is_better},
     [](const SegmentRow& r) { return segment_ms(r, &device::SegmentCost::infer); }},
    {{"feed_ms", "ms", "part of infer_ms, from its begin: the CPU feeds a streamed input", Type::number,
      Role::smaller_is_better},
     [](const SegmentRow& r) { return segment_ms(r, &device::SegmentCost::feed); }},
    // Measured and fitted numbers must not be mistaken for each other where segments are compared.
    {{"infer_energy_source", "",
      "measured: power of this network on this chip; fitted: two terms, per multiply-accumulate and per "
      "cycle",
      Type::text},
     [](const SegmentRow& r) { return text(r.stage->cost.power_is_measured ? "measured" : "fitted"); }},
    {{"unload_ms", "ms", "time to unload the output", Type::number, Role::smaller_is_better},
     [](const SegmentRow& r) { return segment_ms(r, &device::SegmentCost::unload); }},
    // Of the visit, not of the segment: the scenario's residency decides what a switch costs.
    {{"switch_ms", "ms", "time of a switch to this segment", Type::number, Role::smaller_is_better},
     [](const SegmentRow& r) { return ms(r.stage->visit.switching.time); }},
    // Paid before the run, so it is in no latency and no energy of it.
    {{"deployment_ms", "ms", "time to load its weights once, before the run", Type::number,
      Role::smaller_is_better},
     [](const SegmentRow& r) { return segment_ms(r, &device::SegmentCost::deployment); }},
};

}  // namespace

Table segments_table(const std::vector<RunRecord>& records) {
  std::vector<SegmentRow> rows;
  for (const RunRecord& record : records) {
    // Costs are known without a simulation; only a plan is needed.
    if (!record.compiled) continue;
    for (std::size_t a = 0; a < record.compiled->apps.size(); ++a) {
      for (const plan::Stage& stage : record.compiled->apps[plan::AppId(a)].stages) {
        if (stage.kind == plan::Stage::Kind::compute) rows.push_back({&record, &stage, a});
      }
    }
  }
  return make_table<SegmentRow>("segments", kSegments, rows);
}

}  // namespace synergy::results
