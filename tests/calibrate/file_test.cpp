#include "synergy/calibrate/file.hpp"

#include "../support/folder.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::calibrate;

namespace {

const std::string kHead = "schema_version: 1\ndevice: max78000\nrail: board\n";

std::string error_of(const std::string& text, const std::string& name = "cal.yaml") {
  try {
    (void)read_file(input::parse(text, name));
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("is a whole calibration file read as it is meant?") {
  const File file =
      read_file(input::parse("schema_version: 1\n"
                             "device: {new: npu, family: measured}\n"
                             "instrument: {name: PPK2, firmware: \"1.2\", date: 2026-03-01, accuracy: 1 %}\n"
                             "rail: soc\n"
                             "supply: \"3.0 V\"\n"
                             "seed: 9\n"
                             "profile: {infers_on: cpu}\n"
                             "traces:\n"
                             "  - {file: kws.csv, format: ppk2, marker: {column: D0, high: infer, low: "
                             "idle}, network: kws, repeat: 10}\n"
                             "  - {file: idle.csv, format: csv, columns: {time: {name: t, unit: ms}, power: "
                             "{name: P, unit: mW}}, state: idle}\n"
                             "rows:\n"
                             "  - {network: kws, phase: infer, time: 2.0 ms, energy: 31 uJ, source: page 3}\n"
                             "links:\n"
                             "  - {name: ble, link: {phy: 2M}, rows: [{bytes: 100, time: 1 ms, source: x}, "
                             "{bytes: 9, rate: 1 MB/s, source: x}]}\n",
                             "folder/cal.yaml"));
  CHECK(file.make == "npu");
  CHECK(file.family == "measured");
  CHECK(file.refine.empty());
  CHECK(file.instrument == "PPK2 firmware 1.2, 2026-03-01");
  CHECK(file.accuracy == Approx(0.01));
  CHECK(file.rail == Rail::soc);
  CHECK(file.seed == 9);
  REQUIRE(file.traces.size() == 2);
  CHECK(file.traces[0].file == "folder/kws.csv");
  CHECK(file.traces[0].path == "kws.csv");
  CHECK(file.traces[0].marker->low == "idle");
  CHECK(file.traces[0].repeat == 10);
  CHECK(file.traces[0].supply->si() == 3);
  CHECK(file.traces[1].columns.time->factor == 1e-3);
  CHECK(file.traces[1].columns.power->factor == 1e-3);
  REQUIRE(file.rows.size() == 1);
  CHECK(file.rows[0].time->ns() == 2'000'000);
  REQUIRE(file.links.size() == 1);
  CHECK(file.links[0].rows[1].rate->si() == 1e6);
}

TEST_CASE("does every mistake in a calibration file have its place and say what to do?") {
  CHECK(error_of(kHead) == "cal.yaml:1:1: nothing to calibrate with: no traces, rows or links");
  const auto trace = [](const std::string& keys) {
    return error_of(kHead + "traces:\n  - {" + keys + "}\n");
  };
  const std::string kws = "file: a.csv, format: ppk2, network: kws, supply: 3 V, ";
  CHECK(trace(kws + "marker: {column: D0, high: infer}") == "no error");
  CHECK_THAT(trace(kws + "repeat: 1"), Catch::Contains("cal.yaml:5:5: has neither 'marker'"));
  CHECK_THAT(trace(kws + "state: idle, marker: {column: D0, high: infer}"),
             Catch::Contains("both 'marker' and 'state'"));
  CHECK_THAT(trace("file: a.csv, format: ppk2, network: kws, marker: {column: D0, high: infer}"),
             Catch::Contains("has no voltage: say 'supply'"));
  CHECK_THAT(trace("file: a.csv, format: ppk2, supply: 3 V, marker: {column: D0, high: infer}"),
             Catch::Contains("'network' is missing"));
  CHECK_THAT(trace(kws + "marker: {column: D0, high: load}"), Catch::Contains("'bytes' is missing"));
  CHECK_THAT(trace(kws + "rail: soc, marker: {column: D0, high: infer}"),
             Catch::Contains("rail soc in a file of rail board"));
  CHECK_THAT(trace("file: a.csv, format: csv, state: idle"), Catch::Contains("needs 'columns'"));
  CHECK_THAT(trace("file: a.csv, format: csv, state: idle, columns: {time: {name: t, unit: s}, power: {name: "
                   "p, unit: mA}}"),
             Catch::Contains("unknown unit of power 'mA'; known: W, mW, uW"));
  CHECK_THAT(
      trace("file: a.csv, format: csv, state: idle, columns: {time: {name: t, unit: s}, power: {name: p}}"),
      Catch::Contains("missing key 'unit'"));
  CHECK_THAT(trace("file: a.bin, format: energyrunner, network: kws"), Catch::Contains("'first_window'"));
  CHECK_THAT(trace("file: a.csv, fromat: ppk2"), Catch::Contains("did you mean 'format'"));
  const auto row = [](const std::string& keys) { return error_of(kHead + "rows:\n  - {" + keys + "}\n"); };
  CHECK_THAT(row("network: kws, phase: infer, time: 2 ms"), Catch::Contains("has no source"));
  CHECK_THAT(row("network: kws, time: 2 ms, source: x"), Catch::Contains("either a phase or a state"));
  CHECK_THAT(row("network: kws, phase: infer, source: x"), Catch::Contains("has no number"));
  CHECK_THAT(row("network: kws, phase: infer, time: 2 mW, source: x"), Catch::Contains("cal.yaml:5:"));
  CHECK_THAT(row("network: kws, phase: infer, time: -2 ms, source: x"), Catch::Contains("cal.yaml:5:"));
  CHECK_THAT(row("state: idle, time: 2 ms, source: x"), Catch::Contains("a state has a power"));
  CHECK_THAT(row("network: kws, phase: infre, time: 2 ms, source: x"),
             Catch::Contains("unknown phase 'infre'"));
  // Of a state that no profile has a power for, and of a phase taken for a state, nothing would be used.
  CHECK_THAT(row("state: cpu_actve, power: 2 mW, source: x"),
             Catch::Contains("unknown state 'cpu_actve'; known: idle, cpu_active, cpu_asleep; did you mean"));
  CHECK_THAT(row("state: infer, power: 2 mW, source: x"),
             Catch::Contains("unknown state 'infer'; known: idle, cpu_active, cpu_asleep"));
  CHECK_THAT(trace(kws + "state: sleep"), Catch::Contains("unknown state 'sleep'"));
  CHECK_THAT(
      trace(kws + "marker: {column: D0, high: lode}, bytes: 9"),
      Catch::Contains("cal.yaml:5:") && Catch::Contains("unknown phase or state 'lode'; known: infer, load"));
  CHECK_THAT(trace(kws + "marker: {column: D0, high: infer, low: wait}"),
             Catch::Contains("'wait'; known: infer"));
  CHECK_THAT(error_of(kHead + "profile: {}\nrows: [{state: idle, power: 2 mW, source: x}]\n"),
             Catch::Contains("'profile' is for new devices alone"));
}

TEST_CASE("are rows taken from a CSV file by a map of its columns, and only those that are meant?") {
  const test::Folder folder;
  test::put(folder.path() / "rows.csv",
            "system,benchmark,latency_ms,energy_uj,page\n"
            "a,kws,2.0,31,3\n"
            "b,kws,9.0,99,3\n"
            "a,ic,,,4\n"
            "a,unet,8,120,5\n");
  const std::string file = (folder.path() / "cal.yaml").string();
  const std::string map =
      "rows:\n"
      "  - file: rows.csv\n"
      "    columns: {network: benchmark, source: page, time: {name: latency_ms, unit: ms}, energy: {name: "
      "energy_uj, unit: uJ}}\n"
      "    phase: infer\n"
      "    where: {system: a}\n";
  const File read = read_file(input::parse(kHead + map, file));
  REQUIRE(read.rows.size() == 2);
  CHECK(read.rows[0].network == "kws");
  CHECK(read.rows[0].time->ns() == 2'000'000);
  CHECK(read.rows[1].energy->si() == Approx(120e-6));
  CHECK(read.rows[1].source == "5");
  CHECK(read.rows[1].where.line == 5);
  CHECK(read.inputs == std::vector<std::string>{(folder.path() / "rows.csv").string()});
  test::put(folder.path() / "rows.csv", "system,benchmark,latency_ms,energy_uj,page\na,kws,NaN,31,3\n");
  CHECK_THAT(error_of(kHead + map, file),
             Catch::Contains("rows.csv:2:1: column 'latency_ms': 'NaN' is no number above 0"));
  test::put(folder.path() / "rows.csv", "what,mw,page\nidle,3,1\nasleep,1,1\n");
  CHECK_THAT(
      error_of(kHead + "rows:\n  - {file: rows.csv, columns: {state: what, source: page, power: {name: mw, "
                       "unit: mW}}}\n",
               file),
      Catch::Contains("rows.csv:3:1: unknown state 'asleep'"));
  test::put(folder.path() / "rows.csv", "system,benchmark,latency,energy_uj,page\na,kws,1,31,3\n");
  CHECK_THAT(error_of(kHead + map, file), Catch::Contains("did you mean 'latency'"));
  test::put(folder.path() / "rows.csv", "system,benchmark,latency_ms,energy_uj,page\nb,kws,1,31,3\n");
  CHECK_THAT(error_of(kHead + map, file), Catch::Contains("no row has a number"));
}

TEST_CASE("is a unit refused that the column's own name contradicts, and no name misread as one?") {
  const auto named = [](const std::string& quantity, const std::string& name, const std::string& unit) {
    const std::string time = quantity == "time" ? "" : "time: {name: t, unit: s}, ";
    const std::string power = quantity == "time" ? ", power: {name: p, unit: W}" : "";
    return error_of(kHead + "traces:\n  - {file: a.csv, format: csv, state: idle, supply: 3 V, columns: {" +
                    time + quantity + ": {name: \"" + name + "\", unit: " + unit + "}" + power + "}}\n");
  };
  CHECK_THAT(
      named("current", "Main current (A)", "mA"),
      Catch::Contains("cal.yaml:5:") &&
          Catch::Contains("column 'Main current (A)' is in A by its name; unit mA would make it another"));
  CHECK_THAT(named("time", "Timestamp(ms)", "s"), Catch::Contains("is in ms by its name"));
  CHECK_THAT(named("power", "P [uW]", "mW"), Catch::Contains("is in uW by its name"));
  CHECK_THAT(named("energy", "sample_UJ", "J"), Catch::Contains("is in uJ by its name"));
  CHECK_THAT(named("power", "Main voltage (V)", "mW"),
             Catch::Contains(
                 "column 'Main voltage (V)' is in V by its name; unit mW would make it another quantity"));
  CHECK_THAT(named("energy", "power_mw", "mJ"), Catch::Contains("is in mW by its name"));
  CHECK_THAT(named("time", "Current(uA)", "us"), Catch::Contains("is in uA by its name"));
  CHECK(named("current", "Main current (A)", "A") == "no error");
  CHECK(named("current", "current_ma", "mA") == "no error");
  // Not a unit, of another quantity, or a letter that ends a name.
  CHECK(named("current", "channel_a", "mA") == "no error");
  CHECK(named("current", "probe A", "mA") == "no error");
  CHECK(named("current", "I (raw)", "uA") == "no error");
  CHECK(named("power", "power at 3 V", "mW") == "no error");
  CHECK(named("time", "t ()", "us") == "no error");
}
