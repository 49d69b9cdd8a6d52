#include "synergy/suite/run.hpp"

#include "synergy/input/error.hpp"
#include "synergy/planner/registry.hpp"

#include "../support/folder.hpp"
#include "../support/scenarios.hpp"
#include "suites.hpp"
#include <catch2/catch.hpp>

namespace synergy::suite {
namespace {

using test::asked;
using test::SmallSuite;

TEST_CASE("are families the folders of a suite without its plans, and instances their scenario files?") {
  const SmallSuite suite;
  CHECK(families(suite.path()) == std::vector<std::string>{"one", "two"});
  const auto all = suite.instances();
  REQUIRE(all.size() == 3);
  CHECK(all[0].id() == "one/a");
  CHECK(all[1].id() == "one/b");
  CHECK(all[2].id() == "two/rates");
  CHECK_THROWS_AS(families(suite.path() / "nowhere"), InputError);
}

TEST_CASE("does every planner get a row for every instance, whatever the number of threads?") {
  const SmallSuite suite;
  RunOptions options = asked({"synergy", "min_dev", "random"});
  const auto one = run(suite.instances(), {}, test::library(), options);
  options.threads = 4;
  const auto four = run(suite.instances(), {}, test::library(), options);
  REQUIRE(one.size() == 9);
  REQUIRE(four.size() == 9);
  for (std::size_t i = 0; i < one.size(); ++i) {
    CHECK(one[i].row.instance == suite.instances()[i / 3].id());
    CHECK(one[i].row.planner == options.planners[i % 3]->name);
    CHECK(four[i].row.value == one[i].row.value);
    CHECK(four[i].row.throughput_inf_per_s == one[i].row.throughput_inf_per_s);
    CHECK(four[i].row.candidates_considered == one[i].row.candidates_considered);
  }
}

TEST_CASE("is the best of the planners the best where nothing is known?") {
  const SmallSuite suite;
  const auto outcomes = run(suite.instances(), {}, test::library(), asked({"synergy", "optimal"}));
  for (std::size_t i = 0; i < outcomes.size(); i += 2) {
    const SuiteValue best = std::min(outcomes[i].row.value, outcomes[i + 1].row.value);
    CHECK(outcomes[i].row.best.best == best);
    CHECK(outcomes[i + 1].row.best.best == best);
  }
}

TEST_CASE("is what is known the best, even if no planner reaches it?") {
  const SmallSuite suite;
  const BestKnownValues known{{"one/a", {"one/a", "throughput", {Answer::plan, 1}, {}, "me", "0"}}};
  const auto outcomes = run(suite.instances(), known, test::library(), asked({"synergy"}));
  CHECK(outcomes.front().row.regret().value() == Approx(outcomes.front().row.value.value - 1));
}

TEST_CASE("is a plan that does not sustain its rates an overload, by its busiest unit?") {
  const SmallSuite suite;
  // 1,000 inferences a second of one accelerator: more than any plan sustains.
  suite.write("two/rates", test::instance("two/rates", "objective: latency\nload: {regime: periodic}\n",
                                          ", rate: 1000 Hz"));
  const auto outcomes = run(suite.instances(), {}, test::library(), asked({"synergy"}));
  const SuiteValue value = outcomes.back().row.value;
  CHECK(value.answer == Answer::overload);
  CHECK(value.value > 1000);  // ms of work in a second
}

TEST_CASE("does a quick run judge plans alike, and simulate a tenth?") {
  const SmallSuite suite;
  RunOptions options = asked({"synergy"});
  const auto whole = run(suite.instances(), {}, test::library(), options);
  options.quick = true;
  const auto quick = run(suite.instances(), {}, test::library(), options);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    CHECK(quick[i].row.value == whole[i].row.value);
    CHECK(quick[i].plan.workload().scenario().measurement.window * 10 ==
          whole[i].plan.workload().scenario().measurement.window);
  }
}

TEST_CASE("does a node budget reach the planners that take one?") {
  const std::filesystem::path shipped = std::filesystem::path(SYNERGY_SOURCE_DIR) / "scenarios" / "suite";
  std::vector<Instance> w5 = instances(shipped, {"paper"});
  std::erase_if(w5, [](const Instance& instance) { return instance.name != "w5"; });
  RunOptions options = asked({"optimal", "min_dev"});
  options.quick = true;
  options.node_budget = 10;
  const auto outcomes = run(w5, {}, test::library(), options);
  CHECK(outcomes[0].made_by == "optimal node_budget=10");
  CHECK(outcomes[0].row.budget_ended);
  CHECK(outcomes[1].made_by == "min_dev");
}

TEST_CASE("does a run that is stopped give nothing, and a bad file its place?") {
  const SmallSuite suite;
  RunOptions options = asked({"synergy"});
  options.stop = [] { return true; };
  CHECK(run(suite.instances(), {}, test::library(), options).empty());
  suite.write("one/bad", "schema_version: 1\nname: one/bad\nbody: nobody\n");
  CHECK_THROWS_WITH(run(suite.instances(), {}, test::library(), asked({"synergy"})),
                    Catch::Contains("bad.yaml:3:7"));
}

TEST_CASE("does a planner of one's own take part?") {
  planner::Registry registry = planner::Registry::builtin();
  planner::Planner mine = registry.at("min_dev");
  mine.name = "mine";
  registry.add(mine);
  const SmallSuite suite;
  RunOptions options;
  options.planners = {registry.find("mine")};
  const auto outcomes = run(suite.instances(), {}, test::library(), options);
  CHECK(outcomes.front().row.planner == "mine");
}

}  // namespace
}  // namespace synergy::suite
