#include "synergy/suite/improve.hpp"

#include "synergy/input/error.hpp"

#include "../support/scenarios.hpp"
#include "suites.hpp"
#include <catch2/catch.hpp>

namespace synergy::suite {
namespace {

using test::asked;
using test::SmallSuite;

/// What planners add to what is known of a suite.
std::vector<Improvement> improved(const SmallSuite& suite, BestKnownValues& known,
                                  const std::vector<std::string>& planners) {
  const auto outcomes = run(suite.instances(), known, test::library(), asked(planners));
  return improve(suite.path(), outcomes, known);
}

TEST_CASE("is the best of the planners taken, with a plan that replays to its value?") {
  const SmallSuite suite;
  BestKnownValues known;
  CHECK(improved(suite, known, {"min_dev", "synergy"}).size() == 3);
  for (const auto& outcome : run(suite.instances(), known, test::library(), asked({"min_dev", "synergy"}))) {
    const BestKnown& best = known.at(outcome.instance.id());
    CHECK(best.best <= outcome.row.value);
    CHECK(replay(suite.path(), best.instance, outcome.plan.workload()) == best.best);
  }
}

TEST_CASE("does what is no better change nothing, not even who found it?") {
  const SmallSuite suite;
  BestKnownValues known;
  (void)improved(suite, known, {"synergy"});
  const std::string before = to_csv(results::best_known_table({known.at("one/a"), known.at("one/b")}));
  CHECK(improved(suite, known, {"min_dev", "synergy", "random"}).size() <= 1);
  CHECK(to_csv(results::best_known_table({known.at("one/a"), known.at("one/b")})) == before);
}

TEST_CASE("is a proof taken over for a value that was known before?") {
  const SmallSuite suite;
  BestKnownValues known;
  (void)improved(suite, known, {"synergy"});
  CHECK_FALSE(known.at("one/a").proven());
  (void)improved(suite, known, {"optimal"});
  CHECK(known.at("one/a").proven());
  CHECK(known.at("one/a").found_by == "synergy");  // it was there first
}

TEST_CASE("is what was known found anew once its plan is gone, or worth something else?") {
  const SmallSuite suite;
  BestKnownValues known;
  (void)improved(suite, known, {"synergy"});
  std::filesystem::remove(plan_file(suite.path(), "one/a"));
  known.at("one/b").best.value /= 2;  // as if a profile had changed since
  known.at("one/b").bound = 1e-9;
  const auto again = improved(suite, known, {"synergy"});
  REQUIRE(again.size() == 1);  // the first has the same value as before
  CHECK(again.front().instance == "one/b");
  CHECK_FALSE(known.at("one/b").bound);  // it was about another model
  CHECK(std::filesystem::exists(plan_file(suite.path(), "one/a")));
}

TEST_CASE("are rows told that are of no instance, of another objective, or no longer worth what they say?") {
  const SmallSuite suite;
  BestKnownValues known;
  (void)improved(suite, known, {"synergy"});
  const auto outcomes = run(suite.instances(), known, test::library(), asked({"synergy", "min_dev"}));
  CHECK(stale_rows(suite.path(), outcomes, known) == std::vector<std::string>{});
  known["one/gone"] = known.at("one/a");
  known.at("one/a").objective = "energy";
  known.at("one/b").best.value *= 2;
  std::filesystem::remove(plan_file(suite.path(), "two/rates"));
  const auto doubts = stale_rows(suite.path(), outcomes, known);
  REQUIRE(doubts.size() == 4);
  CHECK_THAT(doubts[0], Catch::Contains("one/gone: there is no such instance"));
  CHECK_THAT(doubts[1], Catch::Contains("one/a: its objective is energy, that of the instance throughput"));
  CHECK_THAT(doubts[2], Catch::Contains("one/b: its plan is worth"));
  CHECK_THAT(doubts[3], Catch::Contains("two/rates: no such file"));
  // By another objective it is as if nothing were known.
  const auto again = run(suite.instances(), known, test::library(), asked({"synergy"}));
  CHECK(again.front().row.best.objective == "throughput");
  (void)improved(suite, known, {"synergy"});
  CHECK_FALSE(known.contains("one/gone"));
  CHECK(stale_rows(suite.path(), outcomes, known) == std::vector<std::string>{});
}

TEST_CASE("is that there is no plan known, and proven by a search that came to its end?") {
  const SmallSuite suite;
  std::string text = test::instance("one/a", "");
  text.replace(text.find("simplenet"), 9, "mobilenetv2");
  suite.write("one/a", text);
  BestKnownValues known;
  (void)improved(suite, known, {"synergy"});
  CHECK(known.at("one/a").best.answer == Answer::none);
  CHECK_FALSE(known.at("one/a").proven());
  (void)improved(suite, known, {"synergy", "optimal"});
  CHECK(known.at("one/a").proven());
  CHECK_FALSE(std::filesystem::exists(plan_file(suite.path(), "one/a")));
}

TEST_CASE("do best-known values survive being saved?") {
  const SmallSuite suite;
  BestKnownValues known;
  (void)improved(suite, known, {"optimal"});
  known["one/none"] = {"one/none", "latency", {}, 0, "optimal", "1"};
  known["one/open"] = {"one/open", "latency", {}, {}, "a, \"b\"", "1"};
  known["two/over"] = {"two/over", "energy", {Answer::overload, 1234.5}, {}, "x", "1"};
  save_best_known(suite.path(), known);
  const BestKnownValues again = load_best_known(suite.path());
  REQUIRE(again.size() == known.size());
  for (const auto& [id, value] : known) {
    CHECK(again.at(id).best == value.best);
    CHECK(again.at(id).bound == value.bound);
    CHECK(again.at(id).proven() == value.proven());
    CHECK(again.at(id).found_by == value.found_by);
  }
}

TEST_CASE("is a best_known.csv that is none refused at its place?") {
  const SmallSuite suite;
  CHECK(load_best_known(suite.path()).empty());
  const auto refused = [&](const std::string& rows, const std::string& why) {
    std::ofstream(suite.path() / "best_known.csv")
        << "instance,objective,answer,objective_value,bound_objective_value,proven,plan,found_by,version\n"
        << rows;
    CHECK_THROWS_WITH(load_best_known(suite.path()), Catch::Contains(why));
  };
  refused("a,latency,perhaps,1,,n,,x,1\n",
          "best_known.csv:2:1: unknown answer 'perhaps'; known: plan, overload, none");
  refused("a,latency,plan,fast,,n,,x,1\n", "objective_value: expected a number, found 'fast'");
  refused("a,latency,none,,,n,,x,1\na,latency,none,,,n,,x,1\n", "best_known.csv:3:1: 'a' has a row already");
  std::ofstream(suite.path() / "best_known.csv") << "instance\na\n";
  CHECK_THROWS_WITH(load_best_known(suite.path()), Catch::Contains("has no column 'objective'"));
}

TEST_CASE("is what is known of a body that changes what its finder makes of it, without a plan file?") {
  const SmallSuite suite;
  suite.write("three/changes",
              test::instance("three/changes",
                             "objective: throughput\nlink: {kind: ble, supervision_timeout: 1 s}\n"
                             "timeline: [{at: 1.2 s, device: watch, do: crash, for: 1 s}]\n"));
  BestKnownValues known;
  CHECK(improved(suite, known, {"min_dev", "synergy"}).size() == 4);
  const BestKnown found = known.at("three/changes");
  CHECK(found.objective == kOverTime);
  CHECK(found.best.answer == Answer::plan);
  CHECK_FALSE(found.bound);
  CHECK_FALSE(std::filesystem::exists(plan_file(suite.path(), "three/changes")));
  const std::string row = to_csv(results::best_known_table({found}));
  CHECK_THAT(row, Catch::Contains("three/changes,throughput_over_time,plan,") && !Catch::Contains("plans/"));
  // Nothing new: no improvement, and nobody else's value makes it stale.
  CHECK(improved(suite, known, {"min_dev"}).empty());
  known.at("three/changes").best.value /= 2;  // as if a profile had changed since
  const auto outcomes = run(suite.instances(), known, test::library(), asked({"min_dev", "synergy"}));
  const auto doubts = stale_rows(suite.path(), outcomes, known);
  REQUIRE(doubts.size() == 1);
  CHECK_THAT(doubts[0], Catch::Contains("three/changes: " + found.found_by + " makes "));
  CHECK(improve(suite.path(), outcomes, known).size() == 1);
  CHECK(known.at("three/changes").best == found.best);
}

}  // namespace
}  // namespace synergy::suite
