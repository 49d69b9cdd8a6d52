#include "part.hpp"

namespace synergy::results {
namespace {

const plan::Unit& unit(const Part& p) { return p.compiled().units[plan::UnitId(p.i)]; }

std::string_view kind_of(const Part& p) {
  switch (unit(p).kind) {
    case plan::Unit::Kind::sensor:
      return "sensor";
    case plan::Unit::Kind::cpu:
      return "cpu";
    case plan::Unit::Kind::accelerator:
      return "accelerator";
    case plan::Unit::Kind::actuator:
      return "actuator";
    case plan::Unit::Kind::link:
      break;
  }
  return "link";
}

/// In rounds the estimate has busy times of a round; at rates every app has its own pace, and shares are
/// added up.
Cell predicted_busy_ratio(const Part& p) {
  const plan::Estimate& e = *p.record->estimate;
  if (!e.rates) return ratio(e.busy_under_policy[p.i], e.round);
  double busy = 0;
  for (std::size_t a = 0; a < e.app_inf_per_s.size(); ++a) busy += e.app_inf_per_s[a] * e.demand[p.i][a].s();
  return busy;
}

const ColumnOf<Part> kUnits[] = {
    {kRunId, run_id},
    {{"unit", "",
      "device.part, or of a link as in links.csv, of links on one medium what they are called; the second "
      "part of "
      "a name on a device is part#2",
      Type::text, Role::key},
     [](const Part& p) { return text(unit(p).name); }},
    {{"kind", "", "sensor, cpu, accelerator, actuator or link"},
     [](const Part& p) { return text(kind_of(p)); }},
    {{"device", "", "its device; of a link the first of its two"},
     [](const Part& p) { return text(device_name(*p.record, unit(p).device)); }},
    // For a link this is capacity used, not time: a transfer mostly waits for its connection events, which
    // others may use.
    {{"busy_ratio", "ratio", "busy time in the window / window; of a link the share of its capacity used",
      Type::number},
     [](const Part& p) { return ratio(p.result().units[plan::UnitId(p.i)].busy, p.result().window); }},
    // A sensor is hardly ever busy, and yet it limits an app that has used all samples there are.
    {{"sample_use_ratio", "ratio",
      "of a sensor: share of its samples that were used, by the app that used most; empty where samples are "
      "read again (sensing latest)",
      Type::number},
     [](const Part& p) -> Cell {
       if (p.result().units[plan::UnitId(p.i)].sampled == Duration()) return {};
       return ratio(p.result().units[plan::UnitId(p.i)].sampled, p.result().window);
     }},
    {{"predicted_busy_ratio", "ratio",
      "estimated share of the time it is busy at the predicted throughput; in rounds: estimated busy time of "
      "a "
      "round / estimated round time",
      Type::number},
     predicted_busy_ratio},
    // Not cut off at 1: how far above it lies says by how much the rates are too high.
    {{"predicted_offered_ratio", "ratio",
      "periodic, poisson: the share if every app got its rate; above 1 the unit cannot sustain them",
      Type::number},
     [](const Part& p) -> Cell {
       if (!p.record->estimate->rates) return {};
       return p.record->estimate->rates->offered_ratio[p.i];
     }},
    // Of a CPU also each piece of work for its accelerator; of a link transfers.
    {{"served_count", "", "times it finished serving in the window", Type::integer},
     [](const Part& p) { return count(p.result().units[plan::UnitId(p.i)].served); }},
};

}  // namespace

Table units_table(const std::vector<RunRecord>& records) {
  return make_table<Part>("units", kUnits, parts(records, &simulation::RunResult::units));
}

}  // namespace synergy::results
