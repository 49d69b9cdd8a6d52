#pragma once

#include "synergy/input/document.hpp"
#include "synergy/ne16/family.hpp"
#include "synergy/ne16/load.hpp"
#include "synergy/network/load.hpp"

#include <memory>
#include <string>

/// The shipped chips, and networks to ask them about.
namespace synergy::test {

inline synergy::ne16::Profile gap9(const std::string& name = "gap9_650mv_240mhz") {
  return synergy::ne16::read_profile(
      synergy::input::load(std::string(SYNERGY_SOURCE_DIR) + "/device_profiles/" + name + ".yaml"));
}

inline std::shared_ptr<const synergy::device::Network> zoo_network(const std::string& name) {
  return std::make_shared<const synergy::device::Network>(
      synergy::network::load_network(std::string(SYNERGY_SOURCE_DIR) + "/model_zoo/" + name + ".yaml"));
}

/// A network of one input `x` of this shape ("channels: 4, height: 8") and these operators.
inline std::shared_ptr<const synergy::device::Network> network_of(const std::string& input,
                                                                  const std::string& operators) {
  return std::make_shared<const synergy::device::Network>(synergy::network::read_network(
      synergy::input::parse("schema_version: 1\nform: network\nname: n\ninputs: [{name: x, " + input +
                                "}]\noperators:\n" + operators,
                            "n.yaml")));
}

inline std::shared_ptr<const synergy::device::Lowered> lowered(
    const std::shared_ptr<const synergy::device::Network>& network,
    const synergy::ne16::Profile& profile = gap9()) {
  return synergy::ne16::make_accelerator(profile)->lower(network);
}

}  // namespace synergy::test
