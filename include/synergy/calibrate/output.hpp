#pragma once

#include "synergy/calibrate/calibration.hpp"
#include "synergy/results/table.hpp"

#include <string>
#include <utility>
#include <vector>

namespace synergy::calibrate {

/// What was measured: a row for each point, with its interval. Table `calibration_points`.
[[nodiscard]] results::Table points_table(const Calibration& calibration);
/// Measured against modelled: a row for each residual. Table `calibration_residuals`, which
/// scripts/figures/calibration.py draws.
[[nodiscard]] results::Table residuals_table(const Calibration& calibration);
/// How far each law is off on networks that it did not see. Table `calibration_errors`.
[[nodiscard]] results::Table errors_table(const Calibration& calibration);

/// What calibration.json says beside the numbers.
struct Provenance {
  /// results::program(): version and commit.
  std::string program;
  /// As it was typed.
  std::vector<std::string> command_line;
  /// File and hash (hex_hash) of everything that was read.
  std::vector<std::pair<std::string, std::string>> input_hashes;
};
/// Everything that is known of a calibration, for whoever doubts a number: inputs with their hashes,
/// recordings, windows that were dropped and why, points, laws, residuals, checks. No time and no machine, so
/// that the same inputs give the same file.
[[nodiscard]] std::string to_json(const Calibration& calibration, const File& file, const Options& options,
                                  const Provenance& provenance);

/// Sentences for whoever started it, a line each: points, dropped windows, laws with their errors, notes.
[[nodiscard]] std::string to_text(const Calibration& calibration);

/// Why a calibration is not good enough, a line each; empty if it is: energy that differs from power times
/// time by more than kEnergyTolerance, or a law whose mean error on networks that it did not see is above
/// `max_error` (a ratio; negative: any will do).
[[nodiscard]] std::vector<std::string> failures(const Calibration& calibration, double max_error);

}  // namespace synergy::calibrate
