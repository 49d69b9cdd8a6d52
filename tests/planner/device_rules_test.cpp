// The device-count baselines against their rules taken literally: every choice of devices looked at, one
// after the other.
#include "../../src/planner/baselines/device_rules.hpp"

#include "synergy/planner/registry.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <numeric>

#include "../../src/planner/engine/app_order.hpp"
#include "../../src/planner/engine/placement.hpp"
#include "random_problems.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using plan::AppId;
using plan::DeviceId;
using planner::DeviceRule;

namespace {

using Chain = std::vector<plan::Segment>;

constexpr std::array<std::pair<const char*, DeviceRule>, 4> kRules{{{"min_dev", {false, false}},
                                                                    {"max_dev", {true, false}},
                                                                    {"pri_min_dev", {false, true}},
                                                                    {"pri_max_dev", {true, true}}}};

std::vector<DeviceId> device_order(const plan::PlanningProblem& problem, const plan::BodyMemory& memory,
                                   bool priorities) {
  std::vector<DeviceId> order = problem.accelerators();
  if (!priorities) return order;
  const auto key = [&](DeviceId d) {
    const device::MemoryUse first = memory.of(d).uses().front();
    return std::pair(problem.device(d).accelerator->cycle_rate(), first.available - first.used);
  };
  std::stable_sort(order.begin(), order.end(), [&](DeviceId x, DeviceId y) { return key(x) > key(y); });
  return order;
}

/// All choices of `count` devices, earlier ones first, in lexicographic order.
std::vector<std::vector<DeviceId>> choices(const std::vector<DeviceId>& devices, std::size_t count) {
  std::vector<std::vector<DeviceId>> all;
  std::vector<DeviceId> choice;
  const std::function<void(std::size_t)> extend = [&](std::size_t next) {
    if (choice.size() == count) return all.push_back(choice);
    for (std::size_t i = next; i < devices.size(); ++i) {
      choice.push_back(devices[i]);
      extend(i + 1);
      choice.pop_back();
    }
  };
  extend(0);
  return all;
}

Chain fill(const plan::PlanningProblem& problem, AppId a, const plan::BodyMemory& memory,
           const std::vector<DeviceId>& devices) {
  Chain chain;
  const plan::SegmentTable& table = problem.table(a, devices.front());
  const int last = table.boundaries() - 1;
  int from = 0;
  for (const DeviceId d : devices) {
    int to = last;
    while (to > from && !memory.fits(a, d, from, to)) --to;
    if (to == from) return {};
    chain.push_back({d, table.layers(from, to)});
    from = to;
  }
  return from == last ? chain : Chain{};
}

/// All cuts: of those with the smallest largest segment the one that a dynamic programme over the boundaries
/// finds, from the first device on.
Chain balance(const plan::PlanningProblem& problem, AppId a, const plan::BodyMemory& memory,
              const std::vector<DeviceId>& devices) {
  const int last = problem.table(a, devices.front()).boundaries() - 1;
  const std::size_t count = devices.size();
  const auto width = static_cast<std::size_t>(last + 1);
  std::vector<std::vector<std::int64_t>> best(count + 1, std::vector<std::int64_t>(width, INT64_MAX));
  std::vector<std::vector<std::size_t>> start(count + 1, std::vector<std::size_t>(width));
  best[0][0] = 0;
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t from = 0; from < width; ++from) {
      for (std::size_t to = from + 1; to < width && best[i][from] != INT64_MAX; ++to) {
        const int b = static_cast<int>(from);
        const int e = static_cast<int>(to);
        if (!memory.fits(a, devices[i], b, e)) continue;
        const std::int64_t cycles = problem.table(a, devices[i]).cost(b, e)->cycles.count();
        const std::int64_t largest = std::max(best[i][from], cycles);
        if (largest >= best[i + 1][to]) continue;
        best[i + 1][to] = largest;
        start[i + 1][to] = from;
      }
    }
  }
  if (best[count][width - 1] == INT64_MAX) return {};
  Chain chain(count);
  std::size_t to = width - 1;
  for (std::size_t i = count; i > 0; to = start[i][to], --i) {
    const device::LayerRange layers =
        problem.table(a, devices[i - 1]).layers(static_cast<int>(start[i][to]), static_cast<int>(to));
    chain[i - 1] = {devices[i - 1], layers};
  }
  return chain;
}

