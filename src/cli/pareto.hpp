#pragma once

#include "synergy/plan/problem.hpp"
#include "synergy/scenario/library.hpp"

#include <string>

#include "command.hpp"

namespace synergy::cli {

/// `plan --pareto`: prints the front of a scenario and, if `out` is not empty, writes it and its plans there.
int show_pareto_front(const plan::PlanningProblem& problem, std::int64_t node_budget, const std::string& out,
                      const scenario::Library& library, const Common& common);

}  // namespace synergy::cli
