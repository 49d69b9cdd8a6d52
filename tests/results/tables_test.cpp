// What the tables of real runs must agree on.
#include "synergy/results/tables.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "records.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::test;
using results::Cell;
using results::Table;

TEST_CASE("do all tables join on run_id, and has an infeasible run a row in runs only?") {
  const Records records(kMixed);
  const Table runs = results::runs_table(records.all);
  std::set<std::string> ids;
  std::set<std::string> ran;
  for (std::size_t r = 0; r < runs.rows.size(); ++r) {
    CHECK(ids.insert(text(runs, r, "run_id")).second);
    if (text(runs, r, "status") == "ok") ran.insert(text(runs, r, "run_id"));
  }
  REQUIRE(ran.size() == 6);
  REQUIRE(ids.size() == 7);
  for (const Table& table : results::all_tables(records.all)) {
    if (table.name == "summary") continue;
    CAPTURE(table.name);
    std::set<std::string> joined;
    for (std::size_t r = 0; r < table.rows.size(); ++r) joined.insert(text(table, r, "run_id"));
    if (table.name == "runs") {
      CHECK(joined == ids);
    } else {
      CHECK(joined == ran);
    }
  }
}

TEST_CASE("are the metrics of an infeasible run empty, and its reasons given?") {
  const Records records(kMixed);
  const Table runs = results::runs_table(records.all);
  const std::size_t last = runs.rows.size() - 1;
  CHECK(text(runs, last, "status") == "infeasible");
  CHECK(text(runs, last, "reasons").find("mobilenetv2") != std::string::npos);
  const std::set<std::string_view> known{"run_id",
                                         "scenario",
                                         "body",
                                         "planner",
                                         "policy",
                                         "regime",
                                         "replication",
                                         "seed",
                                         "status",
                                         "reasons",
                                         "app_count",
                                         "candidates_considered",
                                         "candidates_pruned",
                                         "wall_plan_ms",
                                         "wall_simulate_ms"};
  for (std::size_t c = 0; c < runs.columns.size(); ++c) {
    CAPTURE(runs.columns[c].name);
    CHECK(std::holds_alternative<std::monostate>(runs.rows[last][c]) ==
          (known.count(runs.columns[c].name) == 0));
  }
}

TEST_CASE("do the parts of a device's power add up to its mean, and the devices to the body's?") {
  const Records records(kMixed);
  const Table runs = results::runs_table(records.all);
  const Table devices = results::devices_table(records.all);
  for (std::size_t run = 0; run < runs.rows.size(); ++run) {
    if (text(runs, run, "status") != "ok") continue;
    double body_mw = 0;
    for (std::size_t r = 0; r < devices.rows.size(); ++r) {
      if (text(devices, r, "run_id") != text(runs, run, "run_id")) continue;
      double parts_mw = 0;
      int parts = 0;
      for (const results::Column& column : devices.columns) {
        if (column.unit != "mW" || column.name == "power_mean_mw") continue;
        const double part = number(devices, r, column.name);
        CHECK(part >= 0);
        parts_mw += part;
        ++parts;
      }
      CHECK(parts == 11);
      CHECK(parts_mw == Approx(number(devices, r, "power_mean_mw")).epsilon(1e-12));
      body_mw += parts_mw;
    }
    CHECK(body_mw == Approx(number(runs, run, "power_mean_mw")).epsilon(1e-12));
    CHECK(number(runs, run, "power_static_mw") + number(runs, run, "power_dynamic_mw") ==
          Approx(body_mw).epsilon(1e-12));
    CHECK(number(runs, run, "energy_per_inference_uj") * number(runs, run, "throughput_inf_per_s") ==
          Approx(body_mw * 1e3).epsilon(1e-12));
  }
}

TEST_CASE(
    "does every unit have its busy ratio, the bottleneck the largest, and links the one of their own "
    "table?") {
  const Records records(kMixed);
  const Table runs = results::runs_table(records.all);
  const Table units = results::units_table(records.all);
  const Table links = results::links_table(records.all);
  for (std::size_t run = 0; run < runs.rows.size(); ++run) {
    if (text(runs, run, "status") != "ok") continue;
    double largest = 0;
    std::size_t link = 0;
    while (link < links.rows.size() && text(links, link, "run_id") != text(runs, run, "run_id")) ++link;
    for (std::size_t r = 0; r < units.rows.size(); ++r) {
      if (text(units, r, "run_id") != text(runs, run, "run_id")) continue;
      const double busy = number(units, r, "busy_ratio");
      CHECK((0 <= busy && busy <= 1));
      CHECK((busy == 0 || whole(units, r, "served_count") > 0));
      // A sensor without samples left is as much of a bottleneck as a unit without time left.
      const bool samples = !std::holds_alternative<std::monostate>(cell(units, r, "sample_use_ratio"));
      const double taken = std::max(busy, samples ? number(units, r, "sample_use_ratio") : 0);
      if (samples) CHECK(text(units, r, "kind") == "sensor");
      if (text(units, r, "unit") == text(runs, run, "bottleneck_unit"))
        CHECK(taken == number(runs, run, "bottleneck_busy_ratio"));
      largest = std::max(largest, taken);
      if (text(units, r, "kind") != "link") continue;
      CHECK(text(units, r, "unit") == text(links, link, "link"));
      CHECK(busy == number(links, link, "busy_ratio"));
      ++link;
    }
    CHECK(largest == number(runs, run, "bottleneck_busy_ratio"));
  }
}

