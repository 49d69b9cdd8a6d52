#pragma once

#include "synergy/network/network.hpp"

#include <string>

namespace synergy::network {

/// The network as a network file (model_zoo/README.md), defaults left out; read_network() reads it back to an
/// equal network, without its lowered form. Starts with `schema_version`, ends with a line feed. Whatever it
/// carries, the operators are what is written.
[[nodiscard]] std::string general_yaml(const Network& network);

/// The network as the file it is from: that of the lowered form it carries, else general_yaml().
[[nodiscard]] std::string to_yaml(const Network& network);

}  // namespace synergy::network
