#pragma once

#include "synergy/calibrate/read_trace.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::calibrate {

/// What a column of a text recording is.
enum class ColumnRole : std::uint8_t { ignored, time, current, voltage, power, energy, marker };

/// Where the columns of one recording are, found in its header.
struct TextLayout {
  /// Up to the last column that is needed.
  std::vector<ColumnRole> roles;
  std::vector<double> factors;
  /// Of the header, all of them: no line may have more.
  std::size_t columns = 0;
  /// The marker is this letter of its column (ppk2's D0-D7), or the whole cell.
  int marker_bit = -1;
  /// The marker is high above this; none: cells are 0 and 1.
  std::optional<double> above;
  bool has_voltage = false;
};

/// Finds the columns in a header line. Throws InputError at line 1.
[[nodiscard]] TextLayout find_columns(std::string_view header, const Trace& trace);

/// Reads CSV recordings: csv, ppk2, joulescope, otii.
[[nodiscard]] ReadTrace read_text_trace(const Trace& trace);
/// The two others.
[[nodiscard]] ReadTrace read_energyrunner(const Trace& trace);
[[nodiscard]] ReadTrace read_mlperf(const Trace& trace);

/// What windows a recording is cut into.
[[nodiscard]] Windows::Wanted windows_wanted(const Trace& trace);

}  // namespace synergy::calibrate
