#pragma once

#include "synergy/device/memory.hpp"
#include "synergy/measured/profile.hpp"

namespace synergy::measured {

/// Weights of all segments side by side, with their code; one arena for the tensors of whichever runs.
[[nodiscard]] device::Memory empty_memory(const Profile& profile);

}  // namespace synergy::measured
