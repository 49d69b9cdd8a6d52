#pragma once

#include "synergy/device/family.hpp"

namespace synergy::families {

/// The families of accelerators this program comes with: one row each (src/families/families.cpp). A new
/// family is its own folder and a row there; nothing else names it.
[[nodiscard]] const device::Families& built_in();

}  // namespace synergy::families
