#include "columns.hpp"
#include "phase_names.hpp"

namespace synergy::results {
namespace {

/// Row i of something of a record that was simulated (an app, a device, a unit, ...).
struct Part {
  const RunRecord* record = nullptr;
  std::size_t i = 0;
  [[nodiscard]] const simulation::RunResult& result() const { return *record->result; }
  [[nodiscard]] const plan::CompiledPlan& compiled() const { return *record->compiled; }
};

template <class Size>
std::vector<Part> parts(const std::vector<RunRecord>& records, Size size) {
  std::vector<Part> rows;
  for (const RunRecord& record : records) {
    if (!record.result) continue;
    for (std::size_t i = 0; i < size(record); ++i) rows.push_back({&record, i});
  }
  return rows;
}

constexpr Column kRunId{"run_id", "", "the run's row in runs.csv", Type::text, Role::key};
Cell run_id(const Part& p) { return text(p.record->run_id()); }

// Apps

const simulation::AppResult& app(const Part& p) { return p.result().apps[p.i]; }
const scenario::App& app_spec(const Part& p) { return p.record->scenario->apps[p.i]; }
const plan::ExecutionPlan& app_plan(const Part& p) { return p.compiled().plan.apps[p.i]; }
Cell device_name(const Part& p, plan::DeviceIndex d) {
  return text(p.record->scenario->devices[static_cast<std::size_t>(d)].name);
}

const ColumnOf<Part> kApps[] = {
    {kRunId, run_id},
    {{"app", "", "name of the app", Type::text, Role::key},
     [](const Part& p) { return text(app_spec(p).name); }},
    {{"model", "", "its model"}, [](const Part& p) { return text(app_spec(p).model->name()); }},
    {{"source_device", "", "where it senses"},
     [](const Part& p) { return device_name(p, app_plan(p).source); }},
    {{"target_device", "", "where it interacts"},
     [](const Part& p) { return device_name(p, app_plan(p).target); }},
    {{"segment_count", "", "segments of its model", Type::integer},
     [](const Part& p) { return count(app_plan(p).segments.size()); }},
    {{"throughput_inf_per_s", "inf/s", "inferences completed in the window, per second", Type::number,
      Role::larger_is_better},
     [](const Part& p) -> Cell {
       return static_cast<double>(app(p).completed_in_window) / p.result().window.s();
     }},
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
    {{"predicted_latency_ms", "ms", "estimated latency without contention", Type::number},
     [](const Part& p) { return ms(p.record->estimate->latency[p.i]); }},
    {{"admission_wait_mean_ms", "ms", "arrival to sense start, open-loop regimes", Type::number,
      Role::smaller_is_better},
     [](const Part& p) { return mean_ms(app(p).admission_wait); }},
    {{"window_count", "", "inferences the policy allows in flight", Type::integer},
     [](const Part& p) { return count(app(p).window); }},
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
    {{"deadline_miss_count", "", "completed in the window later than the deadline", Type::integer,
      Role::smaller_is_better},
     [](const Part& p) { return count(app(p).deadline_misses); }},
    {{"energy_dynamic_per_inference_uj", "uJ", "energy above idle states, on all devices, per inference",
      Type::number, Role::smaller_is_better},
     [](const Part& p) { return mean_uj(app(p).dynamic_energy, app(p).completed_in_window); }},
};

// Devices

const simulation::DeviceResult& device(const Part& p) { return p.result().devices[p.i]; }
const scenario::Device& device_spec(const Part& p) { return p.record->scenario->devices[p.i]; }
template <Energy simulation::DeviceResult::*member>
Cell part_mw(const Part& p) {
  return mean_mw(device(p).*member, p.result().window);
}
using D = simulation::DeviceResult;

const ColumnOf<Part> kDevices[] = {
    {kRunId, run_id},
    {{"device", "", "name of the device", Type::text, Role::key},
     [](const Part& p) { return text(device_spec(p).name); }},
    {{"accelerator", "", "profile of its accelerator"},
     [](const Part& p) -> Cell {
       if (!device_spec(p).accelerator) return {};
       return device_spec(p).accelerator->name;
     }},
    {{"segment_count", "", "segments placed on it", Type::integer},
     [](const Part& p) { return count(p.compiled().segments_on[p.i]); }},
    {{"power_mean_mw", "mW", "mean power in the window; the sum of the parts below", Type::number,
      Role::smaller_is_better},
     [](const Part& p) { return mean_mw(device(p).statics() + device(p).dynamic(), p.result().window); }},
    {{"cpu_idle_mw", "mW", "CPU's idle state", Type::number}, part_mw<&D::cpu_idle>},
    {{"cpu_active_mw", "mW", "CPU above idle", Type::number}, part_mw<&D::cpu_active>},
    {{"accelerator_idle_mw", "mW", "accelerator's idle state", Type::number}, part_mw<&D::accelerator_idle>},
    {{"accelerator_active_mw", "mW", "accelerator above idle: switch, load, infer, unload", Type::number},
     part_mw<&D::accelerator_active>},
    {{"sensors_idle_mw", "mW", "sensors in use, streaming", Type::number}, part_mw<&D::sensors_idle>},
    {{"sensors_active_mw", "mW", "readouts", Type::number}, part_mw<&D::sensors_active>},
    {{"actuators_idle_mw", "mW", "interaction parts, idle", Type::number}, part_mw<&D::actuators_idle>},
    {{"actuators_active_mw", "mW", "dispatches", Type::number}, part_mw<&D::actuators_active>},
    {{"radio_sleep_mw", "mW", "radio asleep", Type::number}, part_mw<&D::radio_sleep>},
    {{"radio_links_mw", "mW", "keeping links up: connection events without data", Type::number},
     part_mw<&D::radio_links>},
    {{"radio_transfers_mw", "mW", "connection events with data", Type::number}, part_mw<&D::radio_transfers>},
    {{"cpu_busy_ratio", "ratio", "CPU time for switch, load and unload / window", Type::number},
     [](const Part& p) { return ratio(device(p).cpu_busy, p.result().window); }},
    {{"weight_words_used", "", "words used on the fullest processor", Type::integer},
     [](const Part& p) -> Cell {
       if (!device_spec(p).accelerator) return {};
       return std::int64_t{p.compiled().memory.ledger(static_cast<plan::DeviceIndex>(p.i)).words_used()};
     }},
    {{"battery_life_h", "h", "battery capacity / mean power, where a capacity is given", Type::number,
      Role::larger_is_better},
     [](const Part& p) -> Cell {
       if (!device_spec(p).battery) return {};
       const Energy used = device(p).statics() + device(p).dynamic();
       if (used.si() <= 0) return {};
       return *device_spec(p).battery / used * p.result().window.s() / 3600;
     }},
};

// Links: the last units of a plan

const simulation::LinkResult& link_of(const Part& p) { return p.result().links[p.i]; }
std::size_t link_unit(const Part& p) { return p.compiled().units.size() - p.compiled().links.size() + p.i; }

const ColumnOf<Part> kLinks[] = {
    {kRunId, run_id},
    {{"link", "", "its two devices", Type::text, Role::key},
     [](const Part& p) { return text(p.compiled().units[link_unit(p)].name); }},
    {{"slot", "", "its slot of the interval, from 0", Type::integer},
     [](const Part& p) { return count(p.compiled().slots.slot_of[p.i]); }},
    {{"slot_count", "", "slots of the interval", Type::integer},
     [](const Part& p) { return count(p.compiled().slots.slots); }},
    {{"busy_ratio", "ratio", "share of the link's capacity used", Type::number},
     [](const Part& p) { return ratio(p.result().units[link_unit(p)].busy, p.result().window); }},
    {{"transfer_count", "", "transfers ended in the window", Type::integer},
     [](const Part& p) { return count(link_of(p).transfers); }},
    {{"delivered_bytes", "B", "bytes delivered in the window", Type::integer},
     [](const Part& p) { return count(link_of(p).bytes); }},
    {{"packet_count", "", "data packets sent, retransmissions included", Type::integer},
     [](const Part& p) { return count(link_of(p).packets); }},
    {{"retransmission_count", "", "data packets sent again", Type::integer, Role::smaller_is_better},
     [](const Part& p) { return count(link_of(p).retransmissions); }},
    {{"event_count", "", "connection events that carried data", Type::integer},
     [](const Part& p) { return count(link_of(p).events_used); }},
    {{"loss_count", "", "times the link was lost", Type::integer, Role::smaller_is_better},
     [](const Part& p) { return count(link_of(p).losses); }},
    {{"queueing_mean_ms", "ms", "mean time transfers waited for the link", Type::number,
      Role::smaller_is_better},
     [](const Part& p) { return mean_ms(link_of(p).waited, link_of(p).transfers); }},
};

// Segments and phases

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
     [](const SegmentRow& r) { return text(r.record->scenario->apps[r.app].name); }},
    {{"model", "", "its model"},
     [](const SegmentRow& r) { return text(r.record->scenario->apps[r.app].model->name()); }},
    {{"device", "", "device that runs the segment"},
     [](const SegmentRow& r) {
       return text(r.record->scenario->devices[static_cast<std::size_t>(r.stage->segment.device)].name);
     }},
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
    {{"input_bytes", "B", "tensor loaded", Type::integer},
     [](const SegmentRow& r) { return count(r.stage->cost.input_bytes.count()); }},
    {{"output_bytes", "B", "tensor unloaded", Type::integer},
     [](const SegmentRow& r) { return count(r.stage->cost.output_bytes.count()); }},
    {{"load_ms", "ms", "time to load the input", Type::number, Role::smaller_is_better},
     [](const SegmentRow& r) { return segment_ms(r, &device::SegmentCost::load); }},
    {{"infer_ms", "ms", "time to infer", Type::number, Role::smaller_is_better},
     [](const SegmentRow& r) { return segment_ms(r, &device::SegmentCost::infer); }},
    {{"unload_ms", "ms", "time to unload the output", Type::number, Role::smaller_is_better},
     [](const SegmentRow& r) { return segment_ms(r, &device::SegmentCost::unload); }},
    {{"switch_ms", "ms", "time of a switch to this segment", Type::number, Role::smaller_is_better},
     [](const SegmentRow& r) { return ms(r.stage->switch_time); }},
    {{"deployment_ms", "ms", "time to load its weights once, before the run", Type::number,
      Role::smaller_is_better},
     [](const SegmentRow& r) { return segment_ms(r, &device::SegmentCost::deployment); }},
};

