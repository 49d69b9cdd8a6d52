#include "summary.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/input/csv.hpp"
#include "synergy/results/summary.hpp"

#include <algorithm>

namespace synergy::sweep {

Summary::Summary(std::string header) : header_(std::move(header) + '\n') {
  const input::Csv csv = input::Csv::parse(header_, "runs.csv");
  for (const std::string& column : csv.columns()) {
    // Factors are told by their prefix, since a merge has the header of runs.csv and no sweep file.
    if (column.starts_with("x_")) keys_.push_back(column);
  }
  keys_.insert(keys_.end(), {"scenario", "planner", "policy"});
}

bool Summary::Before::operator()(const std::vector<std::string>& a, const std::vector<std::string>& b) const {
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i]) continue;
    const auto x = input::to_number(a[i]);
    const auto y = input::to_number(b[i]);
    if (x && y && *x != *y) return *x < *y;
    if (x.has_value() != y.has_value()) return x.has_value();  // numbers first
    return a[i] < b[i];
  }
  return false;
}

void Summary::add(std::string_view rows) {
  if (rows.empty()) return;
  // The rows come from the journal as text: what is summarised is what runs.csv says, digit by digit.
  const input::Csv csv = input::Csv::parse(header_ + std::string(rows), "runs.csv");
  const std::vector<results::Column>& metrics = results::summarised_metrics();
  for (std::size_t row = 0; row < csv.row_count(); ++row) {
    const auto cell = [&](std::string_view column) {
      const auto place = csv.find(column);
      ensure(place.has_value(), "runs.csv has its columns");
      return csv.cell(row, *place);
    };
    std::vector<std::string> key;
    for (const std::string& column : keys_) key.emplace_back(cell(column));
    auto& values = values_.try_emplace(std::move(key), metrics.size()).first->second;
    for (std::size_t m = 0; m < metrics.size(); ++m) {
      // Empty cells (infeasible, nothing completed) are no value and do not count as 0; replication_count
      // tells.
      if (const auto value = input::to_number(cell(metrics[m].name))) values[m].push_back(*value);
    }
  }
}

std::string Summary::to_csv() const {
  std::vector<results::Column> factors;
  // All keys but scenario, planner and policy, which summary_columns() adds itself.
  for (std::size_t f = 0; f + 3 < keys_.size(); ++f) factors.push_back({keys_[f], "", ""});
  const std::vector<results::Column>& metrics = results::summarised_metrics();
  results::Table table{"summary", results::summary_columns(factors), {}};
  for (const auto& [key, values] : values_) {
    for (std::size_t m = 0; m < metrics.size(); ++m) {
      if (values[m].empty()) continue;
      auto& row = table.rows.emplace_back(key.begin(), key.end());
      for (results::Cell& cell : results::summary_cells(metrics[m].name, values[m]))
        row.push_back(std::move(cell));
    }
  }
  return results::to_csv(table);
}

}  // namespace synergy::sweep
