// The simulator against the maximum cycle ratio, and that against the bottleneck estimate.
#include "synergy/base/random.hpp"
#include "synergy/plan/cycle_ratio.hpp"
#include "synergy/planner/registry.hpp"
#include "synergy/simulation/simulate.hpp"

#include <algorithm>
#include <map>

#include "../support/runs.hpp"
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using synergy::test::from_yaml;
using synergy::test::full_body;
using synergy::test::shipped;

namespace {

/// Remembers when which stage of which inference was served, unit by unit.
class Watcher final : public simulation::Probe {
 public:
  struct Service {
    Time begin;
    plan::CyclicTask task;  // behind: minus the number of the inference, from 0
  };

  explicit Watcher(const plan::CompiledPlan& compiled)
      : compiled_(compiled), started_(compiled.apps.size()), services_(compiled.units.size()) {}

  void started(std::uint64_t inference, plan::AppId app, Time /*now*/) override {
    number_[inference] = started_[app.index()]++;
  }
  void worked(const simulation::Work& /*work*/) override {}
  void visited(const simulation::Visit& visit) override {
    const plan::Stage& stage = compiled_.apps[visit.app].stages[static_cast<std::size_t>(visit.stage)];
    services_[stage.unit.index()].push_back(
        {visit.begin, {visit.app, visit.stage, -number_[visit.inference]}});
  }
  void ended(std::uint64_t /*inference*/, bool /*completed*/, Time /*now*/) override {}

  /// The order that every unit kept to in the last `rounds` rounds; empty if one did not.
  [[nodiscard]] plan::CyclicOrder order(std::size_t rounds) const {
    plan::CyclicOrder order(services_.size());
    for (std::size_t u = 0; u < services_.size(); ++u) {
      std::size_t tasks = 0;
      for (const plan::CompiledApp& app : compiled_.apps) {
        tasks += static_cast<std::size_t>(std::count_if(
            app.stages.begin(), app.stages.end(),
            [&](const plan::Stage& stage) { return stage.unit == static_cast<plan::UnitId>(u); }));
      }
      const auto& all = services_[u];
      if (all.size() < tasks * rounds) return {};
      for (std::size_t i = all.size() - tasks * rounds; i < all.size(); ++i) {
        plan::CyclicTask next = all[i].task;
        if (i + tasks >= all.size()) {
          order[u].push_back(next);
          continue;
        }
        --next.behind;
        if (all[i + tasks].task != next) return {};
      }
    }
    return order;
  }
  /// From the last start of app 0 back to the one so many inferences before.
  [[nodiscard]] Duration last_rounds(std::int64_t rounds) const {
    const plan::UnitId sensor = compiled_.apps[plan::AppId(0)].stages[0].unit;
    std::vector<Time> starts;
    for (const Service& service : services_[sensor.index()]) {
      if (service.task.app == plan::AppId(0)) starts.push_back(service.begin);
    }
    return starts.back() - starts[starts.size() - 1 - static_cast<std::size_t>(rounds)];
  }

 private:
  const plan::CompiledPlan& compiled_;
  std::map<std::uint64_t, int> number_;
  std::vector<int> started_;
  std::vector<std::vector<Service>> services_;
};

std::string one_device(RandomStream& random) {
  const char* models[] = {"convnet5", "kws", "simplenet"};
  std::string text = full_body(1) + "measurement: {warm_up: 0 s, window: 5 s}\nresidency: " +
                     (random.uniform() < 0.5 ? "retained" : "reload") + "\napps:\n";
  const std::int64_t apps = random.integer(1, 3);
  for (std::int64_t a = 0; a < apps; ++a) {
    const std::string model = models[random.integer(0, 2)];
    text += "  - {name: a" + std::to_string(a) + ", model: " + model +
            ", sensor: " + (model == "kws" ? "microphone" : "camera");
    text += std::string(", interaction: ") + (random.uniform() < 0.5 ? "display" : "haptic") + "}\n";
  }
  return text;
}

}  // namespace

