#pragma once

#include "synergy/planner/registry.hpp"

#include <string>

namespace synergy::outside {

/// Adds a planner that `whose` brought. Throws UsageError, beginning with `whose`, if its name will not do or
/// the registry does not take it.
void add_planner(planner::Registry& registry, planner::Planner planner, const std::string& whose);

/// Of a planner that gave no plan for a reason that is no fault of the scenario.
[[nodiscard]] plan::Infeasible no_answer(std::string why);

}  // namespace synergy::outside
