#pragma once

#include "synergy/planner/planner.hpp"
#include "synergy/results/suite_tables.hpp"
#include "synergy/run/run.hpp"

#include <optional>
#include <string_view>

namespace synergy::suite {

using results::Answer;
using results::BestKnown;
using results::SuiteValue;

/// What a plan is worth on its workload. It is the plan that is judged, by the true numbers and whatever the
/// policy it runs under: a planner that is paired with a slow policy is told apart in what is simulated.
[[nodiscard]] SuiteValue value_of(const run::Plan& plan);

/// The objective of instances whose bodies change (scenario::is_dynamic), as tables have it: throughput over
/// the whole window, whatever the instance's own objective asks of each plan.
inline constexpr std::string_view kOverTime = "throughput_over_time";

/// What a planner is worth that plans again as the instance says: the window's ms for each inference that was
/// completed in it, over the share of app-time that was served (DynamicResult::availability_ratio), so that
/// apps left out do not pay. Simulated: no plan stands for it. Pre: record.dynamic.
[[nodiscard]] SuiteValue value_over_time(const run::RunRecord& record);

/// What a planner proved about all answers of one kind, in the unit of SuiteValue::value; none if it proved
/// nothing about answers of this kind. Of Answer::none 0 if the search, which was not cut short, found that
/// there is no plan.
[[nodiscard]] std::optional<double> bound_of(const run::Plan& plan, Answer answer);

}  // namespace synergy::suite
