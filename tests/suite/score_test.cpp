#include "synergy/suite/score.hpp"

#include "rows.hpp"
#include <catch2/catch.hpp>

namespace synergy::suite {
namespace {

using results::Answer;
using results::SuiteRow;
using results::SuiteScore;
using results::SuiteValue;
using test::row;
using test::simulated;

constexpr SuiteValue kTen{Answer::plan, 10};
constexpr SuiteValue kNone{};

/// A planner that reaches the best once, is 4 times off once, and finds no plan once; and Synergy.
std::vector<SuiteRow> hand_made() {
  return {
      simulated(row("synergy", "a", kTen, kTen), 100, 10, 50),
      simulated(row("mine", "a", kTen, kTen), 100, 20, 50),
      simulated(row("synergy", "b", {Answer::plan, 20}, kTen), 10, 10, 50),
      simulated(row("mine", "b", {Answer::plan, 40}, kTen), 40, 20, 25),
      row("synergy", "c", kTen, kTen),
      row("mine", "c", kNone, kTen),
  };
}

TEST_CASE("are scores what is computed by hand?") {
  const std::vector<SuiteScore> scores = scorecard(hand_made());
  REQUIRE(scores.size() == 2);  // of one family there is no total
  const SuiteScore& mine = scores.back();
  CHECK(mine.planner == "mine");
  CHECK(mine.instance_count == 3);
  CHECK(mine.solved_count == 2);
  CHECK(mine.best_count == 1);
  CHECK(mine.mean_regret.value() == Approx(1));   // sqrt(1 x 4) - 1
  CHECK(mine.worst_regret.value() == Approx(3));  // 40 / 10 - 1
  CHECK(mine.worst_instance == "f/b");
  CHECK(mine.compared_count == 2);
  CHECK(mine.throughput_ratio.value() == Approx(2));  // sqrt(1 x 4)
  CHECK(mine.latency_ratio.value() == Approx(2));
  CHECK(mine.power_ratio.value() == Approx(std::sqrt(0.5)));
  CHECK(mine.candidates_considered == 30);
  CHECK(scores.front().throughput_ratio.value() == 1);
}

TEST_CASE("is there a total over families, and none over one?") {
  std::vector<SuiteRow> rows = hand_made();
  rows.push_back(row("mine", "x", kTen, kTen));
  rows.back().family = "g";
  const std::vector<SuiteScore> scores = scorecard(rows);
  REQUIRE(scores.size() == 6);
  CHECK(scores[5].family == "all");
  CHECK(scores[5].planner == "mine");
  CHECK(scores[5].instance_count == 4);
  CHECK(scores[2].instance_count == 0);  // synergy was not run in g
}

TEST_CASE("does a right no count as solved, and a wrong no as not?") {
  const std::vector<SuiteScore> scores =
      scorecard({row("a", "none", kNone, kNone), row("b", "some", kNone, kTen)});
  CHECK(scores[0].solved_count == 1);
  CHECK(scores[0].best_count == 1);
  CHECK_FALSE(scores[0].mean_regret);  // there is no value to be off by
  CHECK(scores[1].solved_count == 0);
}

TEST_CASE("does a plan that sustains the rates beat every one that does not?") {
  const SuiteValue overload{Answer::overload, 1};
  CHECK(kTen < overload);
  CHECK(overload < kNone);
  const std::vector<SuiteScore> scores =
      scorecard({row("a", "x", overload, kTen), row("b", "y", overload, {Answer::overload, 1})});
  CHECK(scores[0].solved_count == 0);
  CHECK(scores[1].solved_count == 1);  // nobody is known to do better
}

TEST_CASE("is an answer that is better than the best known the best, with a regret below 0?") {
  const SuiteRow better = row("a", "x", {Answer::plan, 5}, kTen);
  CHECK(better.regret().value() == Approx(-0.5));
  const SuiteScore score = scorecard({better}).front();
  CHECK(score.best_count == 1);
  CHECK(score.worst_instance.empty());
}

TEST_CASE("does a performance profile rise from the share of best answers to the share solved?") {
  const auto steps = performance_profile(hand_made());
  REQUIRE(steps.size() == 4);
  CHECK(steps[0].planner == "synergy");
  CHECK(steps[0].value_ratio == 1);
  CHECK(steps[0].instance_ratio == Approx(2.0 / 3));
  CHECK(steps[1].value_ratio == Approx(2));
  CHECK(steps[1].instance_ratio == 1);
  CHECK(steps[2].planner == "mine");
  CHECK(steps[2].instance_ratio == Approx(1.0 / 3));
  CHECK(steps[3].value_ratio == Approx(4));
  CHECK(steps[3].instance_ratio == Approx(2.0 / 3));  // the third it never solves
}

TEST_CASE("does a profile leave out instances that have no plan, and begin at 1 where nothing is best?") {
  const auto steps =
      performance_profile({row("a", "none", kNone, kNone), row("a", "x", {Answer::plan, 30}, kTen)});
  REQUIRE(steps.size() == 2);
  CHECK(steps[0].value_ratio == 1);
  CHECK(steps[0].instance_ratio == 0);
  CHECK(steps[1].value_ratio == Approx(3));
  CHECK(steps[1].instance_ratio == 1);
}

TEST_CASE("does the leaderboard put who solves more before who is nearer to the best?") {
  const std::string text = leaderboard(scorecard(hand_made()));
  CHECK(text.find("`synergy`") < text.find("`mine`"));
  CHECK(text.find("| `mine` | 2 of 3 | 1 | 2.00x | 4.00x | f/b | 2.00x |") != std::string::npos);
}

TEST_CASE("is a value proven where it reaches its bound, and that there is no plan where a search said so?") {
  CHECK_FALSE(results::BestKnown{"x", "", kTen, {}, "", ""}.proven());
  CHECK_FALSE(results::BestKnown{"x", "", kTen, 9.99, "", ""}.proven());
  CHECK(results::BestKnown{"x", "", kTen, 10, "", ""}.proven());
  CHECK(results::BestKnown{"x", "", kNone, 0, "", ""}.proven());
  CHECK_FALSE(results::BestKnown{"x", "", kNone, {}, "", ""}.proven());
}

}  // namespace
}  // namespace synergy::suite