const simulation::PhaseResult& phase(const Part& p) { return p.result().phases[p.i]; }

const ColumnOf<Part> kPhases[] = {
    {kRunId, run_id},
    {{"app", "", "name of the app", Type::text, Role::key},
     [](const Part& p) {
       return text(p.record->scenario->apps[static_cast<std::size_t>(phase(p).app)].name);
     }},
    {{"stage", "", "position in the inference, from 0; a visit to an accelerator is one stage", Type::integer,
      Role::key},
     [](const Part& p) { return count(phase(p).stage); }},
    {{"phase", "", "sense, transfer, switch, load, infer, unload, interact", Type::text, Role::key},
     [](const Part& p) { return text(phase_name(phase(p).kind)); }},
    {{"unit", "", "unit that serves it"},
     [](const Part& p) { return text(p.compiled().units[static_cast<std::size_t>(phase(p).unit)].name); }},
    {{"count", "", "times it ended in the window", Type::integer},
     [](const Part& p) { return count(phase(p).count); }},
    {{"queueing_mean_ms", "ms", "mean wait for the unit", Type::number, Role::smaller_is_better},
     [](const Part& p) { return mean_ms(phase(p).waited, phase(p).count); }},
    {{"service_mean_ms", "ms", "mean time served; transfers: begin to delivery", Type::number,
      Role::smaller_is_better},
     [](const Part& p) { return mean_ms(phase(p).served, phase(p).count); }},
    {{"energy_uj", "uJ", "energy above idle states in the window, CPU and radios included", Type::number},
     [](const Part& p) { return uj(phase(p).energy); }},
};

}  // namespace

