// The optimum of the joint search against the integer program (integer_program.hpp).
#include "integer_program.hpp"

#include "../../src/planner/engine/app_order.hpp"
#include "../../src/planner/engine/score.hpp"
#include "../../src/planner/exact/optimum.hpp"
#include <catch2/catch.hpp>

using namespace synergy;

namespace {

/// Whether both come to the same, of `count` problems with at most so many apps.
void compare_with_program(RandomStream random, int count, int most_apps) {
  plan::TableCache cache;
  for (int i = 0; i < count; ++i) {
    const std::string yaml = test::integer_instance(random, most_apps);
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
  }
}

}  // namespace

TEST_CASE("does an integer program come to the same optimum?") {
  compare_with_program(RandomStream(stream_seed(6, 0, "integer_program_test")), 6, 3);
}

// A segment that has an accelerator to itself pays a switch once others join it, whichever comes first:
// bounds that let each of two later apps pay it cut off the best plan of the seventh (382.6 ms of latency,
// not 387.8).
TEST_CASE("does one come to the same where several of four apps join an accelerator?") {
  RandomStream random(stream_seed(1, 0, "bench/integer_program"));
  for (int i = 1; i < 7; ++i) (void)test::integer_instance(random, 4);
  compare_with_program(random, 1, 4);
}