/// The rule, literally; the apps' segments as far as it gets, and the choices it looks at.
std::pair<std::vector<Chain>, std::int64_t> by_rule(const plan::PlanningProblem& problem, DeviceRule rule) {
  std::vector<Chain> chains;
  std::int64_t considered = 0;
  plan::BodyMemory memory(problem);
  const auto order = rule.priorities ? planner::by_model_size(problem) : planner::in_scenario_order(problem);
  for (const AppId a : order) {
    const std::vector<DeviceId> devices = device_order(problem, memory, rule.priorities);
    if (devices.empty()) break;
    const int pieces = problem.table(a, devices.front()).boundaries() - 1;
    std::vector<std::size_t> counts(std::min(devices.size(), static_cast<std::size_t>(pieces)));
    std::iota(counts.begin(), counts.end(), std::size_t{1});
    if (rule.most) std::reverse(counts.begin(), counts.end());
    Chain chain;
    for (const std::size_t count : counts) {
      for (const auto& choice : choices(devices, count)) {
        ++considered;
        chain = rule.most ? balance(problem, a, memory, choice) : fill(problem, a, memory, choice);
        if (!chain.empty()) break;
      }
      if (!chain.empty()) break;
    }
    if (chain.empty()) break;
    chains.push_back(chain);
    for (const plan::Segment& segment : chain) (void)memory.place(a, segment);
  }
  return {chains, considered};
}

/// Compares the planner with the rule; whether there is a plan.
bool compare(const plan::PlanningProblem& problem, const char* name, DeviceRule rule) {
  const planner::Planned planned =
      planner::plan_with_defaults(planner::Registry::builtin().at(name), problem);
  const auto [chains, considered] = by_rule(problem, rule);
  CHECK(planned.effort.candidates_considered == considered);
  const auto* plan = std::get_if<plan::CollaborationPlan>(&planned.result);
  REQUIRE((plan != nullptr) == (chains.size() == problem.scenario().apps.size()));
  for (std::size_t i = 0; plan != nullptr && i < chains.size(); ++i)
    CHECK(plan->apps[plan->deployment[i]].segments == chains[i]);
  return plan != nullptr;
}

}  // namespace

TEST_CASE("do the device-count baselines choose as their rules say, whatever the problem?") {
  plan::TableCache cache;
  RandomStream random(stream_seed(14, 0, "device_rules_test"));
  int plans = 0;
  int none = 0;
  for (int i = 0; i < 200; ++i) {
    const int devices = static_cast<int>(random.integer(2, 8));
    // Enough apps that memories fill up and choices fail.
    const int apps = static_cast<int>(random.integer(1, 2 * devices));
    const std::string yaml = test::random_scenario(random, devices, apps);
    const scenario::Scenario s = test::from_yaml(yaml);
    const plan::PlanningProblem problem(s, cache);
    for (const auto& [name, rule] : kRules) {
      CAPTURE(i, name, yaml);
      ++(compare(problem, name, rule) ? plans : none);
    }
  }
  CHECK(plans > 400);
  CHECK(none > 20);
}

TEST_CASE("do the device-count baselines choose as their rules say on what is shipped?") {
  plan::TableCache cache;
  for (const char* name : {"w1", "w2", "w3", "w4", "w5", "w6", "w2_lossy", "w2_wifi"}) {
    const scenario::Scenario s = test::shipped(name);
    const plan::PlanningProblem problem(s, cache);
    for (const auto& [planner, rule] : kRules) {
      CAPTURE(name, planner);
      compare(problem, planner, rule);
    }
  }
}

TEST_CASE("do choices among 16 devices come to an end where none is left, all of them counted?") {
  // Looked at one by one they took 3 and 10 s.
  const scenario::Scenario s = test::shipped("stress");
  plan::TableCache cache;
  const plan::PlanningProblem problem(s, cache);
  for (const char* name : {"max_dev", "pri_max_dev"}) {
    CAPTURE(name);
    const auto planned = planner::plan_with_defaults(planner::Registry::builtin().at(name), problem);
    CHECK(planned.effort.candidates_considered > 50'000);
    CHECK(std::holds_alternative<plan::Infeasible>(planned.result));
  }
}
