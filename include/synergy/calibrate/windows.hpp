#pragma once

#include "synergy/base/ensure.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace synergy::calibrate {

/// A span of a recording in which the marker held one level.
struct Window {
  /// By the recording's own clock; the edge, half a step before the first sample of the level.
  double begin_s = 0;
  /// From edge to edge.
  double time_s = 0;
  /// Over that time.
  /// In J, on the rail of the recording.
  double energy_j = 0;
  /// Of the window's level.
  std::int64_t samples = 0;
  /// Time for which there are no samples: steps longer than the usual one. At its edges too.
  double missing_s = 0;
  /// Whether the recording shows its beginning and its end.
  /// With a marker the first and the last are not. Windows that are not whole do not count.
  bool whole = true;
};

/// What integrating a recording says beside its windows.
struct Recording {
  /// Of the marker's high level, and of its low one.
  /// Each in order of time. A level that nobody wanted has none. Without a marker all windows are in `high`.
  std::vector<Window> high, low;
  /// All that were read, those in no window included.
  std::int64_t samples = 0;
  /// From the first sample to the last.
  double duration_s = 0;
  /// The median of the first steps: the instrument's.
  double step_s = 0;
  /// Samples that are not there, by the steps that are too long.
  std::int64_t missing_samples = 0;
  /// The last line had no line end and was left out.
  bool cut_off = false;
};

/// More windows than this in one recording are refused, so that memory stays bounded: 56 bytes each.
inline constexpr std::size_t kMaxWindows = 400'000;

/// Level of the marker at a sample. `same`: the instrument does not say; as before.
enum class Level : std::int8_t { same = -1, low = 0, high = 1 };

/// Turns samples into windows, in constant memory but for the windows themselves.
///
/// Energy is the trapezoid between samples, which follows uneven steps; and half a step more at each edge,
/// because the marker switches somewhere between two samples: in the mean an edge lies half-way, so that
/// neither times nor energies are biased. For instruments that average over a step (PPK2) this is the sum of
/// samples times step. With `length_s` above 0 there is no marker, and windows of that length follow each
/// other.
/// For one recording, and for one thread: add() each sample, then finish() once.
class Windows {
 public:
  /// Which levels are kept as windows, and, without a marker, how long windows are.
  struct Wanted {
    /// Samples of a level that is not wanted are counted, but make no window.
    bool high = true;
    bool low = false;
    /// In s. 0: the marker cuts the recording.
    double length_s = 0;
  };
  /// Begins with no sample; whatever is known of the instrument is learnt from the samples.
  explicit Windows(Wanted wanted) : wanted_(wanted) { first_.reserve(kLearn); }

  /// The next sample, in s and W. Times must ascend: false if this one does not, or if there are too many
  /// windows (full()), and the sample is not taken.
  /// The first samples are held back, since only the usual step tells what is missing; so full() says nothing
  /// about windows within them yet.
  [[nodiscard]] bool add(double time_s, double power_w, Level level) {
    if (samples_ < kLearn) return add_first(time_s, power_w, level);
    return step(time_s, power_w, level);
  }
  /// Whether add() refused because of kMaxWindows.
  [[nodiscard]] bool full() const { return out_.high.size() + out_.low.size() >= kMaxWindows; }
  /// Whether any sample had a level.
  [[nodiscard]] bool saw_level() const { return saw_level_; }
  /// The last sample's time; -inf before the first.
  [[nodiscard]] double last_time() const { return time_; }
  /// Ends the windows that are open, as not whole. Once only.
  /// Samples that were held back are worked through here if the recording was shorter than they are.
  [[nodiscard]] Recording finish();

 private:
  static constexpr std::size_t kLearn = 1024;  // samples that the usual step is learnt from
  struct First {
    double time_s, power_w;
    Level level;
  };

  /// Keeps a sample until enough are there to tell the usual step.
  bool add_first(double time_s, double power_w, Level level);
  /// Learns the step, takes the first level that is known for all samples before it, and goes through the
  /// samples that were kept.
  void replay();
  /// Ends a window at `end_s`, and keeps it if its level is wanted.
  void close(Window& window, double end_s, bool whole, bool high);
  /// Begins a window in which nothing is counted yet.
  void open(bool high, double begin_s, bool whole);

  /// Once for each sample, of which recordings have millions: in the header, so that it is inlined into the
  /// readers.
  [[nodiscard]] bool step(double time_s, double power_w, Level level) {
    if (!(time_s > time_) || full()) [[unlikely]]
      return false;
    const double dt = time_s - time_;
    const bool high = level == Level::same ? high_ : level == Level::high;
    saw_level_ = saw_level_ || level != Level::same;
    ++samples_;
    double missing = 0;
    if (dt > long_step_s_) [[unlikely]] {
      missing = dt - out_.step_s;
      // A time of 1e300 s is a number too; nobody counts what it leaves out.
      constexpr double kMost = 1e15;
      const std::int64_t missed = std::llround(std::min(dt / out_.step_s, kMost)) - 1;
      out_.missing_samples = std::min(out_.missing_samples + missed, static_cast<std::int64_t>(kMost));
    }
    if (high == high_) [[likely]] {
      Window& window = open_;
      window.energy_j += 0.5 * (power_ + power_w) * dt;
      window.missing_s += missing;
      ++window.samples;
      // Half a step less, since times of samples are rounded.
      if (wanted_.length_s > 0 && time_s - window.begin_s >= wanted_.length_s - 0.5 * out_.step_s) {
        close(window, time_s, true, true);
        open(true, time_s, true);
      }
    } else {
      edge(dt, power_w, high, missing);
    }
    time_ = time_s;
    power_ = power_w;
    return true;
  }
  /// The marker changed somewhere in the step before this sample: either window gets half of the step, at the
  /// power of its own sample. A gap in that step counts as missing in both.
  void edge(double dt, double power_w, bool high, double missing);

  Wanted wanted_;
  std::vector<First> first_;
  std::size_t samples_ = 0;
  double time_ = -std::numeric_limits<double>::infinity();
  double power_ = 0;
  double begin_ = 0;
  double long_step_s_ = 0;
  bool high_ = false;
  bool saw_level_ = false;
  Window open_;  // of the present level
  Recording out_;
};

}  // namespace synergy::calibrate
