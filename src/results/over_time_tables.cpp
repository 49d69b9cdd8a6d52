#include "synergy/results/dynamic_tables.hpp"

#include "dynamic_part.hpp"

namespace synergy::results {
namespace {

using Row = DynamicPart;

const simulation::Series& series(const Row& p) { return p.of().series; }

const ColumnOf<Row> kTimeline[] = {
    {kRunId, dynamic_run_id},
    {{"step", "", "its number, from 0", Type::integer, Role::key}, [](const Row& p) { return count(p.i); }},
    {{"begin_s", "s", "since the start", Type::number},
     [](const Row& p) { return seconds_cell(series(p).step * static_cast<std::int64_t>(p.i)); }},
    {{"throughput_inf_per_s", "inf/s", "inferences of all apps completed in the step / its length",
      Type::number, Role::larger_is_better},
     [](const Row& p) -> Cell {
       double sum = 0;
       for (const auto& app : series(p).completed) sum += app[p.i];
       return sum / series(p).step.s();
     }},
    {{"power_mean_mw", "mW", "of the body; work counts where it ends", Type::number, Role::smaller_is_better},
     [](const Row& p) -> Cell { return series(p).energy_j[p.i] / series(p).step.s() * 1e3; }},
};

/// Device and step.
struct DeviceRow {
  const RunRecord* record = nullptr;
  std::size_t device = 0;
  std::size_t step = 0;
  [[nodiscard]] const simulation::Series& series() const { return record->dynamic->series; }
};

/// Empty where nothing was recorded.
Cell recorded(const std::vector<std::vector<float>>& by_device, const DeviceRow& row) {
  if (row.device >= by_device.size() || row.step >= by_device[row.device].size()) return {};
  return static_cast<double>(by_device[row.device][row.step]);
}

const ColumnOf<DeviceRow> kDeviceTimeline[] = {
    {kRunId, [](const DeviceRow& row) { return text(row.record->run_id()); }},
    {{"device", "", "name of the device", Type::text, Role::key},
     [](const DeviceRow& row) { return text(device_name(*row.record, plan::DeviceId(row.device))); }},
    {{"step", "", "its number, from 0", Type::integer, Role::key},
     [](const DeviceRow& row) { return count(row.step); }},
    {{"begin_s", "s", "since the start", Type::number},
     [](const DeviceRow& row) {
       return seconds_cell(row.series().step * static_cast<std::int64_t>(row.step));
     }},
    {{"charge_ratio", "ratio", "of the capacity, at the step's end", Type::number},
     [](const DeviceRow& row) { return recorded(row.series().charge_ratio, row); }},
    {{"temperature_c", "C", "where it touches the skin, at the step's end", Type::number,
      Role::smaller_is_better},
     [](const DeviceRow& row) { return recorded(row.series().temperature_c, row); }},
};

std::vector<DeviceRow> device_rows(const std::vector<RunRecord>& records) {
  std::vector<DeviceRow> rows;
  for (const RunRecord& record : records) {
    if (!record.dynamic) continue;
    const simulation::Series& all = record.dynamic->series;
    for (std::size_t d = 0; d < record.scenario->devices.size(); ++d) {
      for (std::size_t step = 0; step < all.energy_j.size(); ++step) {
        const DeviceRow row{&record, d, step};
        if (recorded(all.charge_ratio, row).index() != 0 || recorded(all.temperature_c, row).index() != 0)
          rows.push_back(row);
      }
    }
  }
  return rows;
}

}  // namespace

Table over_time_table(const std::vector<RunRecord>& records) {
  return make_table<Row>("over_time", kTimeline,
                         dynamic_parts(records, [](const auto& r) { return r.series.energy_j.size(); }));
}

Table devices_over_time_table(const std::vector<RunRecord>& records) {
  return make_table<DeviceRow>("devices_over_time", kDeviceTimeline, device_rows(records));
}

}  // namespace synergy::results
