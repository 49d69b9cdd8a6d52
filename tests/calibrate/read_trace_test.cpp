#include "synergy/calibrate/read_trace.hpp"

#include "synergy/base/hash.hpp"
#include "synergy/input/error.hpp"

#include <bit>
#include <cmath>
#include <memory>

#include "../support/folder.hpp"
#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace synergy;
using namespace synergy::calibrate;

namespace {

class Recorded {
 public:
  Recorded(const std::string& text, Format format) {
    test::put(folder_->path() / "trace", text);
    trace.path = "trace";
    trace.file = (folder_->path() / "trace").string();
    trace.format = format;
  }
  [[nodiscard]] Recording read() const { return read_trace(trace).recording; }
  /// The message, without the folder.
  [[nodiscard]] std::string error() const {
    try {
      (void)read_trace(trace);
    } catch (const InputError& error) {
      const std::string text = error.what();
      const std::size_t at = text.find(folder_->path().string());
      return at == std::string::npos
                 ? text
                 : text.substr(0, at) + text.substr(at + folder_->path().string().size() + 1);
    }
    return "no error";
  }
  void put_beside(const std::string& name, const std::string& text) const {
    test::put(folder_->path() / name, text);
  }
  [[nodiscard]] std::string beside(const std::string& name) const {
    return (folder_->path() / name).string();
  }

  Trace trace;

 private:
  std::unique_ptr<test::Folder> folder_ = std::make_unique<test::Folder>();  // so that it can be returned
};

/// 1 mA, and 10 mA in samples 3 to 6, at 1 kHz: a window of 4 ms with 40 uC.
std::string ppk2_text(const std::string& header, bool separate) {
  std::string text = header + "\n";
  for (int i = 0; i < 10; ++i) {
    const bool high = i >= 3 && i <= 6;
    text += fmt::format("{},{}.000,{}\n", i, high ? 10000 : 1000,
                        separate ? (high ? "0,1" : "0,0") : (high ? "0100000X" : "0000000-"));
  }
  return text;
}

Recorded ppk2(const std::string& text) {
  Recorded recorded(text, Format::ppk2);
  recorded.trace.marker = Marker{"D1", "infer", "", {}};
  recorded.trace.supply = Voltage::from_si(3);
  return recorded;
}

std::string floats(double rate, const std::vector<double>& energies) {
  std::string bytes(1, '\xF1');
  const auto add = [&](double value) {
    const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(value));
    for (int i = 0; i < 4; ++i) bytes += static_cast<char>(bits >> (8 * i) & 0xFF);
  };
  add(rate);
  for (const double energy : energies) add(energy);
  return bytes;
}

}  // namespace

TEST_CASE("are exports of a PPK2 read, with the digital channels in one column or each in its own?") {
  for (const bool separate : {false, true}) {
    const Recorded r = ppk2(ppk2_text(
        separate ? "Timestamp(ms),Current(uA),D0,D1" : "Timestamp(ms),Current(uA),D0-D7", separate));
    const Recording read = r.read();
    REQUIRE(read.high.size() == 1);
    CHECK(read.high[0].time_s == Approx(4e-3));
    CHECK(read.high[0].energy_j == Approx(0.010 * 3 * 4e-3));
  }
}

TEST_CASE("does a hash name what was read?") {
  const std::string text = ppk2_text("Timestamp(ms),Current(uA),D0-D7", false);
  const ReadTrace read = read_trace(ppk2(text).trace);
  CHECK(read.hash == hex_hash(text));
  CHECK(read.bytes == static_cast<std::int64_t>(text.size()));
}

TEST_CASE("is every kind of unit and column of a CSV recording understood?") {
  std::string text = "t,trig,i,v\n";
  for (int i = 0; i < 8; ++i)
    text += fmt::format("{},{},{},3300\r\n", i * 1000, i >= 2 && i < 6 ? 2.9 : 0.1, i >= 2 && i < 6 ? 10 : 1);
  Recorded r(text, Format::csv);
  r.trace.columns = {MappedColumn{"t", 1e-6}, MappedColumn{"i", 1e-3}, MappedColumn{"v", 1e-3}, {}, {}};
  r.trace.marker = Marker{"trig", "infer", "idle", 1.5};
  const Recording read = r.read();
  REQUIRE(read.high.size() == 1);
  CHECK(read.high[0].energy_j == Approx(0.010 * 3.3 * 4e-3));
  CHECK(read.low.size() == 2);
}