TEST_CASE("do the apps' rows add up to the run's?") {
  const Records records(kMixed);
  const Table runs = results::runs_table(records.all);
  const Table apps = results::apps_table(records.all);
  for (std::size_t run = 0; run < runs.rows.size(); ++run) {
    if (text(runs, run, "status") != "ok") continue;
    double throughput = 0;
    double slowest = 1e9;
    for (std::size_t r = 0; r < apps.rows.size(); ++r) {
      if (text(apps, r, "run_id") != text(runs, run, "run_id")) continue;
      throughput += number(apps, r, "throughput_inf_per_s");
      slowest = std::min(slowest, number(apps, r, "throughput_inf_per_s"));
      CHECK(whole(apps, r, "generated_count") ==
            whole(apps, r, "completed_count") + whole(apps, r, "dropped_queue_full_count") +
                whole(apps, r, "dropped_link_lost_count") + whole(apps, r, "in_flight_count") +
                whole(apps, r, "waiting_count"));
      CHECK(number(apps, r, "latency_p50_ms") <= number(apps, r, "latency_p95_ms"));
      CHECK(number(apps, r, "latency_p95_ms") <= number(apps, r, "latency_p99_ms"));
      CHECK(number(apps, r, "latency_p99_ms") <= number(apps, r, "latency_max_ms"));
    }
    CHECK(throughput == Approx(number(runs, run, "throughput_inf_per_s")).epsilon(1e-12));
    CHECK(slowest == number(runs, run, "throughput_min_app_inf_per_s"));
  }
}

TEST_CASE("are the summary's mean and interval those of Student's t, by hand?") {
  const Records records(kAlone);
  std::vector<run::RunRecord> three;
  for (const std::int64_t completed : {10, 20, 60}) {
    run::RunRecord record = records.all.front();
    record.replication = static_cast<int>(three.size());
    record.result->window = seconds(2);
    record.result->apps[plan::AppId(0)].completed_in_window = completed;
    three.push_back(std::move(record));
  }
  const Table summary = results::summary_table(three);
  const auto row = row_where(summary, "metric", "throughput_inf_per_s");
  CHECK(whole(summary, row, "replication_count") == 3);
  // 5, 10 and 30 per second: mean 15; squares 100 + 25 + 225 = 350, variance 175. With two degrees of freedom
  // t has the quantile (2p - 1) sqrt(2 / (1 - (2p - 1)^2)), with one tan(pi (p - 1/2)).
  const double t2 = 0.95 * std::sqrt(2 / (1 - 0.95 * 0.95));   // 4.3027
  const double t1 = std::tan(3.14159265358979323846 * 0.475);  // 12.7062
  CHECK(number(summary, row, "mean") == 15);
  CHECK(number(summary, row, "ci95_half_width") == Approx(t2 * std::sqrt(175.0 / 3)).epsilon(1e-12));
  // Of two values, 5 and 10: mean 7.5, variance 12.5.
  three.pop_back();
  const Table pair = results::summary_table(three);
  CHECK(number(pair, row_where(pair, "metric", "throughput_inf_per_s"), "ci95_half_width") ==
        Approx(t1 * std::sqrt(12.5 / 2)).epsilon(1e-12));
  // Of one, there is no interval.
  three.pop_back();
  const Table single = results::summary_table(three);
  const auto only = row_where(single, "metric", "throughput_inf_per_s");
  CHECK(number(single, only, "mean") == 5);
  CHECK(std::holds_alternative<std::monostate>(cell(single, only, "ci95_half_width")));
}

TEST_CASE("does the summary keep planners and policies apart, and leave out what has no value?") {
  const Records records(kMixed);
  const Table summary = results::summary_table(records.all);
  std::set<std::string> groups;
  for (std::size_t r = 0; r < summary.rows.size(); ++r) {
    groups.insert(text(summary, r, "scenario") + "/" + text(summary, r, "planner") + "/" +
                  text(summary, r, "policy"));
    CHECK(whole(summary, r, "replication_count") == 3);
    CHECK(std::isfinite(number(summary, r, "mean")));
  }
  CHECK(groups == std::set<std::string>{"mixed/min_dev/sequential", "mixed/synergy/adaptive"});
}

TEST_CASE("does every table's JSON hold the same values as its cells?") {
  const Records records(kMixed);
  for (const Table& table : results::all_tables(records.all)) {
    const auto json = nlohmann::json::parse(results::to_json(table));
    REQUIRE(json.size() == table.rows.size());
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
      REQUIRE(json[r].size() == table.columns.size());
      for (std::size_t c = 0; c < table.columns.size(); ++c) {
        const auto& value = json[r][std::string(table.columns[c].name)];
        const Cell& expected = table.rows[r][c];
        CAPTURE(table.name, table.columns[c].name);
        if (std::holds_alternative<std::monostate>(expected)) {
          CHECK(value.is_null());
        } else if (const auto* as_text = std::get_if<std::string>(&expected)) {
          CHECK(value == *as_text);
        } else if (const auto* as_whole = std::get_if<std::int64_t>(&expected)) {
          CHECK(value == *as_whole);
        } else {
          CHECK(value.get<double>() == std::get<double>(expected));
        }
      }
    }
  }
}
