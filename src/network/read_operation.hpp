#pragma once

#include "synergy/input/reader.hpp"
#include "synergy/network/operators.hpp"

namespace synergy::network {

/// Reads the keys that this kind of operation has, and no others; all but `weights_of`, which names another
/// operator.
void read_parameters(input::Mapping& from, Operation& operation);

/// `channels`, `height` and `width`; height and width are 1 by default.
void read_shape(input::Mapping& from, Shape& shape);

}  // namespace synergy::network
