#pragma once

#include "synergy/device/accelerator.hpp"
#include "synergy/measured/profile.hpp"

#include <memory>

namespace synergy::measured {

/// The family's row of the table of families, called "measured".
[[nodiscard]] const device::Family& family();

/// A profile behind the contract that everybody else sees. Its memories are "weights", "activations" and
/// "code", in bytes; its one capacity is the bytes of weights; its numbers have the keys of visit_numbers()
/// (numbers.hpp); its cycle rate is the clock of the first operating point over the time scale of the one
/// that counts. It is an estimate where its times are a rate, or its powers are derived from those of another
/// point. Nothing is checked: read_profile() does.
[[nodiscard]] std::shared_ptr<const device::Accelerator> make_accelerator(Profile profile);

}  // namespace synergy::measured
