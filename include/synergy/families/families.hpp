#pragma once

#include "synergy/device/family.hpp"

namespace synergy::families {

/// The families of accelerators this program comes with: one row each (src/families/families.cpp). A new
/// family is its own folder and a row there; nothing else names it, and no concept above sees a family's
/// headers (INSIDE in CMakeLists.txt). tests/families asks every row the same questions.
[[nodiscard]] const device::Families& built_in();

}  // namespace synergy::families
