#pragma once

#include "synergy/link/ble/spec.hpp"
#include "synergy/link/ble/stack.hpp"
#include "synergy/link/kinds.hpp"
#include "synergy/link/link.hpp"

#include <memory>

namespace synergy::link {

/// The row of the kind `ble`.
[[nodiscard]] const LinkKindInfo& ble();

/// Links with these parameters under a stack. Pre: spec.problems() is empty.
[[nodiscard]] std::shared_ptr<const LinkKind> make_ble(const BleSpec& spec, const StackProfile& stack);

}  // namespace synergy::link
