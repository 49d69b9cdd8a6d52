#pragma once

#include "synergy/planner/planner.hpp"

#include <string>
#include <vector>

// The protocol that planners in other processes speak: a line of JSON in, a line of JSON out, for each
// question. scenarios/EXTENDING.md tells it with examples, scenarios/planner.schema.json is its schema.
namespace synergy::outside {

/// Of the lines: every question has it, and a process that answers with another is refused. Members may be
/// added to questions without raising it, so that a process ignores those that it does not know.
inline constexpr int kProtocol = 1;

/// The question what the process is: {"protocol":1,"ask":"describe"}.
[[nodiscard]] std::string describe_question();

/// The question for a plan: the whole problem that a planner sees (PlanningContext), with every number that
/// planners of this program go by. Names in place of numbers of apps and devices. Times in whole nanoseconds,
/// energies in microjoules, sizes in bytes: each has its unit in its name. One line.
[[nodiscard]] std::string plan_question(const planner::PlanningContext& context,
                                        const std::vector<planner::Parameter>& parameters);

/// What a process says it is, without the function. Throws std::invalid_argument, for people, if that is no
/// answer to the question.
[[nodiscard]] planner::Planner read_description(const std::string& line);

/// What it planned. Garbage, unknown names and the like are a plan that there is not, with the reason.
[[nodiscard]] planner::Planned read_plan_answer(const std::string& line, const std::string& planner,
                                                const plan::PlanningProblem& problem);

}  // namespace synergy::outside
