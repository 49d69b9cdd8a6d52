// The rule for columns: snake_case, the unit last, declared once with a definition.
#include "synergy/results/attack_tables.hpp"
#include "synergy/results/claims.hpp"
#include "synergy/results/cost_table.hpp"
#include "synergy/results/dictionary.hpp"
#include "synergy/results/diff.hpp"
#include "synergy/results/dynamic_tables.hpp"
#include "synergy/results/link_tables.hpp"
#include "synergy/results/order_tables.hpp"
#include "synergy/results/pareto_table.hpp"
#include "synergy/results/points_table.hpp"
#include "synergy/results/sensitivity.hpp"
#include "synergy/results/submitted.hpp"
#include "synergy/results/suite_tables.hpp"

#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include "../support/runs.hpp"
#include "../support/scenarios.hpp"
#include "records.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using results::Column;
using results::Table;

namespace {

/// Unit and how a name says it. A new unit belongs in here, and then everywhere in the same spelling.
const std::map<std::string_view, std::string_view>& suffix_of_unit() {
  static const std::map<std::string_view, std::string_view> suffixes{
      {"ms", "_ms"},       {"us", "_us"},     {"mW", "_mw"},   {"uJ", "_uj"},
      {"ratio", "_ratio"}, {"h", "_h"},       {"B", "_bytes"}, {"inf/s", "_inf_per_s"},
      {"s", "_s"},         {"kbps", "_kbps"}, {"MHz", "_mhz"}, {"nJ", "_nj"},
      {"mJ", "_mj"},       {"C", "_c"},       {"uA", "_ua"},   {"%", "_percent"}};
  return suffixes;
}

/// Columns of the summary and of a sensitivity analysis that have the unit of the row's metric, which the row
/// names.
bool names_its_metric(const Table& table, const Column& column) {
  return (table.name == "summary" || table.name == "sensitivity") && column.unit == "as the metric";
}

}  // namespace

TEST_CASE("are the tables those of a result directory?") {
  std::vector<std::string_view> names;
  for (const Table& table : results::all_tables({})) names.push_back(table.name);
  CHECK(names == std::vector<std::string_view>{"runs", "apps", "devices", "units", "links", "segments",
                                               "phases", "summary"});
}

TEST_CASE("is every column snake_case, unique in its table, and defined?") {
  const std::regex snake_case("[a-z][a-z0-9]*(_[a-z0-9]+)*");
  for (const Table& table : results::declared_tables()) {
    std::set<std::string_view> seen;
    for (const Column& column : table.columns) {
      CAPTURE(table.name, column.name);
      CHECK(std::regex_match(std::string(column.name), snake_case));
      CHECK(seen.insert(column.name).second);
      CHECK(!column.definition.empty());
    }
  }
}

TEST_CASE("is the unit the last token of a column's name, and is no unit claimed that is not declared?") {
  for (const Table& table : results::declared_tables()) {
    for (const Column& column : table.columns) {
      CAPTURE(table.name, column.name, column.unit);
      if (names_its_metric(table, column)) continue;
      std::string_view claimed;
      for (const auto& [unit, suffix] : suffix_of_unit()) {
        // "_s" is also the end of "_inf_per_s": the longest suffix counts.
        if (column.name.ends_with(suffix) && suffix.size() > claimed.size()) claimed = suffix;
      }
      if (column.unit.empty()) {
        CHECK(claimed == "");
        continue;
      }
      const auto suffix = suffix_of_unit().find(column.unit);
      REQUIRE(suffix != suffix_of_unit().end());
      CHECK(claimed == suffix->second);
    }
  }
}

TEST_CASE("does every table but the summary begin with the run it joins?") {
  for (const Table& table : results::all_tables({})) {
    CAPTURE(table.name);
    CHECK((table.columns.front().name == "run_id") == (table.name != "summary"));
  }
}

TEST_CASE("do predicted columns stand beside the simulated ones of the same name and unit?") {
  const Table runs = results::runs_table({});
  int predicted = 0;
  for (const Column& column : runs.columns) {
    if (!column.name.starts_with("predicted_") || column.unit.empty()) continue;
    CAPTURE(column.name);
    std::string_view simulated = column.name.substr(std::string_view("predicted_").size());
    if (simulated.starts_with("cyclic_")) simulated.remove_prefix(std::string_view("cyclic_").size());
    const auto other = std::find_if(runs.columns.begin(), runs.columns.end(),
                                    [&](const Column& c) { return c.name == simulated; });
    REQUIRE(other != runs.columns.end());
    CHECK(other->unit == column.unit);
    ++predicted;
  }
  CHECK(predicted >= 3);
}

