#include "synergy/results/dynamic_tables.hpp"

#include <algorithm>

#include "dynamic_part.hpp"

namespace synergy::results {
namespace {

using simulation::Replanning;
using Row = DynamicPart;

/// Spans of the replannings that have one.
template <class Span>
std::vector<Duration> spans(const Row& p, Span span) {
  std::vector<Duration> all;
  for (const Replanning& r : p.of().replannings) {
    if (const std::optional<Duration> one = span(r)) all.push_back(*one);
  }
  return all;
}

std::optional<Duration> notice(const Replanning& r) { return r.noticed - r.changed; }
std::optional<Duration> decide(const Replanning& r) {
  if (r.decided < r.noticed) return {};
  return r.decided - r.noticed;
}
std::optional<Duration> reconfigure(const Replanning& r) {
  if (!r.in_force) return {};
  return *r.in_force - r.decided;
}
std::optional<Duration> recover(const Replanning& r) {
  if (!r.recovered) return {};
  return *r.recovered - r.changed;
}

template <std::optional<Duration> (*span)(const Replanning&)>
Cell mean_s(const Row& p) {
  const std::vector<Duration> all = spans(p, span);
  if (all.empty()) return {};
  double sum = 0;
  for (const Duration one : all) sum += one.s();
  return sum / static_cast<double>(all.size());
}
template <std::optional<Duration> (*span)(const Replanning&)>
Cell max_s(const Row& p) {
  const std::vector<Duration> all = spans(p, span);
  if (all.empty()) return {};
  return seconds_cell(*std::max_element(all.begin(), all.end()));
}

Cell hottest(const Row& p) {
  Cell most;
  for (const simulation::DeviceLife& life : p.of().devices) {
    if (life.temperature_max_c && (most.index() == 0 || std::get<double>(most) < *life.temperature_max_c))
      most = *life.temperature_max_c;
  }
  return most;
}
Cell above_limit(const Row& p) {
  Duration sum;
  bool known = false;
  for (const simulation::DeviceLife& life : p.of().devices) {
    known = known || life.temperature_max_c.has_value();
    sum += life.above_limit;
  }
  if (!known) return {};
  return seconds_cell(sum);
}

constexpr Role kSmaller = Role::smaller_is_better;
constexpr Role kLarger = Role::larger_is_better;

const ColumnOf<Row> kDynamics[] = {
    {kRunId, dynamic_run_id},
    {{"trigger", "", "when plans are made anew: replanning.trigger"},
     [](const Row& p) {
       const auto kind = p.record->scenario->replanning.trigger.kind;
       return text(names_of(kind)[static_cast<std::size_t>(kind)]);
     }},
    {{"epoch_count", "", "stretches in which body, apps and plan stayed as they were", Type::integer},
     [](const Row& p) { return count(p.of().epochs.size()); }},
    {{"change_count", "", "lasting changes of body and apps", Type::integer},
     [](const Row& p) { return count(p.of().changes.size()); }},
    {{"replan_count", "", "plans put in force after the first", Type::integer},
     [](const Row& p) { return count(p.of().plans_put_in_force()); }},
    {{"availability_ratio", "ratio",
      "share of the app-time that the user wanted with at least half of the app's steady rate", Type::number,
      kLarger},
     [](const Row& p) -> Cell { return p.of().availability_ratio(); }},
    {{"notice_mean_s", "s", "from a change to its notice, mean over replannings", Type::number, kSmaller},
     mean_s<notice>},
    {{"notice_max_s", "s", "the longest", Type::number, kSmaller}, max_s<notice>},
    {{"decide_mean_s", "s", "from the notice to the decision: hold-off, dwell and planning", Type::number,
      kSmaller},
     mean_s<decide>},
    {{"decide_max_s", "s", "the longest", Type::number, kSmaller}, max_s<decide>},
    {{"reconfigure_mean_s", "s", "from the decision to the plan in force: messages, weights, links",
      Type::number, kSmaller},
     mean_s<reconfigure>},
    {{"reconfigure_max_s", "s", "the longest", Type::number, kSmaller}, max_s<reconfigure>},
    {{"recover_mean_s", "s", "from a change to 95 % of the new steady throughput", Type::number, kSmaller},
     mean_s<recover>},
    {{"recover_max_s", "s", "the longest", Type::number, kSmaller}, max_s<recover>},
    {{"lost_device_count", "", "devices that went without saying so, empty batteries among them",
      Type::integer},
     [](const Row& p) { return count(p.of().lost_devices); }},
    {{"lost_handover_count", "", "reconfigurations that a loss hit before they were in force", Type::integer,
      kSmaller},
     [](const Row& p) { return count(p.of().lost_handovers); }},
    {{"reconfiguration_energy_mj", "mJ", "planning, messages and weights, at all devices", Type::number,
      kSmaller},
     [](const Row& p) { return mj(p.of().reconfiguration_energy()); }},
    {{"plan_churn_ratio", "ratio", "layers moved to another device / layers of the plans put in force",
      Type::number, kSmaller},
     [](const Row& p) -> Cell { return p.of().plan_churn_ratio(); }},
    {{"regret_ratio", "ratio", "1 - completed / completed with the best plan at once and free switches",
      Type::number, kSmaller},
     [](const Row& p) { return cell(p.record->regret_ratio); }},
    {{"first_battery_empty_s", "s", "when the first battery reached its cut-off; empty: none did",
      Type::number, kLarger},
     [](const Row& p) { return seconds_cell(p.of().first_battery_empty()); }},
    {{"body_lifetime_s", "s", "until no app was served any more; else the end of the run", Type::number,
      kLarger},
     [](const Row& p) { return seconds_cell(p.of().body_lifetime()); }},
    {{"skin_temperature_max_c", "C", "of the hottest device with a thermal model", Type::number, kSmaller},
     hottest},
    {{"time_above_limit_s", "s", "sum over devices of the time above their limit", Type::number, kSmaller},
     above_limit},
};

}  // namespace

Table dynamics_table(const std::vector<RunRecord>& records) {
  return make_table<Row>("dynamics", kDynamics,
                         dynamic_parts(records, [](const auto& /*result*/) { return std::size_t{1}; }));
}

std::vector<Table> dynamic_tables(const std::vector<RunRecord>& records) {
  return {dynamics_table(records), epochs_table(records), changes_table(records), over_time_table(records),
          devices_over_time_table(records)};
}

}  // namespace synergy::results
