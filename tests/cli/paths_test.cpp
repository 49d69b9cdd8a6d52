// Where a name or a path in a file, or in --set, leads.
#include <filesystem>
#include <functional>

#include "program.hpp"

using namespace synergy::test;
using Catch::Contains;

namespace {

namespace fs = std::filesystem;

const fs::path kSource = fs::path(SYNERGY_SOURCE_DIR);

/// A scenario in `deep`, a body in `deep/bodies`, a sweep in `sweeps`, and all else where only the file that
/// names it finds it: next to it, in its own `parts`.
class Tree : public Folder {
 public:
  Tree() {
    for (const char* folder : {"deep/parts", "deep/bodies/parts", "sweeps/parts", "parts"})
      fs::create_directories(path() / folder);
    copy("model_zoo/kws.yaml", "deep/parts/talk.yaml");
    copy("device_profiles/ble_stacks/nordic_s132.yaml", "deep/parts/stack.yaml");
    copy("device_profiles/max78000.yaml", "deep/bodies/parts/chip.yaml");
    copy("device_profiles/nrf52840.yaml", "deep/bodies/parts/radio.yaml");
    copy("device_profiles/microphone_sph0645.yaml", "deep/bodies/parts/mic.yaml");
    copy("device_profiles/haptic_lra.yaml", "deep/bodies/parts/haptic.yaml");
    put(path() / "deep/bodies/one.yaml",
        "schema_version: 1\nname: one\ndevices:\n"
        "  - {name: wrist.left, accelerator: parts/chip.yaml, radio: ./parts/radio.yaml, sensors: "
        "[parts/mic.yaml], interactions: [parts/haptic.yaml]}\n");
    put(path() / "deep/s.yaml",
        "schema_version: 1\nname: s\nbody: bodies/one.yaml\nlink: {stack: parts/stack.yaml}\n"
        "apps:\n  - {model: parts/talk.yaml, sensor: microphone, interaction: haptic}\n"
        "measurement: {warm_up: 0 s, window: 1 s}\n");
  }
  void copy(const std::string& from, const std::string& to) const {
    fs::copy_file(kSource / from, path() / to, fs::copy_options::overwrite_existing);
  }
};

}  // namespace

TEST_CASE("does every path in a file start where the file lies, wherever the program is called?") {
  const Tree tree;
  const std::string file = (tree.path() / "deep/s.yaml").string();
  CHECK(run_in("/", {"run", file}).code == 0);
  CHECK(run_in(tree.path(), {"run", "deep/s.yaml"}).code == 0);
  CHECK(run_in(tree.path() / "deep/parts", {"run", "../s.yaml"}).code == 0);
  CHECK(run_in("/", {"validate", file, (tree.path() / "deep/bodies/one.yaml").string()}).code == 0);
}

TEST_CASE("does a sweep find its scenarios, and the files in its settings and axes, next to itself?") {
  const Tree tree;
  tree.copy("model_zoo/simplenet.yaml", "sweeps/parts/other.yaml");
  tree.copy("model_zoo/kws.yaml", "sweeps/parts/talk2.yaml");
  put(tree.path() / "sweeps/body.yaml",
      "schema_version: 1\nname: two\ndevices:\n"
      "  - {name: wrist, accelerator: ../deep/bodies/parts/chip.yaml, radio: nrf52840, sensors: "
      "[microphone_sph0645], interactions: [haptic_lra]}\n");
  put(tree.path() / "sweeps/x.yaml",
      "schema_version: 1\nname: x\nscenarios: ../deep/s.yaml\nset: {body: body.yaml}\n"
      "axes:\n  m: {path: apps.0.model, values: [parts/talk2.yaml, kws]}\n");
  const Outcome outcome = run_in("/", {"-q", "sweep", (tree.path() / "sweeps/x.yaml").string(), "--out",
                                       (tree.path() / "out").string()});
  CHECK(outcome.code == 0);
  const std::string runs = read(tree.path() / "out/runs.csv");
  CHECK_THAT(runs, Contains(",parts/talk2.yaml,s,two,"));
}

