// Transfers per second through one Bluetooth link, loss-free and lossy, and what planners pay for estimates.
#include "synergy/base/random.hpp"
#include "synergy/device/load.hpp"
#include "synergy/link/schedule.hpp"

#include <string>

#include "../src/link/ble/kind.hpp"
#include <benchmark/benchmark.h>

using namespace synergy;
using namespace synergy::link;

namespace {

const std::string kProfiles = std::string(SYNERGY_SOURCE_DIR) + "/device_profiles/";

/// The links of the reproduction, three slots, with this packet error rate in both directions.
struct Bench {
  device::RadioProfile radio = device::read_radio(input::load(kProfiles + "nrf52840.yaml"));
  std::shared_ptr<const LinkKind> kind;
  LinkContext context;

  explicit Bench(double per) {
    BleSpec spec;
    if (per > 0) spec.loss.model = LossModel::fixed;
    spec.loss.per_forward = spec.loss.per_backward = Ratio::from_si(per);
    kind = make_ble(spec, read_stack(input::load(kProfiles + "ble_stacks/nordic_s132.yaml")));
    context = LinkContext{{DeviceId(0), DeviceId(1)}, &radio, &radio, 1, 3};
  }
};

/// Arguments: bytes per transfer, packet error rate in percent. Transfers in turn in both directions, each
/// ready when the one before has left the link.
void transfer(benchmark::State& state) {
  const Bench bench(static_cast<double>(state.range(1)) / 100);
  const Bytes size(state.range(0));
  auto link = bench.kind->open(bench.context);
  Time ready;
  bool forward = false;
  std::int64_t events = 0;
  for (auto _ : state) {
    forward = !forward;
    const TransferOutcome outcome = link->transfer(ready, size, forward);
    ready = outcome.link_free;
    events += outcome.events_used;
    benchmark::DoNotOptimize(ready);
  }
  state.counters["transfers"] =
      benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
  state.counters["connection_events"] =
      benchmark::Counter(static_cast<double>(events), benchmark::Counter::kAvgIterations);
}
BENCHMARK(transfer)->ArgNames({"bytes", "per_percent"})->ArgsProduct({{4, 3000, 100'000}, {0, 1, 10}});

void estimate(benchmark::State& state) {
  const Bench bench(static_cast<double>(state.range(1)) / 100);
  const Bytes size(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(bench.kind->estimate(size, true, bench.context));
}
BENCHMARK(estimate)->ArgNames({"bytes", "per_percent"})->ArgsProduct({{4, 100'000}, {0, 10}});

/// Argument: devices, every pair of them linked.
void schedule(benchmark::State& state) {
  const int devices = static_cast<int>(state.range(0));
  std::vector<Ends> links;
  for (int i = 0; i < devices; ++i) {
    for (int j = i + 1; j < devices; ++j) links.push_back({DeviceId(i), DeviceId(j)});
  }
  for (auto _ : state) benchmark::DoNotOptimize(schedule_slots(devices, links));
}
BENCHMARK(schedule)->ArgName("devices")->Arg(4)->Arg(8)->Arg(16);

}  // namespace
