#include "text_trace.hpp"

#include "synergy/input/error.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "blocks.hpp"
#include "scan.hpp"
#include <fmt/format.h>

namespace synergy::calibrate {
namespace {

/// Reads the lines of one recording; everything that happens per sample is here.
class Samples {
 public:
  Samples(const Trace& trace, TextLayout layout)
      : trace_(&trace), layout_(std::move(layout)), windows_(windows_wanted(trace)) {
    if (trace.supply) supply_ = trace.supply->si();
  }

  /// Whole lines, each with its end.
  void read(std::string_view lines) {
    const char* at = lines.data();
    const char* const end = at + lines.size();
    while (at != end) {
      ++line_;
      // Found first, and fast: what reads the cells is then bounded by the line.
      const auto* const stop =
          static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
      sample(at, stop);
      at = stop + 1;
    }
  }
  [[nodiscard]] ReadTrace finish() {
    if (samples_ == 0) fail(1, "no samples behind the header");
    // All of the recording would be one window of the level that is assumed at the begin.
    if (trace_->marker && !windows_.saw_level())
      fail(1, fmt::format("column {} says neither 0 nor 1 in any sample: is the marker connected?",
                          trace_->marker->column));
    return {windows_.finish(), "", 0};
  }

 private:
  /// Places of messages are ints, and recordings may have more lines.
  [[noreturn]] void fail(std::int64_t line, std::string message) const {
    throw InputError({trace_->file, static_cast<int>(std::min<std::int64_t>(line, INT32_MAX)), 1},
                     std::move(message));
  }
  /// Shows the begin of the cell alone: of a binary file it could be as long as a block.
  [[noreturn]] void no_number(const char* from, const char* stop, ColumnRole role) const {
    constexpr std::string_view kNames[] = {"", "time", "current", "voltage", "power", "energy", "marker"};
    const char* end = std::find(from, stop, ',');
    while (end != from && end[-1] == '\r') --end;
    fail(line_, fmt::format("{}: '{}' is no number", kNames[static_cast<std::size_t>(role)],
                            std::string_view(
                                from, static_cast<std::size_t>(std::min<std::ptrdiff_t>(end - from, 40)))));
  }

  /// One pass without copies of cells: this is done for every sample of recordings with many millions.
  void sample(const char* at, const char* const stop) {
    double time = 0;
    double current = 0;
    double voltage = supply_;
    double power = 0;
    double energy = 0;
    Level level = Level::same;
    const std::size_t last = layout_.roles.size() - 1;
    for (std::size_t column = 0;; ++column) {
      const ColumnRole role = layout_.roles[column];
      const char* const begin = at;
      if (role == ColumnRole::ignored) {
        at = skip(at, stop);
      } else if (role == ColumnRole::marker) {
        level = marker(at, stop);
      } else {
        double value = 0;
        if (!scan_number(at, stop, value) || (at != stop && *at != ',')) [[unlikely]]
          no_number(begin, stop, role);
        value *= layout_.factors[column];
        switch (role) {
          case ColumnRole::time:
            time = value;
            break;
          case ColumnRole::current:
            current = value;
            break;
          case ColumnRole::voltage:
            voltage = value;
            break;
          case ColumnRole::power:
            power = value;
            break;
          default:
            energy = value;
            break;
        }
      }
      if (column == last) break;
      if (at == stop) [[unlikely]]
        fail(line_, begin == stop && column == 0
                        ? "an empty line"
                        : fmt::format("ends behind column {}; the header has more", column + 1));
      ++at;
    }
    if (at != stop) check_rest(at, stop);
    // Either current or power has a column and the other one is 0: the sum saves a branch for each sample.
    take(time, current * voltage + power, energy, level);
  }

  /// From the end of the last column that is needed on. A number with a decimal comma is two cells, of which
  /// each is a number, so that nothing else would tell.
  void check_rest(const char* at, const char* const stop) const {
    std::size_t cells = layout_.roles.size();
    bool quoted = false;
    for (; at != stop; ++at) {
      if (*at == '"') quoted = !quoted;
      if (*at == ',' && !quoted) ++cells;
    }
    if (cells > layout_.columns)
      fail(line_, fmt::format("has {} cells, and the header {} columns: numbers with a decimal comma?", cells,
                              layout_.columns));
  }

