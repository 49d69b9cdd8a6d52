#pragma once

#include "synergy/calibrate/calibration.hpp"
#include "synergy/results/table.hpp"

#include <string>
#include <utility>
#include <vector>

namespace synergy::calibrate {

/// What was measured: a row for each point, with its interval. Table `calibration_points`.
/// Times in ms, energies in uJ, powers in mW, each with low and high beside it; cells of what was not
/// measured are empty. Numbers have nine digits, so that every compiler prints the same.
[[nodiscard]] results::Table points_table(const Calibration& calibration);
/// Measured against modelled: a row for each residual. Table `calibration_residuals`, which
/// scripts/figures/calibration.py draws.
/// In SI units, and the relative deviation in %. Without a measurement that something models it has no rows.
[[nodiscard]] results::Table residuals_table(const Calibration& calibration);
/// How far each law is off on networks that it did not see. Table `calibration_errors`.
/// In %. A law has a row for the networks left out one at a time and one for the network kept out, if there
/// are such.
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
/// Numbers are in SI units with nine digits. Ends with a line feed.
[[nodiscard]] std::string to_json(const Calibration& calibration, const File& file, const Options& options,
                                  const Provenance& provenance);

/// Sentences for whoever started it, a line each: points, dropped windows, laws with their errors, notes.
/// Recordings come first; every line ends with a line feed. A law without another network to judge it by says
/// so.
[[nodiscard]] std::string to_text(const Calibration& calibration);

/// Why a calibration is not good enough, a line each; empty if it is: energy that differs from power times
/// time by more than kEnergyTolerance, or a law whose mean error on networks that it did not see is above
/// `max_error` (a ratio; negative: any will do), or, where one is asked for, a law of inferences without such
/// an error, or no law with one at all. Networks left out one at a time and the one kept out entirely are
/// judged each for themselves. Energy checks count whatever `max_error` is.
[[nodiscard]] std::vector<std::string> failures(const Calibration& calibration, double max_error);

}  // namespace synergy::calibrate
