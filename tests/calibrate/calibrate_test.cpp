#include "synergy/calibrate/calibration.hpp"
#include "synergy/calibrate/output.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "../support/folder.hpp"
#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace synergy;
using namespace synergy::calibrate;

namespace {

/// PPK2 text at 10 kHz and 3 V: windows of `length` samples at `high_ma`, in between 100 at `low_ma`.
std::string recording(const std::vector<int>& lengths, double high_ma, double low_ma,
                      const std::string& bits = "10000000") {
  std::string text = "Timestamp(ms),Current(uA),D0-D7\n";
  int sample = 0;
  const auto add = [&](int count, double ma, const std::string& levels) {
    for (int i = 0; i < count; ++i, ++sample)
      text += fmt::format("{:.1f},{:.3f},{}\n", sample * 0.1, ma * 1e3, levels);
  };
  for (const int length : lengths) {
    add(100, low_ma, "00000000");
    add(length, high_ma, bits);
  }
  add(100, low_ma, "00000000");
  return text;
}

class Bench {
 public:
  Calibration run(const std::string& yaml, const Options& options = {}) {
    const std::string name = (folder_.path() / "cal.yaml").string();
    file = read_file(input::parse(yaml, name));
    scenario::Library library(SYNERGY_SOURCE_DIR);
    return calibrate::calibrate(file, options, library);
  }
  std::string error(const std::string& yaml, const Options& options = {}) {
    try {
      (void)run(yaml, options);
    } catch (const InputError& error) {
      return error.what();
    }
    return "no error";
  }
  void put(const std::string& name, const std::string& text) const { test::put(folder_.path() / name, text); }
  File file;

 private:
  test::Folder folder_;
};

const std::string kHead =
    "schema_version: 1\ndevice: max78000\ninstrument: {name: PPK2}\nrail: board\nsupply: 3 V\n";
const std::string kKws =
    "traces:\n  - {file: kws.csv, format: ppk2, marker: {column: D0, high: infer, low: idle}, network: kws, "
    "repeat: 10}\n";

const Point& point(const Calibration& made, const std::string& phase, const std::string& state) {
  for (const Point& each : made.points) {
    if (each.phase == phase && each.state == state) return each;
  }
  FAIL("no point " << phase << state);
  return made.points.front();
}

}  // namespace

TEST_CASE("is an existing profile refined by what lies above idle, on its own rail?") {
  Bench bench;
  bench.put("kws.csv", recording({150, 150, 151, 150, 149, 150}, 40, 4));
  const Calibration made = bench.run(kHead + kKws);
  const Point& infer = point(made, "infer", "");
  CHECK(infer.time->value == Approx(1.5e-3));
  CHECK(infer.energy->value == Approx(1.5e-3 * 0.120));
  CHECK(infer.power->value == Approx(0.120));
  CHECK(point(made, "", "idle").power->value == Approx(0.012));
  // (120 - 12) mW x 0.90 of the supply.
  scenario::Library library(SYNERGY_SOURCE_DIR);
  const auto refined = library.families().read(input::parse(made.profile, "made.yaml"));
  bool found = false;
  refined->visit_numbers([&](std::string_view key, const device::Number& number) {
    if (key != "measured_power.kws") return;
    found = true;
    CHECK(number.value.si == Approx(0.108 * 0.9).epsilon(1e-4));
    CHECK(number.value_class == device::ValueClass::measured);
    CHECK_THAT(number.source,
               Catch::Contains("PPK2, rail board, kws.csv: median of 6 of 6 windows of 10 each"));
    CHECK_THAT(number.source, Catch::Contains("supply_efficiency 0.9"));
  });
  CHECK(found);
  CHECK(failures(made, -1).empty());
  // Times are the cycle model's; what was measured stands beside it.
  REQUIRE(made.residuals.size() >= 1);
  CHECK(made.residuals.front().quantity == "time");
  CHECK(made.residuals.front().kind == "model");
}

TEST_CASE("are outliers, gaps and cut windows dropped by name, and the rest counted?") {
  Bench bench;
  std::string text = recording({150, 150, 220, 150, 150, 150, 150, 150}, 40, 4);
  // A gap of 10 ms within the last window but two.
  const std::size_t from = text.find("\n134.0,");
  const std::size_t to = text.find("\n137.0,");
  REQUIRE(from != std::string::npos);
  REQUIRE(to > from);
  text.erase(from, to - from);
  bench.put("kws.csv", text);
  const Calibration made = bench.run(kHead + kKws);
  std::string dropped;
  for (const DroppedWindow& window : made.dropped)
    dropped += fmt::format("{}: {}\n", window.number, window.why);
  INFO(dropped);
  CHECK_THAT(dropped, Catch::Contains("3: time 22 ms is more than 5 median absolute deviations from 15 ms"));
  CHECK_THAT(dropped, Catch::Contains("samples are missing for 2.9 ms") ||
                          Catch::Contains("samples are missing for 3 ms"));
  CHECK(point(made, "infer", "").time->value == Approx(1.5e-3));
  CHECK(made.traces[0].missing_samples == 30);
}

