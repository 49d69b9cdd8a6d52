#pragma once

#include "synergy/input/csv.hpp"
#include "synergy/results/table.hpp"

#include <map>
#include <string>
#include <vector>

namespace synergy::gate {

/// The columns that name a row of these files: those asked for, or else those the table declares. Runs of a
/// sweep are named by their factors where that tells them apart, because the id of a point changes with its
/// inputs: what a changed profile does to a point is what a gate is asked.
[[nodiscard]] std::vector<std::string> key_columns(const results::Table& declared,
                                                   const std::vector<std::string>& asked,
                                                   const std::vector<const input::Csv*>& files);

/// The rows of a CSV file by their keys.
class Rows {
 public:
  /// Throws InputError: a key column is missing, two rows have the same key. Pre: `csv` outlives this.
  Rows(const input::Csv& csv, const std::string& table, const std::vector<std::string>& keys);

  /// The key of a row, for people: its cells, in the order of the key columns.
  [[nodiscard]] std::string key(std::size_t row) const;
  /// The row with the same key as that row of the other file.
  [[nodiscard]] std::optional<std::size_t> find(const Rows& other, std::size_t row) const;

 private:
  const input::Csv* csv_;
  std::vector<std::size_t> columns_;
  std::map<std::string, std::size_t, std::less<>> rows_;
};

/// What is known of a column: its declaration, or what its cells say.
struct Metric {
  std::string name;
  std::string unit;
  results::Type type = results::Type::text;
  results::Role role = results::Role::value;
};
[[nodiscard]] Metric metric_of(const results::Table& declared, const std::string& name,
                               const std::vector<const input::Csv*>& files);

/// The cell as the metric's type has it. Pre: number() accepts it, unless the metric is text.
[[nodiscard]] results::Cell value(const Metric& metric, std::string_view cell);

/// The cell as a number; none if it is empty. Throws InputError if it is neither.
[[nodiscard]] std::optional<double> number(const input::Csv& csv, std::size_t row, std::size_t column);

}  // namespace synergy::gate
