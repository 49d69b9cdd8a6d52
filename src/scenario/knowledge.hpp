#pragma once

#include "synergy/input/reader.hpp"
#include "synergy/scenario/knowledge.hpp"

#include <string>

namespace synergy::scenario {

[[nodiscard]] Knowledge read_knowledge(const input::Value& value);

/// `knowledge` as read_knowledge reads it back.
[[nodiscard]] std::string knowledge_text(const Knowledge& knowledge);

}  // namespace synergy::scenario
