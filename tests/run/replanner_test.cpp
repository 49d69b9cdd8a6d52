// What planners are told when a body changes.
#include "synergy/planner/in_force.hpp"
#include "synergy/planner/registry.hpp"
#include "synergy/run/run.hpp"

#include <memory>
#include <mutex>
#include <optional>

#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using synergy::test::shipped;

namespace {

/// What a planner was asked: how many devices there were, and what ran.
struct Heard {
  std::mutex mutex;
  std::vector<std::pair<int, std::optional<planner::PlanInForce>>> questions;
};

/// min_dev, which notes what it is asked.
planner::Planner listening(const std::shared_ptr<Heard>& heard, bool takes_plan_in_force) {
  planner::Planner planner = planner::Registry::builtin().at("min_dev");
  planner.takes_plan_in_force = takes_plan_in_force;
  planner.plan = [heard, plan = planner.plan](const planner::PlanningContext& context) {
    const std::lock_guard lock(heard->mutex);
    std::optional<planner::PlanInForce> running;
    if (context.in_force != nullptr) running = *context.in_force;
    heard->questions.emplace_back(context.problem.device_count(), std::move(running));
    return plan(context);
  };
  return planner;
}

/// The questions of a run of ring_off, behind the one for the whole body before it.
std::shared_ptr<Heard> heard_of_ring_off(bool takes_plan_in_force) {
  auto heard = std::make_shared<Heard>();
  const run::Plan plan = run::Plan::made_by(listening(heard, takes_plan_in_force),
                                            run::Workload(shipped("ring_off", {{"replications", "1"}})));
  REQUIRE(heard->questions.size() == 1);
  CHECK_FALSE(heard->questions.front().second.has_value());
  heard->questions.clear();
  (void)run::Run(plan).simulate(0);
  return heard;
}

}  // namespace

TEST_CASE("does a planner that looks at the plan in force get it, with what is gone, once there is one?") {
  const auto heard = heard_of_ring_off(true);
  REQUIRE(heard->questions.size() >= 3);
  const auto& [devices, first] = heard->questions.front();
  CHECK(devices == 4);
  CHECK_FALSE(first.has_value());
  bool without_ring = false, with_ring = false;
  for (const auto& [count, running] : heard->questions) {
    if (!running) continue;
    REQUIRE(running->apps.size() == 3);
    CHECK(running->apps.front().name == "kws");
    for (const planner::PlanInForce::App& app : running->apps) {
      CHECK_FALSE(app.source.empty());
      CHECK_FALSE(app.target.empty());
      REQUIRE_FALSE(app.segments.empty());
      CHECK(app.segments.front().layers.first == 0);
    }
    without_ring = without_ring || count == 3;
    with_ring = with_ring || count == 4;
  }
  CHECK(without_ring);
  CHECK(with_ring);
}

TEST_CASE("is a planner that does not look asked once for each body, and told nothing?") {
  const auto heard = heard_of_ring_off(false);
  CHECK(heard->questions.size() == 2);
  for (const auto& question : heard->questions) CHECK_FALSE(question.second.has_value());
}

TEST_CASE("does looking at the plan in force change nothing for a planner that does not use it?") {
  const auto record_of = [](bool takes) {
    const auto heard = std::make_shared<Heard>();
    return run::Run(run::Plan::made_by(listening(heard, takes), run::Workload(shipped("ring_off"))))
        .simulate(0);
  };
  const run::RunRecord with = record_of(true);
  const run::RunRecord without = record_of(false);
  CHECK(with.result->completed_in_window() == without.result->completed_in_window());
  CHECK(with.regret_ratio == without.regret_ratio);
}
