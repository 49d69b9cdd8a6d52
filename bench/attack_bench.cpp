// How many scenarios an attack plans, and by which planners, in a second of one core.
#include "synergy/attack/search.hpp"
#include "synergy/planner/registry.hpp"

#include <string>

#include <benchmark/benchmark.h>

namespace {

using namespace synergy;

/// One restart of the shipped space of two apps; the counter is what `--budget` counts.
void two_apps(benchmark::State& state, const std::string& against, attack::Metric metric) {
  scenario::Library library(SYNERGY_SOURCE_DIR);
  const attack::Space space = attack::load_space("two_apps", library);
  const planner::Registry& planners = planner::Registry::builtin();
  attack::Question question{attack::side_of("synergy", scenario::Policy::adaptive, planners), {}, metric};
  if (against != "truth") question.against = attack::side_of(against, scenario::Policy::adaptive, planners);
  const attack::Judge judge(question, {}, 20'000, space.base_file, library);
  constexpr std::int64_t kBudget = 100;
  std::uint64_t seed = 0;
  std::int64_t evaluations = 0;
  for ([[maybe_unused]] auto _ : state)
    evaluations += attack::anneal(space, judge, ++seed, kBudget, library)->evaluations;
  state.counters["evaluations/s"] =
      benchmark::Counter(static_cast<double>(evaluations), benchmark::Counter::kIsRate);
}

BENCHMARK_CAPTURE(two_apps, optimal, "optimal", attack::Metric::throughput)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(two_apps, objective, "optimal", attack::Metric::objective)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(two_apps, refine, "refine", attack::Metric::throughput)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(two_apps, truth, "truth", attack::Metric::throughput)->Unit(benchmark::kMillisecond);

}  // namespace
