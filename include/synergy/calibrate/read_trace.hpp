#pragma once

#include "synergy/calibrate/file.hpp"
#include "synergy/calibrate/windows.hpp"

#include <cstdint>
#include <string>

namespace synergy::calibrate {

/// A recording, integrated, and what it was read from.
struct ReadTrace {
  /// Windows by the levels that the trace asks for; those of formats with windows of their own are `high`.
  Recording recording;
  /// fnv1a over the file's bytes, as 16 digits, and their number: for calibration.json.
  std::string hash;
  std::int64_t bytes = 0;
};

/// Reads a recording and integrates its windows. Text is read in blocks of a mebibyte, so that memory does
/// not depend on the length (1.5 GB for ten minutes of a PPK2); only windows are kept.
///
/// Throws InputError with the line, or for binary files the sample, of the first problem: columns that are
/// not there or twice, cells that are no number, NaN and infinity, times that do not ascend, a marker that is
/// neither 0 nor 1, a file without samples, a first window in neither joules nor microjoules, edges behind
/// the end. A last line without a line end is left out: the recording was cut off there.
[[nodiscard]] ReadTrace read_trace(const Trace& trace);

}  // namespace synergy::calibrate
