#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace synergy::results {

/// One value of a table. Empty means "not available" and is written as an empty cell.
using Cell = std::variant<std::monostate, std::string, std::int64_t, double>;

/// What the cells of a column hold, where they are not empty.
enum class Type : std::uint8_t { text, integer, number };

/// What a column is to its row: one of the keys that name the row in its table, or a value, of which less or
/// more may be better. `value` is also a measure of which neither is better.
enum class Role : std::uint8_t { value, key, smaller_is_better, larger_is_better };

/// A column: its name (snake_case, unit as the last token), unit, definition, type and role. The one place
/// where all are written; CSV headers, `list metrics`, schemas and the gate take them from here.
struct Column {
  std::string_view name;
  std::string_view unit;  ///< empty for text, counts, names
  std::string_view definition;
  Type type = Type::text;
  Role role = Role::value;
};

/// A table ready to be written: every row has one cell per column.
struct Table {
  std::string_view name;  ///< "runs"
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
};

/// A double in the shortest form that reads back to the same value. Throws BrokenInvariant if it is not
/// finite.
[[nodiscard]] std::string to_text(double value);
[[nodiscard]] std::string to_text(const Cell& cell);

/// RFC 4180 with LF line ends, header first; independent of locale and time zone. Throws BrokenInvariant if a
/// row has not one cell per column.
[[nodiscard]] std::string to_csv(const Table& table);
/// A JSON array with one object per row; empty cells are null.
[[nodiscard]] std::string to_json(const Table& table);
/// A Markdown table, as GitHub shows it; numbers as in to_csv.
[[nodiscard]] std::string to_markdown(const Table& table);
/// For people: aligned columns, numbers to four significant digits.
[[nodiscard]] std::string to_aligned(const Table& table);

/// The named columns of a table, in the order asked for. Throws BrokenInvariant if one does not exist.
[[nodiscard]] Table select(const Table& table, const std::vector<std::string_view>& names);

}  // namespace synergy::results
