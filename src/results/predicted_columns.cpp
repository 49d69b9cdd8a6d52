#include "run_columns.hpp"

namespace synergy::results {
namespace {

/// Cells of what only a row with a plan has.
template <class Value>
Cell predicted(const RunRecord& row, Value value) {
  if (!row.estimate) return {};
  return value(*row.estimate);
}

Cell unsustained(const RunRecord& row) {
  if (!row.estimate || !row.estimate->rates || row.estimate->rates->sustained()) return {};
  const auto unit = row.estimate->rates->unsustained_unit;
  return text(unit ? row.compiled->units[*unit].name : "policy");
}

using E = plan::Estimate;

const RunColumn kPredictedColumns[] = {
    {{"predicted_throughput_inf_per_s", "inf/s",
      "the planner's estimate under the same policy; periodic, poisson: what is served of the apps' rates; "
      "saturated: that of rounds, in which apps keep step",
      Type::number},
     [](const RunRecord& r) {
       return predicted(r, [](const E& e) -> Cell { return e.throughput_inf_per_s; });
     }},
    {{"predicted_cyclic_throughput_inf_per_s", "inf/s",
      "apps / maximum cycle ratio: with each unit in a fixed cyclic order and the windows of the policy; "
      "inter_app and adaptive in rounds only",
      Type::number},
     [](const RunRecord& r) -> Cell {
       if (!r.cyclic) return {};
       return static_cast<double>(r.scenario->apps.size()) / r.cyclic->round_s();
     }},
    {{"predicted_latency_mean_ms", "ms", "mean over apps of the latency without contention", Type::number},
     [](const RunRecord& r) {
       return predicted(r, [](const E& e) {
         return mean_ms(e.sequential_round, static_cast<std::int64_t>(e.latency.size()));
       });
     }},
    {{"predicted_power_mean_mw", "mW", "estimated mean power at the predicted throughput", Type::number},
     [](const RunRecord& r) { return predicted(r, [](const E& e) { return mw(e.mean_power); }); }},
    {{"predicted_energy_per_inference_uj", "uJ",
      "estimated mean power at the predicted throughput / that throughput", Type::number},
     [](const RunRecord& r) {
       return predicted(r, [](const E& e) -> Cell {
         if (e.throughput_inf_per_s <= 0) return {};
         return e.mean_power.si() * 1e6 / e.throughput_inf_per_s;
       });
     }},
    {{"predicted_unsustained_unit", "",
      "periodic, poisson: the busiest unit, if the rates would keep it busy for more than the whole time; "
      "policy if all units have the time but the policy has too little in flight; empty if the plan sustains "
      "the rates"},
     unsustained},
    {{"predicted_bottleneck_unit", "",
      "unit with the largest estimated busy time per round, or at the apps' rates"},
     [](const RunRecord& r) {
       return predicted(r, [&r](const E& e) { return text(r.compiled->units[e.bottleneck].name); });
     }},
};

}  // namespace

std::span<const RunColumn> predicted_columns() { return kPredictedColumns; }

}  // namespace synergy::results
