// What instruments, and other programs, wrote down: recordings, traces over time, tables of results.
#include "synergy/calibrate/read_trace.hpp"
#include "synergy/gate/tolerances.hpp"
#include "synergy/input/error.hpp"
#include "synergy/scenario/load.hpp"
#include "synergy/suite/best_known.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>

#include "shared.hpp"
#include <fmt/format.h>

namespace synergy::fuzz {
namespace {

calibrate::Trace trace_of(calibrate::Format format) {
  calibrate::Trace trace;
  trace.path = "fuzzed";
  trace.format = format;
  trace.supply = Voltage::from_si(3);
  trace.marker = calibrate::Marker{"D1", "infer", "idle", {}};
  if (format == calibrate::Format::csv || format == calibrate::Format::otii) {
    trace.columns.time = calibrate::MappedColumn{"t", 1e-3};
    trace.columns.power = calibrate::MappedColumn{"p", 1e-3};
  }
  if (format == calibrate::Format::joulescope) {
    trace.marker.reset();
    trace.state = "idle";
    trace.window = milliseconds(300);
  }
  if (format == calibrate::Format::energyrunner) {
    trace.edges = "edges.json";
    trace.edges_file = scratch_file("edges.json", "[0.001, 0.020, 0.030, 0.060, 0.070]").string();
    trace.first_window = Energy::from_si(400e-6);
  }
  return trace;
}

/// The first line names the format, or says `edges`: then the rest is a list of edges.
void read_recording(const std::string& bytes) {
  const std::size_t end = std::min(bytes.find('\n'), bytes.size());
  const std::string word = bytes.substr(0, end);
  const std::string rest = bytes.substr(std::min(end + 1, bytes.size()));
  const auto& formats = calibrate::names_of(calibrate::Format{});
  const auto found = std::find(formats.begin(), formats.end(), word == "edges" ? "energyrunner" : word);
  if (found == formats.end()) throw InputError({"fuzzed", 1, 1}, "no format of recordings");
  calibrate::Trace trace = trace_of(static_cast<calibrate::Format>(found - formats.begin()));
  if (word == "edges") (void)scratch_file("edges.json", rest);
  trace.file =
      scratch_file("recording", word == "edges" ? std::string("\xF1\0\0\x7A\x44\0\0\x80\x3F", 9) : rest)
          .string();
  (void)calibrate::read_trace(trace);
}

std::string energyrunner_bytes() {
  std::string bytes(1, '\xF1');
  const auto add = [&](float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    for (unsigned i = 0; i < 4; ++i) bytes += static_cast<char>(bits >> (8 * i) & 0xFFU);
  };
  add(1000);
  for (int i = 0; i < 100; ++i) add((i >= 20 && i < 30) || (i >= 60 && i < 70) ? 40e-6F : 1e-6F);
  return bytes;
}

std::vector<std::string> recordings() {
  std::string ppk2 = "ppk2\nTimestamp(ms),Current(uA),D0-D7\n";
  std::string csv = "csv\nt,p,D1\n";
  std::string joulescope = "joulescope\n#time (s),current (A),voltage (V)\n";
  for (int i = 0; i < 24; ++i) {
    const bool high = i % 8 >= 3 && i % 8 <= 6;
    ppk2 += fmt::format("{},{}.000,{}\n", i, high ? 10000 : 1000, high ? "01000000" : "00000000");
    csv += fmt::format("{}.5,{}e-1,{}\r\n", i, high ? 93 : 12, high ? 1 : 0);
    joulescope += fmt::format("{}.1,0.00{},3.0\n", i, high ? 9 : 1);
  }
  std::string samples;
  for (int i = 0; i < 50; ++i)
    samples += fmt::format("{}{}", i == 0 ? "" : ", ", i >= 10 && i < 30 ? "4e-05" : "1e-05");
  return {ppk2, csv, joulescope, "energyrunner\n" + energyrunner_bytes(),
          "mlperf_v1.3\n[{\"infer\": {\"iterations\": 5}, \"power\": {\"samples\": [" + samples +
              "], \"timestamps\": [[\"09\", 10], [\"10\", 30]]}}]"};
}

/// The file of a trace in both forms that it may have.
void read_course(const std::string& bytes) {
  const std::string file = scratch_file("course.csv", bytes).string();
  const bool two_columns = bytes.find("time_s") == std::string::npos;
  const std::string text =
      "schema_version: 1\nname: s\nbody: body4\napps: [{model: kws, sensor: microphone, interaction: "
      "haptic}]\n"
      "link: {loss: {model: received_power}}\ntraces:\n  - {link: [earbud, ring], sets: path_loss, "
      "interpolation: linear, file: " +
      file + (two_columns ? "}\n" : ", columns: {time: time_s, value: loss_db}}\n");
  const scenario::Scenario read = scenario::read_scenario(document(text), library());
  (void)scenario::read_scenario(input::parse(scenario::to_yaml(read), "saved"), library());
}

std::vector<std::string> courses() {
  return {"# us, dB\n0 60\n100000 72.5\n250000 81\n1000000 58\n",
          "time_s,loss_db,note\n0,60,a\n0.1,72.5,b\n2e0,81,\"c, d\"\n"};
}

void read_best_known(const std::string& bytes) {
  (void)scratch_file("best_known.csv", bytes);
  (void)suite::load_best_known(scratch_folder());
}

void read_tolerances(const std::string& bytes) {
  std::vector<std::string> allowed;
  std::vector<std::string> ignored;
  for (std::size_t begin = 0; begin < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', begin), bytes.size());
    const std::string line = bytes.substr(begin, end - begin);
    (line.find('=') == std::string::npos ? ignored : allowed).push_back(line);
    begin = end + 1;
  }
  const gate::Tolerances read(allowed, ignored);
  (void)read.of("latency_mean_ms");
  (void)read.of("wall_planning_ms");
}

}  // namespace

std::vector<Kind> kinds_of_measurements() {
  return {{"recording", read_recording, recordings},
          {"course", read_course, courses},
          {"known", read_best_known,
           [] {
             return std::vector<std::string>{file_text(source_folder() / "scenarios/suite/best_known.csv")};
           }},
          {"tolerance", read_tolerances, [] {
             return std::vector<std::string>{"latency_mean_ms=0.05\nlatency_*=5%\nplan\ncandidates_*\n"};
           }}};
}

}  // namespace synergy::fuzz
