// Simulations per se: planning is done before the clock starts. Items are inferences completed.
#include <string>
#include <vector>

#include "planned.hpp"
#include <benchmark/benchmark.h>
#include <fmt/format.h>

namespace synergy::bench {
namespace {

/// Registers the simulation of a shipped scenario; the plan is made when it is first asked for.
void add(const std::string& group, const std::string& scenario, scenario::Policy policy,
         std::vector<scenario::Override> overrides) {
  const std::string name = fmt::format("{}/{}", group, scenario::to_text(policy));
  benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) {
    const Planned planned(test::shipped(scenario, overrides));
    const std::vector<int> windows = planned.windows(policy);
    std::int64_t inferences = 0;
    std::uint64_t events = 0;
    for ([[maybe_unused]] auto iteration : state) {
      const simulation::RunResult result = planned.simulate(policy, windows);
      for (const simulation::AppResult& app : result.apps) inferences += app.completed;
      events += result.events;
    }
    state.SetItemsProcessed(inferences);
    state.counters["events_per_s"] =
        benchmark::Counter(static_cast<double>(events), benchmark::Counter::kIsRate);
  })->Unit(benchmark::kMillisecond);
}

void add_all() {
  using scenario::Policy;
  for (const char* workload : {"w1", "w2", "w3", "w4", "w5", "w6"}) {
    for (const Policy policy : {Policy::sequential, Policy::inter_app, Policy::inter_run, Policy::adaptive}) {
      add(fmt::format("policy/{}", workload), workload, policy, {});
    }
  }
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
