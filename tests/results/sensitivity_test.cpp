// What a sensitivity analysis concludes from values that are given by hand.
#include "synergy/results/sensitivity.hpp"

#include "records.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::test;
using results::Comparison;
using results::Outcome;
using results::Sensitivity;
using results::Table;

namespace {

constexpr std::size_t kThroughput = 0;
constexpr std::size_t kLatency = 1;

/// Planners a, b, c, ... with the same value in every metric.
std::vector<Outcome> planners(const std::vector<std::optional<double>>& values) {
  std::vector<Outcome> outcomes;
  for (std::size_t i = 0; i < values.size(); ++i)
    outcomes.push_back(
        {std::string(1, static_cast<char>('a' + i)), "", {values[i], values[i], values[i], values[i]}});
  return outcomes;
}

Comparison pair(const std::string& baseline, double throughput_ratio, double latency_change) {
  Comparison c;
  c.scenario = "w";
  c.baseline = baseline;
  c.throughput_ratio = throughput_ratio;
  c.latency_change = latency_change;
  return c;
}

scenario::ProfileNumber number(const std::string& path) {
  scenario::ProfileNumber n;
  n.path = path;
  n.value = {2, "2 W"};
  n.low = {1, "1 W"};
  n.source = "test";
  return n;
}

/// Number x.a takes planner a from 10 to 8 and 15; x.b moves nothing.
Sensitivity analysis() {
  Sensitivity s;
  s.scenario = "w";
  s.base = {planners({10, 12}), {pair("max_dev", 2, -0.5), pair("min_dev", 8, 1)}};
  s.moved.push_back({number("x.a"),
                     {planners({8, 12}), {pair("max_dev", 1, -0.5), pair("min_dev", 4, 1)}},
                     {planners({15, 12}), {pair("max_dev", 4, -0.75), pair("min_dev", 8, 1)}}});
  s.moved.push_back({number("x.b"), s.base, s.base});
  return s;
}

}  // namespace

TEST_CASE("are planners ranked from best to worst, ties and planners without a plan marked?") {
  CHECK(results::ranking(planners({1, 3, 2}), kThroughput) == "b > c > a");
  CHECK(results::ranking(planners({1, 3, 2}), kLatency) == "a > c > b");
  CHECK(results::ranking(planners({10, 10.005, 20}), kLatency) == "a = b > c");
  CHECK(results::ranking(planners({10, 10.02, 20}), kLatency) == "a > b > c");
  CHECK(results::ranking(planners({{}, 2, {}, 1}), kThroughput) == "b > d; no plan: a, c");
  CHECK(results::ranking(planners({}), kThroughput) == "");
}

TEST_CASE("are exactly the pairs swapped whose order is reversed?") {
  using Pairs = std::vector<std::string>;
  const auto swapped = [](const std::vector<std::optional<double>>& base,
                          const std::vector<std::optional<double>>& moved, std::size_t metric) {
    return results::swapped(planners(base), planners(moved), metric);
  };
  CHECK(swapped({1, 2, 3}, {1, 2, 3}, kThroughput).empty());
  CHECK(swapped({1, 2, 3}, {10, 20, 30}, kThroughput).empty());
  CHECK(swapped({1, 2, 3}, {2, 1, 3}, kThroughput) == Pairs{"a > b"});
  CHECK(swapped({1, 2, 3}, {2, 1, 3}, kLatency) == Pairs{"b > a"});
  CHECK(swapped({1, 2, 3}, {3, 2, 1}, kThroughput) == Pairs{"a > b", "a > c", "b > c"});
  // A tie that is made or broken is no swap.
  CHECK(swapped({1, 1, 3}, {1, 2, 3}, kThroughput).empty());
  CHECK(swapped({1, 2, 3}, {2, 2, 3}, kThroughput).empty());
  CHECK(swapped({1, 2}, {2.001, 2}, kThroughput).empty());
  // A planner that loses its plan falls behind all that have one.
  CHECK(swapped({2, 1}, {{}, 1}, kThroughput) == Pairs{"b > a"});
  CHECK(swapped({{}, {}}, {1, {}}, kThroughput).empty());
}

TEST_CASE("does the tornado say where each planner's metric goes, and how far?") {
  const Table table = results::sensitivity_table(analysis());
  REQUIRE(table.rows.size() == 2 * 2 * 4);  // numbers, planners, metrics
  CHECK(text(table, 0, "number") == "x.a");
  CHECK(text(table, 0, "planner") == "a");
  CHECK(text(table, 0, "metric") == "throughput_inf_per_s");
  CHECK(number(table, 0, "at_base") == 10);
  CHECK(number(table, 0, "at_low") == 8);
  CHECK(number(table, 0, "at_high") == 15);
  CHECK(number(table, 0, "low_change_ratio") == Approx(-0.2));
  CHECK(number(table, 0, "high_change_ratio") == Approx(0.5));
  CHECK(number(table, 0, "span_ratio") == Approx(0.7));
  CHECK(text(table, 4, "planner") == "b");
  CHECK(number(table, 4, "span_ratio") == 0);
  CHECK(results::largest_move(analysis(), analysis().moved[0]) == Approx(0.7));
  CHECK(results::largest_move(analysis(), analysis().moved[1]) == 0);
}