Table apps_table(const std::vector<RunRecord>& records) {
  return make_table<Part>("apps", kApps,
                          parts(records, [](const RunRecord& r) { return r.result->apps.size(); }));
}
Table devices_table(const std::vector<RunRecord>& records) {
  return make_table<Part>("devices", kDevices,
                          parts(records, [](const RunRecord& r) { return r.result->devices.size(); }));
}
Table links_table(const std::vector<RunRecord>& records) {
  return make_table<Part>("links", kLinks,
                          parts(records, [](const RunRecord& r) { return r.result->links.size(); }));
}
Table phases_table(const std::vector<RunRecord>& records) {
  return make_table<Part>("phases", kPhases,
                          parts(records, [](const RunRecord& r) { return r.result->phases.size(); }));
}

Table segments_table(const std::vector<RunRecord>& records) {
  std::vector<SegmentRow> rows;
  for (const RunRecord& record : records) {
    if (!record.compiled) continue;
    for (std::size_t a = 0; a < record.compiled->apps.size(); ++a) {
      for (const plan::Stage& stage : record.compiled->apps[a].stages) {
        if (stage.kind == plan::Stage::Kind::compute) rows.push_back({&record, &stage, a});
      }
    }
  }
  return make_table<SegmentRow>("segments", kSegments, rows);
}

std::vector<Table> all_tables(const std::vector<RunRecord>& records) {
  return {runs_table(records),     apps_table(records),   devices_table(records), links_table(records),
          segments_table(records), phases_table(records), summary_table(records)};
}

}  // namespace synergy::results
