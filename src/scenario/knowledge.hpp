#pragma once

#include "synergy/input/reader.hpp"
#include "synergy/scenario/knowledge.hpp"

namespace synergy::scenario {

/// The key `knowledge`, with the rules that concern more than one of its keys. Problems are recorded at the
/// value.
[[nodiscard]] Knowledge read_knowledge(const input::Value& value);

}  // namespace synergy::scenario
