#pragma once

#include "synergy/input/error.hpp"
#include "synergy/scenario/scenario.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::python {

/// The policy of that name. Throws InputError, with the choices.
[[nodiscard]] scenario::Policy policy_named(const std::string& name);

/// What a list of names of policies asks for, as the command line's --policy: "all", "paired" (none), names;
/// each once. An empty list: the scenario's own.
[[nodiscard]] std::vector<std::optional<scenario::Policy>> policies_named(
    const std::vector<std::string>& names, const scenario::Scenario& scenario);

/// The place of the thing of that name in a list of named things. Throws InputError, with the choices.
template <class Place, class Things>
[[nodiscard]] Place place_of(std::string_view what, const std::string& name, const Things& things) {
  std::vector<std::string_view> choices;
  for (const Place place : things.ids()) {
    if (things[place].name == name) return place;
    choices.push_back(things[place].name);
  }
  throw InputError({std::string(what)}, unknown_name(what, name, choices));
}

}  // namespace synergy::python
