// What the claim table concludes from values that are given by hand.
#include "synergy/results/claims.hpp"

#include "synergy/results/order_tables.hpp"

#include <cmath>

#include "records.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::test;
using results::Comparison;
using results::OrderPoint;
using results::Sides;
using results::Table;

namespace {

/// Synergy's throughput and the baseline's, in inferences/s; mean latencies likewise in ms.
Comparison pair(const std::string& scenario, const std::string& baseline, Sides throughput,
                Sides latency = {20, 40}) {
  Comparison c;
  c.scenario = scenario;
  c.baseline = baseline;
  c.throughput = throughput;
  c.throughput_ratio = throughput.synergy / throughput.baseline;
  c.latency = latency;
  c.latency_change = latency.synergy / latency.baseline - 1;
  return c;
}

Comparison excluded(const std::string& scenario, const std::string& baseline) {
  Comparison c;
  c.scenario = scenario;
  c.baseline = baseline;
  c.why_excluded = baseline + ": infeasible";
  return c;
}

OrderPoint order(const std::string& scenario, std::size_t number, double baseline, const std::string& plan,
                 double synergy = 40) {
  OrderPoint point;
  point.scenario = scenario;
  point.order = number;
  point.devices = plan;
  point.comparisons = {pair(scenario, "min_dev", {synergy, baseline})};
  point.outcomes = {{"synergy", "same", synergy}, {"min_dev", plan, baseline}};
  return point;
}

}  // namespace

TEST_CASE("is the ratio per baseline that of the means over its workloads, then their geometric mean?") {
  // min_dev: (40 + 10) / (10 + 10) = 2.5, though its pairs are 4 and 1. max_dev: 40 / 4 = 10. Their
  // geometric mean is 5.
  const std::vector<Comparison> pairs{pair("w1", "min_dev", {40, 10}), pair("w1", "max_dev", {40, 4}),
                                      pair("w2", "min_dev", {10, 10}), excluded("w2", "max_dev")};
  const Table table = results::claims_table(pairs);
  CHECK(number(table, 0, "per_baseline_ratio") == Approx(5));
  CHECK(number(table, 0, "mean_ratio") == Approx(5));  // (4 + 10 + 1) / 3
  CHECK(number(table, 0, "geometric_mean_ratio") == Approx(std::cbrt(40)));
  CHECK(whole(table, 0, "pair_count") == 3);
  CHECK(whole(table, 0, "excluded_count") == 1);
  CHECK(number(table, 1, "per_baseline_ratio") == Approx(-0.5));  // a change: less 1
  CHECK(std::holds_alternative<std::monostate>(cell(table, 3, "per_baseline_ratio")));
}

TEST_CASE("does the table count the pairs in which synergy is better, by the direction that is?") {
  std::vector<Comparison> pairs{pair("w1", "a", {10, 5}, {10, 20}), pair("w1", "b", {10, 10}, {20, 10}),
                                pair("w1", "c", {10, 20}, {20, 20.01}), pair("w1", "d", {10, 9}, {20, 30})};
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const double changes[] = {-0.1, 0.0009, 0.071, -0.0005};
    pairs[i].matched_power_change = changes[i];
  }
  const Table table = results::claims_table(pairs);
  CHECK(whole(table, 0, "better_count") == 2);  // more is better
  CHECK(whole(table, 0, "equal_count") == 1);
  CHECK(whole(table, 1, "better_count") == 2);  // less is better; 0.05 % counts as none
  CHECK(whole(table, 1, "equal_count") == 1);
  CHECK(whole(table, 3, "better_count") == 1);
  CHECK(whole(table, 3, "equal_count") == 2);
}