  void take(double time, double power, double energy, Level level) {
    ++samples_;
    if (trace_->columns.energy) {
      // What a sample holds was spent since the one before it; of the first nobody knows since when.
      const double before = std::exchange(last_time_, time);
      if (samples_ == 1) return;
      power = energy / (time - before);
    }
    if (!windows_.add(time, power, level)) [[unlikely]] {
      if (windows_.full())
        fail(line_, fmt::format("more than {} windows: use 'repeat' or a longer 'window'", kMaxWindows));
      fail(line_,
           fmt::format("time does not go forward: {} s comes after {} s (exported with too few digits?)",
                       time, windows_.last_time()));
    }
  }

  [[nodiscard]] static const char* skip(const char* at, const char* stop) {
    const auto* const comma =
        static_cast<const char*>(std::memchr(at, ',', static_cast<std::size_t>(stop - at)));
    return comma == nullptr ? stop : comma;
  }

  /// Leaves `at` behind the cell.
  Level marker(const char*& at, const char* const stop) {
    const char* const begin = at;
    if (layout_.above) {
      double value = 0;
      if (!scan_number(at, stop, value) || (at != stop && *at != ','))
        no_number(begin, stop, ColumnRole::marker);
      return value > *layout_.above ? Level::high : Level::low;
    }
    at = skip(at, stop);
    const char* end = at;
    while (end != begin && (end[-1] == '\r' || end[-1] == ' ')) --end;
    const std::ptrdiff_t length = end - begin;
    // Of exactly this length: a longer cell, such as 10 or 0.5, is one of another column or an analogue one.
    const bool bits = layout_.marker_bit >= 0;
    if (length != (bits ? 8 : 1)) no_level(begin, end);
    switch (begin[bits ? layout_.marker_bit : 0]) {
      case '0':
        return Level::low;
      case '1':
        return Level::high;
      // ppk2: both levels within the step, or no data: the edge is at one of its ends.
      case 'X':
      case '-':
        if (trace_->format == Format::ppk2) return Level::same;
        [[fallthrough]];
      default:
        no_level(begin, end);
    }
  }
  [[noreturn]] void no_level(const char* begin, const char* end) const {
    fail(line_,
         fmt::format(
             "marker {}: '{}' is neither 0 nor 1{}", trace_->marker->column,
             std::string_view(begin, static_cast<std::size_t>(std::min<std::ptrdiff_t>(end - begin, 40))),
             trace_->format == Format::ppk2 ? " (or X or -)" : "; for an analogue one say 'above'"));
  }

  const Trace* trace_;
  TextLayout layout_;
  Windows windows_;
  double supply_ = 1;
  std::int64_t line_ = 1;
  std::int64_t samples_ = 0;
  double last_time_ = 0;
};

}  // namespace

Windows::Wanted windows_wanted(const Trace& trace) {
  // Cut by time: medians and intervals need several windows, also of a state that lasts.
  if (!trace.marker) return {true, false, trace.window.s()};
  return {!trace.marker->high.empty(), !trace.marker->low.empty(), 0};
}

ReadTrace read_text_trace(const Trace& trace) {
  Blocks blocks(trace.file);
  std::string_view lines = blocks.lines();
  if (lines.empty()) {
    throw InputError({trace.file},
                     blocks.size() == 0 ? "is empty" : "has no line end: not a text recording, or cut off");
  }
  const std::size_t header = lines.find('\n') + 1;
  Samples samples(trace, find_columns(lines.substr(0, header), trace));
  // The rest of the block that the header came in first, then block by block.
  for (lines.remove_prefix(header); !lines.empty() || !(lines = blocks.lines()).empty(); lines = {})
    samples.read(lines);
  ReadTrace read = samples.finish();
  // Digits may be missing in a line without an end, and a number cut short is another number.
  read.recording.cut_off = !blocks.rest().empty();
  read.hash = blocks.hash();
  read.bytes = blocks.size();
  return read;
}

ReadTrace read_trace(const Trace& trace) {
  switch (trace.format) {
    case Format::energyrunner:
      return read_energyrunner(trace);
    case Format::mlperf_v1_3:
      return read_mlperf(trace);
    default:
      return read_text_trace(trace);
  }
}

}  // namespace synergy::calibrate
