// The gate: what counts as a change, what as a breach, and what is said about it.
#include "synergy/gate/compare.hpp"

#include "synergy/gate/report.hpp"

#include <nlohmann/json.hpp>
#include <random>

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace synergy;
using namespace synergy::gate;
using input::Csv;
using results::Role;
using results::Type;

namespace {

const results::Table& table() {
  static const results::Table declared{
      "runs",
      {{"run_id", "", "key", Type::text, Role::key},
       {"planner", "", "text"},
       {"latency_ms", "ms", "less", Type::number, Role::smaller_is_better},
       {"rate_inf_per_s", "inf/s", "more", Type::number, Role::larger_is_better},
       {"event_count", "", "neither", Type::integer},
       {"wall_ms", "ms", "clock", Type::number, Role::smaller_is_better}},
      {}};
  return declared;
}

const std::string kHeader = "run_id,planner,latency_ms,rate_inf_per_s,event_count,wall_ms\n";
const std::string kOld = kHeader + "a,synergy,10,4,100,1\nb,min_dev,20,8,200,2\n";

TableChange change(const std::string& old_text, const std::string& new_text, const Options& options = {}) {
  return compare(table(), Csv::parse(old_text, "old.csv"), Csv::parse(new_text, "new.csv"), options);
}

Options with(const std::vector<std::string>& tolerances, const std::vector<std::string>& ignored = {}) {
  Options options;
  options.tolerances = Tolerances(tolerances, ignored);
  return options;
}

const MetricChange& metric(const TableChange& change, const std::string& name) {
  for (const MetricChange& one : change.metrics) {
    if (one.metric == name) return one;
  }
  throw std::out_of_range(name);
}

std::string error_of(const std::string& old_text, const std::string& new_text) {
  try {
    (void)change(old_text, new_text);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("is a table the same as itself, in any order of rows and columns?") {
  CHECK(!change(kOld, kOld).failed());
  const std::string turned =
      "wall_ms,event_count,rate_inf_per_s,latency_ms,planner,run_id\n"
      "9,200,8,20,min_dev,b\n9,100,4,10,synergy,a\n";
  const TableChange c = change(kOld, turned);
  CHECK(!c.failed());
  CHECK(c.joined_count == 2);
  CHECK(c.metrics.size() == 4);  // without the key and wall_ms
  for (const MetricChange& m : c.metrics) CHECK(m.verdict == Verdict::same);
  // The same number otherwise written is the same.
  CHECK(!change(kOld, kHeader + "a,synergy,10.0,4e0,100,1\nb,min_dev,20,8,200,2\n").failed());
}

TEST_CASE("does the smallest change of a simulated value breach, unless a tolerance lets it pass?") {
  const std::string moved = kHeader + "a,synergy,10.000000000000002,4,100,1\nb,min_dev,20,8,200,2\n";
  const TableChange exact = change(kOld, moved);
  CHECK(exact.failed());
  CHECK(metric(exact, "latency_ms").verdict == Verdict::breach);
  CHECK(metric(exact, "latency_ms").breach_count == 1);
  CHECK(metric(exact, "rate_inf_per_s").verdict == Verdict::same);
  const TableChange let = change(kOld, moved, with({"latency_ms=1e-9"}));
  CHECK(!let.failed());
  CHECK(metric(let, "latency_ms").verdict == Verdict::within);
  CHECK(metric(let, "latency_ms").changed_count == 1);
  // Above 2^53 two whole numbers may be the same double.
  CHECK(change(kHeader + "a,s,1,1,9007199254740993,1\n", kHeader + "a,s,1,1,9007199254740992,1\n").failed());
}

TEST_CASE("are mean and worst change those of a hand count?") {
  // latency: +10 %, -5 %: mean 2.5 %; rate: +25 %, -50 %: mean -12.5 %.
  const TableChange c = change(kOld, kHeader + "a,synergy,11,5,110,1\nb,min_dev,19,4,180,2\n");
  const MetricChange& latency = metric(c, "latency_ms");
  CHECK(*latency.mean_change == Approx(0.025));
  CHECK(*latency.worst_change == Approx(0.10));
  CHECK(latency.worst_row == "a");
  CHECK(std::get<std::int64_t>(latency.worst_old) == 10);
  CHECK(std::get<std::int64_t>(latency.worst_new) == 11);
  const MetricChange& rate = metric(c, "rate_inf_per_s");
  CHECK(*rate.mean_change == Approx(-0.125));
  CHECK(*rate.worst_change == Approx(-0.5));
  CHECK(rate.worst_row == "b");
  // Worse comes before more: -5 % latency is the larger change here, +1 % the worse one.
  const TableChange d = change(kOld, kHeader + "a,synergy,10.1,4,100,1\nb,min_dev,19,8,200,2\n");
  CHECK(*metric(d, "latency_ms").worst_change == Approx(0.01));
  CHECK(*metric(c, "event_count").worst_change == Approx(0.1));
  CHECK(metric(c, "event_count").changed_count == 2);
}

TEST_CASE("does a tolerance end where it says?") {
  const std::string eleven = kHeader + "a,synergy,11,4,100,1\nb,min_dev,20,8,200,2\n";
  CHECK(!change(kOld, eleven, with({"latency_ms=0.11"})).failed());
  CHECK(!change(kOld, eleven, with({"latency_ms=10%"})).failed());
  CHECK(change(kOld, eleven, with({"latency_ms=0.09"})).failed());
  CHECK(change(kOld, eleven, with({"rate_inf_per_s=1"})).failed());
  CHECK(!change(kOld, eleven, with({"*=0.2"})).failed());
  CHECK(change(kOld, eleven, with({"*=0.2", "latency_*=0.01"})).failed());  // the last word counts
  CHECK(!change(kOld, eleven, with({"latency_*=0.01", "*=0.2"})).failed());
  CHECK(!change(kOld, eleven, with({}, {"latency_ms"})).failed());
  CHECK(change(kOld, eleven, with({}, {"rate*"})).failed());
}

TEST_CASE("is a change for the better a breach, unless that is allowed?") {
  const std::string better = kHeader + "a,synergy,5,8,100,1\nb,min_dev,20,8,200,2\n";
  Options options = with({"*=0.1"});
  CHECK(change(kOld, better, options).failed());
  options.allow_better = true;
  const TableChange c = change(kOld, better, options);
  CHECK(!c.failed());
  CHECK(metric(c, "latency_ms").verdict == Verdict::better);
  CHECK(metric(c, "rate_inf_per_s").verdict == Verdict::better);
  // Worse in one row is a breach whatever the other gains; of an event count neither is better.
  CHECK(change(kOld, kHeader + "a,synergy,5,8,100,1\nb,min_dev,40,8,200,2\n", options).failed());
  CHECK(change(kOld, kHeader + "a,synergy,10,4,10,1\nb,min_dev,20,8,200,2\n", options).failed());
}

TEST_CASE("is the time a machine took left out until a tolerance names it?") {
  const std::string slower = kHeader + "a,synergy,10,4,100,9\nb,min_dev,20,8,200,2\n";
  CHECK(!change(kOld, slower).failed());
  CHECK(!change(kOld, slower, with({"*=0.1"})).failed());
  CHECK(change(kOld, slower, with({"wall_ms=0.5"})).failed());
  CHECK(change(kOld, slower, with({"wall_*=0.5"})).failed());
  CHECK(!change(kOld, slower, with({"wall_*=9"})).failed());
}

TEST_CASE("are zero, empty cells and text compared without a ratio?") {
  const auto row = [](const std::string& cells) { return kHeader + "a," + cells + ",100,1\n"; };
  const TableChange from_zero = change(row("s,0,4"), row("s,1,4"), with({"*=100"}));
  CHECK(from_zero.failed());
  CHECK(!metric(from_zero, "latency_ms").worst_change);
  CHECK(!change(row("s,0,4"), row("s,0,4")).failed());
  CHECK(!change(row("s,0,4"), row("s,-0,4")).failed());
  CHECK(*metric(change(row("s,2,4"), row("s,0,4")), "latency_ms").worst_change == -1);
  CHECK(*metric(change(row("s,-2,4"), row("s,-1,4")), "latency_ms").worst_change == 0.5);
  const TableChange lost = change(row("s,1,4"), row("s,,4"), with({"*=100"}));
  CHECK(lost.failed());
  CHECK(std::holds_alternative<std::monostate>(metric(lost, "latency_ms").worst_new));
  CHECK(change(row("s,,4"), row("s,1,4"), with({"*=100"})).failed());
  CHECK(!change(row("s,,4"), row("s,,4")).failed());
  CHECK(!metric(change(row("s,,4"), row("s,,4")), "latency_ms").mean_change);
  const TableChange text = change(row("s,1,4"), row("t,1,4"), with({"*=100"}));
  CHECK(text.failed());
  CHECK(std::get<std::string>(metric(text, "planner").worst_new) == "t");
  CHECK(!metric(text, "planner").tolerance);
}

TEST_CASE("do missing rows and columns fail, and new ones only show?") {
  const std::string fewer = kHeader + "a,synergy,10,4,100,1\n";
  const TableChange missing = change(kOld, fewer);
  CHECK(missing.failed());
  CHECK(missing.missing_rows == std::vector<std::string>{"b"});
  const TableChange added = change(fewer, kOld);
  CHECK(!added.failed());
  CHECK(added.new_rows == std::vector<std::string>{"b"});
  const std::string narrow = "run_id,planner,latency_ms,event_count\na,synergy,10,100\n";
  const TableChange column = change(fewer, narrow);
  CHECK(column.failed());
  CHECK(column.missing_columns == std::vector<std::string>{"rate_inf_per_s"});  // not wall_ms
  CHECK(!change(fewer, narrow, with({}, {"rate_*"})).failed());
  CHECK(!change(narrow, fewer).failed());
  CHECK(change(narrow, fewer).new_columns == std::vector<std::string>{"rate_inf_per_s"});
}

TEST_CASE("are columns of a sweep, which nobody declared, numbers if they look it, and keys if asked?") {
  const std::string one = "run_id,x_loss,x_phy,latency_ms\np1,0.1,1M,5\np2,0.2,2M,6\n";
  const std::string two = "run_id,x_loss,x_phy,latency_ms\nq1,0.10,1M,5\nq2,0.2,2M,6\n";
  CHECK(change(one, two).missing_rows.size() == 2);
  Options options;
  options.keys = {"x_phy"};
  options.tolerances = Tolerances({}, {"run_id"});
  CHECK(!change(one, two, options).failed());
  CHECK(*metric(change(one, "run_id,x_loss,x_phy,latency_ms\np1,0.2,1M,5\np2,0.2,2M,6\n"), "x_loss")
             .worst_change == Approx(1));
}

TEST_CASE("do runs of a sweep join by their factors when changed inputs gave them other ids?") {
  const std::string header = "run_id,x_phy,scenario,planner,policy,replication,latency_ms\n";
  const std::string old_text = header + "p1,1M,w,synergy,adaptive,0,5\np2,2M,w,synergy,adaptive,0,6\n";
  const std::string new_text = header + "p3,2M,w,synergy,adaptive,0,6\np4,1M,w,synergy,adaptive,0,7\n";
  const TableChange c = change(old_text, new_text);
  CHECK(c.joined_count == 2);
  CHECK(c.missing_rows.empty());
  REQUIRE(c.metrics.size() == 1);  // not the ids
  CHECK(*metric(c, "latency_ms").worst_change == Approx(0.4));
  CHECK(metric(c, "latency_ms").worst_row == "1M, w, synergy, adaptive, 0");
  const Csv csv = Csv::parse(new_text, "new.csv");
  CHECK_THAT(github_benchmark({{&table(), &csv}}, {}),
             Catch::Contains("2M, w, synergy, adaptive, 0 latency_ms"));
  // Where factors do not tell rows apart, the ids do.
  const std::string twice = header + "p1,1M,w,synergy,adaptive,0,5\np2,1M,w,synergy,adaptive,0,6\n";
  CHECK(change(twice, twice).joined_count == 2);
}

TEST_CASE("is a table that cannot be compared an error with its place?") {
  CHECK_THAT(error_of(kOld, "planner\nx\n"), Catch::StartsWith("new.csv:1:1: no column 'run_id'"));
  CHECK_THAT(error_of(kOld, kOld + "a,x,1,1,1,1\n"),
             Catch::StartsWith("new.csv:4:1: the same run_id as in line 2: a"));
  CHECK(error_of(kOld, kHeader + "a,synergy,1O,4,100,1\n") ==
        "new.csv:2:1: '1O' in column 'latency_ms' is not a number");
  CHECK_THAT(error_of(kOld, kHeader + "a,synergy,nan,4,100,1\n"), Catch::Contains("is not a number"));
}

TEST_CASE("does a tolerance that is none say what is expected?") {
  for (const char* wrong : {"latency_ms", "=0.1", "latency_ms=", "latency_ms=x", "latency_ms=-1",
                            "latency_ms=inf", "latency_ms=1 %"}) {
    CAPTURE(wrong);
    CHECK_THROWS_WITH(Tolerances({wrong}, {}), Catch::Contains("expected metric=change"));
  }
}

TEST_CASE("does an asterisk stand for any letters?") {
  const auto fits = [](std::string_view pattern, std::string_view metric) {
    return Tolerances::fits(pattern, metric);
  };
  CHECK(fits("latency_*", "latency_p95_ms"));
  CHECK(fits("*_ms", "latency_p95_ms"));
  CHECK(fits("*p95*", "latency_p95_ms"));
  CHECK(fits("l*_*s", "latency_p95_ms"));
  CHECK(fits("*", "plan"));
  CHECK(fits("plan*", "plan"));
  CHECK(!fits("plan", "planner"));
  CHECK(!fits("*_mw", "latency_ms"));
  CHECK(!fits("a*ab", "ab"));
  CHECK(!fits("*", "wall_plan_ms"));
  CHECK(fits("wall_*", "wall_plan_ms"));
}

TEST_CASE("does a random table fail exactly if a cell moved beyond the tolerance?") {
  std::mt19937 random(3);
  std::uniform_real_distribution<double> value(1, 100);
  std::uniform_real_distribution<double> move(-0.2, 0.2);
  for (int i = 0; i < 200; ++i) {
    std::string before = kHeader;
    std::string after = kHeader;
    int beyond = 0;
    for (int row = 0; row < 5; ++row) {
      const double x = value(random);
      const double m = move(random);
      before += fmt::format("{},p,{},1,1,1\n", row, x);
      after += fmt::format("{},p,{},1,1,1\n", row, x * (1 + m));
      if (std::abs(m) > 0.1) ++beyond;
    }
    const TableChange c = change(before, after, with({"latency_ms=0.1"}));
    CHECK(metric(c, "latency_ms").breach_count == beyond);
    CHECK(c.failed() == (beyond > 0));
  }
}

TEST_CASE("does the report say what changed, what is missing, and how it ended?") {
  const TableChange c = change(kOld, kHeader + "a,synergy,11,4,100,1\nc,min_dev,20,8,200,2\n");
  const std::string csv = results::to_csv(report_table({c}, true));
  CHECK(csv ==
        "table,metric,unit,better,tolerance_ratio,row_count,changed_count,breach_count,mean_change_ratio,"
        "worst_change_ratio,row,old,new,verdict\n"
        "runs,latency_ms,ms,smaller,0,1,1,1,0.1,0.1,a,10,11,breach\n"
        "runs,,,,,,,,,,b,,,missing_row\n"
        "runs,,,,,,,,,,c,,,new_row\n");
  CHECK(report_table({c}, false).rows.size() == 6);
  CHECK(summary({c}) ==
        "runs: failed: 1 row in 4 metrics compared: 1 beyond the tolerance, 3 the same, 1 row missing, 1 new "
        "row\n");
}

TEST_CASE("are metrics for github-action-benchmark such that smaller is better?") {
  const Csv csv = Csv::parse(kHeader + "a,synergy,10,4,100,7\nb,min_dev,,0,200,7\n", "new.csv");
  const auto json = nlohmann::json::parse(github_benchmark({{&table(), &csv}}, {}));
  // Not: text, counts of which neither is better, wall_*, empty cells, the reciprocal of 0.
  REQUIRE(json.size() == 2);
  CHECK(json[0] == nlohmann::json{{"name", "a latency_ms"}, {"unit", "ms"}, {"value", 10}});
  CHECK(json[1] == nlohmann::json{{"name", "a rate_inf_per_s as time per inference"},
                                  {"unit", "s/inf"},
                                  {"value", 0.25}});
  CHECK(nlohmann::json::parse(github_benchmark({{&table(), &csv}}, with({"wall_ms=1"}))).size() == 4);
}