TEST_CASE("do units without links that keep an order take its cycle ratio per round, to the nanosecond?") {
  RandomStream random(stream_seed(3, 0, "cyclic_order_test"));
  plan::TableCache cache;
  int compared = 0;
  int slower_than_bottleneck = 0;
  for (int i = 0; i < 40; ++i) {
    const std::string yaml = one_device(random);
    CAPTURE(i, yaml);
    const scenario::Scenario s = from_yaml(yaml);
    const plan::PlanningProblem problem(s, cache);
    for (const auto policy : {scenario::Policy::inter_app, scenario::Policy::adaptive}) {
      CAPTURE(scenario::to_text(policy));
      const auto record = test::plan_run(problem, planner::Registry::builtin().at("min_dev"), policy);
      if (!record.compiled) continue;
      const plan::CompiledPlan& compiled = *record.compiled;
      const auto windows = plan::windows(problem, compiled, *record.estimate, policy);
      Watcher watcher(compiled);
      (void)simulation::simulate(problem, compiled, policy, windows, 0, {.probe = &watcher});
      const plan::CyclicOrder order = watcher.order(40);
      if (order.empty()) continue;
      const plan::CycleRatio ratio = plan::maximum_cycle_ratio(compiled, order, windows);
      CHECK(watcher.last_rounds(ratio.rounds * 12) == ratio.time * 12);
      CHECK(ratio.time >= record.estimate->parallel_round * ratio.rounds);
      slower_than_bottleneck += ratio.time > record.estimate->parallel_round * ratio.rounds ? 1 : 0;
      ++compared;
    }
  }
  CHECK(compared > 60);
  CHECK(slower_than_bottleneck > 10);
}

TEST_CASE("is a cyclic order never faster than the bottleneck, and one app with one in flight its latency?") {
  plan::TableCache cache;
  for (const char* name : {"w1", "w2", "w3", "w4", "w5"}) {
    const scenario::Scenario s = shipped(name);
    const plan::PlanningProblem problem(s, cache);
    for (const planner::Planner* planner : planner::Registry::builtin().all()) {
      CAPTURE(name, planner->name);
      auto record = test::plan_run(problem, *planner, scenario::Policy::adaptive);
      if (!record.compiled) continue;
      REQUIRE(record.cyclic);
      const plan::Estimate& e = *record.estimate;
      CHECK(record.cyclic->time.ns() >= (e.parallel_round * record.cyclic->rounds).ns());
      const std::vector<int> one_each(s.apps.size(), 1);
      const plan::CyclicOrder order = plan::cyclic_order(*record.compiled, e, one_each);
      const plan::CycleRatio single = plan::maximum_cycle_ratio(*record.compiled, order, one_each);
      CHECK(single.time >= *std::max_element(e.latency.begin(), e.latency.end()) * single.rounds);
      const plan::CycleRatio more = plan::maximum_cycle_ratio(
          *record.compiled, order, plan::windows(problem, *record.compiled, e, record.policy));
      CHECK(more.time * single.rounds <= single.time * more.rounds);
    }
  }
  for (const char* model : {"convnet5", "kws", "simplenet"}) {
    const scenario::Scenario s =
        from_yaml(full_body(3) + "apps:\n  - {model: " + model + ", sensor: camera, interaction: display}\n");
    const plan::PlanningProblem problem(s, cache);
    for (const planner::Planner* planner : planner::Registry::builtin().all()) {
      CAPTURE(model, planner->name);
      const auto record = test::plan_run(problem, *planner, scenario::Policy::inter_app);
      REQUIRE(record.cyclic);
      // A link may be taken a little longer than its transfer lasts.
      const Duration latency = record.estimate->sequential_round * record.cyclic->rounds;
      CHECK(record.cyclic->time >= latency);
      if (record.compiled->links.empty()) CHECK(record.cyclic->time == latency);
    }
  }
}
