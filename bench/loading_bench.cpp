// What comes before a simulation, each on its own: reading YAML, the model zoo, a scenario; planning.
#include "synergy/plan/compiled.hpp"

#include <filesystem>
#include <string>

#include "planned.hpp"
#include <benchmark/benchmark.h>

using namespace synergy;

namespace {

constexpr const char* kScenario = "w2";

void yaml(benchmark::State& state) {
  const std::string text = scenario::load_document(kScenario, test::library()).text;
  for (auto _ : state) benchmark::DoNotOptimize(input::parse(text, "w2.yaml"));
  state.SetBytesProcessed(static_cast<std::int64_t>(text.size()) * state.iterations());
}
BENCHMARK(yaml)->Unit(benchmark::kMicrosecond);

/// All models of the zoo, from their files.
void zoo(benchmark::State& state) {
  const auto names = test::library().model_names();
  input::Problems problems("zoo_bench");
  for (auto _ : state) {
    scenario::Library library(SYNERGY_SOURCE_DIR);
    for (const std::string& name : names) {
      const input::Node node{.kind = input::Node::Kind::scalar, .scalar = name, .items = {}, .entries = {}};
      benchmark::DoNotOptimize(library.model(input::Value(node, problems), {}));
    }
  }
  state.counters["models"] = static_cast<double>(names.size());
}
BENCHMARK(zoo)->Unit(benchmark::kMicrosecond);

/// A scenario with all that it names, from their files.
void scenario_first(benchmark::State& state) {
  for (auto _ : state) {
    scenario::Library library(SYNERGY_SOURCE_DIR);
    benchmark::DoNotOptimize(scenario::load_scenario(kScenario, library));
  }
}
BENCHMARK(scenario_first)->Unit(benchmark::kMicrosecond);

/// The same, but what it names has been read before, as at the points of a sweep.
void scenario_again(benchmark::State& state) {
  const input::Document document = scenario::load_document(kScenario, test::library());
  for (auto _ : state) benchmark::DoNotOptimize(scenario::read_scenario(document, test::library()));
}
BENCHMARK(scenario_again)->Unit(benchmark::kMicrosecond);

/// Synergy's plan, compiled and estimated, from the scenario as read.
void planning(benchmark::State& state) {
  const scenario::Scenario scenario = test::shipped(kScenario);
  for (auto _ : state) benchmark::DoNotOptimize(bench::Planned(scenario));
}
BENCHMARK(planning)->Unit(benchmark::kMicrosecond);

}  // namespace
