#pragma once

#include "synergy/device/accelerator.hpp"
#include "synergy/max7800x/profile.hpp"

#include <memory>

namespace synergy::max7800x {

/// The family's row of the table of families.
[[nodiscard]] const device::Family& family();

/// The chip of a profile behind the contract that everybody else sees. Its memories are "words" (weights) and
/// "bias_bytes", its capacities the words of each processor and the bytes of biases.
[[nodiscard]] std::shared_ptr<const device::Accelerator> make_accelerator(Profile profile);

}  // namespace synergy::max7800x
