// What people and scripts are told of runs that gave no result, lost something, or were repeated.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "program.hpp"

using namespace synergy::test;
using Catch::Contains;

namespace {

/// Two devices whose only app crosses the link between them.
std::string linked(const std::string& more) {
  return "schema_version: 1\nname: linked\nbody:\n  devices:\n"
         "    - {name: ear, accelerator: max78000, radio: nrf52840, sensors: [microphone_sph0645]}\n"
         "    - {name: wrist, radio: nrf52840, interactions: [haptic_lra]}\n"
         "apps:\n  - {model: kws, sensor: microphone, interaction: haptic}\n"
         "measurement: {warm_up: 1 s, window: 20 s}\n" +
         more;
}

const char* const kDead =
    "link: {supervision_timeout: 100 ms, reestablish_after: 50 ms, loss: {model: fixed, per: 1}}\n";

std::string too_large() {
  std::string text = small_with("model: kws, sensor: microphone", "model: mobilenetv2, sensor: camera");
  return text.replace(text.find("name: small"), 11, "name: large");
}

nlohmann::json first_row(const Outcome& outcome) { return nlohmann::json::parse(outcome.out)[0]; }

}  // namespace

TEST_CASE(
    "does one scenario without a feasible plan among several end with 4, and a planner among several not?") {
  const Folder folder;
  put(folder.path() / "small.yaml", small_scenario());
  put(folder.path() / "large.yaml", too_large());
  const Outcome both = run_in(folder.path(), {"run", "small.yaml", "large.yaml"});
  CHECK(both.code == 4);
  CHECK_THAT(both.err, Contains("large/synergy/adaptive/0: infeasible"));
  CHECK_THAT(both.out, Contains("small") && Contains("large"));
  CHECK(run_in(folder.path(), {"run", "large.yaml", "small.yaml"}).code == 4);
  CHECK(run_in(folder.path(), {"run", "small.yaml"}).code == 0);
  // Eight models on eight devices: synergy finds a plan, this baseline none.
  const Outcome some = run({"run", "w6", "--planner", "min_dev", "--planner", "synergy", "--set",
                            "measurement={warm_up: 0 s, window: 5 s}", "--format", "csv"});
  CHECK_THAT(some.out, Contains(",ok,") && Contains(",infeasible,"));
  CHECK(some.code == 0);
  CHECK_THAT(run({"run", "--help"}).out, Contains("Exit code 4"));
}

TEST_CASE("is a window in which nothing completes no plain ok, in table, CSV, stderr and exit code?") {
  const Folder folder;
  put(folder.path() / "short.yaml",
      small_with("{warm_up: 0.1 s, window: 1 s}", "{warm_up: 0 s, window: 1 ms}"));
  const Outcome outcome = run_in(folder.path(), {"run", "short.yaml", "--format", "json", "--out", "out"});
  CHECK(outcome.code == 4);
  const auto row = first_row(outcome);
  CHECK(row["status"] == "nothing_completed");
  CHECK(row["reasons"] == "no inference completed in the window");
  CHECK(row["throughput_inf_per_s"] == 0);
  CHECK(row["latency_mean_ms"].is_null());
  CHECK(row["energy_per_inference_uj"].is_null());
  CHECK(row["power_mean_mw"] > 0);
  CHECK_THAT(outcome.err,
             Contains("small/synergy/adaptive/0: nothing_completed\n") && Contains("window of 0.001 s: kws"));
  CHECK_THAT(run_in(folder.path(), {"run", "short.yaml"}).out, Contains(" nothing_completed "));
  CHECK_THAT(run({"list", "metrics", "--format", "csv"}).out, Contains("nothing_completed (simulated, but"));
}

TEST_CASE("is an app that completes nothing named, though others do?") {
  const Folder folder;
  // The second app crosses the dead link, the first does not.
  put(folder.path() / "two.yaml",
      "schema_version: 1\nname: two\nbody:\n  devices:\n"
      "    - {name: ear, accelerator: max78000, radio: nrf52840, sensors: [microphone_sph0645], "
      "interactions: "
      "[haptic_lra]}\n"
      "    - {name: wrist, radio: nrf52840, interactions: [display_ls013b4dn04]}\n"
      "apps:\n  - {name: near, model: kws, sensor: microphone, interaction: haptic}\n"
      "  - {name: far, model: kws, sensor: microphone, interaction: display}\n"
      "load: {regime: saturated}\nmeasurement: {warm_up: 0 s, window: 5 s}\n" +
          std::string(kDead));
  const Outcome outcome = run_in(folder.path(), {"run", "two.yaml", "--policy", "inter_app"});
  CHECK(outcome.code == 0);
  CHECK_THAT(outcome.err, Contains("ok, but\n  no inference completed in the window of 5 s: far\n"));
}

