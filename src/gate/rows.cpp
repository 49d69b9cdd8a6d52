#include "rows.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace synergy::gate {
namespace {

/// Empty cells say nothing of the type: a metric may be undefined for some rows.
bool all_numbers(const input::Csv& csv, std::size_t column) {
  for (std::size_t row = 0; row < csv.row_count(); ++row) {
    const std::string_view cell = csv.cell(row, column);
    if (!cell.empty() && !input::to_number(cell)) return false;
  }
  return true;
}

/// The x_* columns of a sweep's runs and what else sets its points apart; none if there are no x_* columns.
std::vector<std::string> factor_columns(const input::Csv& csv) {
  std::vector<std::string> factors;
  for (const std::string& name : csv.columns()) {
    if (name.starts_with("x_")) factors.push_back(name);
  }
  if (factors.empty()) return {};
  for (const char* name : {"scenario", "planner", "policy", "replication"}) factors.emplace_back(name);
  return factors;
}

/// The cells of a row in these columns as one text that no other cells have, whatever is in them.
std::string exact(const input::Csv& csv, std::size_t row, const std::vector<std::size_t>& places) {
  std::string text;
  for (const std::size_t place : places)
    // With its length before it: else "a,b" + "c" would be the same row as "a" + "b,c".
    text += fmt::format("{}:{}", csv.cell(row, place).size(), csv.cell(row, place));
  return text;
}

/// Whether the file has these columns, and no two rows with the same cells in them.
bool tell_apart(const input::Csv& csv, const std::vector<std::string>& columns) {
  std::vector<std::size_t> places;
  for (const std::string& column : columns) {
    const auto place = csv.find(column);
    if (!place) return false;
    places.push_back(*place);
  }
  std::set<std::string> seen;
  for (std::size_t row = 0; row < csv.row_count(); ++row) {
    if (!seen.insert(exact(csv, row, places)).second) return false;
  }
  return true;
}

}  // namespace

std::vector<std::string> key_columns(const results::Table& declared, const std::vector<std::string>& asked,
                                     const std::vector<const input::Csv*>& files) {
  if (!asked.empty()) return asked;
  // A sweep's run_id is a hash of the inputs: it changes with any of them, and then no row would have a
  // partner. The factors stay.
  std::vector<std::string> factors = factor_columns(*files.front());
  // Factors may fail to tell rows apart, as where two parts of a sweep share settings; then the declared keys
  // do.
  const bool named = declared.name == "runs" && !factors.empty() &&
                     std::all_of(files.begin(), files.end(),
                                 [&](const input::Csv* csv) { return tell_apart(*csv, factors); });
  if (named) return factors;
  std::vector<std::string> keys;
  // A summary's own keys do not tell apart what a sweep varied; the factors come first, as in its rows.
  if (declared.name == "summary") {  // of a sweep
    for (const std::string& name : factors) {
      if (name.starts_with("x_")) keys.push_back(name);
    }
  }
  for (const results::Column& column : declared.columns) {
    if (column.role == results::Role::key) keys.emplace_back(column.name);
  }
  return keys;
}

Rows::Rows(const input::Csv& csv, const std::string& table, const std::vector<std::string>& keys)
    : csv_(&csv) {
  for (const std::string& key : keys) {
    const auto column = csv.find(key);
    if (!column) {
      throw InputError(
          {csv.name(), 1, 1},
          fmt::format("no column '{}', which names the rows of table '{}'; its columns: {}; choose "
                      "the table with --table, or other keys with --key",
                      key, table, fmt::join(csv.columns(), ", ")));
    }
    columns_.push_back(*column);
  }
  for (std::size_t row = 0; row < csv.row_count(); ++row) {
    // With both lines in the message: the file is usually made by hand or joined from two.
    const auto [place, is_new] = rows_.emplace(exact(csv, row, columns_), row);
    if (is_new) continue;
    throw InputError(csv.where(row), fmt::format("the same {} as in line {}: {}", fmt::join(keys, ", "),
                                                 csv.where(place->second).line, key(row)));
  }
}

std::string Rows::key(std::size_t row) const {
  std::string text;
  for (std::size_t k = 0; k < columns_.size(); ++k) {
    if (k > 0) text += ", ";
    text += csv_->cell(row, columns_[k]);
  }
  return text;
}

std::optional<std::size_t> Rows::find(const Rows& other, std::size_t row) const {
  const auto found = rows_.find(exact(*other.csv_, row, other.columns_));
  if (found == rows_.end()) return {};
  return found->second;
}

Metric metric_of(const results::Table& declared, const std::string& name,
                 const std::vector<const input::Csv*>& files) {
  for (const results::Column& column : declared.columns) {
    if (column.name == name) return {name, std::string(column.unit), column.type, column.role};
  }
  const bool numbers = std::all_of(files.begin(), files.end(), [&](const input::Csv* csv) {
    const auto column = csv->find(name);
    return !column || all_numbers(*csv, *column);
  });
  return {name, "", numbers ? results::Type::number : results::Type::text, results::Role::value};
}

results::Cell value(const Metric& metric, std::string_view cell) {
  if (cell.empty()) return {};
  if (metric.type == results::Type::text) return std::string(cell);
  // As a whole number where it is one: above 2^53 a double would not print as it stood in the file.
  std::int64_t whole = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), whole);
  if (error == std::errc() && end == cell.data() + cell.size()) return whole;
  return *input::to_number(cell);
}

std::optional<double> number(const input::Csv& csv, std::size_t row, std::size_t column) {
  const std::string_view cell = csv.cell(row, column);
  if (cell.empty()) return {};
  const auto value = input::to_number(cell);
  if (!value) {
    throw InputError(csv.where(row), fmt::format("'{}' in column '{}' is not a number", cell.substr(0, 64),
                                                 csv.columns()[column]));
  }
  return value;
}

}  // namespace synergy::gate
