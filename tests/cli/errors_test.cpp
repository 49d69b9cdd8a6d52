// What a user sees who makes a mistake: the exit code and a message that says where, what, and what would do.
#include <filesystem>

#include "program.hpp"

using namespace synergy::test;

namespace {

/// Runs a scenario file with this text, as "my.yaml" in a folder of its own.
Outcome run_text(const std::string& text, const std::vector<std::string>& more = {}) {
  const Folder folder;
  put(folder.path() / "my.yaml", text);
  std::vector<std::string> arguments{"run", "my.yaml"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_in(folder.path(), arguments);
}

}  // namespace

TEST_CASE("is the scenario of these tests a good one?") {
  const Outcome outcome = run_text(small_scenario());
  CHECK(outcome.code == 0);
  CHECK(outcome.err == "");
  CHECK_THAT(outcome.out, Catch::Contains("small"));
}

TEST_CASE("does an unknown planner end with the known ones and a suggestion?") {
  check_fails(run({"run", "w1", "--planner", "synergi"}), 2,
              {"unknown planner 'synergi'", "min_dev", "joint_model", "did you mean 'synergy'?"});
  check_fails(run({"plan", "w1", "--planner", "mindev"}), 2, {"did you mean 'min_dev'?"});
  check_fails(run({"run", "w1", "--planner", "fixed"}), 2, {"give --plan FILE instead of --planner"});
  check_fails(run_text(small_scenario("planner: synergi\n")), 3,
              {"my.yaml:13:10: unknown planner 'synergi'", "did you mean 'synergy'?"});
  check_fails(run({"run", "w1", "--planner", "SYNERGY"}), 2, {"did you mean 'synergy'?"});
  check_fails(run({"run", "w1", "--policy", "Sequential"}), 2, {"did you mean 'sequential'?"});
  check_fails(run({"run", "w1", "--policy", "adaptiv"}), 2,
              {"unknown policy 'adaptiv'", "sequential", "did you mean 'adaptive'?"});
}

TEST_CASE("does a parameter the planner does not have end with those it has?") {
  const std::string text = small_scenario("planner: {name: ind_e2e, memory_obliviuos: true}\n");
  check_fails(run_text(text), 3, {"ind_e2e", "memory_obliviuos", "did you mean 'memory_oblivious'?"});
  const Folder folder;
  put(folder.path() / "my.yaml", text);
  for (const char* command : {"plan", "explain"}) {
    std::vector<std::string> arguments{command, "my.yaml"};
    if (std::string(command) == "explain") arguments.emplace_back("ind_e2e");
    check_fails(run_in(folder.path(), arguments), 3, {"my.yaml:13:10: ", "did you mean 'memory_oblivious'?"});
  }
}

TEST_CASE("does wrong use of the command line end with 2 and the way to the help?") {
  check_fails(run({}), 2, {"synergy-sim --help"});
  check_fails(run({"run"}), 2, {"SCENARIO is required"});
  check_fails(run({"plann", "w1"}), 2,
              {"unknown command 'plann'", "known: run, plan", "did you mean 'plan'?"});
  check_fails(run({"rnu", "w1"}), 2, {"did you mean 'run'?"});
  check_fails(run({"run", "w1", "--bogus"}), 2, {"unknown option '--bogus'", "--planner", "--quiet"});
  check_fails(run({"run", "w1", "--plannr=synergy"}), 2,
              {"unknown option '--plannr'", "did you mean '--planner'?"});
  check_fails(run({"run", "w1", "--format", "xml"}), 2, {"--format", "xml", "table", "csv", "json"});
  check_fails(run({"run", "w1", "--format", "cvs"}), 2, {"did you mean 'csv'?"});
  check_fails(run({"run", "w1", "--set", "link"}), 2, {"--set link: expected path=value"});
  check_fails(run({"cost", "--model", "kws"}), 2, {"--device"});
  check_fails(run({"cost", "--model", "kws", "--device", "max78000", "--layers", "3:9"}), 2,
              {"--layers 3:9", "0:8"});
  check_fails(run({"list", "planets"}), 2, {"planets", "planners", "metrics"});
  check_fails(run({"list", "planer"}), 2, {"unknown choice 'planer'", "did you mean 'planners'?"});
  check_fails(run({"explain", "w1", "synergi"}), 2,
              {"unknown planner 'synergi'", "did you mean 'synergy'?", "path to a plan file"});
  check_fails(run({"run", "w1", "w1"}), 2, {"two scenarios are named 'w1'"});
}

TEST_CASE("does a missing or unreadable file end with 3 and its name?") {
  check_fails(run({"run", "nothere.yaml"}), 3, {"nothere.yaml: no such file"});
  check_fails(run({"run", "nosuch"}), 3, {"unknown scenario 'nosuch'", "w1, w2"});
  check_fails(run({"run", "/"}), 3, {"/: not a regular file"});
  check_fails(run({"explain", "w1", "nothere.yaml"}), 3, {"nothere.yaml: no such file"});
  check_fails(run({"cost", "--model", "ks", "--device", "max78000"}), 3,
              {"unknown model 'ks'", "did you mean 'kws'?"});
  check_fails(run({"cost", "--model", "./ks.yaml", "--device", "max78000"}), 3,
              {"--model: no such file: ", "ks.yaml"});
  check_fails(run({"cost", "--model", "kws", "--device", "max7800"}), 3, {"did you mean 'max78000'?"});
  check_fails(run({"cost", "--model", "kws", "--device", "MAX78000"}), 3, {"did you mean 'max78000'?"});
  check_fails(run({"cost", "--model", "KWS", "--device", "max78000"}), 3, {"did you mean 'kws'?"});
  check_fails(run({"run", "W1"}), 3, {"did you mean 'w1'?"});
  check_fails(run_text(small_with("model: kws", "model: kvs")), 3,
              {"my.yaml:11:13: unknown model 'kvs'", "did you mean 'kws'?"});
  check_fails(run({"--data", "/nonexistent", "run", "w1"}), 3, {"w1"});
}

TEST_CASE("does a wrong unit, type or key end with 3, the place, and the valid choices?") {
  check_fails(run_text(small_with("window: 1 s", "window: 1 mW")), 3,
              {"my.yaml:12:39: '1 mW' has the wrong unit 'mW'; expected a duration in one of: s, ms"});
  check_fails(run_text(small_with("window: 1 s", "window: 1")), 3,
              {"my.yaml:12:39: '1' has no unit; expected a duration"});
  check_fails(run_text(small_with("sensor: microphone", "sensr: microphone")), 3,
              {"my.yaml:11:18: unknown key 'sensr'", "did you mean 'sensor'?"});
  check_fails(run_text(small_scenario("seeds: 3\n")), 3,
              {"my.yaml:13:1: unknown key 'seeds'", "did you mean 'seed'?"});
  check_fails(run_text(small_scenario("seed: 3\nseed: 4\n")), 3, {"my.yaml:14:", "seed"});
  check_fails(run_text(small_scenario("seed: three\n")), 3,
              {"my.yaml:13:7: expected a whole number, found 'three'"});
  check_fails(run_text(small_scenario("replications: 0\n")), 3, {"my.yaml:13:15: 0 is out of range: 1 to"});
  check_fails(run_text(small_scenario("policy: adaptve\n")), 3,
              {"my.yaml:13:9: unknown policy 'adaptve'", "did you mean 'adaptive'?"});
}

TEST_CASE("are all mistakes of a file said at once, in its order?") {
  std::string text = small_with("accelerator: max78000", "accelerator: max7800");
  text.replace(text.find("window: 1 s"), 11, "window: 1 W");
  const Outcome outcome = run_text(text + "cpu_sleep: never\n");
  check_fails(outcome, 3, {"my.yaml:6:20: ", "my.yaml:12:39: ", "my.yaml:13:12: "});
  CHECK(lines_of(outcome.err).size() == 3);
  CHECK(outcome.err.find(":6:") < outcome.err.find(":12:"));
  CHECK(outcome.err.find(":12:") < outcome.err.find(":13:"));
}

TEST_CASE("is a mistake said once, without what follows from it?") {
  const auto only = [](const std::string& from, const std::string& to, const std::string& said,
                       const std::string& more = "") {
    CAPTURE(to, more);
    const Outcome outcome = run_text(small_with(from, to) + more);
    check_fails(outcome, 3, {said});
    CHECK(lines_of(outcome.err).size() == 1);
  };
  // A device that cannot be read has neither a name nor parts, and neither has the body.
  only("accelerator: max78000", "accelerator: max7800",
       "my.yaml:6:20: unknown accelerator profile 'max7800'");
  only("microphone_sph0645", "microphone_sph06", "my.yaml:8:17: unknown sensor profile 'microphone_sph06'");
  only("haptic_lra", "haptic", "my.yaml:9:22: unknown actuator profile 'haptic'");
  only("name: wrist", "name: [wrist]", "my.yaml:5:13: expected text, found a list");
  only("name: wrist", "nme: wrist", "my.yaml:5:7: unknown key 'nme'");
  only("  devices:", "  devcies:", "my.yaml:4:3: unknown key 'devcies'");
  only("radio: nrf52840", "radio: nrf5240", "my.yaml:7:14: unknown radio profile",
       "battery_life_floor: {wrist: 1 h}\n");
  only("interaction: haptic}",
       "interaction: haptic, source_device: wrist, forbidden_devices: [wrist], pinned_segments: [{device: "
       "wrist, "
       "first: 0, last: 1}]}\nbody: nowhere",
       "my.yaml:12:1: duplicate key 'body'");
  only("body:", "bdy:", "my.yaml:3:1: unknown key 'bdy'");
  only("apps:", "aps:", "my.yaml:10:1: unknown key 'aps'");
  // Nor does a number that cannot be read say anything of others.
  only("interaction: haptic}", "interaction: haptic, pinned_segments: [{device: wrist, first: 3, last: x}]}",
       "my.yaml:11:109: expected");
  only("name: small", "name: small", "my.yaml:13:13: unknown key 'round'", "objective: {round: 1}\n");
}

TEST_CASE("are both ends of a range in one unit?") {
  check_fails(run_text(small_with("window: 1 s", "window: -1 s")), 3,
              {"my.yaml:12:39: -1 s is out of range: 1 ms to 100000000000 ms"});
}

TEST_CASE("do messages stand behind what was printed before them, in one file?") {
  const Folder folder;
  put(folder.path() / "good.yaml", small_scenario());
  put(folder.path() / "bad.yaml", "schema_version: 1\nshopping: [milk]\n");
  const std::string command = "cd '" + folder.path().string() +
                              "' && '" SYNERGY_SIM_BINARY
                              "' validate good.yaml bad.yaml good.yaml > both 2>&1";
  CHECK(std::system(command.c_str()) != 0);
  const auto lines = lines_of(read(folder.path() / "both"));
  REQUIRE(lines.size() == 3);
  CHECK(lines[0] == "good.yaml: valid scenario");
  CHECK_THAT(lines[1], Catch::StartsWith("bad.yaml: not a file of this program"));
  CHECK(lines[2] == "good.yaml: valid scenario");
}

TEST_CASE("does a command work the same where nobody reads its messages?") {
  const auto code = [](const std::string& arguments) {
    const int status = std::system(("'" SYNERGY_SIM_BINARY "' " + arguments).c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  };
  for (const std::string nowhere : {" 2> /dev/full", " 2>&-"}) {
    CAPTURE(nowhere);
    CHECK(code("run nosuch > /dev/null" + nowhere) == 3);
    CHECK(code("run w1 --bogus > /dev/null" + nowhere) == 2);
    CHECK(code("plan w1 > /dev/null" + nowhere) == 0);
  }
}

TEST_CASE("is listing a folder that is not there an error?") {
  check_fails(run({"--data", "/nonexistent", "list", "models"}), 2, {"--data /nonexistent: no folder with"});
  CHECK(run({"--data", "/nonexistent", "list", "planners"}).code == 0);
}

TEST_CASE("does a body without what an app needs end with 3 and what it has?") {
  check_fails(run_text(small_with("sensor: microphone", "sensor: ppg")), 3,
              {"my.yaml:11:26: no device of the body has this sensor", "'ppg'", "camera, microphone"});
  check_fails(run_text(small_with("interaction: haptic", "interaction: display")), 3,
              {"my.yaml:11:", "no device of the body has this interaction", "'display'", "haptic"});
  check_fails(run_text(small_with("interaction: haptic}", "interaction: haptic, target_device: wrst}")), 3,
              {"unknown device 'wrst'", "did you mean 'wrist'?"});
}

TEST_CASE("does an empty scenario or body end with 3?") {
  check_fails(run_text(""), 3, {"my.yaml: the file is empty"});
  check_fails(run_text(small_with("\n  - {model: kws, sensor: microphone, interaction: haptic}", " []")), 3,
              {"my.yaml:10:7: a scenario needs at least one app"});
  const std::string text = small_scenario();
  const std::string no_apps = text.substr(0, text.find("apps:"));
  check_fails(run_text(no_apps), 3, {"my.yaml:1:1: missing key 'apps'"});
  check_fails(run_text("schema_version: 1\nname: x\nbody: {devices: []}\napps: []\n"), 3,
              {"my.yaml:3:17: a body needs at least one device", "my.yaml:4:7: "});
}

TEST_CASE("do two devices or two apps with one name end with 3?") {
  const std::string twin =
      "    - {name: wrist, accelerator: max78000, radio: nrf52840, sensors: [camera_hm01b0]}\napps:\n";
  check_fails(run_text(small_with("apps:\n", twin)), 3, {"my.yaml:10:", "two devices are named 'wrist'"});
  const std::string app = "  - {model: kws, sensor: microphone, interaction: haptic}\n";
  check_fails(run_text(small_with(app, app + app)), 3, {"my.yaml:12:", "two apps are named 'kws'"});
}

TEST_CASE("does a model that fits nowhere end with 4 and the reasons?") {
  for (const char* model : {"mobilenetv2", "efficientnetv2"}) {
    const std::string text =
        small_with("model: kws, sensor: microphone", std::string("model: ") + model + ", sensor: camera");
    const Outcome outcome = run_text(text, {"--format", "csv"});
    CHECK(outcome.code == 4);
    CHECK_THAT(outcome.out, Catch::Contains(",infeasible,"));
    CHECK_THAT(outcome.err, Catch::Contains("small/synergy/adaptive/0: infeasible\n  my.yaml:11:5: ") &&
                                Catch::Contains(model));
    const Folder folder;
    put(folder.path() / "my.yaml", text);
    const Outcome planned = run_in(folder.path(), {"plan", "my.yaml"});
    check_fails(planned, 4, {"no feasible plan", "my.yaml:11:5: ", model});
    const Outcome explained = run_in(folder.path(), {"explain", "my.yaml", "synergy"});
    CHECK(explained.code == 4);
    CHECK_THAT(explained.out, Catch::StartsWith("infeasible:\n  my.yaml:11:5: ") && Catch::Contains(model));
  }
}

TEST_CASE("is a folder that cannot be written to refused before anything runs?") {
  check_fails(run({"run", "w1", "--out", "/dev/null/results"}), 8,
              {"/dev/null/results: cannot be created: Not a directory"});
  check_fails(run({"reproduce", "--out", "/dev/null/results"}), 8, {"/dev/null/results: cannot be created"});
}

TEST_CASE("does a mistake leave no folder behind?") {
  const Folder folder;
  put(folder.path() / "my.yaml", small_scenario("seeds: 3\n"));
  check_fails(run_in(folder.path(), {"run", "my.yaml", "--out", "results"}), 3, {"my.yaml:13:1: "});
  CHECK(!std::filesystem::exists(folder.path() / "results"));
}

TEST_CASE("do hostile files end with 3 and one line?") {
  std::string binary = small_scenario();
  binary[5] = '\x01';
  const std::string aliases = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n";
  for (const std::string& text :
       {binary, std::string("\xff\xfe\x00\x01", 4), std::string(5000, '['), aliases, std::string("{"),
        std::string("a: b: c\n"), std::string("- just\n- a list\n"), std::string("'unfinished"),
        "schema_version: 1\n---\n" + small_scenario()}) {
    const Outcome outcome = run_text(text);
    check_fails(outcome, 3, {"my.yaml"});
    CHECK(lines_of(outcome.err).size() <= 5);
  }
}

TEST_CASE("does --set with a path or value that does not work end with 3 and what was set?") {
  check_fails(run({"run", "w1", "--set", "apps.9.rate=5 Hz"}), 3,
              {"--set apps.9.rate=5 Hz", "no list item '9'"});
  check_fails(run({"run", "w1", "--set", "link.connection_interval=15 mW"}), 3,
              {"w1.yaml with --set link.connection_interval=15 mW: '15 mW' has the wrong unit"});
  check_fails(run({"run", "w1", "--set", "linc.phy=1M"}), 3,
              {"w1.yaml with --set linc.phy=1M: unknown key 'linc'", "did you mean 'link'?"});
  check_fails(run({"run", "w1", "--set", "seed=3", "--set", "link.att_mtu=9", "--set", "replications=2"}), 3,
              {"w1.yaml with --set link.att_mtu=9: 9 is out of range"});
  const Folder folder;
  put(folder.path() / "small.yaml", small_scenario());
  check_fails(run_in(folder.path(), {"validate", "small.yaml", "--set", "link.att_mtu=9"}), 3,
              {"small.yaml with --set link.att_mtu=9: 9 is out of range"});
}

TEST_CASE("does --set with an app or device that is not there say which one was meant?") {
  check_fails(
      run({"run", "w2", "--set", "apps.simplnet.rate=5 Hz"}), 3,
      {"no list item 'simplnet'; known: 0 to 2, or kws, simplenet, widenet; did you mean 'simplenet'?"});
  check_fails(run({"run", "w2", "--set", "devices.wach.battery=5 J"}), 3, {"did you mean 'watch'?"});
  const Folder folder;
  put(folder.path() / "small.yaml", small_with("model: kws", "name: kws.v1.2, model: kws"));
  check_fails(run_in(folder.path(), {"run", "small.yaml", "--set", "apps.kvs.v1.2.rate=5 Hz"}), 3,
              {"no list item 'kvs'", "did you mean 'kws.v1.2'?"});
  // What is like none of them is told them all, and nothing more.
  const Outcome outcome = run({"run", "w2", "--set", "apps.photosynthesis.rate=5 Hz"});
  CHECK_THAT(outcome.err, Catch::Contains("known: 0 to 2, or kws") && !Catch::Contains("did you mean"));
}

TEST_CASE("is a plan whose scenario is not at hand told how to name it?") {
  const Folder folder;
  put(folder.path() / "plan.yaml",
      "schema_version: 1\nscenario: small\napps:\n  - app: kws\n    source: wrist\n"
      "    segments: [{device: wrist, first: 0, last: 8}]\n    target: wrist\n");
  put(folder.path() / "small.yaml", small_scenario());
  check_fails(run_in(folder.path(), {"validate", "plan.yaml"}), 3,
              {"plan.yaml:2:11: this is a plan for the scenario 'small', which is not at hand",
               "name a scenario file of your own before its plans"});
  CHECK(run_in(folder.path(), {"validate", "small.yaml", "plan.yaml"}).code == 0);
  check_fails(run_in(folder.path(), {"validate", "plan.yaml", "--set", "seed=1"}), 2,
              {"--set changes scenarios; plan.yaml is a plan"});
}

TEST_CASE("does a path in a sweep that leads nowhere end with its place, its key and the file?") {
  const Folder folder;
  put(folder.path() / "small.yaml", small_scenario());
  const auto sweep = [&](const std::string& keys) {
    put(folder.path() / "s.yaml", "schema_version: 1\nname: s\n" + keys);
    return run_in(folder.path(), {"sweep", "s.yaml", "--dry-run"});
  };
  check_fails(sweep("scenarios: [small.yaml, deep/none.yaml]\n"), 3,
              {"s.yaml:3:25: scenarios: deep/none.yaml: no such file"});
  check_fails(sweep("scenarios: small.yaml\nset:\n  seed: 1\n  apps.kws.model: ./none.yaml\n"), 3,
              {"s.yaml:6:19: scenario small with apps.kws.model set: no such file: ", "none.yaml"});
  check_fails(
      sweep("scenarios: small.yaml\naxes:\n  apps.kws.model: [./none.yaml]\n"), 3,
      {"s.yaml:5:19: no value of axis apps.kws.model makes a valid scenario of small: no such file: "});
  check_fails(run_in(folder.path(), {"sweep", "none.yaml", "--dry-run"}), 3, {"none.yaml: no such file"});
}

TEST_CASE("does a data folder that is not there end with its name and what it should hold?") {
  const std::string should = "it should hold model_zoo, device_profiles and scenarios";
  check_fails(run({"--data", "/nope", "run", "w1"}), 3,
              {"unknown scenario 'w1': the data folder /nope is not there", should, "--data"});
  check_fails(run({"--data", "/nope", "sweep", "links", "--dry-run"}), 3,
              {"unknown sweep 'links': the data folder /nope is not there", should});
  check_fails(
      run_text(small_scenario(), {"--data", "/nope"}), 3,
      {"my.yaml:6:20: unknown accelerator profile 'max78000': the data folder /nope is not there", should});
  const Folder empty;
  check_fails(run_in(empty.path(), {"--data", ".", "cost", "--model", "kws", "--device", "max78000"}), 3,
              {"unknown model 'kws': the data folder . has none", should});
}

TEST_CASE("is a stdout that takes nothing an error of writing, and no bug?") {
  const Folder folder;
  const std::string program = SYNERGY_SIM_BINARY;
  // Also what is written only at the end, without a line's end.
  for (const char* words : {" list planners", " list metrics --format csv", " --version"}) {
    CAPTURE(words);
    const Outcome full = run_in(folder.path(), {"-c", program + words + " >/dev/full"}, {}, "/bin/sh");
    check_fails(full, 8, {"stdout: cannot be written\n"});
  }
  const Outcome closed = run_in(folder.path(), {"-c", program + " list planners >&-"}, {}, "/bin/sh");
  check_fails(closed, 8, {"stdout: cannot be written\n"});
}
