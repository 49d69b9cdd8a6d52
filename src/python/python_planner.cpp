#include "python_planner.hpp"

#include "synergy/input/document.hpp"
#include "synergy/plan/io.hpp"

#include <pybind11/stl.h>

#include "problem_view.hpp"

namespace py = pybind11;

namespace synergy::python {
namespace {

/// A function of Python that may be let go by any thread, with or without Python's lock, and when Python has
/// ended already: then it stays.
std::shared_ptr<py::function> shared(const py::function& function) {
  return {new py::function(function), [](py::function* held) {
            if (Py_IsInitialized() == 0) return;
            const py::gil_scoped_acquire lock;
            delete held;  // NOLINT(cppcoreguidelines-owning-memory): a deleter
          }};
}

planner::Planned call(const py::function& function, const std::string& name,
                      const planner::PlanningContext& context) {
  const py::gil_scoped_acquire lock;
  const auto view = std::make_shared<ProblemView>(context);
  // Python may keep the view; what it shows ends with the call, however that ends.
  struct AtEnd {
    explicit AtEnd(ProblemView& which) : ended(which) {}
    AtEnd(const AtEnd&) = delete;
    AtEnd& operator=(const AtEnd&) = delete;
    ~AtEnd() { ended.end(); }
    ProblemView& ended;
  } const at_end(*view);
  const py::object answer = function(view);
  planner::Planned planned;
  if (py::isinstance<py::str>(answer)) {
    const input::Document document = input::parse(answer.cast<std::string>(), "the plan of planner " + name);
    planned.result = plan::read_plan(document, context.problem.scenario());
  } else {
    plan::Infeasible infeasible;
    for (std::string& reason : answer.cast<std::vector<std::string>>())
      infeasible.reasons.push_back({plan::Reason::Kind::placement, "", "", std::move(reason)});
    planned.result = std::move(infeasible);
  }
  planned.effort = view->effort();
  return planned;
}

}  // namespace

planner::Planner planner_of(planner::Planner described, const py::function& function) {
  described.plan = [held = shared(function), name = described.name](const planner::PlanningContext& context) {
    return call(*held, name, context);
  };
  return described;
}

}  // namespace synergy::python
