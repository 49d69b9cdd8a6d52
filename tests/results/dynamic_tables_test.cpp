// The tables of bodies that change.
#include "synergy/results/dynamic_tables.hpp"

#include "synergy/results/tables.hpp"

#include <algorithm>

#include "../support/runs.hpp"
#include "../support/scenarios.hpp"
#include "records.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::test;
using results::Cell;
using results::Table;

namespace {

const std::string kBody = full_body(3) +
                          "apps:\n"
                          "  - {name: a, model: kws, sensor: microphone, interaction: haptic}\n"
                          "  - {name: b, model: simplenet, sensor: camera, interaction: display}\n"
                          "measurement: {warm_up: 1 s, window: 19 s}\n";

run::RunRecord record_of(const std::string& more) {
  const run::Workload workload(from_yaml(kBody + more));
  const auto* planner = planner::Registry::builtin().find("synergy");
  return run::Run(run::Plan::made_by(*planner, workload), {}).simulate(0);
}

double number_at(const Table& table, std::size_t row, std::string_view column) {
  const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                  [&](const auto& c) { return c.name == column; });
  const Cell& cell = table.rows[row][static_cast<std::size_t>(found - table.columns.begin())];
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*whole);
  return std::get<double>(cell);
}

}  // namespace

TEST_CASE("has a run of a body that stays as it is no tables of changes?") {
  const std::vector<run::RunRecord> records{record_of("")};
  CHECK(records[0].dynamic == nullptr);
  for (const Table& table : results::all_tables(records)) CHECK(table.name != "epochs");
  CHECK(results::all_tables(records).size() == results::all_tables({}).size());
}

TEST_CASE("do epochs cover a run without gaps, and name each change?") {
  const std::vector<run::RunRecord> records{
      record_of("timeline: [{at: 5 s, device: d2, do: leave}, {at: 9 s, app: b, do: stop}, {at: 12 s, "
                "device: d2, do: join}]\n")};
  REQUIRE(records[0].dynamic != nullptr);
  const Table epochs = results::epochs_table(records);
  REQUIRE(epochs.rows.size() >= 4);
  double end = 0;
  for (std::size_t row = 0; row < epochs.rows.size(); ++row) {
    CHECK(number_at(epochs, row, "begin_s") == end);
    end = number_at(epochs, row, "end_s");
  }
  CHECK(end == 20);
  const Table changes = results::changes_table(records);
  REQUIRE(changes.rows.size() >= 3);
  CHECK(text(changes, 0, "what") == "d2 leaves");
  CHECK(text(changes, 1, "what") == "b stops");
  CHECK(number_at(changes, 0, "at_s") == 5);
  CHECK(number_at(changes, 0, "noticed_s") >= 5);
  const Table dynamics = results::dynamics_table(records);
  REQUIRE(dynamics.rows.size() == 1);
  CHECK(number_at(dynamics, 0, "change_count") == static_cast<double>(records[0].dynamic->changes.size()));
  CHECK(number_at(dynamics, 0, "availability_ratio") > 0.5);
}
