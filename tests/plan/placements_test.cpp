// What fits memories is remembered: are the answers those of a memory that is asked for the first time?
#include "synergy/base/random.hpp"
#include "synergy/plan/memory.hpp"

#include <atomic>
#include <optional>
#include <thread>
#include <vector>

#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using plan::AppId;
using plan::DeviceId;

namespace {

/// A body's memory that remembers nothing.
class Unremembered {
 public:
  explicit Unremembered(const plan::PlanningProblem& problem) : problem_(problem) {
    for (const scenario::Device& device : problem.scenario().devices) {
      memories_.emplace_back();
      if (device.accelerator) memories_.back() = device.accelerator->empty_memory();
    }
  }
  [[nodiscard]] bool fits(AppId a, DeviceId d, int from, int to) const {
    const plan::SegmentTable& table = problem_.table(a, d);
    return table.cost(from, to) != nullptr &&
           memories_[d.index()]->fits(table.lowered(), table.layers(from, to));
  }
  [[nodiscard]] std::optional<device::Placement> place(AppId a, const plan::Segment& segment) {
    device::Placement placement;
    const device::Lowered& network = problem_.table(a, segment.device).lowered();
    if (!memories_[segment.device.index()]->try_place(network, segment.layers, &placement)) return {};
    return placement;
  }
  [[nodiscard]] const device::Memory& of(DeviceId d) const { return *memories_[d.index()]; }

 private:
  const plan::PlanningProblem& problem_;
  std::vector<std::optional<device::Memory>> memories_;
};

bool same_uses(const device::Memory& x, const device::Memory& y) {
  const auto mine = x.uses();
  const auto theirs = y.uses();
  bool same = mine.size() == theirs.size();
  for (std::size_t i = 0; same && i < mine.size(); ++i)
    same = mine[i].used == theirs[i].used && mine[i].available == theirs[i].available;
  return same;
}

/// Places segments by chance, in and out of memory's way, and asks both memories about everything before
/// each. Differences found.
int differences(const plan::PlanningProblem& problem, std::uint64_t seed) {
  RandomStream random(seed);
  plan::BodyMemory memory(problem);
  Unremembered fresh(problem);
  int different = 0;
  for (int step = 0; step < 12; ++step) {
    const auto a = AppId(static_cast<int>(random.integer(0, problem.app_count() - 1)));
    const auto& accelerators = problem.accelerators();
    const DeviceId d = accelerators[static_cast<std::size_t>(
        random.integer(0, static_cast<std::int64_t>(accelerators.size()) - 1))];
    const plan::SegmentTable& table = problem.table(a, d);
    const int last = table.boundaries() - 1;
    for (int from = 0; from < last; ++from) {
      for (int to = from + 1; to <= last; ++to) {
        if (memory.fits(a, d, from, to) != fresh.fits(a, d, from, to)) ++different;
      }
    }
    const auto from = static_cast<int>(random.integer(0, last - 1));
    const auto to = static_cast<int>(random.integer(from + 1, last));
    if (table.cost(from, to) == nullptr) continue;
    const plan::Segment segment{d, table.layers(from, to)};
    const auto placed = memory.place(a, segment);
    const auto expected = fresh.place(a, segment);
    const auto* landed = std::get_if<device::Placement>(&placed);
    if ((landed != nullptr) != expected.has_value()) ++different;
    if (landed != nullptr && expected && landed->starts != expected->starts) ++different;
    if (!same_uses(memory.of(d), fresh.of(d))) ++different;
  }
  return different;
}

}  // namespace

TEST_CASE("does a memory that remembers answer as one that tries?") {
  plan::TableCache cache;
  for (const char* name : {"w2", "w4", "w6", "stress"}) {
    const scenario::Scenario s = test::shipped(name);
    // Several problems of one cache share what was found out.
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
      const plan::PlanningProblem problem(s, cache);
      CAPTURE(name, seed);
      CHECK(differences(problem, seed) == 0);
    }
  }
}

TEST_CASE("does it do so when many threads ask at once?") {
  plan::TableCache cache;
  const scenario::Scenario s = test::shipped("w6");
  const plan::PlanningProblem problem(s, cache);
  std::atomic<int> different = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      // All with the same seeds: they come to the same memories at about the same time.
      for (std::uint64_t seed = 0; seed < 20; ++seed) different += differences(problem, seed);
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(different == 0);
}

TEST_CASE(
    "are devices with one accelerator, apps with one model and plans one after the other served alike?") {
  plan::TableCache cache;
  const scenario::Scenario s =
      test::from_yaml(test::full_body(2) +
                      "apps:\n"
                      "  - {name: a, model: kws, sensor: microphone, interaction: haptic}\n"
                      "  - {name: b, model: kws, sensor: microphone, interaction: haptic}\n");
  const plan::PlanningProblem first(s, cache);
  const plan::PlanningProblem second(s, cache);
  const plan::Segment on_first{DeviceId(0), {0, 3}};
  const plan::Segment on_second{DeviceId(1), {0, 3}};
  plan::BodyMemory memory(first);
  plan::BodyMemory other(second);
  CHECK(&memory.of(DeviceId(0)) == &memory.of(DeviceId(1)));
  REQUIRE(std::holds_alternative<device::Placement>(memory.place(AppId(0), on_first)));
  CHECK(&memory.of(DeviceId(0)) != &memory.of(DeviceId(1)));
  REQUIRE(std::holds_alternative<device::Placement>(memory.place(AppId(1), on_second)));
  CHECK(&memory.of(DeviceId(0)) == &memory.of(DeviceId(1)));
  REQUIRE(std::holds_alternative<device::Placement>(other.place(AppId(1), on_first)));
  CHECK(&other.of(DeviceId(0)) == &memory.of(DeviceId(0)));
}

TEST_CASE("is what was found out forgotten when it has grown too large, while a plan goes on with it?") {
  plan::TableCache cache;
  const scenario::Scenario s = test::shipped("w6");
  const plan::PlanningProblem problem(s, cache);
  plan::BodyMemory before(problem);
  const DeviceId d = problem.accelerators().front();
  RandomStream random(7);
  bool forgotten = false;
  for (int i = 0; i < 30'000 && !forgotten; ++i) {
    plan::BodyMemory memory(problem);
    forgotten = &memory.of(d) != &before.of(d);
    for (int step = 0; step < 6; ++step) {
      const auto a = AppId(static_cast<int>(random.integer(0, problem.app_count() - 1)));
      const plan::SegmentTable& table = problem.table(a, d);
      const auto from = static_cast<int>(random.integer(0, table.boundaries() - 2));
      if (table.cost(from, from + 1) == nullptr) continue;
      (void)memory.place(a, {d, table.layers(from, from + 1)});
    }
  }
  CHECK(forgotten);
  const AppId a(0);
  const Unremembered fresh(problem);
  for (int to = 1; to < problem.table(a, d).boundaries(); ++to)
    CHECK(before.fits(a, d, 0, to) == fresh.fits(a, d, 0, to));
}