TEST_CASE("is a state that is several found by its energy, and the calibration not good enough?") {
  Bench bench;
  // Windows at 40 mA, then at 44 mA: the median power times the time is not what was spent.
  std::string text = recording({150, 150, 150, 150}, 40, 4);
  for (int sample = 1100; sample < 4000; ++sample)
    text += fmt::format("{:.1f},{},{}\n", sample * 0.1, sample % 250 < 150 ? 43000 : 4000,
                        sample % 250 < 150 ? "10000000" : "00000000");
  bench.put("kws.csv", text);
  const Calibration made = bench.run(
      kHead +
      "rows:\n  - {network: kws, phase: infer, time: 2 ms, energy: 31 uJ, power: 20 mW, source: x}\n" + kKws);
  const std::vector<std::string> failed = failures(made, -1);
  REQUIRE(failed.size() >= 1);
  CHECK_THAT(failed.back(),
             Catch::Contains("cal.yaml:7:") && Catch::Contains("energy is 31 uJ, power x time 40 uJ, +29 %"));
}

TEST_CASE("do recordings that say nothing end in one clear sentence?") {
  Bench bench;
  bench.put("kws.csv", recording({}, 40, 4));
  CHECK_THAT(bench.error(kHead + kKws),
             Catch::Contains("kws.csv: no window of infer counts: the marker 'D0' is never high"));
  bench.put("kws.csv", recording({150}, -40, 4));
  CHECK_THAT(bench.error(kHead + kKws), Catch::Contains("its energy is not above 0"));
  bench.put("kws.csv", recording({150, 150, 150}, 40, 4));
  const std::string no_idle =
      "traces:\n  - {file: kws.csv, format: ppk2, marker: {column: D0, high: infer}, network: kws}\n";
  CHECK_THAT(bench.error(kHead + no_idle), Catch::Contains("no state 'idle'"));
  CHECK_THAT(
      bench.error(
          kHead +
          "traces:\n  - {file: kws.csv, format: ppk2, marker: {column: D0, high: infer}, network: kwss}\n"),
      Catch::Contains("cal.yaml:7:5: unknown model 'kwss'"));
  CHECK_THAT(bench.error(kHead + kKws, {"ic", false}),
             Catch::Contains("unknown network of --holdout 'ic'; known: kws"));
  CHECK_THAT(bench.error("schema_version: 1\ndevice: max7800\nrail: board\nsupply: 3 V\n" + kKws),
             Catch::Contains("max7800"));
}

TEST_CASE("does a load become a time and an energy per byte, of the kind that its bytes tell?") {
  Bench bench;
  bench.put("kws.csv", recording({150, 150, 150, 150}, 40, 4));
  bench.put("load.csv", recording({190, 190, 191, 190}, 14, 4, "01000000"));
  const Calibration made = bench.run(
      kHead + kKws +
      "  - {file: load.csv, format: ppk2, marker: {column: D1, high: load}, network: unet, bytes: 278528}\n");
  scenario::Library library(SYNERGY_SOURCE_DIR);
  const auto refined = library.families().read(input::parse(made.profile, "made.yaml"));
  refined->visit_numbers([&](std::string_view key, const device::Number& number) {
    // 19 ms for 278,528 B; (42 - 12) mW above idle, on the core rail.
    if (key == "kernel_load") CHECK(number.value.si == Approx(19e-3 / 278528).epsilon(1e-3));
    if (key == "kernel_load_energy")
      CHECK(number.value.si == Approx(19e-3 * 0.030 * 0.9 / 278528).epsilon(1e-3));
    if (key == "input_load_per_word") CHECK(number.value.si == Approx(0.27e-6));
  });
  bool told = false;
  for (const std::string& note : made.notes)
    told = told || note.find("counts as phase deploy") != std::string::npos;
  CHECK(told);
}

