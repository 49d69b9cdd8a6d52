#pragma once

#include "synergy/device/accelerator.hpp"
#include "synergy/measured/profile.hpp"

#include <memory>

namespace synergy::measured {

/// The family's row of the table of families, called "measured".
/// Always the same object, so that its address tells the family.
[[nodiscard]] const device::Family& family();

/// A profile behind the contract that everybody else sees. Its memories are "weights", "activations" and
/// "code", in bytes; its one capacity is the bytes of weights; its numbers have the keys of visit_numbers()
/// (numbers.hpp); its cycle rate is the clock of the first operating point over the time scale of the one
/// that counts. It is an estimate where its times are a rate, or its powers are derived from those of another
/// point. Nothing is checked: read_profile() does.
/// The rail's idle power is split: Cpu::asleep is `cpu_asleep`, or all of `idle` where the CPU itself infers,
/// and the accelerator's idle power is the rest. Energies are what the rail draws above idle, less what the
/// CPU draws by working; they are never below 0.
/// Pre: the operating point that counts is in the list (BrokenInvariant otherwise), and the first has its
/// powers.
[[nodiscard]] std::shared_ptr<const device::Accelerator> make_accelerator(Profile profile);

}  // namespace synergy::measured
