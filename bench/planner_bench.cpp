// Wall time of planning, and how many candidates it takes: the workloads, a large body, and growth with
// devices, layers and apps.
#include "synergy/plan/compiled.hpp"
#include "synergy/plan/estimate.hpp"
#include "synergy/planner/registry.hpp"

#include <fstream>
#include <string>

#include "grown.hpp"
#include <benchmark/benchmark.h>

using namespace synergy;

namespace {

/// The largest memory of this process so far. (getrusage would count that of the process that started it.)
double peak_mib() {
  std::ifstream status("/proc/self/status");
  std::string word;
  double kib = 0;
  while (status >> word) {
    if (word == "VmHWM:") status >> kib;
  }
  return kib / 1024;
}

/// Plans from the scenario as read: the tables of segment costs are made anew each time.
void plan(benchmark::State& state, const scenario::Scenario& scenario, const char* name) {
  const planner::Planner& planner = planner::Registry::builtin().at(name);
  planner::Planned planned;
  for (auto _ : state) {
    plan::TableCache cache;
    const plan::PlanningProblem problem(scenario, cache);
    planned = planner::plan_with_defaults(planner, problem);
  }
  const bool feasible = std::holds_alternative<plan::CollaborationPlan>(planned.result);
  state.counters["feasible"] = feasible ? 1 : 0;
  state.counters["considered"] = static_cast<double>(planned.effort.candidates_considered);
  state.counters["pruned"] = static_cast<double>(planned.effort.candidates_pruned);
  state.counters["peak_mib"] = peak_mib();
  if (const auto* found = std::get_if<plan::CollaborationPlan>(&planned.result)) {
    plan::TableCache cache;
    const plan::PlanningProblem problem(scenario, cache);
    const auto compiled = plan::compile(problem, *found);
    if (const auto* whole = std::get_if<plan::CompiledPlan>(&compiled)) {
      const auto policy = scenario::Policy::adaptive;
      state.counters["round_ms"] = plan::estimate(problem, *whole, policy).parallel_round.ms();
    }
  }
  if (planned.bound) state.counters["proven"] = planned.bound->proven ? 1 : 0;
}

void workload(benchmark::State& state, const char* name, const char* planner) {
  plan(state, test::shipped(name), planner);
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
WORKLOAD(w1, lns);
WORKLOAD(w2, lns);
WORKLOAD(w3, lns);
WORKLOAD(w4, lns);
WORKLOAD(w5, lns);
WORKLOAD(w6, lns);
WORKLOAD(w1, optimal);
WORKLOAD(w2, optimal);
WORKLOAD(w3, optimal);
WORKLOAD(w4, optimal);
WORKLOAD(w5, optimal);
// 32 apps on 16 devices, where many choices of devices come to nothing.
WORKLOAD(stress, min_dev);
WORKLOAD(stress, max_dev);
WORKLOAD(stress, pri_min_dev);
WORKLOAD(stress, pri_max_dev);
WORKLOAD(stress, random);
WORKLOAD(stress, synergy);
WORKLOAD(stress, refine);
WORKLOAD(stress, lns);

// How planning grows; grown.hpp says what with.
void apps(benchmark::State& state) {
  plan(state, bench::with_apps(static_cast<int>(state.range(0))), "synergy");
}
BENCHMARK(apps)->ArgName("apps")->DenseRange(4, 32, 4)->Unit(benchmark::kMillisecond);

void devices(benchmark::State& state) {
  plan(state, bench::with_devices(static_cast<int>(state.range(0))), "synergy");
}
BENCHMARK(devices)->ArgName("devices")->DenseRange(2, 16, 2)->Unit(benchmark::kMillisecond);

void layers(benchmark::State& state) {
  plan(state, bench::with_layers(static_cast<int>(state.range(0))), "synergy");
}
BENCHMARK(layers)->ArgName("layers")->Arg(5)->Arg(14)->Arg(17)->Arg(19)->Arg(29)->Arg(56)->Unit(
    benchmark::kMillisecond);

void deep(benchmark::State& state) {
  plan(state, bench::with_deep_network(static_cast<int>(state.range(0))), "synergy");
}
BENCHMARK(deep)->ArgName("layers")->Arg(50)->Arg(100)->Arg(200)->Unit(benchmark::kMillisecond);

}  // namespace