namespace {

/// Of an instance that one planner solves and the other does not.
std::vector<Table> filled_suite_tables() {
  const results::BestKnown known{"f/a", "latency", {results::Answer::plan, 10}, 9.5, "me", "1"};
  const results::BestKnown without{"f/b", "latency", {}, 0, "me", "1"};
  results::SuiteRow solved, unsolved;
  solved.instance = unsolved.instance = "f/a";
  solved.best = unsolved.best = known;
  solved.planner = "a";
  solved.value = {results::Answer::plan, 12};
  solved.throughput_inf_per_s = solved.latency_mean_ms = solved.power_mean_mw = 1;
  unsolved.planner = "b";
  results::SuiteScore nothing, score;
  nothing.family = score.family = "f";
  nothing.planner = "b";
  score.planner = "a";
  score.instance_count = score.solved_count = score.compared_count = 1;
  score.mean_regret = score.worst_regret = 0.2;
  score.throughput_ratio = score.latency_ratio = score.power_ratio = 1;
  return {results::suite_table({solved, unsolved}), results::scorecard_table({nothing, score}),
          results::performance_profile_table({{"a", 1, 0}, {"a", 1.2, 1}}),
          results::best_known_table({known, without})};
}

/// Of a restart that found something, one that found nothing and one that broke.
/// Of a body one of whose devices leaves and comes back.
std::vector<Table> filled_dynamic_tables() {
  std::string body = test::full_body(3);
  body.replace(body.find("name: d0"), 8, "name: d0, battery: 200 mWh");
  const run::Workload workload(
      test::from_yaml(body +
                      "apps: [{model: kws, sensor: microphone, interaction: haptic}]\n"
                      "measurement: {warm_up: 1 s, window: 9 s}\n"
                      "timeline: [{at: 3 s, device: d2, do: leave}, {at: 6 s, device: d2, do: join}]\n"));
  const planner::Planner* synergy = planner::Registry::builtin().find("synergy");
  return results::dynamic_tables({run::Run(run::Plan::made_by(*synergy, workload), {}).simulate(0)});
}

std::vector<Table> filled_attack_tables() {
  results::AttackRow found;
  found.id = "p1";
  found.planner = found.against = found.metric = found.status = found.scenario = "a";
  found.start_ratio = found.best_ratio = found.planner_value = found.against_value = 1;
  found.best_at = 3;
  results::AttackRow nothing = found;
  nothing.id = "p2";
  nothing.scenario.clear();
  nothing.start_ratio = nothing.best_ratio = nothing.planner_value = nothing.against_value = {};
  nothing.best_at = 0;
  nothing.reasons = "broken";
  results::AttackPair pair, without;
  pair.planner = without.planner = pair.metric = without.metric = "a";
  pair.against = "b";
  without.against = "c";
  pair.least = pair.quarter = pair.median = pair.three_quarters = pair.most = 2;
  results::AttackFinding finding;
  finding.planner = finding.against = finding.metric = finding.file = "a";
  return {results::attack_restarts_table({found, nothing}), results::attack_pairs_table({pair, without}),
          results::attack_findings_table({finding})};
}

/// Tables with rows: of runs with and without a plan, of a claim, of a moved number, of the cost of a model,
/// of a front.
std::vector<Table> filled_tables(const test::Records& records) {
  std::vector<Table> tables = results::all_tables(records.all);
  const auto pair = run::compare(records.all[0], records.all[3], nullptr, nullptr);
  tables.push_back(results::ratios_table({pair}));
  auto sequential = pair;
  sequential.definition = "both_sequential";
  tables.push_back(results::definition_ratios_table({pair, sequential}));
  results::OrderPoint order{
      pair.scenario, 0, "earbud, watch", {pair}, {{"synergy", "p", 2.0}, {"max_dev", "", {}}}};
  tables.push_back(results::claims_table({pair, sequential}, {order}));
  auto other_order = order;
  other_order.order = 1;
  for (Table& table : results::order_tables({order, other_order})) tables.push_back(std::move(table));
  const std::vector<results::Outcome> outcomes = results::outcomes({records.all[0], records.all[3]});
  const results::PlannersAtPoint point{outcomes, {pair}};
  const scenario::Scenario& s = *records.all[0].scenario;
  for (Table& table :
       results::sensitivity_tables({"mixed", point, {{scenario::profile_numbers(s).front(), point, point}}}))
    tables.push_back(std::move(table));
  const auto network = s.devices[scenario::DeviceId(0)].accelerator->lower(s.apps[plan::AppId(0)].model);
  tables.push_back(results::cost_table(*network, network->network().all()));
  planner::ParetoFront front;
  front.plans.push_back({records.all[0].compiled->plan, milliseconds(10), milliseconds(20),
                         Energy::from_si(1e-3), Power::from_si(30e-3), "synergy (throughput)"});
  tables.push_back(results::pareto_table(s, front));
  plan::TableCache cache;
  const plan::PlanningProblem problem(s, cache);
  tables.push_back(results::diff_table(problem, records.all[0].compiled->plan, records.all[3].compiled->plan,
                                       scenario::Policy::adaptive));
  tables.push_back(
      {"points", results::points_columns({}), {{"0f3a", "mixed", "synergy", "adaptive", std::int64_t{0}}}});
  link::ThroughputRow published;
  published.source = "a vendor";
  published.query.spec.event_length = milliseconds(7.5);
  published.published_kbps = 100;
  link::Throughput works, fails;
  works.latency_max = milliseconds(20);
  fails.link = 1;
  fails.infeasible = "too short";
  tables.push_back(results::link_table({works, fails}));
  tables.push_back(results::link_throughput_table({published}));
  link::CurrentRow current;
  current.source = "a vendor";
  current.published = Current::from_si(1e-6);
  tables.push_back(results::link_current_table({current}));
  results::SubmittedRow met, refused;
  met.round = met.submitter = met.system = met.network = met.profile = met.used = met.software = "a";
  met.measured_ms = 2;
  met.modelled_ms = met.modelled_uj = met.measured_uj = met.energy_ms = met.modelled_uj_at_measured_time = 1;
  refused = met;
  refused.network = "b";
  refused.modelled_ms = refused.modelled_uj = std::nullopt;
  refused.problem = "no such row";
  tables.push_back(results::submitted_table({met, refused}));
  for (Table& table : filled_suite_tables()) tables.push_back(std::move(table));
  for (Table& table : filled_dynamic_tables()) tables.push_back(std::move(table));
  for (Table& table : filled_attack_tables()) tables.push_back(std::move(table));
  return tables;
}

}  // namespace

