#pragma once

#include "synergy/planner/planner.hpp"
#include "synergy/results/suite_tables.hpp"
#include "synergy/run/run.hpp"

#include <optional>

namespace synergy::suite {

using results::Answer;
using results::BestKnown;
using results::SuiteValue;

/// What a plan is worth on its workload. It is the plan that is judged, by the true numbers and whatever the
/// policy it runs under: a planner that is paired with a slow policy is told apart in what is simulated.
[[nodiscard]] SuiteValue value_of(const run::Plan& plan);

/// What a planner proved about all answers of one kind, in the unit of SuiteValue::value; none if it proved
/// nothing about answers of this kind. Of Answer::none 0 if the search, which was not cut short, found that
/// there is no plan.
[[nodiscard]] std::optional<double> bound_of(const run::Plan& plan, Answer answer);

}  // namespace synergy::suite
