#pragma once

#include "synergy/simulation/dynamic_result.hpp"

#include "part.hpp"

namespace synergy::results {

/// Row i of something of a record whose body changes.
struct DynamicPart {
  const RunRecord* record = nullptr;
  std::size_t i = 0;
  [[nodiscard]] const simulation::DynamicResult& of() const { return *record->dynamic; }
};

inline Cell dynamic_run_id(const DynamicPart& p) { return text(p.record->run_id()); }
inline Cell seconds_cell(Time value) { return static_cast<double>(value.ns()) / 1e9; }
inline Cell seconds_cell(const std::optional<Time>& value) {
  if (!value) return {};
  return seconds_cell(*value);
}
inline Cell mj(Energy value) { return value.si() * 1e3; }

/// Rows for all records with something that changes; `count` says how many of a record.
template <class Count>
std::vector<DynamicPart> dynamic_parts(const std::vector<RunRecord>& records, Count count_of) {
  std::vector<DynamicPart> rows;
  for (const RunRecord& record : records) {
    if (!record.dynamic) continue;
    const std::size_t size = count_of(*record.dynamic);
    for (std::size_t i = 0; i < size; ++i) rows.push_back({&record, i});
  }
  return rows;
}

}  // namespace synergy::results
