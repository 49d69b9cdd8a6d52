#pragma once

#include "synergy/planner/planner.hpp"

#include <memory>
#include <pybind11/pybind11.h>

#include "session.hpp"

namespace synergy::python {

/// A planner whose rule is a function of Python. It is called with a ProblemView, which ends with the call,
/// and answers with the text of a plan file, or with a list of reasons why there is no plan (the wrapper in
/// _planners.py makes these of what its author returns).
///
/// Calls come from any thread, and each takes Python's lock: sweeps with several jobs gain nothing while this
/// planner works. What the function raises goes through, to whoever asked for the plan. A text that is no
/// plan of the problem is an InputError in the name of the planner.
[[nodiscard]] planner::Planner planner_of(planner::Planner described, const pybind11::function& function);

}  // namespace synergy::python
