#include "synergy/results/table.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/input/printable.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

namespace synergy::results {
namespace {

/// Whether a spreadsheet would compute the text: it begins with = or @, or with a sign in front of what is no
/// number and calls something.
bool is_formula(std::string_view text) {
  if (text.empty()) return false;
  if (text.front() == '=' || text.front() == '@') return true;
  const bool sign = text.front() == '+' || text.front() == '-';
  return sign && text.find_first_of("(|!") != std::string_view::npos;
}

/// Quotes only where RFC 4180 asks for them, so that files stay readable and equal tables have equal bytes.
/// What a spreadsheet would take for a formula gets an apostrophe in front, and control characters that no
/// reader of text takes, ours among them, become the replacement character.
std::string escaped(const std::string& text) {
  const auto is_control = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
  };
  const bool formula = is_formula(text);
  const bool quoted = text.find_first_of(",\"\n\r") != std::string::npos;
  if (!formula && !quoted && std::none_of(text.begin(), text.end(), is_control)) return text;
  std::string result = quoted ? "\"" : "";
  if (formula) result += '\'';
  for (const char c : text) {
    if (c == '"') result += '"';
    if (is_control(c))
      result += "\xEF\xBF\xBD";
    else
      result += c;
  }
  return quoted ? result + '"' : result;
}

/// Text that stays in its cell, and is shown as it is.
std::string for_markdown(const std::string& text) {
  std::string result;
  for (const char c : input::printable(text)) {
    if (std::string_view("|\\`*<").find(c) != std::string_view::npos) result += '\\';
    result += c;
  }
  return result;
}

/// A dash for what is not available: an empty place in aligned columns would be overlooked.
std::string for_people(const Cell& cell) {
  const auto* number = std::get_if<double>(&cell);
  if (number == nullptr)
    return std::holds_alternative<std::monostate>(cell) ? "-" : input::printable(to_text(cell));
  // Four significant digits would cut off digits in front of the point.
  if (std::abs(*number) >= 1000) return fmt::format("{:.0f}", *number);
  // With the zeros at the end, so that numbers below each other have as many digits.
  return fmt::format("{:#.4g}", *number);
}

}  // namespace

std::string to_text(double value) {
  // CSV and JSON have no common way to say infinity: whoever has no number leaves the cell empty.
  ensure(std::isfinite(value), "a number in a table is finite");
  // The shortest text that reads back to the same double, whatever the locale says of points.
  return fmt::format("{}", value);
}

std::string to_text(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return fmt::format("{}", *whole);
  if (const auto* number = std::get_if<double>(&cell)) return to_text(*number);
  return {};
}

std::string to_csv(const Table& table) {
  std::string text;
  for (std::size_t c = 0; c < table.columns.size(); ++c)
    text += fmt::format("{}{}", c == 0 ? "" : ",", table.columns[c].name);
  text += '\n';
  for (const auto& row : table.rows) {
    ensure(row.size() == table.columns.size(), "a row has one cell per column");
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (c > 0) text += ',';
      text += escaped(to_text(row[c]));
    }
    text += '\n';
  }
  return text;
}

std::string to_json(const Table& table) {
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (const auto& row : table.rows) {
    // Ordered: keys stand in the order of the columns. A value that is not set below is null.
    nlohmann::ordered_json object;
    for (std::size_t c = 0; c < row.size(); ++c) {
      auto& value = object[std::string(table.columns[c].name)];
      if (const auto* text = std::get_if<std::string>(&row[c])) value = *text;
      if (const auto* whole = std::get_if<std::int64_t>(&row[c])) value = *whole;
      if (const auto* number = std::get_if<double>(&row[c])) value = *number;
    }
    rows.push_back(std::move(object));
  }
  return rows.dump(1) + "\n";
}

std::string to_markdown(const Table& table) {
  std::string text = "|";
  for (const Column& column : table.columns) text += fmt::format(" {} |", column.name);
  text += "\n|";
  for (const Column& column : table.columns) text += column.type == Type::text ? " --- |" : " ---: |";
  text += '\n';
  for (const auto& row : table.rows) {
    text += '|';
    for (const Cell& cell : row) text += fmt::format(" {} |", for_markdown(to_text(cell)));
    text += '\n';
  }
  return text;
}

std::string to_aligned(const Table& table) {
  std::vector<std::vector<std::string>> cells(1);
  // By what cells hold and not by the column's type: folded replications put texts into columns of numbers.
  std::vector<bool> numeric(table.columns.size(), true);
  for (const Column& column : table.columns) cells[0].push_back(input::printable(column.name));
  for (const auto& row : table.rows) {
    auto& line = cells.emplace_back();
    for (std::size_t c = 0; c < row.size(); ++c) {
      line.push_back(for_people(row[c]));
      if (std::holds_alternative<std::string>(row[c])) numeric[c] = false;
    }
  }
  std::vector<std::size_t> widths(table.columns.size());
  for (const auto& line : cells) {
    for (std::size_t c = 0; c < line.size(); ++c) widths[c] = std::max(widths[c], line[c].size());
  }
  std::string text;
  for (const auto& line : cells) {
    std::string row;
    for (std::size_t c = 0; c < line.size(); ++c) {
      row += c == 0 ? "" : "  ";
      row +=
          numeric[c] ? fmt::format("{:>{}}", line[c], widths[c]) : fmt::format("{:<{}}", line[c], widths[c]);
    }
    // No blanks at line ends: documentation quotes such output, and editors strip them.
    row.erase(row.find_last_not_of(' ') + 1);
    text += row + '\n';
  }
  return text;
}

Table select(const Table& table, const std::vector<std::string_view>& names) {
  Table result{table.name, {}, std::vector<std::vector<Cell>>(table.rows.size())};
  for (const std::string_view name : names) {
    const auto column = std::find_if(table.columns.begin(), table.columns.end(),
                                     [&](const Column& c) { return c.name == name; });
    ensure(column != table.columns.end(), "a selected column exists");
    result.columns.push_back(*column);
    const auto index = static_cast<std::size_t>(column - table.columns.begin());
    for (std::size_t r = 0; r < table.rows.size(); ++r) result.rows[r].push_back(table.rows[r][index]);
  }
  return result;
}

}  // namespace synergy::results