TEST_CASE("are the rate and the set-up of a link those of its rows, and its model held against them?") {
  Bench bench;
  std::string rows;
  for (const int bytes : {1000, 5000, 20000, 100000})
    rows +=
        fmt::format("      - {{bytes: {}, time: {:.6f} ms, source: made up}}\n", bytes, 5.0 + bytes / 150.0);
  const Calibration made = bench.run(
      "schema_version: 1\ndevice: max78000\nrail: board\nlinks:\n  - name: ble\n    link: {phy: 2M, "
      "connection_interval: 15 ms}\n    rows:\n" +
      rows);
  CHECK(made.profile.empty());
  REQUIRE(made.laws.size() == 2);
  CHECK(made.laws[0].coefficients[0].second.value == Approx(1 / 150e3).epsilon(1e-3));
  CHECK(made.laws[0].coefficients[1].second.value == Approx(5e-3).epsilon(1e-2));
  CHECK(made.laws[0].left_out->mape < 1e-3);
  REQUIRE(made.laws[1].holdout);
  CHECK(made.laws[1].holdout->points == 4);
  CHECK(errors_table(made).rows.size() == 2);
  CHECK(failures(made, 0.5).size() <= 1);
}

TEST_CASE("does calibration.json say where every number comes from, and the same each time?") {
  Bench bench;
  bench.put("kws.csv", recording({150, 150, 151, 150, 149, 150}, 40, 4));
  const auto json_of = [&] {
    const Calibration made = bench.run(kHead + kKws);
    return to_json(made, bench.file, {},
                   {"synergy-sim 0", {"synergy-sim", "calibrate"}, {{"cal.yaml", "00"}}});
  };
  const std::string text = json_of();
  CHECK(text == json_of());
  const nlohmann::json json = nlohmann::json::parse(text);
  CHECK(json["traces"][0]["samples"] == 100 * 7 + 900);
  CHECK(json["traces"][0]["fnv1a"].get<std::string>().size() == 16);
  CHECK(json["points"][0]["of"] == "kws infer");
  CHECK(json["input_hashes"]["cal.yaml"] == "00");
}

namespace {

/// Four networks on a made-up CPU or accelerator, whose times are 10 ns per MAC.
std::string new_device(const std::string& infers_on, const std::string& times) {
  std::string text =
      "schema_version: 1\ndevice: {new: made, family: measured}\nrail: board\nprofile:\n  infers_on: " +
      infers_on + "\n  times: " + times + "\n  weight_memory: 2 MiB\n  activation_memory: 640 KiB\n";
  const std::string made_up = "source: made up, class: estimate}\n";
  text += "  cpu_clock: {value: 100 MHz, " + made_up + "  softmax: {value: 1 us/B, " + made_up +
          "  argmax: {value: 10 ns/B, " + made_up +
          "  operating_point:\n    name: p\n    clock: {value: 100 MHz, " + made_up +
          "    voltage: {value: 1.8 V, " + made_up + "    idle: {value: 10 mW, " + made_up +
          "    cpu_active: {value: 20 mW, " + made_up + "rows:\n";
  scenario::Library library(SYNERGY_SOURCE_DIR);
  input::Problems problems("test");
  for (const char* name : {"mlperf_ad", "mlperf_ic", "mlperf_kws", "mlperf_vww"}) {
    input::Node node;
    node.kind = input::Node::Kind::scalar;
    node.scalar = name;
    const auto network = library.model(input::Value(node, problems), {});
    const double ms = 10e-6 * static_cast<double>(network->macs(network->all()));
    text += fmt::format("  - {{network: {}, phase: infer, time: {:.9f} ms, power: 30 mW, source: made up}}\n",
                        name, ms);
  }
  return text;
}

}  // namespace

TEST_CASE(
    "is a law of times found, its error on networks left out told, and one that was kept out predicted?") {
  Bench bench;
  const Calibration made = bench.run(new_device("cpu", "laws"), {"mlperf_ic", false});
  REQUIRE(made.laws.size() == 2);
  CHECK(made.laws[0].of == "energy");
  CHECK(made.laws[0].left_out->mape < 1e-6);
  CHECK(made.laws[1].of == "time");
  CHECK(made.laws[1].left_out->points == 3);
  CHECK(made.laws[1].holdout->points == 1);
  CHECK_THAT(made.profile, Catch::Contains("networks: [mlperf_ad, mlperf_kws, mlperf_vww]"));
  scenario::Library library(SYNERGY_SOURCE_DIR);
  CHECK(library.families().read(input::parse(made.profile, "made.yaml"))->name() == "made");
}

TEST_CASE("is one rate for an accelerator refused, unless it is asked for, and then an estimate?") {
  Bench bench;
  CHECK_THAT(bench.error(new_device("accelerator", "rate")),
             Catch::Contains("one rate for all networks is refused"));
  const Calibration made = bench.run(new_device("accelerator", "rate"), {"", true});
  REQUIRE(made.laws.size() == 2);
  CHECK(made.laws[1].coefficients[0].second.value == Approx(10e-9));
  scenario::Library library(SYNERGY_SOURCE_DIR);
  const auto accelerator = library.families().read(input::parse(made.profile, "made.yaml"));
  CHECK(accelerator->is_estimate());
  // Without leave, a law of an accelerator tells kinds of operators apart.
  for (const LawReport& law : bench.run(new_device("accelerator", "laws")).laws)
    CHECK_THAT(law.text, !Catch::Contains("one rate"));
  // A CPU's networks differ less.
  CHECK(bench.run(new_device("cpu", "rate")).laws.size() == 2);
}

