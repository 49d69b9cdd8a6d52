#pragma once

#include "synergy/input/reader.hpp"
#include "synergy/scenario/knowledge.hpp"

namespace synergy::scenario {

[[nodiscard]] Knowledge read_knowledge(const input::Value& value);

}  // namespace synergy::scenario
