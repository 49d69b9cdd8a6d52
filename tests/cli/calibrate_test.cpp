#include <nlohmann/json.hpp>

#include "program.hpp"
#include <catch2/catch.hpp>

using namespace synergy::test;

namespace {

const std::string kRows =
    "schema_version: 1\n"
    "device: max78000\n"
    "rail: soc\n"
    "rows:\n"
    "  - {network: kws, phase: infer, time: 2 ms, energy: 200 uJ, source: here}\n"
    "  - {network: convnet5, phase: infer, time: 1 ms, energy: 90 uJ, source: here}\n"
    "  - {state: idle, power: 7 mW, source: here}\n";

}  // namespace

TEST_CASE("does calibrate write a profile that validates, its origin and its tables?") {
  const Folder folder;
  put(folder.path() / "cal.yaml", kRows);
  const Outcome outcome = run_in(folder.path(), {"calibrate", "cal.yaml", "--out", "out"});
  CHECK(outcome.code == 0);
  CHECK_THAT(outcome.out, Catch::Contains("wrote out/max78000.yaml"));
  CHECK(run_in(folder.path(), {"validate", "out/max78000.yaml", "cal.yaml"}).code == 0);
  const nlohmann::json json = nlohmann::json::parse(read(folder.path() / "out" / "calibration.json"));
  CHECK(json["input_hashes"].contains("cal.yaml"));
  CHECK(json["command_line"][1] == "calibrate");
  CHECK_THAT(read(folder.path() / "out" / "calibration_residuals.csv"),
             Catch::StartsWith("quantity,network,phase,fitted,measured_si"));
  const Outcome quiet = run_in(folder.path(), {"--quiet", "calibrate", "cal.yaml", "--out", "out"});
  CHECK(quiet.out.empty());
}

TEST_CASE("does calibrate end with a code of its own where energies contradict powers?") {
  const Folder folder;
  std::string text = kRows;
  text.replace(text.find("energy: 200 uJ"), 14, "energy: 200 uJ, power: 102 mW");
  put(folder.path() / "cal.yaml", text);
  const Outcome outcome = run_in(folder.path(), {"--quiet", "calibrate", "cal.yaml", "--out", "out"});
  check_fails(outcome, 9, {"cal.yaml:5:", "kws infer: energy is 200 uJ, power x time 204 uJ, +2 %"});
  CHECK(std::filesystem::exists(folder.path() / "out" / "max78000.yaml"));
}

TEST_CASE("does --max-error fail where there is no error to hold against it?") {
  const Folder folder;
  put(folder.path() / "cal.yaml", kRows);
  const Outcome none =
      run_in(folder.path(), {"--quiet", "calibrate", "cal.yaml", "--out", "out", "--max-error", "5"});
  check_fails(none, 9, {"--max-error has nothing to test: no law"});
  const std::string made = "source: made up, class: estimate}";
  put(folder.path() / "one.yaml",
      "schema_version: 1\ndevice: {new: one, family: measured}\nrail: soc\nprofile:\n  infers_on: cpu\n"
      "  weight_memory: 1 MiB\n  activation_memory: 1 MiB\n  cpu_clock: {value: 9 MHz, " +
          made + "\n  softmax: {value: 1 us/B, " + made + "\n  argmax: {value: 1 us/B, " + made +
          "\n  operating_point: {name: p, clock: {value: 9 MHz, " + made + ", voltage: {value: 1 V, " + made +
          ", idle: {value: 1 mW, " + made +
          "}\nrows: [{network: kws, phase: infer, time: 2 ms, power: 9 mW, source: here}]\n");
  CHECK(run_in(folder.path(), {"calibrate", "one.yaml", "--out", "out"}).code == 0);
  const Outcome one =
      run_in(folder.path(), {"--quiet", "calibrate", "one.yaml", "--out", "out", "--max-error", "5"});
  check_fails(one, 9, {"energy: --max-error has nothing to test: no network is left out or kept out"});
}

TEST_CASE("does calibrate tell wrong use and wrong input apart?") {
  const Folder folder;
  put(folder.path() / "cal.yaml", kRows);
  check_fails(run_in(folder.path(), {"calibrate", "cal.yaml", "--max-error", "much"}), 2,
              {"--max-error much"});
  check_fails(run_in(folder.path(), {"calibrate", "no.yaml"}), 3, {"no.yaml"});
  check_fails(run_in(folder.path(), {"calibrate", "cal.yaml", "--holdout", "kwss"}), 3,
              {"did you mean 'kws'"});
  put(folder.path() / "bad.yaml", kRows + "colour: red\n");
  check_fails(run_in(folder.path(), {"calibrate", "bad.yaml"}), 3, {"bad.yaml:8:1", "unknown key 'colour'"});
}
