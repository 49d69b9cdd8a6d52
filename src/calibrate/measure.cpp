#include "measure.hpp"

#include "synergy/calibrate/read_trace.hpp"
#include "synergy/input/error.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace synergy::calibrate {
namespace {

/// A window that misses more of its time than this, and more than so many steps, tells too little: between
/// two samples that are there a trapezoid is as good as anything.
constexpr double kMostMissing = 0.01;
constexpr double kMostMissingSteps = 2.5;

/// Windows of one level of a recording, and those that count.
class LevelWindows {
 public:
  LevelWindows(const Trace& trace, std::string does, const std::vector<Window>& windows, double step_s)
      : trace_(&trace), does_(std::move(does)), windows_(&windows), step_s_(step_s), why_(windows.size()) {}

  /// Drops what is not whole or has gaps, then outliers of what is left.
  void judge(std::vector<DroppedWindow>& dropped) {
    // First what cannot be right, then what is unlike the others: half windows among them would move the
    // median and the deviation that outliers are told by.
    for (std::size_t i = 0; i < windows_->size(); ++i) {
      const Window& window = (*windows_)[i];
      if (!window.whole)
        why_[i] = "the recording begins or ends in it";
      else if (window.missing_s > std::max(kMostMissing * window.time_s, kMostMissingSteps * step_s_))
        why_[i] = fmt::format("samples are missing for {:.3g} ms", window.missing_s * 1e3);
      else if (!(window.energy_j > 0))
        why_[i] = "its energy is not above 0";
    }
    // Energies that differ by less than a step's worth do not differ: edges are known no better.
    const double power = median_of([](const Window& w) { return w.energy_j / w.time_s; });
    drop_outliers("time", 1e3, "ms", step_s_, [](const Window& w) { return w.time_s; });
    drop_outliers("energy", 1e6, "uJ", step_s_ * power, [](const Window& w) { return w.energy_j; });
    for (std::size_t i = 0; i < windows_->size(); ++i) {
      if (!why_[i].empty())
        dropped.push_back({trace_->path, static_cast<std::int64_t>(i) + 1, (*windows_)[i].begin_s, why_[i]});
    }
  }
  [[nodiscard]] std::vector<double> all(double (*of)(const Window&)) const {
    std::vector<double> values;
    for (std::size_t i = 0; i < windows_->size(); ++i) {
      if (why_[i].empty()) values.push_back(of((*windows_)[i]));
    }
    return values;
  }
  [[nodiscard]] std::size_t total() const { return windows_->size(); }
  [[nodiscard]] const std::string& does() const { return does_; }
  /// Why the first window that does not count does not.
  [[nodiscard]] std::string first_reason() const {
    const auto found =
        std::find_if(why_.begin(), why_.end(), [](const std::string& why) { return !why.empty(); });
    return found == why_.end() ? "" : *found;
  }

 private:
  template <class Of>
  [[nodiscard]] double median_of(Of of) const {
    std::vector<double> values;
    for (std::size_t i = 0; i < windows_->size(); ++i) {
      if (why_[i].empty()) values.push_back(of((*windows_)[i]));
    }
    return values.empty() ? 0 : median(std::move(values));
  }
  template <class Of>
  void drop_outliers(std::string_view what, double scale, std::string_view unit, double floor, Of of) {
    std::vector<double> values;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < windows_->size(); ++i) {
      if (!why_[i].empty()) continue;
      values.push_back(of((*windows_)[i]));
      places.push_back(i);
    }
    if (values.empty()) return;
    const double middle = median(values);
    // What the instrument cannot resolve, or a thousandth, is no deviation.
    const std::vector<bool> out = outliers(values, std::max(floor, 1e-3 * std::abs(middle)));
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!out[i]) continue;
      why_[places[i]] = fmt::format("{} {:.6g} {} is more than {} median absolute deviations from {:.6g} {}",
                                    what, values[i] * scale, unit, kOutlierDeviations, middle * scale, unit);
    }
  }

  const Trace* trace_;
  std::string does_;
  const std::vector<Window>* windows_;
  double step_s_;
  std::vector<std::string> why_;
};

Estimate scaled(Estimate e, double factor) { return {e.value * factor, e.low * factor, e.high * factor}; }