TEST_CASE("of a CPU that draws less while it moves data than while it infers, is that what working takes?") {
  Bench bench;
  std::string text = new_device("cpu", "laws");
  const std::string stated = "    cpu_active: {value: 20 mW, source: made up, class: estimate}\n";
  text.erase(text.find(stated), stated.size());
  const auto active = [&](const std::string& load) {
    const Calibration made = bench.run(text + load);
    scenario::Library library(SYNERGY_SOURCE_DIR);
    const auto chip = library.families().read(input::parse(made.profile, "made.yaml"));
    return chip->cpu().active.si() * 1e3;
  };
  const auto load = [](int mw) {
    return fmt::format(
        "  - {{network: mlperf_kws, phase: load, bytes: 490, time: 1 ms, power: {} mW, source: x}}\n", mw);
  };
  CHECK(active("") == Approx(30));
  CHECK(active(load(15)) == Approx(15));
  CHECK(active(load(40)) == Approx(30));
  // What idles above it is a contradiction all the same.
  CHECK_THAT(bench.error(text + load(5)), Catch::Contains("cpu_active"));
}

TEST_CASE(
    "is the working power of a CPU such that no row of its table takes less, whatever the windows say?") {
  Bench bench;
  const std::string stated = "    cpu_active: {value: 20 mW, source: made up, class: estimate}\n";
  std::string text = new_device("cpu", "table");
  text.erase(text.find(stated), stated.size());
  // Networks of several powers, and three numbers of a row that agree within 1 % and not exactly.
  text.replace(text.find("power: 30 mW"), 12, "power: 25 mW");
  const auto chip = [&](const std::string& yaml) {
    const Calibration made = bench.run(yaml);
    scenario::Library library(SYNERGY_SOURCE_DIR);
    CHECK(failures(made, -1).empty());
    CHECK(made.notes.empty());
    return library.families().read(input::parse(made.profile, "made.yaml"));
  };
  CHECK(chip(text)->cpu().active.si() * 1e3 == Approx(25));
  const std::string more =
      "  - {network: kws, phase: infer, time: 2 ms, energy: 49.8 uJ, power: 25 mW, source: x}\n";
  CHECK(chip(text + more)->cpu().active.si() * 1e3 == Approx(24.9));
}

TEST_CASE("is a measured working power that leaves a row too little taken within the intervals, and told?") {
  Bench bench;
  // The powers of windows are 120 mW; the state, measured by itself, lies 0.5 % above them.
  bench.put("kws.csv", recording({150, 150, 150, 150}, 40, 4));
  std::string text = new_device("cpu", "table");
  const std::string stated = "    cpu_active: {value: 20 mW, source: made up, class: estimate}\n";
  const std::string idle = "    idle: {value: 10 mW, source: made up, class: estimate}\n";
  text.erase(text.find(stated), stated.size()).erase(text.find(idle), idle.size());
  text.resize(text.find("rows:\n"));
  text +=
      "instrument: {name: PPK2, accuracy: 1 %}\nsupply: 3 V\nrows: [{state: cpu_active, power: 120.6 mW, "
      "source: x}]\n" +
      kKws;
  const Calibration made = bench.run(text);
  REQUIRE(made.notes.size() == 1);
  CHECK(made.notes[0] ==
        "kws: cpu_active draws 180.9 uJ in its time, within the intervals but 0.5 % more than the energy "
        "measured, 180 "
        "uJ; that much is billed");
  text.replace(text.find("120.6 mW"), 8, "126.0 mW");
  CHECK_THAT(bench.error(text),
             Catch::Contains("cpu_active (126 mW) is above infer (0.12 W, at most 0.1212 W)"));
}

TEST_CASE("is a network that its own law of times misses named, and said what the law's intervals are?") {
  Bench bench;
  const std::string text = new_device("cpu", "laws");
  // Many times what its MACs take at the rate of the others.
  const std::string slow = "  - {network: kws, phase: infer, time: 400 ms, power: 30 mW, source: x}\n";
  const Calibration made = bench.run(text + slow);
  std::string notes;
  for (const std::string& note : made.notes) notes += note + "\n";
  CHECK_THAT(notes, Catch::Contains("kws infer: modelled -") &&
                        Catch::Contains("% against its own measurement (") &&
                        Catch::Contains(" for 400 ms)"));
  CHECK_THAT(to_text(made), Catch::Contains("low and high of its numbers: fits without one network each"));
}