TEST_CASE(
    "is a line with more cells than the header has columns refused, behind the last that is needed too?") {
  std::string text = "t,p,note\n";
  for (int i = 0; i < 8; ++i) text += fmt::format("{},5,\"a, b\"\n", i);
  Recorded r(text, Format::csv);
  r.trace.columns = {MappedColumn{"t", 1e-3}, {}, {}, MappedColumn{"p", 1e-3}, {}};
  r.trace.state = "idle";
  r.trace.window = milliseconds(3);
  CHECK(r.error() == "no error");
  const auto error_of = [&](const std::string& changed) {
    Recorded other(changed, Format::csv);
    other.trace.columns = r.trace.columns;
    other.trace.state = "idle";
    other.trace.window = milliseconds(3);
    return other.error();
  };
  // 0,5 ms and 1,25 mW: each half is a number.
  CHECK_THAT(
      error_of("t,p\n0,0,1,25\n0,5,1,25\n"),
      Catch::Contains("trace:2:1: has 4 cells, and the header 2 columns: numbers with a decimal comma?"));
  CHECK_THAT(error_of("t,p,note\n0,1,x\n1,1,x,y\n"),
             Catch::Contains("trace:3:1: has 4 cells, and the header 3"));
  CHECK(error_of("t,p,\r\n0,1,\r\n1,1,\r\n2,1,\r\n3,1,\r\n") == "no error");
}

TEST_CASE("does a column with the energy of each sample sum up?") {
  std::string text = "t,e,m\n";
  for (int i = 0; i < 9; ++i)
    text += fmt::format("{}e-3,{},{}\n", i, i >= 3 && i < 6 ? 5 : 1, i >= 3 && i < 6 ? 1 : 0);
  Recorded r(text, Format::csv);
  r.trace.columns = {MappedColumn{"t", 1}, {}, {}, {}, MappedColumn{"e", 1e-6}};
  r.trace.marker = Marker{"m", "infer", "", {}};
  const Recording read = r.read();
  REQUIRE(read.high.size() == 1);
  CHECK(read.high[0].energy_j == Approx(15e-6));
}

TEST_CASE("are exports of a Joulescope read by their own header?") {
  Recorded r(
      "#time (s),current (A),voltage (V)\n0.0,0.001,3.0\n0.1,0.001,3.0\n0.2,0.001,3.0\n0.3,0.001,3.0\n",
      Format::joulescope);
  r.trace.state = "idle";
  r.trace.window = milliseconds(300);
  const Recording read = r.read();
  REQUIRE(read.high.size() == 1);
  CHECK(read.high[0].energy_j == Approx(0.9e-3));
}

TEST_CASE(
    "is a binary trace of the energy runner in joules or microjoules, whichever its first window says?") {
  std::vector<double> energies(100, 1.0);
  for (std::size_t i = 20; i < 30; ++i) energies[i] = 40;
  for (std::size_t i = 60; i < 70; ++i) energies[i] = 41;
  for (const double unit : {1.0, 1e-6}) {
    std::vector<double> scaled = energies;
    for (double& energy : scaled) energy *= 1e-6 / unit;
    Recorded r(floats(1000, scaled), Format::energyrunner);
    r.put_beside("edges.json", "[\n\t0.001,\n\t0.020,\n\t0.030,\n\t0.060,\n\t0.070\n]");
    r.trace.edges = "edges.json";
    r.trace.edges_file = r.beside("edges.json");
    r.trace.first_window = Energy::from_si(402e-6);  // within 1 % of 400
    const Recording read = r.read();
    REQUIRE(read.high.size() == 2);
    CHECK(read.high[0].energy_j == Approx(400e-6));
    CHECK(read.high[1].energy_j == Approx(410e-6));
    CHECK(read.high[0].time_s == Approx(10e-3));
    r.trace.first_window = Energy::from_si(410e-6);
    CHECK_THAT(r.error(), Catch::Contains("within 1 %"));
    r.trace.first_window = Energy::from_si(400e-6);
    r.put_beside("edges.json", "[0, 0.02, 0.03, 0.06, 0.2]");
    CHECK_THAT(r.error(), Catch::Contains("before the last edge at 0.2 s"));
    for (const char* bad : {"[]", "{}", "[0, 1]", "[0, \"x\", 1]", "[0, 0.5, 0.4]", "nonsense"}) {
      r.put_beside("edges.json", bad);
      CHECK_THAT(r.error(), Catch::StartsWith("edges.json: "));
    }
  }
  CHECK_THAT(Recorded("\xF1\x01", Format::energyrunner).error(), Catch::Contains("first 5 bytes"));
  CHECK_THAT(Recorded("PK345678", Format::energyrunner).error(), Catch::Contains("0xF1"));
  CHECK_THAT(Recorded(floats(-1, {}), Format::energyrunner).error(), Catch::Contains("-1 Hz"));
}

TEST_CASE("are the windows of an MLPerf Tiny v1.3 result those between its timestamps?") {
  std::string samples;
  for (int i = 0; i < 50; ++i)
    samples += fmt::format("{}{}", i == 0 ? "" : ", ", i >= 10 && i < 30 ? "4e-05" : "1e-05");
  const std::string run = fmt::format(
      R"({{"file": "a", "infer": {{"results": [11.7], "iterations": 5, "warmups": 1}}, "power": {{"samples": [{}], "timestamps": [["09", 10], ["10", 30]], "extracted_power": null, "voltage": 3}}, "mode": "e"}})",
      samples);
  const Recorded r("[" + run + ", " + run + "]", Format::mlperf_v1_3);
  const Recording read = r.read();
  REQUIRE(read.high.size() == 2);
  CHECK(read.high[0].time_s == Approx(20e-3 / 5));
  CHECK(read.high[0].energy_j == Approx(20 * 40e-6 / 5));
  CHECK_THAT(Recorded("[" + run, Format::mlperf_v1_3).error(), Catch::Contains("cut off?"));
  CHECK_THAT(Recorded("", Format::mlperf_v1_3).error(), Catch::Contains("is empty"));
  CHECK_THAT(Recorded("[{\"infer\": {\"iterations\": 5}}]", Format::mlperf_v1_3).error(),
             Catch::Contains("only energy runs"));
  CHECK_THAT(
      Recorded(
          R"([{"infer": {"iterations": 5}, "power": {"samples": [1], "timestamps": [["0", 0], ["1", 9]]}}])",
          Format::mlperf_v1_3)
          .error(),
      Catch::Contains("behind the last sample"));
}