std::string source_of(const File& file, const Trace& trace, const LevelWindows& level, std::size_t kept) {
  const std::string repeat = trace.repeat > 1 ? fmt::format(" of {} each", trace.repeat) : "";
  std::string text =
      fmt::format("{}{}rail {}, {}: median of {} of {} windows{}; low, high: ", file.instrument,
                  file.instrument.empty() ? "" : ", ", names_of(Rail{})[static_cast<std::size_t>(file.rail)],
                  trace.path, kept, level.total(), repeat);
  text += kept < 3 ? "the ends" : fmt::format("{:.1f} % of a bootstrap", kBootstrapCoverage * 100);
  if (trace.marker && is_phase(level.does())) text += ", half a step at the edges";
  if (file.accuracy > 0) text += fmt::format(", and {:.3g} % of the instrument", file.accuracy * 100);
  return text;
}

void measure_level(const File& file, const Trace& trace, LevelWindows level, double step_s, Calibration& to) {
  level.judge(to.dropped);
  const std::vector<double> times = level.all([](const Window& w) { return w.time_s; });
  if (times.empty()) {
    // Without windows at all the marker, which there is then, never had the level.
    const bool is_high = trace.marker && level.does() == trace.marker->high;
    const std::string why = level.total() > 0 ? level.first_reason()
                            : trace.marker ? fmt::format("the marker '{}' is never {}", trace.marker->column,
                                                         is_high ? "high" : "low")
                                           : "there is none";
    throw InputError(trace.where,
                     fmt::format("{}: no window of {} counts: {}", trace.path, level.does(), why));
  }
  const std::vector<double> energies = level.all([](const Window& w) { return w.energy_j; });
  const std::vector<double> powers = level.all([](const Window& w) { return w.energy_j / w.time_s; });
  // Bootstrapping sees only what differs from window to window, and so knows nothing of errors that are
  // common to all of them.
  // An edge is known to half a step to either side, which all windows may share.
  const double edge = trace.marker ? 0.5 * step_s : 0;
  const auto at_edges = [](Estimate e, double by) { return Estimate{e.value, e.low - by, e.high + by}; };
  const std::string stream = fmt::format("calibrate/{}/{}/", trace.path, level.does());
  Point point;
  const bool phase = is_phase(level.does());
  if (phase) {
    point.network = trace.network;
    point.phase = level.does();
    if (trace.bytes && moves_bytes(level.does())) point.bytes = trace.bytes->count();
    // The device repeats what it does within a window so that steps and edges are small against it; a point
    // is one of the repetitions.
    const double each = 1 / static_cast<double>(trace.repeat);
    point.time = scaled(at_edges(bootstrap_median(times, file.seed, stream + "time"), edge), each);
    // What half a step is worth in energy, at the power that is usual there.
    const double at_edge = edge * median(powers);
    const Estimate energy = at_edges(bootstrap_median(energies, file.seed, stream + "energy"), at_edge);
    // The accuracy is one of currents: an instrument's clock is better by orders of magnitude, so that times
    // are not widened.
    point.energy = widened(scaled(energy, each), file.accuracy);
  } else {
    point.state = level.does();
  }
  point.power = widened(bootstrap_median(powers, file.seed, stream + "power"), file.accuracy);
  point.source = source_of(file, trace, level, times.size());
  point.recorded = true;
  point.where = trace.where;
  // Energies are integrals and the power is a median of quotients. If the two contradict each other, windows
  // are too unlike for one number to stand for all of them.
  double energy_sum = 0;
  double time_sum = 0;
  for (const double energy : energies) energy_sum += energy;
  for (const double time : times) time_sum += time;
  to.checks.push_back({fmt::format("{}: {}", trace.path, name_of(point)), energy_sum,
                       point.power->value * time_sum, trace.where});
  to.points.push_back(std::move(point));
}

void measure_trace(const File& file, const Trace& trace, Calibration& to) {
  const ReadTrace read = read_trace(trace);
  const Recording& recording = read.recording;
  to.traces.push_back({trace.path, read.hash, read.bytes, recording.samples, recording.duration_s,
                       recording.step_s, recording.missing_samples,
                       static_cast<std::int64_t>(recording.high.size() + recording.low.size()),
                       recording.cut_off});
  if (recording.cut_off)
    to.notes.push_back(
        fmt::format("{}: cut off; its last, incomplete line or sample is left out", trace.path));
  // Without a marker all of the recording is one thing: the state that it is said to show or, in formats with
  // windows of their own, inferences.
  const std::string high = trace.marker ? trace.marker->high : trace.state.empty() ? "infer" : trace.state;
  const std::string low = trace.marker ? trace.marker->low : "";
  if (!high.empty())
    measure_level(file, trace, {trace, high, recording.high, recording.step_s}, recording.step_s, to);
  if (!low.empty())
    measure_level(file, trace, {trace, low, recording.low, recording.step_s}, recording.step_s, to);
}

