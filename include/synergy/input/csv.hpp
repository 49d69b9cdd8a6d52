#pragma once

#include "synergy/input/error.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::input {

inline constexpr std::size_t kMaxCsvBytes = 512u << 20;
inline constexpr std::size_t kMaxCsvColumns = 1024;

/// A CSV file in memory: a header line, then rows with one cell for each column. Strictly RFC 4180 in UTF-8,
/// with LF or CRLF at the ends of lines: no comments, no empty lines, no byte order mark, no other separator,
/// quotes only around a whole cell. Takes about the file's size and four bytes for every cell.
class Csv {
 public:
  /// Throws InputError: what read_text() throws, and the first place that is not as above, columns without a
  /// name or with the name of another, more than kMaxCsvColumns, no header.
  [[nodiscard]] static Csv load(const std::string& file);
  /// As load(), from memory; `name` stands for the file in messages.
  [[nodiscard]] static Csv parse(std::string_view text, std::string name);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }
  /// Position of a column; none if there is no such column.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view column) const;
  [[nodiscard]] std::size_t row_count() const { return lines_.size(); }
  /// A cell without its quotes. Lives as long as the Csv stays where it is.
  [[nodiscard]] std::string_view cell(std::size_t row, std::size_t column) const;
  /// Where a row begins.
  [[nodiscard]] Location where(std::size_t row) const { return {name_, lines_[row], 1}; }

 private:
  std::string name_;
  std::vector<std::string> columns_;
  std::string text_;                 // all cells, one after the other
  std::vector<std::uint32_t> ends_;  // of each cell in text_
  std::vector<int> lines_;           // where each row begins
};

/// A number as CSV tables have it ("-1.5", "2e-07"), whatever the locale; none for anything else, among it
/// infinity and NaN.
[[nodiscard]] std::optional<double> to_number(std::string_view cell);

}  // namespace synergy::input
