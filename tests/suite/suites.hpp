#pragma once

#include "synergy/planner/registry.hpp"
#include "synergy/suite/run.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "../support/folder.hpp"

namespace synergy::test {

/// Two apps on two devices; `keys` of the scenario, `app_keys` of both apps.
inline std::string instance(const std::string& name, const std::string& keys,
                            const std::string& app_keys = "") {
  return "schema_version: 1\nname: " + name +
         "\nbody:\n  devices:\n"
         "    - {name: glasses, accelerator: max78000, radio: nrf52840, sensors: [camera_hm01b0], "
         "interactions: [display_ls013b4dn04]}\n"
         "    - {name: watch, accelerator: max78000, radio: nrf52840, interactions: [haptic_lra]}\n"
         "apps:\n  - {model: simplenet, sensor: camera, interaction: display" +
         app_keys + "}\n  - {model: convnet5, sensor: camera, interaction: haptic" + app_keys +
         "}\nmeasurement: {warm_up: 1 s, window: 2 s}\n" + keys;
}

/// A suite of two families and three instances, in a folder of its own.
class SmallSuite {
 public:
  SmallSuite() {
    write("one/a", instance("one/a", "objective: throughput\n"));
    write("one/b", instance("one/b", "objective: energy\n"));
    write("two/rates",
          instance("two/rates", "objective: throughput\nload: {regime: periodic}\n", ", rate: 5 Hz"));
    std::filesystem::create_directories(path() / "plans" / "one");
  }
  void write(const std::string& id, const std::string& text) const {
    const std::filesystem::path file = path() / (id + ".yaml");
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }
  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }
  [[nodiscard]] std::vector<suite::Instance> instances() const {
    return suite::instances(path(), suite::families(path()));
  }

 private:
  Folder folder_;
};

inline suite::RunOptions asked(const std::vector<std::string>& planners) {
  suite::RunOptions options;
  for (const std::string& name : planners) options.planners.push_back(&planner::Registry::builtin().at(name));
  return options;
}

}  // namespace synergy::test