TEST_CASE("does every fault of a text recording have its line and one clear sentence?") {
  const std::string good = ppk2_text("Timestamp(ms),Current(uA),D0-D7", false);
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return ppk2(text.replace(at, from.size(), to)).error();
  };
  CHECK(with("\n4,10000.000", "\n4,NaN") == "trace:6:1: current: 'NaN' is no number");
  CHECK(with("\n4,10000.000", "\n4,inf") == "trace:6:1: current: 'inf' is no number");
  CHECK(with("\n4,10000.000", "\n4,") == "trace:6:1: current: '' is no number");
  CHECK(with("\n4,10000.000", "\n4,10;5") == "trace:6:1: current: '10;5' is no number");
  CHECK(with("\n4,", "\n3,") ==
        "trace:6:1: time does not go forward: 0.003 s comes after 0.003 s (exported with too few digits?)");
  CHECK(with("\n4,10000.000,0100000X", "\n4,10000.000") ==
        "trace:6:1: ends behind column 2; the header has more");
  CHECK(with("\n4,10000.000,0100000X\n", "\n\n") == "trace:6:1: time: '' is no number");
  CHECK(with("\n4,10000.000,0100000X", "\n4,10000.000,01") ==
        "trace:6:1: marker D1: '01' is neither 0 nor 1 (or X or -)");
  CHECK(with("\n4,10000.000,0100000X", "\n4,10000.000,02000000") ==
        "trace:6:1: marker D1: '02000000' is neither 0 nor 1 (or X or -)");
  CHECK_THAT(with("Current(uA)", "Current(mA)"),
             Catch::StartsWith("trace:1:1: unknown column 'Current(uA)'"));
  CHECK_THAT(with("D0-D7", "D0-D6"), Catch::StartsWith("trace:1:1: unknown column 'D1'"));
  CHECK_THAT(
      ppk2("Timestamp(ms);Current(uA);D0-D7\n0;1,5;00000000\n").error(),
      Catch::Contains("Columns are separated by commas here") && Catch::EndsWith("this header has ';'"));
  CHECK(ppk2("").error() == "trace: is empty");
  CHECK(ppk2("Timestamp(ms),Current(uA),D0-D7\n").error() == "trace:1:1: no samples behind the header");
  CHECK_THAT(ppk2("abc").error(), Catch::Contains("no line end"));
  CHECK_THAT(ppk2("a,a\n1,2\n").error(), Catch::Contains("unknown column"));
  CHECK_THAT(ppk2("Timestamp(ms),Current(uA),D1,D1\n1,2,1,1\n").error(), Catch::Contains("is there 2 times"));
  Recorded none = ppk2("Timestamp(ms),Current(uA),D0-D7\n0,1,--------\n1,1,--------\n");
  CHECK_THAT(none.error(), Catch::Contains("is the marker connected?"));
  none.trace.file = "/no/such/file";
  CHECK(none.error() == "/no/such/file: no such file");
  none.trace.file = "/";
  CHECK(none.error() == "/: not a regular file");
}

TEST_CASE("is a recording that was cut off read up to its last whole line?") {
  const std::string text = ppk2_text("Timestamp(ms),Current(uA),D0-D7", false) + "10,10";
  const Recording read = ppk2(text).read();
  CHECK(read.cut_off);
  CHECK(read.samples == 10);
  CHECK(read.high.size() == 1);
}

TEST_CASE("do lines that lie across the blocks of reading come out whole?") {
  std::string text = "t,p\n";
  double sum = 0;
  for (int i = 0; i < 200'000; ++i) {
    text += fmt::format("{}.{:03},{}\n", i / 1000, i % 1000, 1 + i % 7);
    sum += 1 + i % 7;
  }
  Recorded r(text, Format::csv);
  r.trace.columns = {MappedColumn{"t", 1}, {}, {}, MappedColumn{"p", 1}, {}};
  r.trace.window = seconds(1);
  r.trace.state = "idle";
  const Recording read = r.read();
  CHECK(read.samples == 200'000);
  double energy = 0;
  for (const Window& window : read.high) energy += window.energy_j;
  // The trapezoid counts the ends half.
  CHECK(energy == Approx((sum - 0.5 * (1 + 1 + 199'999 % 7)) * 1e-3));
}
