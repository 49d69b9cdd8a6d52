#include "csv_table.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace synergy::link {

std::string TableLine::text(const std::string& column) const {
  const auto index = table_->find(column);
  if (!index) fail(fmt::format("no column '{}'", column));
  return std::string(table_->cell(row_, *index));
}

double TableLine::number(const std::string& column) const {
  const std::string cell = text(column);
  const auto value = input::to_number(cell);
  if (!value) fail(fmt::format("'{}' in column '{}' is not a number", cell, column));
  return *value;
}

std::size_t TableLine::choice(const std::string& column, const std::vector<std::string_view>& names) const {
  const std::string typed = text(column);
  const auto found = std::find(names.begin(), names.end(), typed);
  if (found == names.end()) fail(unknown_name(column, typed, names));
  return static_cast<std::size_t>(found - names.begin());
}

void TableLine::fail(std::string message) const { throw InputError(table_->where(row_), std::move(message)); }

std::vector<TableLine> read_table(const std::string& csv, const std::string& file_name) {
  const auto table = std::make_shared<const input::Csv>(input::Csv::parse(csv, file_name));
  std::vector<TableLine> lines;
  for (std::size_t row = 0; row < table->row_count(); ++row) lines.emplace_back(table, row);
  return lines;
}

}  // namespace synergy::link
