#pragma once

#include "synergy/scenario/scenario.hpp"

#include "definitions.hpp"

namespace synergy::scenario {

/// Reads an enumerator by its name, if the key is there.
template <class Enum>
void read_choice(input::Mapping& mapping, std::string_view key, Enum& target) {
  if (const auto value = mapping.optional(key)) {
    target = static_cast<Enum>(value->choice(key, names_of(target)));
  }
}

/// none, model, a time, or {cycles_per_byte: N}.
[[nodiscard]] CpuWork read_cpu_work(const input::Value& value);

/// Reads `apps`. The scenario's body, load and defaults have been read.
void read_apps(const input::Value& list, const Definitions& definitions, Scenario& scenario);

}  // namespace synergy::scenario