TEST_CASE("has every definition rows of its own, with a sentence that says what they mean?") {
  std::vector<Comparison> pairs{pair("w1", "a", {10, 5}), pair("w1", "a", {10, 8}), pair("w1", "a", {10, 9})};
  pairs[1].definition = "both_adaptive";
  pairs[2].definition = "sensing_latest";
  const Table table = results::claims_table(pairs);
  REQUIRE(table.rows.size() == 3 * 5);
  CHECK(text(table, 0, "definition") == "paired");
  CHECK(number(table, 0, "mean_ratio") == 2);
  CHECK(text(table, 5, "definition") == "both_adaptive");
  CHECK(number(table, 5, "mean_ratio") == 1.25);
  CHECK(text(table, 5, "meaning") ==
        "Inferences per second, synergy / baseline; both under policy adaptive.");
  CHECK_THAT(text(table, 10, "meaning"), Catch::Contains("with sensing latest in every app."));
  // ratios.csv keeps to the claim table's own pairs.
  CHECK(results::ratios_table(pairs).rows.size() == 1);
  const Table others = results::definition_ratios_table(pairs);
  REQUIRE(others.rows.size() == 2);
  CHECK(text(others, 1, "definition") == "sensing_latest");
  CHECK(number(others, 1, "throughput_ratio") == Approx(10.0 / 9));
}

TEST_CASE("is a claim's range that over the orders of the devices, all workloads in one order at a time?") {
  // w1: ratios 4, 40, 1 in three orders; w2: 10 and 40 in two, of which the third of all takes the first.
  const std::vector<OrderPoint> orders{order("w1", 0, 10, "x"), order("w1", 1, 1, "y"),
                                       order("w1", 2, 40, "x"), order("w2", 0, 4, "x"),
                                       order("w2", 1, 1, "y")};
  std::vector<Comparison> shipped = orders[0].comparisons;
  shipped.push_back(orders[3].comparisons[0]);
  const Table claims = results::claims_table(shipped, orders);
  CHECK(whole(claims, 0, "order_count") == 3);
  CHECK(number(claims, 0, "order_min_ratio") == Approx(std::sqrt(1 * 10)));
  CHECK(number(claims, 0, "order_median_ratio") == Approx(std::sqrt(4 * 10)));
  CHECK(number(claims, 0, "order_max_ratio") == Approx(40));
  CHECK(std::holds_alternative<std::monostate>(cell(results::claims_table(shipped), 0, "order_count")));

  const Table by_workload = results::order_claims_table(orders);
  REQUIRE(by_workload.rows.size() == 3 * 5 * 2);  // w1, w2, all; claims; means
  CHECK(text(by_workload, 0, "scenario") == "w1");
  CHECK(number(by_workload, 0, "shipped_ratio") == 4);
  CHECK(number(by_workload, 0, "max_ratio") == 40);
  CHECK(text(by_workload, 20, "scenario") == "all");
  CHECK(text(by_workload, 20, "summary") == "mean");
  CHECK(number(by_workload, 20, "shipped_ratio") == 7);
  CHECK(number(by_workload, 20, "min_ratio") == 5.5);  // the third order: (1 + 10) / 2

  const Table planners = results::order_planners_table(orders);
  REQUIRE(planners.rows.size() == 4);
  CHECK(text(planners, 1, "planner") == "min_dev");
  CHECK(whole(planners, 1, "plan_count") == 2);
  CHECK(number(planners, 1, "shipped_throughput_inf_per_s") == 10);
  CHECK(number(planners, 1, "median_throughput_inf_per_s") == 10);
  CHECK(number(planners, 1, "max_throughput_inf_per_s") == 40);
  CHECK(number(planners, 0, "min_throughput_inf_per_s") == 40);

  const Table ratios = results::order_ratios_table(orders);
  REQUIRE(ratios.rows.size() == 5);
  CHECK(whole(ratios, 2, "order") == 2);
  CHECK(number(ratios, 2, "throughput_ratio") == 1);
}

TEST_CASE("are orders without a plan counted, and left out of the range?") {
  std::vector<OrderPoint> orders{order("w1", 0, 10, "x"), order("w1", 1, 1, "")};
  orders[1].outcomes[1] = {"min_dev", "", {}};
  orders[1].comparisons = {excluded("w1", "min_dev")};
  const Table planners = results::order_planners_table(orders);
  CHECK(whole(planners, 1, "infeasible_count") == 1);
  CHECK(whole(planners, 1, "plan_count") == 1);
  CHECK(number(planners, 1, "min_throughput_inf_per_s") == 10);
  CHECK(number(results::order_claims_table(orders), 0, "max_ratio") == 4);
  // The other way round there is nothing to compare the range with.
  std::swap(orders[0], orders[1]);
  CHECK(std::holds_alternative<std::monostate>(cell(results::order_claims_table(orders), 0, "max_ratio")));
}
