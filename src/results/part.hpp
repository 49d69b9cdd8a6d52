#pragma once

#include "columns.hpp"

namespace synergy::results {

/// Row i of something of a record that was simulated (an app, a device, a unit, ...).
struct Part {
  const RunRecord* record = nullptr;
  std::size_t i = 0;
  [[nodiscard]] const simulation::RunResult& result() const { return *record->result; }
  [[nodiscard]] const plan::CompiledPlan& compiled() const { return *record->compiled; }
};

/// All parts of all records that were simulated; `of` gives the vector of a result that they come from.
template <class Of>
std::vector<Part> parts(const std::vector<RunRecord>& records, Of of) {
  std::vector<Part> rows;
  for (const RunRecord& record : records) {
    if (!record.result) continue;
    for (std::size_t i = 0; i < (*record.result.*of).size(); ++i) rows.push_back({&record, i});
  }
  return rows;
}

/// Every table but runs begins with it, which makes it the foreign key of the data package.
inline constexpr Column kRunId{"run_id", "", "the run's row in runs.csv", Type::text, Role::key};
inline Cell run_id(const Part& p) { return text(p.record->run_id()); }

inline std::string_view device_name(const RunRecord& record, plan::DeviceId d) {
  return record.scenario->devices[d].name;
}

}  // namespace synergy::results
