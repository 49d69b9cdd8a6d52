#pragma once

#include "synergy/results/tables.hpp"

#include <optional>
#include <span>

namespace synergy::results {

/// A column with the function that fills it from a row of type Row.
/// A column with the function that fills it from a row of type Row. Both stand side by side, so that a
/// definition and what is computed cannot drift apart unseen. A plain function: the tables are constants of
/// the program.
template <class Row>
struct ColumnOf {
  Column column;
  Cell (*value)(const Row& row);
};

template <class Row>
Table make_table(std::string_view name, std::span<const ColumnOf<Row>> columns,
                 const std::vector<Row>& rows) {
  Table table{name, {}, {}};
  for (const ColumnOf<Row>& column : columns) table.columns.push_back(column.column);
  for (const Row& row : rows) {
    auto& cells = table.rows.emplace_back();
    for (const ColumnOf<Row>& column : columns) cells.push_back(column.value(row));
  }
  return table;
}

inline Cell text(std::string_view value) { return std::string(value); }
inline Cell count(std::int64_t value) { return value; }
inline Cell count(std::size_t value) { return static_cast<std::int64_t>(value); }
inline Cell count(int value) { return std::int64_t{value}; }
/// Rounded once: whole nanoseconds have at most six digits behind the point.
inline Cell ms(Duration value) { return static_cast<double>(value.ns()) / 1e6; }
inline Cell mw(Power value) { return value.si() * 1e3; }
inline Cell uj(Energy value) { return value.si() * 1e6; }
inline Cell cell(const std::optional<double>& value) {
  if (!value) return {};
  return *value;
}
/// Mean power of an energy over the window.
inline Cell mean_mw(Energy value, Duration window) { return value.si() / window.s() * 1e3; }
inline Cell ratio(Duration part, Duration whole) {
  return static_cast<double>(part.ns()) / static_cast<double>(whole.ns());
}
/// Sum / n, empty without any.
inline Cell mean_ms(Duration sum, std::int64_t n) {
  if (n == 0) return {};
  return sum.ms() / static_cast<double>(n);
}
inline Cell mean_uj(Energy sum, std::int64_t n) {
  if (n == 0) return {};
  return sum.si() * 1e6 / static_cast<double>(n);
}
inline Cell mean_ms(const simulation::Quantiles& q) {
  if (q.count() == 0) return {};
  return q.mean_ns() / 1e6;
}
inline Cell quantile_ms(const simulation::Quantiles& q, double p) {
  if (q.count() == 0) return {};
  return ms(q.quantile(p));
}

}  // namespace synergy::results
