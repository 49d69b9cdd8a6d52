#include "synergy/input/error.hpp"

#include <fstream>
#include <nlohmann/json.hpp>

#include "blocks.hpp"
#include "text_trace.hpp"
#include <fmt/format.h>

// results.json of the runner of MLPerf Tiny v1.3: a list of runs; of each `infer.iterations` and, of energy
// runs, `power.samples` (J in each ms) and `power.timestamps` ([pin, sample] at begin and end of a window).
namespace synergy::calibrate {
namespace {

constexpr std::size_t kMaxSamples = 4'000'000;  // more than an hour; 16 MB

/// The runs of the file, one after the other; a file is never in memory.
class Runs : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit Runs(const std::string& file) : file_(file) {}

  bool null() override { return true; }
  bool boolean(bool /*value*/) override { return true; }
  bool string(string_t& /*value*/) override { return true; }
  bool binary(binary_t& /*value*/) override { return true; }
  bool number_integer(number_integer_t value) override { return number(static_cast<double>(value)); }
  bool number_unsigned(number_unsigned_t value) override { return number(static_cast<double>(value)); }
  bool number_float(number_float_t value, const string_t& /*text*/) override { return number(value); }
  bool start_object(std::size_t /*size*/) override {
    keys_.emplace_back();
    return true;
  }
  bool key(string_t& key) override {
    keys_.back() = key;
    return true;
  }
  bool end_object() override {
    keys_.pop_back();
    if (keys_.empty()) end_run();
    return true;
  }
  bool start_array(std::size_t /*size*/) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) override {
    throw InputError({file_}, fmt::format("is no JSON at byte {}: cut off?", position));
  }

  [[nodiscard]] Recording take() { return std::move(recording_); }

 private:
  [[nodiscard]] bool in(std::string_view outer, std::string_view inner) const {
    return keys_.size() == 2 && keys_[0] == outer && keys_[1] == inner;
  }
  bool number(double value) {
    if (in("power", "samples")) {
      if (samples_.size() >= kMaxSamples)
        throw InputError({file_}, fmt::format("more than {} samples in a run", kMaxSamples));
      samples_.push_back(static_cast<float>(value));
    } else if (in("power", "timestamps")) {
      edges_.push_back(value);
    } else if (in("infer", "iterations")) {
      iterations_ = value;
    }
    return true;
  }
  void end_run() {
    ++run_;
    if (!samples_.empty()) add_windows();
    recording_.samples += static_cast<std::int64_t>(samples_.size());
    recording_.duration_s += static_cast<double>(samples_.size()) * 1e-3;
    samples_.clear();
    edges_.clear();
    iterations_ = 0;
  }
  void add_windows() {
    const auto fail = [this](std::string_view what) {
      throw InputError({file_}, fmt::format("run {}: {}", run_, what));
    };
    if (edges_.size() < 2 || edges_.size() % 2 != 0)
      fail("power.timestamps are not begin and end of windows");
    if (!(iterations_ >= 1)) fail("infer.iterations is missing");
    for (std::size_t i = 0; i < edges_.size(); i += 2) {
      if (!(edges_[i] >= 0 && edges_[i] < edges_[i + 1])) fail("power.timestamps do not ascend");
      if (edges_[i + 1] > static_cast<double>(samples_.size()))
        fail("power.timestamps lie behind the last sample");
      Window window;
      window.begin_s = recording_.duration_s + edges_[i] * 1e-3;
      for (auto at = static_cast<std::size_t>(edges_[i]); at < static_cast<std::size_t>(edges_[i + 1]); ++at)
        window.energy_j += static_cast<double>(samples_[at]);
      window.samples = static_cast<std::int64_t>(edges_[i + 1] - edges_[i]);
      window.time_s = (edges_[i + 1] - edges_[i]) * 1e-3 / iterations_;
      window.energy_j /= iterations_;
      recording_.high.push_back(window);
    }
  }

  std::string file_;
  std::vector<std::string> keys_;  // of the objects that are open
  std::vector<float> samples_;
  std::vector<double> edges_;
  double iterations_ = 0;
  int run_ = 0;
  Recording recording_;
};

}  // namespace

ReadTrace read_mlperf(const Trace& trace) {
  ReadTrace read;
  {
    // Once for the hash: the parser reads a stream of its own.
    Blocks blocks(trace.file);
    while (!blocks.bytes(1 << 16).empty()) {
    }
    read.hash = blocks.hash();
    read.bytes = blocks.size();
  }
  if (read.bytes == 0) throw InputError({trace.file}, "is empty");
  std::ifstream stream(trace.file, std::ios::binary);
  Runs runs(trace.file);
  (void)nlohmann::json::sax_parse(stream, &runs);
  read.recording = runs.take();
  if (read.recording.high.empty())
    throw InputError({trace.file}, "has no run with power.samples: only energy runs have them");
  read.recording.step_s = 1e-3;
  return read;
}

}  // namespace synergy::calibrate
