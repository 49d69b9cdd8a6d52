#include "synergy/input/error.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "text_trace.hpp"
#include <fmt/format.h>

namespace synergy::calibrate {
namespace {

/// The names of a header line. Quotes around a whole name are taken off; names have no commas.
std::vector<std::string> names_of_header(std::string_view header) {
  // Spreadsheets put a byte order mark in front, which would become part of the first name.
  if (header.starts_with("\xEF\xBB\xBF")) header.remove_prefix(3);
  std::vector<std::string> names;
  while (true) {
    const std::size_t comma = header.find(',');
    std::string_view name = header.substr(0, comma);
    while (!name.empty() && (name.back() == '\r' || name.back() == '\n' || name.back() == ' '))
      name.remove_suffix(1);
    while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
    if (name.size() >= 2 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
    names.emplace_back(name);
    if (comma == std::string_view::npos) return names;
    header.remove_prefix(comma + 1);
  }
}

class Header {
 public:
  Header(std::string_view line, const Trace& trace) : trace_(&trace), names_(names_of_header(line)) {
    layout_.roles.assign(names_.size(), ColumnRole::ignored);
    layout_.factors.assign(names_.size(), 1.0);
    layout_.columns = names_.size();
  }

  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const {
    const auto count = std::count(names_.begin(), names_.end(), name);
    // Which of them is meant could only be guessed.
    if (count > 1) fail(fmt::format("column '{}' is there {} times", name, count));
    const auto found = std::find(names_.begin(), names_.end(), name);
    if (found == names_.end()) return {};
    return static_cast<std::size_t>(found - names_.begin());
  }
  void take(const MappedColumn& column, ColumnRole role) {
    const auto index = find(column.name);
    if (!index) unknown(column.name);
    // One role for a column: a line is read once, from left to right.
    if (layout_.roles[*index] != ColumnRole::ignored)
      fail(fmt::format("column '{}' is asked for twice", column.name));
    layout_.roles[*index] = role;
    layout_.factors[*index] = column.factor;
    if (role == ColumnRole::voltage) layout_.has_voltage = true;
  }
  void take_marker(const Marker& marker) {
    auto index = find(marker.column);
    layout_.above = marker.above;
    // The instrument's program writes its eight inputs as columns of their own or as one with a letter for
    // each.
    if (!index && trace_->format == Format::ppk2 && marker.column.size() == 2 && marker.column[0] == 'D' &&
        marker.column[1] >= '0' && marker.column[1] <= '7') {
      index = find("D0-D7");
      layout_.marker_bit = marker.column[1] - '0';
    }
    if (!index) unknown(marker.column);
    if (layout_.roles[*index] != ColumnRole::ignored)
      fail(fmt::format("column '{}' is asked for twice", marker.column));
    layout_.roles[*index] = ColumnRole::marker;
  }
  [[nodiscard]] TextLayout layout() {
    // Lines are read up to the last column that is needed, so that what comes behind it costs nothing.
    while (layout_.roles.back() == ColumnRole::ignored) layout_.roles.pop_back();
    return std::move(layout_);
  }

 private:
  [[noreturn]] void fail(std::string message) const {
    throw InputError({trace_->file, 1, 1}, std::move(message));
  }
  [[noreturn]] void unknown(std::string_view name) const {
    std::string message = unknown_name("column", name, {names_.begin(), names_.end()});
    // Spreadsheets of some countries write another character, and with it often a decimal comma.
    for (const auto& [separator, called] : {std::pair{';', "';'"}, std::pair{'\t', "tabs"}}) {
      if (names_.size() == 1 && names_.front().find(separator) != std::string::npos)
        message += fmt::format(
            ". Columns are separated by commas here (and numbers have a decimal point); this header has {}",
            called);
    }
    fail(std::move(message));
  }

  const Trace* trace_;
  std::vector<std::string> names_;
  TextLayout layout_;
};

/// The columns that a preset fixes; of the others, the file's map.
/// Names and units as the instruments' programs write them.
Columns columns_of(const Trace& trace) {
  if (trace.format == Format::ppk2)
    return {MappedColumn{"Timestamp(ms)", 1e-3}, MappedColumn{"Current(uA)", 1e-6}, {}, {}, {}};
  if (trace.format == Format::joulescope)
    return {
        MappedColumn{"#time (s)", 1}, MappedColumn{"current (A)", 1}, MappedColumn{"voltage (V)", 1}, {}, {}};
  return trace.columns;
}

}  // namespace

TextLayout find_columns(std::string_view header, const Trace& trace) {
  Header found(header, trace);
  const Columns columns = columns_of(trace);
  if (columns.time) found.take(*columns.time, ColumnRole::time);
  if (columns.current) found.take(*columns.current, ColumnRole::current);
  if (columns.voltage) found.take(*columns.voltage, ColumnRole::voltage);
  if (columns.power) found.take(*columns.power, ColumnRole::power);
  if (columns.energy) found.take(*columns.energy, ColumnRole::energy);
  if (trace.marker) found.take_marker(*trace.marker);
  return found.layout();
}

}  // namespace synergy::calibrate
