#pragma once

#include "synergy/calibrate/file.hpp"
#include "synergy/input/reader.hpp"

#include <filesystem>
#include <string>

namespace synergy::calibrate {

/// What the parts of a calibration file need to know of the whole.
struct FileContext {
  /// Folder of the calibration file, where paths begin.
  std::filesystem::path base;
  Rail rail = Rail::board;
  std::optional<Voltage> supply;
};

/// Physical kinds of columns, as the keys of a column map are called.
enum class ColumnKind : std::uint8_t { time, current, voltage, power, energy };

/// Reads {name, unit}: a column of a CSV file and the unit of its numbers, which must be stated.
[[nodiscard]] MappedColumn read_column(const input::Value& value, ColumnKind kind);

/// Reads `rail` where it stands at a trace or a row: another one than the file's is a problem.
void check_rail(input::Mapping& from, const FileContext& context);

/// Reads a path as it stands, and completes it.
void read_path(const input::Value& value, const FileContext& context, std::string& as_written,
               std::string& complete);

[[nodiscard]] Trace read_trace_entry(const input::Value& value, const FileContext& context);
/// One entry of `rows`: one row, or those of a CSV file, which is added to file.inputs.
void read_row_entry(const input::Value& value, const FileContext& context, File& file);
/// One entry of `links`; its CSV file likewise.
void read_link_entry(const input::Value& value, const FileContext& context, File& file);

}  // namespace synergy::calibrate
