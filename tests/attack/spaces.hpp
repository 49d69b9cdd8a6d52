#pragma once

#include "synergy/attack/space.hpp"
#include "synergy/input/document.hpp"

#include <string>

#include "../support/scenarios.hpp"

namespace synergy::test {

/// A space from YAML text; "schema_version" and "name" are added.
inline attack::Space space_from(const std::string& text) {
  return attack::read_space(input::parse("schema_version: 1\nname: test\n" + text, "space.yaml"), library());
}

/// Two small apps on two devices.
inline std::string small_space(const std::string& more = "") {
  return "apps: {count: 2, models: [convnet5, simplenet], sensors: [camera], interactions: [haptic, "
         "display]}\n"
         "devices: {count: 2, accelerators: [max78000, none], sensors: [camera_hm01b0], "
         "interactions: [haptic_lra, display_ls013b4dn04]}\n" +
         more;
}

/// A scenario as a case.
inline attack::Case case_of(const std::string& yaml) {
  return {input::parse("schema_version: 1\nname: test\n" + yaml, "case.yaml").root, {}};
}

}  // namespace synergy::test
