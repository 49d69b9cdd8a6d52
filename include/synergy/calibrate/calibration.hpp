#pragma once

#include "synergy/calibrate/file.hpp"
#include "synergy/calibrate/statistics.hpp"
#include "synergy/scenario/library.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace synergy::calibrate {

/// One thing that was measured: an inference or a load of a network, or a state. Of one inference or load,
/// whatever the windows held. SI units.
struct Point {
  std::string network;
  /// A layer's name; empty: the whole network.
  std::string layer;
  /// One of phases(); empty for a state.
  std::string phase;
  /// Such as "idle"; empty for a phase. One of phase and state is set.
  std::string state;
  /// That a load, unload or deployment moves; 0: none stated.
  std::int64_t bytes = 0;
  /// In s, J, W. Those of a row that states two of the three are the third's, too. A state has a power alone.
  /// Of a recording: medians over the windows that count. Where one thing was measured several times: the
  /// median of the values, low and high over all of them.
  std::optional<Estimate> time, energy, power;
  /// For the profile: instrument, files, windows; of a row, its document.
  /// Several measurements of one thing are joined by " | ".
  std::string source;
  /// From a recording rather than from a row of others.
  /// Of several measurements: all of them.
  bool recorded = false;
  /// Of the recording's entry or the row, of several the first: what is wrong with its names is told there.
  Location where{};
};

/// A window that does not count.
/// Dropped are windows that the recording begins or ends in, that miss samples for more than 1 % of their
/// time and more than 2.5 steps, whose energy is not above 0, or whose time or energy is an outlier
/// (outliers()).
struct DroppedWindow {
  std::string file;
  /// From 1, in the order of the recording, those of each level for themselves.
  std::int64_t number = 0;
  /// By the recording's own clock.
  double begin_s = 0;
  /// For people: which rule it broke, with the numbers.
  std::string why;
};

/// What was found in a recording.
struct TraceFacts {
  /// As the calibration file names it.
  std::string file;
  /// hex_hash() of its bytes.
  std::string hash;
  std::int64_t bytes = 0;
  std::int64_t samples = 0;
  double duration_s = 0;
  double step_s = 0;
  /// By steps that are more than 1.5 times the usual one.
  std::int64_t missing_samples = 0;
  /// Of both levels, those included that were dropped.
  std::int64_t windows = 0;
  /// Its last line or sample is incomplete and was left out.
  bool cut_off = false;
};

/// Energy against power times time, which must agree: where they do not, a number has another unit, is of
/// another run or of another rail, or a state is no state but several.
/// Of a recording: the sum over its windows against median power times summed time. Of rows: those alone that
/// state all three numbers.
struct EnergyCheck {
  std::string of;
  /// Of all windows that count; of a row, its own.
  double energy_j = 0;
  double power_times_time_j = 0;
  /// Of the recording or row in its file.
  Location where;
  /// Relative: 0.02 where power x time is 2 % above the energy.
  /// Pre: the energy is not 0.
  [[nodiscard]] double deviation() const { return power_times_time_j / energy_j - 1; }
};
/// Largest deviation that passes.
inline constexpr double kEnergyTolerance = 0.01;

/// A measured number beside what is said of it.
struct Residual {
  /// time, energy, power or transfer.
  std::string quantity;
  /// Or the name of a link.
  std::string network;
  /// One of phases(), or of a transfer its size ("244 B").
  std::string phase;
  /// Both in s, J or W.
  double measured = 0;
  double modelled = 0;
  /// fit: the number was in what models it; left_out: a fit without this network; holdout: kept out
  /// entirely; model: nothing was fitted.
  std::string kind;
};

/// A law or a power that predicts networks, and how well.
struct LawReport {
  /// "time", "energy", "load", ...
  /// "link NAME" where transfers are fitted, "model of link NAME" where this program's model is asked.
  std::string of;
  /// In words: "time = sum over operators of MACs x their rate".
  std::string text;
  /// By name with unit ("conv_s_per_mac"), in SI units.
  /// low and high are from fits that leave out one network (of links: one row) at a time. Empty where nothing
  /// was fitted.
  std::vector<std::pair<std::string, Estimate>> coefficients;
  /// Measurements that fit badly counted less.
  bool robust = false;
  /// Of networks left out one at a time; none where only one was measured.
  std::optional<Errors> left_out;
  /// Of the network that was kept out entirely.
  /// Of a link's model: of all its rows, since none was fitted to.
  std::optional<Errors> holdout;
};

struct Options {
  /// A network that nothing may be fitted to; empty: none.
  /// By its exact name. A name that nothing measures is refused, as a misspelt one would go unseen.
  std::string holdout;
  /// Lets one rate stand for all operators of an accelerator.
  /// An estimate: rates differ several times over between networks.
  bool allow_rate = false;
};

/// The result.
struct Calibration {
  std::string name;  ///< of the profile; empty where links alone are calibrated
  /// The profile file; empty likewise.
  /// YAML, which the family's own reader has read without a problem. Written to no file yet.
  std::string profile;
  /// In the order of the file, traces before rows.
  /// Each thing once, whatever number of recordings and rows tell of it.
  std::vector<Point> points;
  std::vector<TraceFacts> traces;
  std::vector<DroppedWindow> dropped;
  std::vector<EnergyCheck> checks;
  std::vector<LawReport> laws;
  std::vector<Residual> residuals;
  /// What a user should know: numbers that stay as they were, intervals that are ends.
  std::vector<std::string> notes;
};

/// Measures, fits and judges. Networks and profiles come from the library; relative paths start at the
/// folder of the file. Throws InputError: what read_trace() throws, networks and layers that are not there,
/// recordings without a window that counts, powers that the profile needs and nothing tells, a rate alone for
/// an accelerator without allow_rate, a profile that its family refuses, a holdout that nothing measures.
/// Deterministic: the same files, options and seed give the same result, byte for byte in what output.hpp
/// makes of it. Reads recordings one after the other and writes nothing. Pre: `file` is as read_file() gave
/// it.
[[nodiscard]] Calibration calibrate(const File& file, const Options& options, scenario::Library& library);

}  // namespace synergy::calibrate