TEST_CASE("does a path in --set start at the working directory?") {
  const Tree tree;
  put(tree.path() / "parts/body.yaml",
      "schema_version: 1\nname: set\ndevices:\n"
      "  - {name: w, accelerator: max78000, radio: nrf52840, sensors: [microphone_sph0645], interactions: "
      "[haptic_lra]}\n");
  tree.copy("model_zoo/kws.yaml", "parts/talk3.yaml");
  const auto set = [&](const std::string& setting) {
    return run_in(tree.path(), {"run", "deep/s.yaml", "--format", "csv", "--set", setting});
  };
  CHECK_THAT(set("body=parts/body.yaml").out, Contains("s,set,"));
  CHECK(set("apps.0.model=parts/talk3.yaml").code == 0);
  CHECK(set("apps=[{model: ./parts/talk3.yaml, sensor: microphone, interaction: haptic}]").code == 0);
  CHECK(set("link={stack: deep/parts/stack.yaml}").code == 0);
  CHECK(set("body.devices.0.sensors.0=deep/bodies/parts/mic.yaml").code == 0);
  check_fails(set("apps.0.model=parts/talk.yaml"), 3,
              {"s.yaml with --set apps.0.model=parts/talk.yaml: no such file", "/parts/talk.yaml"});
  // A path in a file starts at the file still.
  CHECK(set("seed=3").code == 0);
}

TEST_CASE("do plan files find the scenario they name next to themselves?") {
  const Tree tree;
  put(tree.path() / "deep/p.yaml",
      "schema_version: 1\nscenario: ./s.yaml\napps:\n  - app: kws\n    source: wrist.left\n"
      "    segments: [{device: wrist.left, first: 0, last: 8}]\n    target: wrist.left\n");
  CHECK(run_in("/", {"validate", (tree.path() / "deep/p.yaml").string()}).code == 0);
  CHECK(run_in(tree.path(), {"run", "deep/s.yaml", "--plan", "deep/p.yaml"}).code == 0);
  CHECK(run_in(tree.path(), {"diff", "deep/p.yaml", "deep/p.yaml"}).out == "no difference\n");
}

TEST_CASE("does --set find apps by the names they have in results, and devices of bodies in other files?") {
  const Tree tree;
  const auto rate = [&](const std::string& name) {
    return run_in(tree.path(), {"run", "deep/s.yaml", "--format", "csv", "--set", "load={regime: periodic}",
                                "--set", "apps." + name + ".rate=5 Hz"});
  };
  CHECK(rate("0").code == 0);
  CHECK(rate("kws").code == 0);              // the name in parts/talk.yaml
  CHECK(rate("parts/talk.yaml").code == 0);  // as the message of the next one offers
  check_fails(rate("kvs"), 3, {"--set apps.kvs.rate=5 Hz: no list item 'kvs'; known: 0, or parts/talk.yaml"});
  CHECK(run({"run", "w1", "--set", "load={regime: periodic}", "--set", "apps.0.name=a.b", "--set",
             "apps.a.b.rate=5 Hz", "--set", "apps.1.rate=5 Hz", "--set", "apps.2.rate=5 Hz"})
            .code == 0);
  const auto battery = [&](const std::string& path) {
    return run_in(tree.path(), {"run", "deep/s.yaml", "--set", path + "=93 mWh", "--set",
                                "battery_life_floor={wrist.left: 1 s}"});
  };
  CHECK(battery("devices.wrist.left.battery").code == 0);
  CHECK(battery("body.devices.wrist.left.battery").code == 0);
  CHECK(battery("devices.0.battery").code == 0);
  check_fails(battery("devices.wrst.battery"), 3, {"no list item 'wrst'; known: 0, or wrist.left"});
  // What is not changed stays what it was, down to the bytes.
  const auto csv = [&](std::vector<std::string> more) {
    std::vector<std::string> words{"run", "w1",    "--format",
                                   "csv", "--set", "measurement={warm_up: 0 s, window: 2 s}"};
    words.insert(words.end(), more.begin(), more.end());
    const std::string out = run(words).out;
    return out.substr(0, out.find_last_of(',', out.find_last_of(',') - 1));
  };
  CHECK(csv({}) == csv({"--set", "devices.0.battery=93 mWh"}));
}