TEST_CASE("is the tornado of a claim that of its mean and its geometric mean?") {
  const Table table = results::claim_sensitivity_table(analysis());
  REQUIRE(table.rows.size() == 2 * 5 * 2);  // numbers, claims, means
  // Ratios 2 and 8; at low 1 and 4; at high 4 and 8.
  CHECK(text(table, 0, "claim") == "throughput ratio");
  CHECK(text(table, 0, "summary") == "mean");
  CHECK(number(table, 0, "at_base_ratio") == Approx(5));
  CHECK(number(table, 0, "at_low_ratio") == Approx(2.5));
  CHECK(number(table, 0, "at_high_ratio") == Approx(6));
  CHECK(number(table, 0, "span_ratio") == Approx(0.2 + 0.5));
  CHECK(text(table, 1, "summary") == "geometric_mean");
  CHECK(number(table, 1, "at_base_ratio") == Approx(4));
  CHECK(number(table, 1, "at_low_ratio") == Approx(2));
  CHECK(number(table, 1, "at_high_ratio") == Approx(std::sqrt(32)));
  // Changes -0.5 and 1 are ratios 0.5 and 2, their geometric mean is 1: no change. At high 0.25 and 2.
  CHECK(text(table, 3, "claim") == "latency change");
  CHECK(number(table, 3, "at_base_ratio") == Approx(0).margin(1e-12));
  CHECK(number(table, 3, "at_low_ratio") == Approx(0).margin(1e-12));
  CHECK(number(table, 3, "at_high_ratio") == Approx(std::sqrt(0.5) - 1));
  CHECK(number(table, 3, "high_change_ratio") == Approx(std::sqrt(0.5) - 1));
  // Without a value the claim has no cells.
  CHECK(std::holds_alternative<std::monostate>(cell(table, 5, "at_base_ratio")));
}

TEST_CASE(
    "has every number one row with its bounds, its largest moves and the metrics by which planners swap?") {
  const Table table = results::moved_numbers_table(analysis());
  REQUIRE(table.rows.size() == 2);
  CHECK(text(table, 0, "number") == "x.a");
  CHECK(text(table, 0, "low") == "1 W");
  CHECK(text(table, 0, "value") == "2 W");
  CHECK(std::holds_alternative<std::monostate>(cell(table, 0, "high")));
  CHECK(number(table, 0, "latency_span_ratio") == Approx(0.7));
  CHECK(number(table, 0, "throughput_claim_span_ratio") == Approx(std::sqrt(2) - 0.5));
  // 10 against 12 becomes 15 against 12.
  CHECK(text(table, 0, "rankings_changed") ==
        "throughput_inf_per_s; latency_mean_ms; power_mean_mw; energy_per_inference_uj");
  CHECK(std::holds_alternative<std::monostate>(cell(table, 1, "rankings_changed")));
}

TEST_CASE("does the table of rankings say when which pair swaps?") {
  const Table table = results::rankings_table(analysis());
  REQUIRE(table.rows.size() == 2 * 4);
  CHECK(text(table, 0, "at_base") == "b > a");
  CHECK(text(table, 0, "at_low") == "b > a");
  CHECK(text(table, 0, "at_high") == "a > b");
  CHECK(text(table, 0, "changed") == "y");
  CHECK(std::holds_alternative<std::monostate>(cell(table, 0, "low_swapped")));
  CHECK(text(table, 0, "high_swapped") == "a > b");
  CHECK(text(table, 1, "high_swapped") == "b > a");  // latency: less is better
  CHECK(text(table, 4, "changed") == "n");
}

TEST_CASE("are the pairs at every bound there, to be joined over workloads?") {
  const Table table = results::sensitivity_ratios_table(analysis());
  REQUIRE(table.rows.size() == 2 * 2 * 2);  // numbers, bounds, baselines
  CHECK(text(table, 0, "scenario") == "w");
  CHECK(text(table, 0, "number") == "x.a");
  CHECK(text(table, 0, "bound") == "low");
  CHECK(text(table, 0, "baseline") == "max_dev");
  CHECK(number(table, 0, "throughput_ratio") == 1);
  CHECK(text(table, 2, "bound") == "high");
  CHECK(number(table, 2, "throughput_ratio") == 4);
}

TEST_CASE("does the claim table say which pairs do not count, and why?") {
  Comparison first = pair("max_dev", 2, -0.5);
  Comparison second, third, fourth;
  second.scenario = third.scenario = fourth.scenario = "w6";
  second.baseline = "min_dev";
  second.why_excluded = "min_dev: infeasible";
  third.baseline = "max_dev";
  third.why_excluded = "max_dev: infeasible";
  fourth.baseline = "ind_e2e";
  fourth.why_excluded = "ind_e2e: nothing completed in the window";
  const Table table = results::claims_table({first, second, third, fourth});
  CHECK(whole(table, 0, "pair_count") == 1);
  CHECK(whole(table, 0, "excluded_count") == 3);
  CHECK(text(table, 0, "excluded") ==
        "w6: min_dev, max_dev (infeasible); w6: ind_e2e (nothing completed in the window)");
  CHECK(std::holds_alternative<std::monostate>(cell(results::claims_table({first}), 0, "excluded")));
}
