#pragma once

#include "synergy/planner/registry.hpp"
#include "synergy/results/tables.hpp"

#include <algorithm>
#include <deque>
#include <stdexcept>

#include "../support/runs.hpp"
#include "../support/scenarios.hpp"

namespace synergy::test {

/// Scenario texts of test runs, each with the planners that run them.
struct Runs {
  std::string yaml;
  std::vector<std::string> planners;
};

inline const std::vector<Runs> kAlone{
    {"name: alone\nmeasurement: {warm_up: 0 ms, window: 1 s}\n" + full_body(1) +
         "apps:\n  - {model: kws, sensor: microphone, interaction: haptic}\n",
     {"synergy"}}};

/// Two planners with three replications each, over links and with random arrivals, and one run without a
/// plan.
inline const std::vector<Runs> kMixed{
    {"name: mixed\nseed: 11\nreplications: 3\nmeasurement: {warm_up: 0.2 s, window: 3 s}\n"
     "load: {regime: poisson, queue_limit: 2}\n"
     "body: body4\napps:\n"
     "  - {model: kws, sensor: microphone, interaction: haptic, rate: 12 Hz, deadline: 40 ms}\n"
     "  - {model: convnet5, sensor: camera, interaction: display, rate: 20 Hz}\n",
     {"synergy", "min_dev"}},
    {"name: too_large\n" + full_body(1) +
         "apps:\n  - {model: mobilenetv2, sensor: camera, interaction: haptic}\n",
     {"synergy"}}};

/// The records of such runs, with the scenarios they point to.
struct Records {
  explicit Records(const std::vector<Runs>& runs) {
    plan::TableCache cache;
    for (const Runs& one : runs) {
      const scenario::Scenario& s = scenarios.emplace_back(
          scenario::read_scenario(input::parse("schema_version: 1\n" + one.yaml, "test.yaml"), library()));
      const plan::PlanningProblem problem(s, cache);
      for (const std::string& name : one.planners) {
        for (int r = 0; r < s.replications; ++r) {
          all.push_back(test::run_planner(problem, planner::Registry::builtin().at(name), {}, r));
        }
      }
    }
  }
  Records(const Records&) = delete;
  Records& operator=(const Records&) = delete;

  std::deque<scenario::Scenario> scenarios;
  std::vector<run::RunRecord> all;
};

inline const results::Cell& cell(const results::Table& table, std::size_t row, std::string_view column) {
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (table.columns[c].name == column) return table.rows.at(row).at(c);
  }
  throw std::out_of_range("no column " + std::string(column));
}
inline std::string text(const results::Table& table, std::size_t row, std::string_view column) {
  return std::get<std::string>(cell(table, row, column));
}
inline double number(const results::Table& table, std::size_t row, std::string_view column) {
  return std::get<double>(cell(table, row, column));
}
inline std::int64_t whole(const results::Table& table, std::size_t row, std::string_view column) {
  return std::get<std::int64_t>(cell(table, row, column));
}
inline std::size_t row_where(const results::Table& table, std::string_view column, std::string_view value) {
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    if (text(table, r, column) == value) return r;
  }
  throw std::out_of_range("no row with " + std::string(value));
}

/// The table without its wall_* columns, which differ from run to run.
inline results::Table without_wall(const results::Table& table) {
  std::vector<std::string_view> kept;
  for (const results::Column& column : table.columns) {
    if (!column.name.starts_with("wall_")) kept.push_back(column.name);
  }
  return results::select(table, kept);
}

}  // namespace synergy::test
