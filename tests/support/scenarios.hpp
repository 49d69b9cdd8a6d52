#pragma once

#include "synergy/input/document.hpp"
#include "synergy/scenario/load.hpp"

#include <string>

namespace synergy::test {

/// The shipped data folders, read once per test program.
inline scenario::Library& library() {
  static scenario::Library shared{SYNERGY_SOURCE_DIR};
  return shared;
}

inline scenario::Scenario shipped(const std::string& name,
                                  const std::vector<scenario::Override>& overrides = {}) {
  return scenario::load_scenario(name, library(), overrides);
}

/// A scenario from YAML text; "schema_version" and "name" are added.
inline scenario::Scenario from_yaml(const std::string& text) {
  return scenario::read_scenario(input::parse("schema_version: 1\nname: test\n" + text, "test.yaml"),
                                 library());
}

/// A body of `count` devices d0, d1, ... which all have a camera, a microphone, a display and a haptic. Apps
/// read the latest sample and leave the CPU alone unless they say otherwise, so that neither hides what a
/// test looks at.
inline std::string full_body(int count, const std::string& sensing = "latest") {
  std::string text = "sensing: " + sensing + "\npostprocess: none\nbody:\n  devices:\n";
  for (int d = 0; d < count; ++d) {
    text += "    - {name: d" + std::to_string(d) +
            ", accelerator: max78000, radio: nrf52840, sensors: [camera_hm01b0, microphone_sph0645], "
            "interactions: [display_ls013b4dn04, haptic_lra]}\n";
  }
  return text;
}

/// An accelerator whose profile file says `to` where it says `from`.
inline std::shared_ptr<const device::Accelerator> edited(const device::Accelerator& accelerator,
                                                         const std::string& from, const std::string& to) {
  std::string text = accelerator.to_yaml();
  text.replace(text.find(from), from.size(), to);  // throws if it does not
  return library().families().read(input::parse(text, accelerator.name() + ".yaml"));
}

}  // namespace synergy::test
