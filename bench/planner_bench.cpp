// Wall time of planning, and how many candidates it takes: the workloads, a large body, and growth with
// devices, layers and apps.
#include "synergy/plan/compiled.hpp"
#include "synergy/planner/planner.hpp"
#include "synergy/scenario/load.hpp"

#include <string>
#include <sys/resource.h>

#include <benchmark/benchmark.h>

using namespace synergy;

namespace {

scenario::Library& library() {
  static scenario::Library shared{SYNERGY_SOURCE_DIR};
  return shared;
}

scenario::Scenario scenario_on(const std::string& body, const std::string& apps) {
  return scenario::read_scenario(
      input::parse("schema_version: 1\nname: bench\nbody: " + body + "\napps:\n" + apps, "bench.yaml"),
      library());
}

std::string app(int number, const std::string& model, bool sound) {
  return "  - {name: a" + std::to_string(number) + ", model: " + model +
         (sound ? ", sensor: microphone" : ", sensor: camera") +
         (number % 2 == 0 ? ", interaction: display}\n" : ", interaction: haptic}\n");
}

/// Apps of the zoo in turn: those whose weights the accelerators of body16 hold together, 32 of them.
std::string zoo_apps(int count) {
  constexpr const char* kModels[] = {"convnet5", "kws",     "simplenet", "convnet5",
                                     "kws",      "widenet", "unet",      "convnet5"};
  std::string text;
  for (int a = 0; a < count; ++a) {
    const std::string model = kModels[a % 8];
    text += app(a, model, model == "kws");
  }
  return text;
}

void plan(benchmark::State& state, const scenario::Scenario& scenario, const char* name) {
  plan::TableCache cache;
  const plan::PlanningProblem problem(scenario, cache);
  const planner::Planner& planner = *planner::find_planner(name);
  const auto values = planner::read_parameters(planner, {});
  planner::Effort effort;
  bool feasible = false;
  for (auto _ : state) {
    effort = {};
    const plan::PlanResult result = planner.plan(problem, values, effort);
    feasible = std::holds_alternative<plan::CollaborationPlan>(result);
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  state.counters["feasible"] = feasible ? 1 : 0;
  state.counters["considered"] = static_cast<double>(effort.candidates_considered);
  state.counters["pruned"] = static_cast<double>(effort.candidates_pruned);
  state.counters["peak_mib"] = static_cast<double>(usage.ru_maxrss) / 1024;
  if (effort.bound) state.counters["proven"] = effort.bound->proven ? 1 : 0;
}

void workload(benchmark::State& state, const char* name, const char* planner) {
  plan(state, scenario::load_scenario(name, library()), planner);
}
#define WORKLOAD(name, planner) \
  BENCHMARK_CAPTURE(workload, name / planner, #name, #planner)->Unit(benchmark::kMillisecond)
WORKLOAD(w1, synergy);
WORKLOAD(w2, synergy);
WORKLOAD(w3, synergy);
WORKLOAD(w4, synergy);
WORKLOAD(w5, synergy);
WORKLOAD(w6, synergy);
WORKLOAD(w1, refine);
WORKLOAD(w2, refine);
WORKLOAD(w3, refine);
WORKLOAD(w4, refine);
WORKLOAD(w5, refine);
WORKLOAD(w6, refine);
WORKLOAD(w1, optimal);
WORKLOAD(w2, optimal);
WORKLOAD(w3, optimal);
WORKLOAD(w4, optimal);
WORKLOAD(w5, optimal);

/// Argument: apps of the zoo on body16.
void apps(benchmark::State& state) {
  plan(state, scenario_on("body16", zoo_apps(static_cast<int>(state.range(0)))), "synergy");
}
BENCHMARK(apps)->ArgName("apps")->DenseRange(4, 32, 4)->Unit(benchmark::kMillisecond);

/// Argument: devices that all have an accelerator, a camera and a display; three apps.
void devices(benchmark::State& state) {
  std::string body = "\n  devices:\n";
  for (int d = 0; d < state.range(0); ++d) {
    body += "    - {name: d" + std::to_string(d) +
            ", accelerator: max78000, radio: nrf52840, sensors: [camera_hm01b0], interactions: "
            "[display_ls013b4dn04, haptic_lra]}\n";
  }
  plan(state,
       scenario_on(body, app(0, "simplenet", false) + app(1, "convnet5", false) + app(2, "unet", false)),
       "synergy");
}
BENCHMARK(devices)->ArgName("devices")->DenseRange(2, 16, 2)->Unit(benchmark::kMillisecond);

/// Argument: hardware layers of the one app's model, by the model that has so many; on body8.
void layers(benchmark::State& state) {
  constexpr const char* kModels[] = {"convnet5", "simplenet",      "ressimplenet",
                                     "unet",     "efficientnetv2", "mobilenetv2"};
  for (const char* name : kModels) {
    const scenario::Scenario scenario = scenario_on("body8", app(0, name, false));
    if (scenario.apps[0].model->layer_count() == state.range(0)) return plan(state, scenario, "synergy");
  }
  state.SkipWithError("no model with so many layers");
}
BENCHMARK(layers)->ArgName("layers")->Arg(5)->Arg(14)->Arg(17)->Arg(19)->Arg(29)->Arg(56)->Unit(
    benchmark::kMillisecond);

}  // namespace
