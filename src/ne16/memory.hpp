#pragma once

#include "synergy/device/memory.hpp"
#include "synergy/ne16/profile.hpp"

#include <memory>

namespace synergy::ne16 {

/// L2 and eMRAM of a chip with nothing on them. Weights of all segments stay in both; the tensors of one
/// inference at a time lie in L2 as well, so those of the most demanding segment count.
[[nodiscard]] std::shared_ptr<device::Memory::State> empty_state(const Profile& profile);

}  // namespace synergy::ne16
