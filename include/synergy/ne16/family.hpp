#pragma once

#include "synergy/device/accelerator.hpp"
#include "synergy/ne16/profile.hpp"

#include <memory>

namespace synergy::ne16 {

/// The family's row of the table of families, called "ne16". It has no network files of its own.
/// Always the same object, so that its address tells the family.
/// Its schema is written from fields().
[[nodiscard]] const device::Family& family();

/// The chip of a profile behind the contract that everybody else sees. Its memories are "l2_bytes" (weights
/// of all segments and the tensors of the largest) and "emram_bytes". Times follow the cycle model and are
/// estimates. Nothing is checked: read_profile() does. Pre: what something is divided by is not 0.
/// The controller's power asleep is part of `waiting`, so Cpu::asleep is 0. A copy at another speed keeps its
/// clock, as another clock would mean other powers; its profile file does not say the speed.
/// Its capacities are the bytes of L2 and of eMRAM, both of which hold the weights of everything deployed.
/// Numbers of `measured_power` have the key "measured_power.NETWORK" and count for that network alone.
[[nodiscard]] std::shared_ptr<const device::Accelerator> make_accelerator(Profile profile);

}  // namespace synergy::ne16