TEST_CASE("does a dead link show in the table, and nothing of it where all links live?") {
  const Folder folder;
  put(folder.path() / "dead.yaml", linked(kDead));
  put(folder.path() / "alive.yaml", linked(""));
  const Outcome dead = run_in(folder.path(), {"run", "dead.yaml"});
  CHECK(dead.code == 4);
  const std::string header = lines_of(dead.out).at(0);
  CHECK_THAT(header, Contains("dropped_link_lost_count") && Contains("link_loss_count"));
  CHECK_THAT(header, !Contains("dropped_queue_full_count") && !Contains("deadline_miss_count"));
  CHECK_THAT(lines_of(dead.out).at(1), Contains("nothing_completed"));
  const auto row = first_row(run_in(folder.path(), {"run", "dead.yaml", "--format", "json"}));
  CHECK(row["link_loss_count"] > 50);  // every 100 ms of trying and 50 ms of coming back, in 20 s
  const std::string alive = lines_of(run_in(folder.path(), {"run", "alive.yaml"}).out).at(0);
  CHECK_THAT(alive, !Contains("_count"));
  // Misses and full queues show the same way.
  const Outcome late =
      run_in(folder.path(), {"run", "alive.yaml", "--set", "load={regime: periodic, queue_limit: 1}", "--set",
                             "apps.kws.rate=1 kHz", "--set", "apps.kws.deadline=1 us"});
  CHECK_THAT(lines_of(late.out).at(0),
             Contains("deadline_miss_count") && Contains("dropped_queue_full_count"));
}

TEST_CASE("do people see replications as one row with mean and interval, and programs one row each?") {
  const Folder folder;
  put(folder.path() / "lossy.yaml", linked("link: {loss: {model: fixed, per: 0.2}}\nreplications: 4\n"));
  const auto table = lines_of(run_in(folder.path(), {"run", "lossy.yaml", "--out", "out"}).out);
  REQUIRE(table.size() == 2);
  CHECK_THAT(table[0], Contains("replication_count"));
  CHECK_THAT(table[1], Contains("  4  ok ") && Contains(" +- "));
  CHECK(lines_of(run_in(folder.path(), {"run", "lossy.yaml", "--format", "csv"}).out).size() == 1 + 4);
  CHECK(lines_of(read(folder.path() / "out" / "runs.csv")).size() == 1 + 4);
  // One replication is shown as ever.
  const std::string one = run_in(folder.path(), {"run", "lossy.yaml", "--set", "replications=1"}).out;
  CHECK_THAT(one, !Contains("+-") && !Contains("replication_count"));
}

TEST_CASE("are equal troubles of several runs said once?") {
  const Folder folder;
  put(folder.path() / "large.yaml", too_large());
  const Outcome outcome = run_in(folder.path(), {"run", "large.yaml", "--set", "replications=5"});
  CHECK(outcome.code == 4);
  CHECK_THAT(outcome.err, Catch::StartsWith("large/synergy/adaptive/0, large/synergy/adaptive/1, "
                                            "large/synergy/adaptive/2 and 2 more: infeasible\n"));
  const auto lines = lines_of(outcome.err);
  for (std::size_t i = 0; i < lines.size(); ++i) CHECK(std::count(lines.begin(), lines.end(), lines[i]) == 1);
}

TEST_CASE("does a run that was to measure what repeats say so where nothing repeats?") {
  // Poisson arrivals never repeat; w2 in rounds does, and its period stands in the table.
  const Outcome random = run({"run", "w2", "--set", "load={regime: poisson}", "--set", "apps.kws.rate=9 Hz",
                              "--set", "apps.simplenet.rate=7 Hz", "--set", "apps.widenet.rate=5 Hz", "--set",
                              "measurement={warm_up: 1 s, window: steady}"});
  CHECK_THAT(random.err,
             Contains("w2/synergy/adaptive/0: nothing was found to repeat; a warm-up of 1 s and a "
                      "window of 60 s stand in\n"));
  const Outcome rounds = run({"run", "w2", "--set", "measurement={window: steady}"});
  CHECK(rounds.err.empty());
  CHECK_THAT(rounds.out, Contains("steady_period_ms"));
}
