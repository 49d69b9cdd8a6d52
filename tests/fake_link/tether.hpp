#pragma once

// A kind of link that no one but the tests knows: two devices on a cable. All of it is in this folder; a test
// adds its row to a table of kinds. What it does can be worked out by hand: a transfer takes `delay` and the
// time of its bytes, costs the sender an energy per byte, and the cable is idle for free.
#include "synergy/device/sourced.hpp"
#include "synergy/link/kinds.hpp"
#include "synergy/link/link.hpp"
#include "synergy/quantities/quantities.hpp"

#include <memory>
#include <string>
#include <vector>

namespace synergy::test {

/// Its `link` section.
struct TetherSpec {
  std::string cable = "copper";
  Duration delay = milliseconds(2);

  bool operator==(const TetherSpec&) const = default;

  [[nodiscard]] static const link::LinkKindInfo& kind();
  [[nodiscard]] std::string to_yaml() const;
  [[nodiscard]] const std::string& profile() const { return cable; }
  [[nodiscard]] std::vector<link::SpecProblem> problems() const;
  [[nodiscard]] std::shared_ptr<const link::LinkKind> make(const input::Document& profile) const;
};

/// Its profile.
struct Cable {
  static constexpr std::string_view kKind = "cable";
  std::string name;
  device::Sourced<DataRate> rate;
  device::Sourced<EnergyPerByte> energy_per_byte;
};

/// Its row.
[[nodiscard]] const link::LinkKindInfo& tether();

}  // namespace synergy::test
