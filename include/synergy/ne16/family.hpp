#pragma once

#include "synergy/device/accelerator.hpp"
#include "synergy/ne16/profile.hpp"

#include <memory>

namespace synergy::ne16 {

/// The family's row of the table of families, called "ne16". It has no network files of its own.
[[nodiscard]] const device::Family& family();

/// The chip of a profile behind the contract that everybody else sees. Its memories are "l2_bytes" (weights
/// of all segments and the tensors of the largest) and "emram_bytes". Times follow the cycle model and are
/// estimates. Nothing is checked: read_profile() does. Pre: what something is divided by is not 0.
[[nodiscard]] std::shared_ptr<const device::Accelerator> make_accelerator(Profile profile);

}  // namespace synergy::ne16
