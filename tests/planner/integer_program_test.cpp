// The optimum of the joint search against the integer program (integer_program.hpp).
#include "integer_program.hpp"

#include "../../src/planner/engine/app_order.hpp"
#include "../../src/planner/engine/score.hpp"
#include "../../src/planner/exact/optimum.hpp"
#include <catch2/catch.hpp>

using namespace synergy;

TEST_CASE("does an integer program come to the same optimum?") {
  plan::TableCache cache;
  RandomStream random(stream_seed(6, 0, "integer_program_test"));
  int compared = 0;
  for (int i = 0; i < 6; ++i) {
    const std::string yaml = test::integer_instance(random, 3);
    CAPTURE(i, yaml);
    const scenario::Scenario s = test::from_yaml(yaml);
    const plan::PlanningProblem problem(s, cache);
    planner::LinkCosts costs(problem);
    planner::Effort effort;
    const planner::Optimum found =
        planner::best_collaboration_plan(problem, planner::by_data_intensity(problem), {}, {}, costs, effort);
    REQUIRE(found.plan);
    CHECK(found.proven);
    const planner::Score score = planner::score_of(problem, *found.plan, costs);
    const test::IntegerOptimum least = test::integer_optimum(problem, costs);
    CHECK(score.round.ms() == Approx(least.round_ms).epsilon(1e-6));
    CHECK(score.latency.ms() == Approx(least.latency_ms).epsilon(1e-6));
    ++compared;
  }
  CHECK(compared == 6);
}
