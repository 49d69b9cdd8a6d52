#pragma once

#include "synergy/input/document.hpp"

#include <memory>

namespace synergy::scenario {

/// A reader of plain values as one of shared ones: profiles are shared by devices, scenarios and threads.
template <class Thing>
auto shared(Thing (*read)(const input::Document&)) {
  return [read](const input::Document& document) { return std::make_shared<const Thing>(read(document)); };
}

}  // namespace synergy::scenario
