#include "synergy/input/error.hpp"
#include "synergy/input/text_file.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

#include "blocks.hpp"
#include "text_trace.hpp"
#include <fmt/format.h>

// The binary traces of the energy runner of MLPerf Tiny up to v1.1: a byte 0xF1, the sample rate in Hz and
// then the energy of every sample, as 32-bit floats, little-endian. The windows are in a list of edges beside
// it: the first edge starts the recording, then two for each window.
namespace synergy::calibrate {
namespace {

constexpr std::size_t kMaxEdgesBytes = 1 << 20;

[[nodiscard]] float little_endian(const char* bytes) {
  std::uint32_t bits = 0;
  for (int i = 3; i >= 0; --i) bits = bits << 8 | static_cast<unsigned char>(bytes[i]);
  return std::bit_cast<float>(bits);
}

/// In s, ascending, two for each window.
std::vector<double> read_edges(const Trace& trace) {
  const std::string text = input::read_text(trace.edges_file, kMaxEdgesBytes);
  const nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
  const std::string expected = "expected a list of times in s: the start, then begin and end of each window";
  if (!json.is_array() || json.size() < 3 || json.size() % 2 == 0)
    throw InputError({trace.edges_file}, expected);
  std::vector<double> edges;
  for (const nlohmann::json& edge : json) {
    if (!edge.is_number()) throw InputError({trace.edges_file}, expected);
    if (!edges.empty() && !(edge.get<double>() > edges.back()))
      throw InputError({trace.edges_file},
                       fmt::format("edge {} does not come after the one before it", edges.size() + 1));
    edges.push_back(edge.get<double>());
  }
  if (edges.front() < 0) throw InputError({trace.edges_file}, "an edge is before the recording");
  edges.erase(edges.begin());
  return edges;
}

/// How much of each window a sample's energy belongs to; windows ascend, so one place is enough.
class Sums {
 public:
  Sums(const std::vector<double>& edges, double rate) {
    for (std::size_t i = 0; i < edges.size(); i += 2) {
      Window window;
      window.begin_s = edges[i];
      window.time_s = edges[i + 1] - edges[i];
      windows_.push_back(window);
      ends_.emplace_back(edges[i] * rate, edges[i + 1] * rate);
    }
  }
  void add(std::int64_t sample, double energy) {
    const auto begin = static_cast<double>(sample);
    while (at_ < ends_.size() && begin >= ends_[at_].second) ++at_;
    for (std::size_t i = at_; i < ends_.size() && begin + 1 > ends_[i].first; ++i) {
      const double part = std::min(begin + 1, ends_[i].second) - std::max(begin, ends_[i].first);
      windows_[i].energy_j += energy * std::clamp(part, 0.0, 1.0);
      ++windows_[i].samples;
    }
  }
  [[nodiscard]] std::vector<Window>& windows() { return windows_; }

 private:
  std::vector<Window> windows_;
  std::vector<std::pair<double, double>> ends_;
  std::size_t at_ = 0;
};

/// 1 or 1e-6: the format says joule, but recorders that measure microjoules write those.
double unit_of(const Trace& trace, double first) {
  const double stated = trace.first_window->si();
  for (const double unit : {1.0, 1e-6}) {
    if (std::abs(first * unit / stated - 1) <= 0.01) return unit;
  }
  throw InputError({trace.file},
                   fmt::format("the first window sums up to {:.6g}, which is within 1 % of {:.6g} J "
                               "(first_window) neither in J nor in uJ",
                               first, stated));
}

}  // namespace

ReadTrace read_energyrunner(const Trace& trace) {
  Blocks blocks(trace.file);
  const std::string_view head = blocks.bytes(5);
  if (head.size() < 5) throw InputError({trace.file}, "ends within its first 5 bytes");
  if (static_cast<unsigned char>(head[0]) != 0xF1)
    throw InputError({trace.file}, "does not begin with the byte 0xF1: no trace of the energy runner");
  const auto rate = static_cast<double>(little_endian(head.data() + 1));
  if (!(rate > 0 && rate <= 1e9)) throw InputError({trace.file}, fmt::format("a sample rate of {} Hz", rate));
  const std::vector<double> edges = read_edges(trace);
  Sums sums(edges, rate);
  std::int64_t samples = 0;
  bool cut_off = false;
  for (std::string_view bytes; !(bytes = blocks.bytes(1 << 16)).empty();) {
    for (; bytes.size() >= 4; bytes.remove_prefix(4)) {
      const auto energy = static_cast<double>(little_endian(bytes.data()));
      if (!std::isfinite(energy))
        throw InputError({trace.file}, fmt::format("sample {} is no number", samples + 1));
      sums.add(samples++, energy);
    }
    cut_off = !bytes.empty();
  }
  const double end = static_cast<double>(samples) / rate;
  if (edges.back() > end + 1e-9)
    throw InputError(
        {trace.file},
        fmt::format("ends after {:.6g} s, before the last edge at {:.6g} s: cut off?", end, edges.back()));
  ReadTrace read;
  read.recording.high = std::move(sums.windows());
  const double unit = unit_of(trace, read.recording.high.front().energy_j);
  for (Window& window : read.recording.high) window.energy_j *= unit;
  read.recording.samples = samples;
  read.recording.duration_s = end;
  read.recording.step_s = 1 / rate;
  read.recording.cut_off = cut_off;
  read.hash = blocks.hash();
  read.bytes = blocks.size();
  return read;
}

}  // namespace synergy::calibrate
