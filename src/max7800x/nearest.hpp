#pragma once

#include "synergy/max7800x/profile.hpp"
#include "synergy/network/network.hpp"

#include <string>

namespace synergy::max7800x {

/// What a chip has instead of an operator that it refuses: how those of the operator's own numbers would have
/// to be that the chip does not take. Empty: they are in order, and what is wrong is where the operator
/// stands or what it reads. Often another network, to be trained anew. Without a full stop.
[[nodiscard]] std::string nearest_to(const Profile& chip, const network::Network& network,
                                     network::OperatorId id);

}  // namespace synergy::max7800x
