#pragma once

#include "synergy/device/accelerator.hpp"
#include "synergy/max7800x/profile.hpp"

#include <memory>

namespace synergy::max7800x {

/// The family's row of the table of families. Called "max7800x"; it reads profiles of the family and files of
/// hardware layers.
[[nodiscard]] const device::Family& family();

/// The chip of a profile behind the contract that everybody else sees. Its memories are "words" (weights) and
/// "bias_bytes", its capacities the words of each processor and the bytes of biases. Its name is the
/// profile's, its numbers have the keys of visit_numbers(), its cycle rate is the clock over the pipeline
/// factor. Nothing is checked: read_profile() does. Pre: the profile's clock, pipeline factor and supply
/// efficiency are not 0.
[[nodiscard]] std::shared_ptr<const device::Accelerator> make_accelerator(Profile profile);

/// What it was made from; lives as long as the accelerator. Pre: it is of this family.
[[nodiscard]] const Profile& profile_of(const device::Accelerator& accelerator);

}  // namespace synergy::max7800x