TEST_CASE("does every cell have the type that its column declares?") {
  const test::Records records(test::kMixed);
  const std::vector<Table> tables = filled_tables(records);
  REQUIRE(tables.size() == results::declared_tables().size());
  for (const Table& table : tables) {
    REQUIRE(!table.rows.empty());
    if (table.name == "diff") continue;  // its two columns of values hold what each property is
    for (const auto& row : table.rows) {
      for (std::size_t c = 0; c < row.size(); ++c) {
        const Column& column = table.columns[c];
        CAPTURE(table.name, column.name, results::to_text(row[c]));
        if (std::holds_alternative<std::monostate>(row[c])) {
          CHECK(column.role != results::Role::key);
          continue;
        }
        CHECK(std::holds_alternative<std::string>(row[c]) == (column.type == results::Type::text));
        CHECK(std::holds_alternative<std::int64_t>(row[c]) == (column.type == results::Type::integer));
        CHECK(std::holds_alternative<double>(row[c]) == (column.type == results::Type::number));
      }
    }
  }
}

TEST_CASE("do the keys of a table name each of its rows?") {
  const test::Records records(test::kMixed);
  for (const Table& table : filled_tables(records)) {
    std::set<std::string> seen;
    for (const auto& row : table.rows) {
      std::string key;
      for (std::size_t c = 0; c < row.size(); ++c) {
        if (table.columns[c].role == results::Role::key) key += results::to_text(row[c]) + '\n';
      }
      CAPTURE(table.name, key);
      CHECK(key != "");
      CHECK(seen.insert(key).second);
    }
  }
}

TEST_CASE("is less or more better only for numbers?") {
  for (const Table& table : results::declared_tables()) {
    for (const Column& column : table.columns) {
      CAPTURE(table.name, column.name);
      if (results::direction(column.role) != "neither") CHECK(column.type != results::Type::text);
      if (!column.unit.empty()) CHECK(column.type != results::Type::text);
    }
  }
}
