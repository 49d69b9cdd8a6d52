#include <pybind11/stl.h>

#include "bind.hpp"
#include "made_plan.hpp"

namespace py = pybind11;

namespace synergy::python {
namespace {

py::list apps_of(const MadePlan& plan) {
  py::list apps;
  for (const MadePlan::PlannedApp& app : plan.apps())
    apps.append(py::make_tuple(app.app, app.source, app.segments, app.target));
  return apps;
}

py::dict effort_of(const MadePlan& plan) {
  const planner::Effort& effort = plan.plan().effort();
  py::dict dict;
  dict["candidates_considered"] = effort.candidates_considered;
  dict["candidates_pruned"] = effort.candidates_pruned;
  dict["plans_simulated"] = effort.plans_simulated;
  dict["events_simulated"] = effort.events_simulated;
  dict["budget_ended"] = effort.budget_ended;
  return dict;
}

}  // namespace

void bind_plan(py::module_& module) {
  py::class_<MadePlan>(module, "MadePlan")
      .def_property_readonly("planner", [](const MadePlan& p) { return p.plan().planner(); })
      .def_property_readonly(
          "policy",
          [](const MadePlan& p) { return std::string(scenario::to_text(p.plan().paired_policy())); })
      .def_property_readonly("scenario", [](const MadePlan& p) { return p.scenario().name; })
      .def_property_readonly("feasible", [](const MadePlan& p) { return p.plan().compiled() != nullptr; })
      .def_property_readonly("reasons", &MadePlan::reasons)
      .def_property_readonly("deployment", &MadePlan::deployment)
      .def_property_readonly("effort", &effort_of)
      .def("apps", &apps_of)
      .def("problem", [](const MadePlan& p) { return std::make_shared<ProblemView>(p.plan().workload()); })
      .def("to_yaml", &MadePlan::to_yaml)
      .def("explain", &MadePlan::explain, py::arg("policy"))
      .def("estimate", &MadePlan::estimate, py::arg("policy"));
}

}  // namespace synergy::python
