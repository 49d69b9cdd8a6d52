// Simulations per se: planning is done before the clock starts. Items are inferences completed.
#include "synergy/simulation/evaluator.hpp"

#include <string>
#include <vector>

#include "grown.hpp"
#include "planned.hpp"
#include <benchmark/benchmark.h>
#include <fmt/format.h>

namespace synergy::bench {
namespace {

/// Registers the simulation of a scenario, which is read and planned when it is first asked for.
template <typename Read>
void add(const std::string& name, scenario::Policy policy, Read read, bool skip = false) {
  benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) {
    const Planned planned(read());
    const std::vector<int> windows = planned.windows(policy);
    std::int64_t inferences = 0;
    std::uint64_t events = 0;
    for ([[maybe_unused]] auto iteration : state) {
      const simulation::RunResult result = planned.simulate(policy, windows, skip);
      for (const simulation::AppResult& app : result.apps) inferences += app.completed;
      events += result.events;
    }
    state.SetItemsProcessed(inferences);
    state.counters["events_per_s"] =
        benchmark::Counter(static_cast<double>(events), benchmark::Counter::kIsRate);
  })->Unit(benchmark::kMillisecond);
}

/// A simulation of nothing: what starting one costs whatever it then does.
template <typename Read>
void add_start(const std::string& name, Read read) {
  benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) {
    scenario::Scenario scenario = read();
    scenario.measurement.warm_up = Time();
    scenario.measurement.window = nanoseconds(1);
    const Planned planned(std::move(scenario));
    const std::vector<int> windows = planned.windows(scenario::Policy::adaptive);
    for ([[maybe_unused]] auto iteration : state)
      benchmark::DoNotOptimize(planned.simulate(scenario::Policy::adaptive, windows));
  })->Unit(benchmark::kMicrosecond);
}

/// What a planner pays for an answer.
template <typename Read>
void add_evaluation(const std::string& name, scenario::Policy policy, Read read) {
  benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) {
    const Planned planned(read());
    bool exact = false;
    for ([[maybe_unused]] auto iteration : state) {
      const plan::Evaluation asked =
          simulation::SimulatedEvaluator().evaluate(planned.problem(), planned.compiled(), policy);
      exact = asked.exact;
    }
    state.counters["exact"] = exact ? 1 : 0;
  })->Unit(benchmark::kMicrosecond);
}

/// The same simulated time whatever grows, but for the last.
void add_growth() {
  constexpr auto kPolicy = scenario::Policy::adaptive;
  for (const int n : {4, 8, 16, 32})
    add(fmt::format("growth/apps/{}", n), kPolicy, [n] { return with_apps(n); });
  for (const int n : {2, 4, 8, 16})
    add(fmt::format("growth/devices/{}", n), kPolicy, [n] { return with_devices(n); });
  for (const int n : {5, 14, 29, 56})
    add(fmt::format("growth/layers/{}", n), kPolicy, [n] { return with_layers(n); });
  for (const int n : {60, 600, 3600, 14'400}) {
    add(fmt::format("growth/seconds/{}", n), kPolicy, [n] {
      return test::shipped("stress", {{"measurement.window", fmt::format("{} s", n)}});
    });
  }
}

void add_all() {
  using scenario::Policy;
  for (const char* workload : {"w1", "w2", "w3", "w4", "w5", "w6"}) {
    for (const Policy policy : {Policy::sequential, Policy::inter_app, Policy::inter_run, Policy::adaptive}) {
      add(fmt::format("policy/{}/{}", workload, scenario::to_text(policy)), policy,
          [workload] { return test::shipped(workload); });
      add(
          fmt::format("steady/{}/{}", workload, scenario::to_text(policy)), policy,
          [workload] { return test::shipped(workload); }, true);
      add_evaluation(fmt::format("evaluate/{}/{}", workload, scenario::to_text(policy)), policy,
                     [workload] { return test::shipped(workload); });
    }
  }
  for (const char* name : {"w1", "w2", "w2_lossy", "w3", "w4", "w5", "w6", "stress"})
    add_start(fmt::format("start/{}", name), [name] { return test::shipped(name); });
  add_growth();
}

}  // namespace
}  // namespace synergy::bench

int main(int argc, char** argv) {
  synergy::bench::add_all();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
