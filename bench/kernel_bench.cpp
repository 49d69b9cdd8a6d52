#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "kernel_work.hpp"
#include <benchmark/benchmark.h>
#include <fmt/format.h>

namespace synergy::bench {
namespace {

// Shapes of schedules other than the exponential one, all with 10^5 to 10^8 ns between events.
std::int64_t uniform(RandomStream& r) { return r.integer(0, 2'000'000); }
std::int64_t constant(RandomStream&) { return 1'000'000; }
std::int64_t bimodal(RandomStream& r) {
  const bool is_short = r.uniform() < 0.9;
  return r.integer(0, is_short ? 20'000 : 20'000'000);
}
std::int64_t clustered(RandomStream& r) { return std::llround(r.exponential(2.0)) * 1'000'000; }
std::int64_t geometric(RandomStream& r) { return std::int64_t{1} << r.integer(0, 30); }
std::int64_t outliers(RandomStream& r) { return r.uniform() < 0.001 ? 1'000'000'000 : exponential(r); }
std::int64_t heavy_tail(RandomStream& r) { return std::llround(1e5 / std::pow(1 - r.uniform(), 1 / 1.1)); }

constexpr std::uint64_t kWarmUp = 300'000;
constexpr std::uint64_t kBatch = 20'000;

/// Measures a work in batches of about kBatch events.
template <typename Work>
void measure(benchmark::State& state, Work& work) {
  std::int64_t end = 0;
  while (work.executed() < kWarmUp) work.run_until(end += 50'000);
  const std::int64_t step =
      std::max<std::int64_t>(1, end / static_cast<std::int64_t>(work.executed() / kBatch));
  const std::uint64_t before = work.executed();
  for ([[maybe_unused]] auto iteration : state) work.run_until(end += step);
  state.SetItemsProcessed(static_cast<std::int64_t>(work.executed() - before));
  if constexpr (requires { work.bytes(); }) state.counters["bytes"] = static_cast<double>(work.bytes());
}

/// Registers one version of a work. Its name is "work/size/version".
template <typename Work, typename... Arguments>
void add(const std::string& work_and_size, const char* version, Arguments... arguments) {
  const std::string name = work_and_size + "/" + version;
  benchmark::RegisterBenchmark(name.c_str(), [arguments...](benchmark::State& state) {
    Work work(arguments...);
    measure(state, work);
  });
}

void add_hold(const std::string& name, int pending, Draw draw) {
  const std::string work = fmt::format("{}/{}", name, pending);
  add<BareHold>(work, "bare", pending, draw);
  add<BareActionHold>(work, "bare_actions", pending, draw);
  add<KernelHold>(work, "kernel", pending, draw);
}

void add_all() {
  for (const int pending : {16, 1'000, 100'000}) add_hold("hold", pending, exponential);
  add<BareTimers>("timers/1000", "bare", 1'000);
  add<KernelTimers>("timers/1000", "kernel", 1'000);
  for (const int jobs : {4, 32}) {
    const std::string work = fmt::format("tandem/{}", jobs);
    add<BareTandem>(work, "bare", jobs);
    add<CallbackTandem>(work, "callbacks", jobs);
    add<BookingTandem>(work, "booking", jobs);
  }
  const std::pair<const char*, Draw> shapes[] = {
      {"uniform", uniform},     {"constant", constant}, {"bimodal", bimodal},       {"clustered", clustered},
      {"geometric", geometric}, {"outliers", outliers}, {"heavy_tail", heavy_tail},
  };
  for (const auto& [name, draw] : shapes) {
    for (const int pending : {16, 1'000, 100'000}) add_hold(name, pending, draw);
  }
  for (const int pending : {1, 4, 64, 200, 10'000}) add_hold("sizes", pending, exponential);
}

/// Whether the versions of a work execute as many events in the same simulated time.
bool versions_agree() {
  const auto executed = [](auto work) {
    work->run_until(5'000'000'000);
    return work->executed();
  };
  for (const Draw draw : {exponential, clustered, geometric}) {
    const std::uint64_t bare = executed(std::make_unique<BareHold>(20, draw));
    if (executed(std::make_unique<BareActionHold>(20, draw)) != bare) return false;
    if (executed(std::make_unique<KernelHold>(20, draw)) != bare) return false;
  }
  if (executed(std::make_unique<BareTimers>(20)) != executed(std::make_unique<KernelTimers>(20)))
    return false;
  for (const int jobs : {4, 32}) {
    const std::uint64_t bare = executed(std::make_unique<BareTandem>(jobs));
    if (executed(std::make_unique<CallbackTandem>(jobs)) != bare) return false;
    // Booking draws a service time when a job arrives, not when it starts: other numbers of the same
    // distribution.
    const double ratio =
        static_cast<double>(executed(std::make_unique<BookingTandem>(jobs))) / static_cast<double>(bare);
    if (ratio < 0.95 || ratio > 1.05) return false;
  }
  return true;
}

}  // namespace
}  // namespace synergy::bench

int main(int argc, char** argv) {
  if (!synergy::bench::versions_agree()) {
    fmt::print(stderr, "the versions of a work do not execute the same events\n");
    return 1;
  }
  synergy::bench::add_all();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
