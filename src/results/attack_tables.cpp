#include "synergy/results/attack_tables.hpp"

#include "columns.hpp"

namespace synergy::results {
namespace {

Cell text_or_empty(const std::string& value) { return value.empty() ? Cell{} : text(value); }

const ColumnOf<AttackRow> kRestarts[] = {
    {{"point", "", "id of the point", Type::text, Role::key}, [](const AttackRow& r) { return text(r.id); }},
    {{"planner", "", "planner that is attacked, with parameters and policy if they were asked for"},
     [](const AttackRow& r) { return text(r.planner); }},
    {{"against", "", "planner that it is compared with, likewise; truth: its estimate with its simulation"},
     [](const AttackRow& r) { return text(r.against); }},
    {{"metric", "", "what is compared"}, [](const AttackRow& r) { return text(r.metric); }},
    {{"restart", "", "number of the restart, from 1", Type::integer},
     [](const AttackRow& r) { return count(r.restart); }},
    {{"status", "",
      "ok; infeasible: no scenario was judged; failed: the program broke an invariant on the scenario"},
     [](const AttackRow& r) { return text(r.status); }},
    {{"evaluations", "", "scenarios that were planned", Type::integer},
     [](const AttackRow& r) { return count(r.evaluations); }},
    {{"invalid_count", "", "scenarios beside those that are none, such as an app without its sensor",
      Type::integer},
     [](const AttackRow& r) { return count(r.invalid_count); }},
    {{"infeasible_count", "", "of the evaluations, those without a plan of both", Type::integer},
     [](const AttackRow& r) { return count(r.infeasible_count); }},
    {{"outside_count", "", "of the evaluations, those that do not keep the conditions", Type::integer},
     [](const AttackRow& r) { return count(r.outside_count); }},
    {{"accepted_count", "", "steps that the search took, better and worse ones", Type::integer},
     [](const AttackRow& r) { return count(r.accepted_count); }},
    {{"start_ratio", "ratio", "loss on the scenario that it began with", Type::number},
     [](const AttackRow& r) { return cell(r.start_ratio); }},
    {{"best_ratio", "ratio",
      "largest loss found: how many times better the other one is; of truth how many times off, either way",
      Type::number},
     [](const AttackRow& r) { return cell(r.best_ratio); }},
    {{"planner_value", "", "the metric there, of the planner; of truth its estimate", Type::number},
     [](const AttackRow& r) { return cell(r.planner_value); }},
    {{"against_value", "", "the metric there, of the other one; of truth its simulation", Type::number},
     [](const AttackRow& r) { return cell(r.against_value); }},
    {{"best_evaluation", "", "the evaluation that found it", Type::integer},
     [](const AttackRow& r) -> Cell {
       if (r.best_at == 0) return {};
       return r.best_at;
     }},
    {{"scenario", "", "that scenario in one line of YAML, with the profile numbers that were moved"},
     [](const AttackRow& r) { return text_or_empty(r.scenario); }},
    {{"reasons", "", "of failed: what broke"}, [](const AttackRow& r) { return text_or_empty(r.reasons); }},
};

const ColumnOf<AttackPair> kPairs[] = {
    {{"planner", "", "as in restarts", Type::text, Role::key},
     [](const AttackPair& p) { return text(p.planner); }},
    {{"against", "", "as in restarts", Type::text, Role::key},
     [](const AttackPair& p) { return text(p.against); }},
    {{"metric", "", "what is compared"}, [](const AttackPair& p) { return text(p.metric); }},
    {{"restart_count", "", "restarts", Type::integer},
     [](const AttackPair& p) { return count(p.restart_count); }},
    {{"judged_count", "", "of them, those that judged a scenario", Type::integer},
     [](const AttackPair& p) { return count(p.judged_count); }},
    {{"failed_count", "", "of them, those that ended where the program broke an invariant", Type::integer,
      Role::smaller_is_better},
     [](const AttackPair& p) { return count(p.failed_count); }},
    {{"evaluations", "", "of all restarts together", Type::integer},
     [](const AttackPair& p) { return count(p.evaluations); }},
    {{"best_min_ratio", "ratio", "smallest best_ratio of a restart", Type::number, Role::smaller_is_better},
     [](const AttackPair& p) { return cell(p.least); }},
    {{"best_p25_ratio", "ratio", "a quarter of the restarts stay at or below", Type::number,
      Role::smaller_is_better},
     [](const AttackPair& p) { return cell(p.quarter); }},
    {{"best_p50_ratio", "ratio", "half of them do", Type::number, Role::smaller_is_better},
     [](const AttackPair& p) { return cell(p.median); }},
    {{"best_p75_ratio", "ratio", "three quarters of them do", Type::number, Role::smaller_is_better},
     [](const AttackPair& p) { return cell(p.three_quarters); }},
    {{"best_max_ratio", "ratio", "largest best_ratio of a restart", Type::number, Role::smaller_is_better},
     [](const AttackPair& p) { return cell(p.most); }},
    {{"near_count", "", "restarts whose best_ratio lies at least half as far above 1 as the largest",
      Type::integer},
     [](const AttackPair& p) { return count(p.near_count); }},
};

const ColumnOf<AttackFinding> kFindings[] = {
    {{"finding", "", "number, the largest loss first", Type::integer, Role::key},
     [](const AttackFinding& f) { return count(f.number); }},
    {{"planner", "", "as in restarts"}, [](const AttackFinding& f) { return text(f.planner); }},
    {{"against", "", "as in restarts"}, [](const AttackFinding& f) { return text(f.against); }},
    {{"metric", "", "what is compared"}, [](const AttackFinding& f) { return text(f.metric); }},
    {{"restart", "", "the restart that found it", Type::integer},
     [](const AttackFinding& f) { return count(f.restart); }},
    {{"file", "", "scenario file in the folder"}, [](const AttackFinding& f) { return text(f.file); }},
    {{"found_ratio", "ratio", "loss before it was shrunk", Type::number},
     [](const AttackFinding& f) -> Cell { return f.found_ratio; }},
    {{"left_ratio", "ratio", "loss of the file", Type::number},
     [](const AttackFinding& f) -> Cell { return f.ratio; }},
    {{"planner_value", "", "as in restarts, of the file", Type::number},
     [](const AttackFinding& f) -> Cell { return f.planner_value; }},
    {{"against_value", "", "as in restarts, of the file", Type::number},
     [](const AttackFinding& f) -> Cell { return f.against_value; }},
    {{"app_count", "", "apps", Type::integer}, [](const AttackFinding& f) { return count(f.app_count); }},
    {{"device_count", "", "devices", Type::integer},
     [](const AttackFinding& f) { return count(f.device_count); }},
    {{"number_count", "", "profile numbers that are moved", Type::integer},
     [](const AttackFinding& f) { return count(f.number_count); }},
    {{"removed_count", "", "apps, devices, parts, keys and numbers that shrinking took away", Type::integer},
     [](const AttackFinding& f) { return count(f.removed_count); }},
    {{"shrink_evaluations", "", "scenarios that were planned to shrink it", Type::integer},
     [](const AttackFinding& f) { return count(f.shrink_evaluations); }},
};

}  // namespace

Table attack_restarts_table(const std::vector<AttackRow>& rows) {
  return make_table<AttackRow>("restarts", kRestarts, rows);
}

Table attack_pairs_table(const std::vector<AttackPair>& pairs) {
  return make_table<AttackPair>("pairs", kPairs, pairs);
}

Table attack_findings_table(const std::vector<AttackFinding>& findings) {
  return make_table<AttackFinding>("findings", kFindings, findings);
}

}  // namespace synergy::results
