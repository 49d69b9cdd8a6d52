#pragma once

#include "synergy/input/csv.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::link {

/// One line of a table of published figures. Everything that is not as it should be throws InputError with
/// file and line.
class TableLine {
 public:
  TableLine(std::shared_ptr<const input::Csv> table, std::size_t row) : table_(std::move(table)), row_(row) {}
  [[nodiscard]] std::string text(const std::string& column) const;
  [[nodiscard]] double number(const std::string& column) const;
  [[nodiscard]] std::size_t choice(const std::string& column,
                                   const std::vector<std::string_view>& names) const;
  [[noreturn]] void fail(std::string message) const;

 private:
  std::shared_ptr<const input::Csv> table_;
  std::size_t row_;
};

/// All lines below the header.
std::vector<TableLine> read_table(const std::string& csv, const std::string& file_name);

}  // namespace synergy::link
