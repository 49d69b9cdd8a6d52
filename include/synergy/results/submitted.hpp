#pragma once

#include "synergy/device/accelerator.hpp"
#include "synergy/input/csv.hpp"
#include "synergy/results/table.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace synergy::results {

/// One network on one system as somebody submitted it to MLPerf Tiny, beside what our profile of that system
/// says. Energies are all that the rail took during an inference.
struct SubmittedRow {
  /// As in the published table.
  std::string round, submitter, system, network;
  /// NAME or NAME@POINT of the profile that stands for the system.
  std::string profile;
  /// Whether the profile was made from this row: "times", "powers", "all" or "no".
  std::string used;
  /// "same" as the profile was made with, or "other".
  std::string software;
  /// Of the performance mode; without it of the energy mode.
  double measured_ms = 0;
  /// Nothing: the profile cannot run the network, and `problem` says why.
  std::optional<double> modelled_ms;
  /// Of the energy mode, whose own time `energy_ms` is; none where no energy was submitted.
  std::optional<double> measured_uj, energy_ms;
  std::optional<double> modelled_uj;
  /// Our power while inferring x the measured time: what is left of the error of the energy once the time is
  /// right.
  std::optional<double> modelled_uj_at_measured_time;
  std::string problem;

  /// Modelled / measured - 1.
  [[nodiscard]] std::optional<double> time_error() const;
  [[nodiscard]] std::optional<double> energy_error() const;
  [[nodiscard]] std::optional<double> power_error() const;
};

/// How the profiles and networks are found that the tables name.
struct SubmittedLibrary {
  std::function<std::shared_ptr<const device::Accelerator>(const std::string& name)> accelerator;
  std::function<std::shared_ptr<const device::Network>(const std::string& name)> network;
};

/// `results`: device_profiles/published/mlperf_tiny_results.csv; `systems`: mlperf_tiny_systems.csv beside
/// it, which says which profile stands for which system. One row for each network of each of these systems,
/// in the order of `systems`, then ad, ic, kws, vww. Throws InputError at a row of `systems` that names no
/// system of `results`, and for columns that are missing or are no numbers.
[[nodiscard]] std::vector<SubmittedRow> compare_submitted(const input::Csv& results,
                                                          const input::Csv& systems,
                                                          const SubmittedLibrary& library);

/// Without rows: the columns.
[[nodiscard]] Table submitted_table(const std::vector<SubmittedRow>& rows);

/// Mean errors for people, a line for each profile: of rows that it was not made from, with the software it
/// was made with and with other. Each line ends with a line feed.
[[nodiscard]] std::string submitted_summary(const std::vector<SubmittedRow>& rows);

}  // namespace synergy::results
