// Planner `optimal`'s search beside the integer program of the same problems
// (tests/planner/integer_program.hpp), solved by COIN-OR CBC, on one thread: both prove the smallest round
// and, among plans that keep it, the smallest sum of latencies.
#include "../tests/planner/integer_program.hpp"

#include <chrono>

#include "../src/planner/engine/app_order.hpp"
#include "../src/planner/exact/optimum.hpp"
#include <fmt/format.h>

using namespace synergy;

namespace {

constexpr int kInstances = 11;
constexpr int kMostApps = 4;

/// What a call takes, in ms of wall time.
template <typename Call>
double timed(const Call& call) {
  const auto begin = std::chrono::steady_clock::now();
  call();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

std::string row(int number, RandomStream& random) {
  const scenario::Scenario s = test::from_yaml(test::integer_instance(random, kMostApps));
  plan::TableCache cache;
  const plan::PlanningProblem problem(s, cache);
  planner::LinkCosts costs(problem);
  planner::Effort effort;
  planner::Optimum own;
  const double own_ms = timed([&] {
    own =
        planner::best_collaboration_plan(problem, planner::by_data_intensity(problem), {}, {}, costs, effort);
  });
  test::IntegerOptimum program;
  const double program_ms = timed([&] { program = test::integer_optimum(problem, costs); });
  if (!own.plan || !own.proven) return fmt::format("| {} | not proven |\n", number);
  const planner::Score score = planner::score_of(problem, *own.plan, costs);
  const bool same = std::abs(score.round.ms() - program.round_ms) < 1e-5 &&
                    std::abs(score.latency.ms() - program.latency_ms) < 1e-5;
  if (!same)
    fmt::print(stderr, "instance {}: {} and {} ms, {} and {} ms\n", number, score.round.ms(),
               program.round_ms, score.latency.ms(), program.latency_ms);
  return fmt::format("| {} | {} | {} | {:.3f} | {} | {} | {:.2f} | {} | {:.0f} | {:.0f} |\n", number,
                     problem.app_count(), program.columns, score.round.ms(), same ? "same" : "DIFFERENT",
                     own.nodes, own_ms, program.nodes, program_ms, program_ms / own_ms);
}

}  // namespace

int main() {
  fmt::print(
      "| instance | apps | columns of the program | least round, ms | of both | `optimal`: nodes | ms | CBC: "
      "nodes | ms |"
      " CBC : `optimal` |\n|---|---|---|---|---|---|---|---|---|---|\n");
  RandomStream random(stream_seed(1, 0, "bench/integer_program"));
  for (int i = 1; i <= kInstances; ++i) {
    fmt::print("{}", row(i, random));
    std::fflush(stdout);
  }
  return 0;
}
