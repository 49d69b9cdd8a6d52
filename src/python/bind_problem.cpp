#include <pybind11/stl.h>

#include "bind.hpp"
#include "problem_view.hpp"
#include "session.hpp"

namespace py = pybind11;

namespace synergy::python {
namespace {

/// A dictionary in the order of the list.
template <class Pairs>
py::dict dict_of(const Pairs& pairs) {
  py::dict dict;
  for (const auto& [name, value] : pairs) dict[py::str(name)] = py::cast(value);
  return dict;
}

/// The value of a parameter of that kind, which the planner's own table has.
py::object parameter_of(const ProblemView& view, const std::string& name, const std::string& kind) {
  const planner::ParameterValues& values = view.values();
  if (kind == "bool") return py::bool_(values.boolean(name));
  if (kind == "int") return py::int_(values.integer(name));
  if (kind == "float") return py::float_(values.real(name));
  return py::str(values.text(name));
}

void bind_things(py::module_& module) {
  py::class_<AppView>(module, "App", "An app of a planning problem.")
      .def_readonly("name", &AppView::name, "As plans call it.")
      .def_readonly("model", &AppView::model, "Name of its network.")
      .def_readonly("sensor", &AppView::sensor, "Type of the sensor that it needs, such as camera.")
      .def_readonly("interaction", &AppView::interaction,
                    "Type of the interaction that it needs, such as display.")
      .def_readonly("layer_count", &AppView::layer_count, "Layers of its network, which count from 0.")
      .def_readonly("sources", &AppView::sources, "Names of the devices that can sense for it.")
      .def_readonly("targets", &AppView::targets, "Names of the devices on which it can interact.")
      .def_readonly("rate_hz", &AppView::rate_hz, "Inferences asked for per second; None: no rate is given.")
      .def_readonly("latency_limit_ms", &AppView::latency_limit_ms, "None: any latency will do.")
      .def_readonly("input_bytes", &AppView::input_bytes, "What its sensor delivers for an inference.")
      .def_readonly("result_bytes", &AppView::result_bytes,
                    "What travels to the device on which it interacts.")
      .def("__repr__", [](const AppView& app) {
        return "<App " + app.name + ": " + std::to_string(app.layer_count) + " layers>";
      });
  py::class_<DeviceView>(module, "Device", "A device of a planning problem.")
      .def_readonly("name", &DeviceView::name, "As plans call it.")
      .def_readonly("accelerator", &DeviceView::accelerator,
                    "Name of the accelerator's profile; None: it computes nothing.")
      .def_readonly("sensors", &DeviceView::sensors, "Types, such as camera.")
      .def_readonly("interactions", &DeviceView::interactions, "Types, such as display.")
      .def("__repr__", [](const DeviceView& device) { return "<Device " + device.name + ">"; });
  py::class_<SegmentView>(module, "SegmentCost", "What layers cost as one segment alone in the memory.")
      .def_readonly("load_ms", &SegmentView::load_ms, "Copying the input in, ms.")
      .def_readonly("infer_ms", &SegmentView::infer_ms, "Inferring, ms.")
      .def_readonly("unload_ms", &SegmentView::unload_ms, "Copying the output out, ms.")
      .def_readonly("switch_ms", &SegmentView::switch_ms,
                    "Before it, ms, where the accelerator holds several segments.")
      .def_readonly("energy_uj", &SegmentView::energy_uj, "Of one visit above idle, CPU included, uJ.")
      .def_readonly("cycles", &SegmentView::cycles, "Clock cycles of inferring.")
      .def_readonly("weight_bytes", &SegmentView::weight_bytes, "Parameters, bytes.")
      .def_readonly("input_bytes", &SegmentView::input_bytes, "Into the device, bytes.")
      .def_readonly("output_bytes", &SegmentView::output_bytes, "Out of the device, bytes.");
  py::class_<TransferView>(module, "TransferCost", "What one transfer takes, without contention.")
      .def_readonly("latency_ms", &TransferView::latency_ms, "Mean from ready to received, ms.")
      .def_readonly("occupancy_ms", &TransferView::occupancy_ms, "Of the link's time, ms.")
      .def_readonly("sender_uj", &TransferView::sender_uj, "Energy of the sender's radio above idle, uJ.")
      .def_readonly("receiver_uj", &TransferView::receiver_uj, "Likewise of the receiver's, uJ.");
}

void bind_judgements(py::module_& module) {
  py::class_<EstimateView>(module, "Estimate", "What a plan is expected to do, without simulating it.")
      .def_readonly("policy", &EstimateView::policy, "Under which it is.")
      .def_readonly("round_ms", &EstimateView::round_ms, "Every app once, under the policy, ms.")
      .def_readonly("throughput_inf_per_s", &EstimateView::throughput_inf_per_s, "Of all apps, inferences/s.")
      .def_readonly("power_mean_mw", &EstimateView::power_mean_mw, "Of the whole body, mW.")
      .def_readonly("power_static_mw", &EstimateView::power_static_mw, "Of its idle states, mW.")
      .def_readonly("bottleneck_unit", &EstimateView::bottleneck_unit,
                    "The unit that is busy the longest in a round.")
      .def_readonly("sustained", &EstimateView::sustained,
                    "Whether the apps' rates are; None where they have none.")
      .def_readonly("objective_value", &EstimateView::objective_value,
                    "What the scenario's objective compares first, in SI units; less is better.")
      .def_property_readonly(
          "latency_ms", [](const EstimateView& e) { return dict_of(e.latency_ms); },
          "By app, without contention, ms.")
      .def_property_readonly(
          "app_inf_per_s", [](const EstimateView& e) { return dict_of(e.app_inf_per_s); },
          "By app, inferences/s.")
      .def_property_readonly(
          "energy_uj", [](const EstimateView& e) { return dict_of(e.energy_uj); },
          "By app, of one inference above idle, uJ.")
      .def_property_readonly(
          "busy_ms", [](const EstimateView& e) { return dict_of(e.busy_ms); }, "By unit, in one round, ms.");
  py::class_<EvaluationView>(module, "Evaluation", "What a simulation of a plan came to in the long run.")
      .def_readonly("throughput_inf_per_s", &EvaluationView::throughput_inf_per_s,
                    "Of all apps, inferences/s.")
      .def_readonly("power_mean_mw", &EvaluationView::power_mean_mw, "Of the whole body, mW.")
      .def_readonly("exact", &EvaluationView::exact,
                    "Whether it was seen to repeat, to the nanosecond; else it is a sample.")
      .def_property_readonly(
          "latency_ms", [](const EvaluationView& e) { return dict_of(e.latency_ms); },
          "By app, mean with waiting, ms; None where no inference completed.");
}

void bind_view(py::module_& module) {
  using Unlocked = py::call_guard<py::gil_scoped_release>;
  py::class_<ProblemView, std::shared_ptr<ProblemView>>(module, "ProblemView")
      .def_property_readonly("name", [](const ProblemView& v) { return v.scenario().name; })
      .def_property_readonly("objective",
                             [](const ProblemView& v) {
                               const auto kind = v.scenario().objective.kind;
                               return std::string(names_of(kind).at(static_cast<std::size_t>(kind)));
                             })
      .def_property_readonly(
          "regime",
          [](const ProblemView& v) { return std::string(scenario::to_text(v.scenario().load.regime)); })
      .def_property_readonly("seed", [](const ProblemView& v) { return v.scenario().seed; })
      .def("parameter", &parameter_of, py::arg("name"), py::arg("kind"))
      .def("apps", &ProblemView::apps)
      .def("devices", &ProblemView::devices)
      .def("in_force", &ProblemView::in_force)
      .def("cuts", &ProblemView::cuts, py::arg("app"), py::arg("device"))
      .def("cost", &ProblemView::cost, py::arg("app"), py::arg("device"), py::arg("first"), py::arg("last"))
      .def("transfer", &ProblemView::transfer, py::arg("sender"), py::arg("receiver"), py::arg("bytes"))
      .def("reasons", &ProblemView::reasons, py::arg("plan"), Unlocked())
      .def("estimate", &ProblemView::estimate, py::arg("plan"), py::arg("policy"), Unlocked())
      .def("evaluate", &ProblemView::evaluate, py::arg("plan"), py::arg("policy"), Unlocked())
      .def(
          "count",
          [](ProblemView& v, std::int64_t considered, std::int64_t pruned) {
            v.effort().candidates_considered += considered;
            v.effort().candidates_pruned += pruned;
          },
          py::arg("considered"), py::arg("pruned"))
      .def(
          "ask",
          [](ProblemView& v, const Session& session, const std::string& planner) {
            const auto registry = session.registry();
            const planner::Planner& chosen = registry->chosen({planner, {}, {"planner"}});
            const py::gil_scoped_release unlocked;
            return v.ask(chosen);
          },
          py::arg("session"), py::arg("planner"));
}

}  // namespace

void bind_problem(py::module_& module) {
  bind_things(module);
  bind_judgements(module);
  bind_view(module);
}

}  // namespace synergy::python
