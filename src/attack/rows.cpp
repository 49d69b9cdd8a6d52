#include "rows.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/input/csv.hpp"

namespace synergy::attack {

std::string csv_header() {
  std::string csv = to_csv(results::attack_restarts_table({}));
  csv.pop_back();
  return csv;
}

std::string csv_rows(const std::vector<results::AttackRow>& rows) {
  return to_csv(results::attack_restarts_table(rows)).substr(csv_header().size() + 1);
}

results::AttackRow row_from(const std::string& csv_row) {
  const input::Csv csv = input::Csv::parse(csv_header() + "\n" + csv_row, "restarts.csv");
  const auto text = [&](std::string_view column) {
    const auto at = csv.find(column);
    ensure(at.has_value() && csv.row_count() == 1, "a journal has the rows that were written");
    return std::string(csv.cell(0, *at));
  };
  const auto number = [&](std::string_view column) { return input::to_number(text(column)); };
  const auto count = [&](std::string_view column) {
    return static_cast<std::int64_t>(number(column).value_or(0));
  };
  results::AttackRow row;
  row.id = text("point");
  row.planner = text("planner");
  row.against = text("against");
  row.metric = text("metric");
  row.restart = count("restart");
  row.status = text("status");
  row.evaluations = count("evaluations");
  row.invalid_count = count("invalid_count");
  row.infeasible_count = count("infeasible_count");
  row.outside_count = count("outside_count");
  row.accepted_count = count("accepted_count");
  row.start_ratio = number("start_ratio");
  row.best_ratio = number("best_ratio");
  row.planner_value = number("planner_value");
  row.against_value = number("against_value");
  row.best_at = count("best_evaluation");
  row.scenario = text("scenario");
  row.reasons = text("reasons");
  return row;
}

}  // namespace synergy::attack
