#include "synergy/base/hash.hpp"
#include "synergy/dynamics/expand.hpp"
#include "synergy/dynamics/world.hpp"
#include "synergy/input/look_up.hpp"
#include "synergy/input/reader.hpp"
#include "synergy/plan/io.hpp"
#include "synergy/results/cost_table.hpp"
#include "synergy/results/folder_lock.hpp"
#include "synergy/results/write.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <pybind11/stl.h>

#include "bind.hpp"
#include "names.hpp"
#include "problem_view.hpp"
#include "python_planner.hpp"
#include "runs.hpp"
#include "session.hpp"
#include "tables.hpp"

namespace py = pybind11;

namespace synergy::python {
namespace {

/// (path, YAML text) as --set takes them.
using Settings = std::vector<std::pair<std::string, std::string>>;

std::vector<scenario::Override> overrides(const Settings& settings) {
  std::vector<scenario::Override> result;
  for (const auto& [path, value] : settings) result.push_back({path, value});
  return result;
}

run::Workload load(Session& session, const std::string& name, const Settings& settings) {
  return session.simulator().load(name, overrides(settings));
}

run::Workload read(Session& session, const std::string& yaml, const Settings& settings,
                   const std::string& base) {
  return session.simulator().read(yaml, overrides(settings), base);
}

/// The workload with the parameters that a call gives its planner; itself if it gives none.
run::Workload with_parameters(const run::Workload& workload, const std::string& planner,
                              const Settings& parameters) {
  if (parameters.empty()) return workload;
  scenario::Scenario scenario = workload.scenario();
  scenario.planner = {planner, parameters, {"planner " + planner}};
  return workload.with(std::move(scenario));
}

MadePlan plan(const Session& session, const run::Workload& workload, const std::string& planner,
              const Settings& parameters) {
  const auto registry = session.registry();
  const scenario::PlannerChoice& own = workload.scenario().planner;
  const planner::Planner& chosen =
      registry->chosen(planner.empty() ? own : scenario::PlannerChoice{planner, {}, {"planner"}});
  const run::Workload asked = with_parameters(workload, chosen.name, parameters);
  const py::gil_scoped_release unlocked;
  return {run::Plan::made_by(chosen, asked), workload, session.digester()};
}

MadePlan read_plan(const Session& session, const run::Workload& workload, const std::string& name,
                   const std::string& yaml, const std::string& file) {
  const input::Document document = yaml.empty() ? input::load(file) : input::parse(yaml, file);
  return {run::Plan::given(name, plan::read_plan(document, workload.scenario()), workload), workload,
          session.digester()};
}

/// Names of planners and plans, as a list of Python has them.
Asked asked_of(const planner::Registry& registry, const run::Workload& workload, const py::list& plans,
               const std::vector<std::string>& policies, std::optional<int> replications, bool skip) {
  Asked asked;
  const scenario::Scenario& scenario = workload.scenario();
  for (const py::handle each : plans) {
    if (py::isinstance<py::str>(each)) {
      const auto name = each.cast<std::string>();
      const bool own = name.empty() || name == scenario.planner.name;
      asked.plans.emplace_back(
          &registry.chosen(own ? scenario.planner : scenario::PlannerChoice{name, {}, {"planner"}}));
    } else {
      asked.plans.emplace_back(each.cast<MadePlan>());
    }
  }
  asked.policies = policies_named(policies, scenario);
  asked.replications = replications.value_or(scenario.replications);
  asked.skip = skip;
  return asked;
}

Runs run(const Session& session, const run::Workload& workload, const py::list& plans,
         const std::vector<std::string>& policies, std::optional<int> replications, bool skip) {
  const auto registry = session.registry();
  Asked asked = asked_of(*registry, workload, plans, policies, replications, skip);
  asked.between = [] {  // Ctrl-C
    const py::gil_scoped_acquire lock;
    if (PyErr_CheckSignals() != 0) throw py::error_already_set();
  };
  const py::gil_scoped_release unlocked;
  return run_all(workload, asked);
}

void write(Session& session, const Runs& runs, const std::string& folder,
           const std::vector<std::string>& command_line) {
  auto inputs = session.simulator().library().files_read();
  for (auto& each : session.whence()) inputs.push_back(std::move(each));
  const results::FolderLock lock(folder, command_line);
  results::write_directory(folder, runs.records, inputs, command_line, {});
}

py::tuple cost(Session& session, const std::string& model_name, const std::string& chip_name,
               std::optional<std::pair<int, int>> layers) {
  scenario::Library& library = session.simulator().library();
  const std::filesystem::path here = std::filesystem::current_path();
  const auto model =
      input::look_up("model", model_name, [&](const input::Value& v) { return library.model(v, here); });
  const auto chip =
      input::look_up("chip", chip_name, [&](const input::Value& v) { return library.accelerator(v, here); });
  device::LayerRange range = model->all();
  if (layers) range = {layers->first, layers->second};
  if (range.first < 0 || range.first > range.last || range.last >= model->layer_count())
    throw InputError({"layers"},
                     "expected FIRST, LAST within 0, " + std::to_string(model->layer_count() - 1));
  const auto network = chip->lower(model);
  return columns_of(results::cost_table(*network, range));
}

py::dict described(const planner::Planner& planner) {
  constexpr std::array kRoles{"synergy", "baseline", "control", "bound"};
  py::dict parameters;
  for (const planner::Parameter& parameter : planner.parameters)
    parameters[py::str(parameter.name)] = std::visit(
        [](const auto& value) -> py::object { return py::cast(value); }, parameter.default_value());
  py::dict dict;
  dict["name"] = planner.name;
  dict["description"] = planner.description;
  dict["role"] = kRoles.at(static_cast<std::size_t>(planner.role));
  dict["origin"] = std::string(planner::to_text(planner.origin));
  dict["policy"] = std::string(scenario::to_text(planner.paired_policy));
  dict["parameters"] = parameters;
  return dict;
}

py::list planners(const Session& session) {
  py::list list;
  for (const planner::Planner& planner : *session.registry()) list.append(described(planner));
  return list;
}

/// A parameter from its default: bool, int, float, or a tuple of words, of which the first is the default.
planner::Parameter parameter_of(const std::string& name, const py::handle& value) {
  constexpr double kLargest = std::numeric_limits<double>::max();
  if (py::isinstance<py::bool_>(value)) return {name, planner::Parameter::Boolean{value.cast<bool>()}};
  if (py::isinstance<py::int_>(value))
    return {name, planner::Parameter::Integer{value.cast<std::int64_t>(), INT64_MIN, INT64_MAX}};
  if (py::isinstance<py::float_>(value))
    return {name, planner::Parameter::Real{value.cast<double>(), -kLargest, kLargest}};
  const auto choices = value.cast<std::vector<std::string>>();
  return {name, planner::Parameter::Text{choices.at(0), choices}};
}

void add_planner(Session& session, const std::string& name, const std::string& description,
                 const std::string& policy, bool takes_objective, bool takes_plan_in_force,
                 const py::dict& parameters, const py::function& function,
                 const std::pair<std::string, std::string>& source) {
  planner::Planner planner;
  planner.name = name;
  planner.description = description;
  planner.paired_policy = policy_named(policy);
  planner.takes_objective = takes_objective;
  planner.takes_plan_in_force = takes_plan_in_force;
  for (const auto& [key, value] : parameters)
    planner.parameters.push_back(parameter_of(key.cast<std::string>(), value));
  session.add(planner_of(std::move(planner), function),
              {{"planner " + name + ": " + source.first, hex_hash(source.second)}});
}

std::vector<dynamics::Change> changes_of(const scenario::Scenario& scenario, int replication) {
  const Duration end = scenario.measurement.warm_up + scenario.measurement.window;
  return dynamics::expand(scenario, replication, end);
}

/// Those that somebody answers, in seconds.
std::vector<std::pair<double, std::string>> changes(const run::Workload& workload, int replication) {
  std::vector<std::pair<double, std::string>> told;
  for (const dynamics::Change& change : changes_of(workload.scenario(), replication))
    if (change.lasting) told.emplace_back(change.at.s(), change.text);
  return told;
}

run::Workload at(const run::Workload& workload, double at_s, int replication) {
  const scenario::Scenario& body = workload.scenario();
  scenario::Scenario world = dynamics::world_at(body, changes_of(body, replication), seconds(at_s));
  if (world.apps.empty()) throw InputError({"at"}, "no app can run then");
  return workload.with(std::move(world));
}

}  // namespace

void bind_session(py::module_& module) {
  using Unlocked = py::call_guard<py::gil_scoped_release>;
  py::class_<run::Workload>(module, "Workload")
      .def_property_readonly("name", [](const run::Workload& w) { return w.scenario().name; })
      .def_property_readonly("replications", [](const run::Workload& w) { return w.scenario().replications; })
      .def("to_yaml", [](const run::Workload& w) { return scenario::to_yaml(w.scenario()); })
      .def("changes", &changes, py::arg("replication"))
      .def("at", &at, py::arg("at_s"), py::arg("replication"))
      .def("problem", [](const run::Workload& w) { return std::make_shared<ProblemView>(w); });
  py::class_<Session>(module, "Session")
      .def(py::init<std::string>(), py::arg("data"))
      .def("load", &load, py::arg("name"), py::arg("settings"), Unlocked())
      .def("read", &read, py::arg("yaml"), py::arg("settings"), py::arg("base"), Unlocked())
      .def("plan", &plan, py::arg("workload"), py::arg("planner"), py::arg("parameters"))
      .def("read_plan", &read_plan, py::arg("workload"), py::arg("name"), py::arg("yaml"), py::arg("file"))
      .def("run", &run, py::arg("workload"), py::arg("plans"), py::arg("policies"), py::arg("replications"),
           py::arg("skip"))
      .def("write", &write, py::arg("runs"), py::arg("folder"), py::arg("command_line"), Unlocked())
      .def("cost", &cost, py::arg("model"), py::arg("chip"), py::arg("layers"))
      .def("planners", &planners)
      .def("add_planner", &add_planner, py::arg("name"), py::arg("description"), py::arg("policy"),
           py::arg("takes_objective"), py::arg("takes_plan_in_force"), py::arg("parameters"),
           py::arg("function"), py::arg("source"))
      .def(
          "add_module", [](Session& s, const std::string& file) { s.add_module(file); }, py::arg("file"))
      .def(
          "add_process",
          [](Session& s, const std::string& command, double time_out_s) {
            s.add_process(command, seconds(time_out_s));
          },
          py::arg("command"), py::arg("time_out_s"))
      .def("models", [](Session& s) { return s.simulator().library().model_names(); })
      .def("scenarios", [](Session& s) { return s.simulator().library().scenario_names(); })
      .def("sweeps", [](Session& s) { return s.simulator().library().sweep_names(); })
      .def(
          "profiles",
          [](Session& s, const std::string& kind) { return s.simulator().library().profile_names(kind); },
          py::arg("kind"));
}

}  // namespace synergy::python
