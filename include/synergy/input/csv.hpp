#pragma once

#include "synergy/input/error.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::input {

/// Limits of a CSV file, ours: with them it ends in a result or an error in bounded time and memory, and
/// offsets into the file fit in 32 bits.
inline constexpr std::size_t kMaxCsvBytes = 512u << 20;
inline constexpr std::size_t kMaxCsvColumns = 1024;

/// A CSV file in memory: how result tables and tables of published figures come back in. A header line, then
/// rows with one cell for each column.
///
/// Strictly RFC 4180 in UTF-8, with LF or CRLF at the ends of lines: no comments, no empty lines, no byte
/// order mark, no other separator, quotes only around a whole cell. Strict, because a comparison of guessed
/// columns would pass or fail by accident. Cells are text; who wants numbers asks to_number(). Takes about
/// the file's size and four bytes for every cell. Safe to read from several threads.
class Csv {
 public:
  /// Throws InputError: what read_text() throws, and the first place that is not as above, columns without a
  /// name or with the name of another, more than kMaxCsvColumns, no header.
  /// O(size of the file).
  [[nodiscard]] static Csv load(const std::string& file);
  /// As load(), from memory; `name` stands for the file in messages.
  [[nodiscard]] static Csv parse(std::string_view text, std::string name);

  /// The file as the user gave it, or what parse() was told.
  [[nodiscard]] const std::string& name() const { return name_; }
  /// The header's names in the order of the file: not empty, no two alike, compared as written.
  [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }
  /// Position of a column; none if there is no such column.
  /// O(columns): ask once, not for every row.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view column) const;
  /// Without the header; 0 if there is nothing else.
  [[nodiscard]] std::size_t row_count() const { return lines_.size(); }
  /// A cell without its quotes. Lives as long as the Csv stays where it is.
  /// O(1). Pre: row < row_count(), column < columns().size().
  [[nodiscard]] std::string_view cell(std::size_t row, std::size_t column) const;
  /// Where a row begins.
  /// For messages about a cell of it. Cells with line ends in them make rows of several lines.
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
