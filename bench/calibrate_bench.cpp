// Reading recordings: text of a PPK2 at 100,000 samples a second, from a file that is in the page cache.
#include "synergy/calibrate/read_trace.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

using namespace synergy;

namespace {

/// 4 million samples, some 100 MB: 20 ms of work in every 50 ms.
class File {
 public:
  explicit File(std::int64_t samples)
      : path_(std::filesystem::temp_directory_path() / "synergy-calibrate-bench.csv") {
    std::ofstream out(path_, std::ios::binary);
    out << "Timestamp(ms),Current(uA),D0-D7\n";
    fmt::memory_buffer text;
    for (std::int64_t i = 0; i < samples; ++i) {
      const bool high = i % 5000 >= 3000;
      fmt::format_to(std::back_inserter(text), "{}.{:02},{}.{:03},{}0000000\n", i / 100, i % 100,
                     (high ? 10000 : 1000) + i % 97, i % 1000, high ? 1 : 0);
      if (text.size() > 1 << 20) {
        out.write(text.data(), static_cast<std::streamsize>(text.size()));
        text.clear();
      }
    }
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
  }
  ~File() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] std::string name() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

void ppk2(benchmark::State& state) {
  static const File file(4'000'000);
  calibrate::Trace trace;
  trace.file = file.name();
  trace.format = calibrate::Format::ppk2;
  trace.marker = calibrate::Marker{"D0", "infer", "idle", {}};
  trace.supply = Voltage::from_si(3);
  std::int64_t bytes = 0;
  for (auto _ : state) {
    const calibrate::ReadTrace read = calibrate::read_trace(trace);
    benchmark::DoNotOptimize(read.recording.high.size());
    bytes += read.bytes;
  }
  state.SetBytesProcessed(bytes);
}
BENCHMARK(ppk2)->Unit(benchmark::kMillisecond);

}  // namespace