/// Documents state no range, and a made-up one would look like knowledge.
Estimate exactly(double value) { return {value, value, value}; }

void measure_row(const Row& row, Calibration& to) {
  Point point;
  point.network = row.network;
  point.layer = row.layer;
  point.phase = row.phase;
  point.state = row.state;
  if (row.bytes) point.bytes = row.bytes->count();
  point.source = row.source;
  point.where = row.where;
  if (row.time) point.time = exactly(row.time->s());
  if (row.energy) point.energy = exactly(row.energy->si());
  if (row.power) point.power = exactly(row.power->si());
  // Where all three are stated they must agree; otherwise the document means two things by them, such as two
  // rails.
  if (point.time && point.energy && point.power)
    to.checks.push_back(
        {name_of(point), point.energy->value, point.power->value * point.time->value, row.where});
  // What two of the three say of the third.
  if (!point.power && point.time && point.energy)
    point.power = exactly(point.energy->value / point.time->value);
  if (!point.energy && point.time && point.power)
    point.energy = exactly(point.power->value * point.time->value);
  if (!point.time && point.energy && point.power)
    point.time = exactly(point.energy->value / point.power->value);
  to.points.push_back(std::move(point));
}

/// Bytes included: transfers of two sizes are two points of a law, and not two measurements of one.
bool same_thing(const Point& a, const Point& b) {
  return a.network == b.network && a.layer == b.layer && a.phase == b.phase && a.state == b.state &&
         a.bytes == b.bytes;
}

/// The median of the values, low and high over all: what one point says does not outweigh another.
std::optional<Estimate> joined(const std::vector<Point>& points, std::optional<Estimate> Point::*member) {
  std::vector<double> values;
  Estimate all{0, 1e300, -1e300};
  for (const Point& point : points) {
    const std::optional<Estimate>& one = point.*member;
    if (!one) continue;
    values.push_back(one->value);
    all.low = std::min(all.low, one->low);
    all.high = std::max(all.high, one->high);
  }
  if (values.empty()) return {};
  all.value = median(std::move(values));
  return all;
}

void join_same(std::vector<Point>& points) {
  std::vector<Point> merged;
  std::vector<bool> done(points.size(), false);
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (done[i]) continue;
    std::vector<Point> same{points[i]};
    for (std::size_t j = i + 1; j < points.size(); ++j) {
      if (done[j] || !same_thing(points[i], points[j])) continue;
      same.push_back(points[j]);
      done[j] = true;
    }
    Point one = points[i];
    if (same.size() > 1) {
      one.time = joined(same, &Point::time);
      one.energy = joined(same, &Point::energy);
      one.power = joined(same, &Point::power);
      one.source = fmt::format("{} measurements, median; low, high over all: ", same.size());
      for (std::size_t k = 0; k < same.size(); ++k) {
        one.source += (k == 0 ? "" : " | ") + same[k].source;
        // A single number from a document makes all of it secondary: the class is that of the weakest part.
        one.recorded = one.recorded && same[k].recorded;
      }
    }
    merged.push_back(std::move(one));
  }
  points = std::move(merged);
}

}  // namespace

std::string name_of(const Point& point) {
  if (!point.state.empty()) return point.state;
  std::string name = point.network.empty() ? point.phase : point.network + " " + point.phase;
  if (!point.layer.empty()) name += " of layer " + point.layer;
  if (point.bytes > 0) name += fmt::format(" of {} B", point.bytes);
  return name;
}

void measure(const File& file, Calibration& to) {
  for (const Trace& trace : file.traces) measure_trace(file, trace, to);
  for (const Row& row : file.rows) measure_row(row, to);
  // Last, so that recordings and documents of the same thing meet.
  join_same(to.points);
}

}  // namespace synergy::calibrate
