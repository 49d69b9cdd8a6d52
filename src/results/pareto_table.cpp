#include "synergy/results/pareto_table.hpp"

#include "columns.hpp"
#include <fmt/format.h>

namespace synergy::results {
namespace {

/// Estimates alone: a front is made by the search, which simulates nothing.
struct FrontRow {
  const scenario::Scenario* scenario;
  const planner::FrontPlan* plan;
  std::size_t index;
  bool proven;

  [[nodiscard]] auto app_count() const { return static_cast<std::int64_t>(scenario->apps.size()); }
};

const ColumnOf<FrontRow> kFrontColumns[] = {
    {{"scenario", "", "name of the scenario", Type::text, Role::key},
     [](const FrontRow& r) { return text(r.scenario->name); }},
    {{"plan_index", "", "from 0, fastest first", Type::integer, Role::key},
     [](const FrontRow& r) { return count(r.index); }},
    // As the search counts, with segments as if alone in memory: what a front was made by is what it shows.
    {{"predicted_throughput_inf_per_s", "inf/s",
      "apps / busy time of the busiest unit in a round; segments as if alone in their memory", Type::number,
      Role::larger_is_better},
     [](const FrontRow& r) -> Cell { return static_cast<double>(r.app_count()) / r.plan->round.s(); }},
    {{"predicted_latency_mean_ms", "ms", "mean over apps of the latency without contention", Type::number,
      Role::smaller_is_better},
     [](const FrontRow& r) { return mean_ms(r.plan->latency, r.app_count()); }},
    {{"predicted_power_mean_mw", "mW", "mean power of the body at that throughput", Type::number,
      Role::smaller_is_better},
     [](const FrontRow& r) { return mw(r.plan->mean_power()); }},
    {{"predicted_power_static_mw", "mW", "part of it in idle states and for keeping links up", Type::number},
     [](const FrontRow& r) { return mw(r.plan->static_power); }},
    // The energy of a round over the inferences of a round, which is one for each app.
    {{"predicted_energy_per_inference_uj", "uJ", "mean power / throughput", Type::number,
      Role::smaller_is_better},
     [](const FrontRow& r) { return mean_uj(r.plan->mean_power() * r.plan->round, r.app_count()); }},
    {{"found_by", "",
      "planner, with the objective where it takes one, or the search over all plans (front search)"},
     [](const FrontRow& r) { return text(r.plan->found_by); }},
    // The same in all rows: it is said of the front.
    {{"front_proven", "",
      "y if no plan is missing, n if the search ended at its budget: other plans may belong there"},
     [](const FrontRow& r) { return text(r.proven ? "y" : "n"); }},
    {{"plan_file", "", "the plan, in the folder of this table"},
     [](const FrontRow& r) -> Cell { return pareto_plan_file(r.index); }},
    {{"plan", "", "app: source | device first-last layer | ... | target; ..."},
     [](const FrontRow& r) { return text(plan::to_text(r.plan->plan, *r.scenario)); }},
};

}  // namespace

std::string pareto_plan_file(std::size_t plan) { return fmt::format("plan-{:03}.yaml", plan); }

Table pareto_table(const scenario::Scenario& scenario, const planner::ParetoFront& front) {
  std::vector<FrontRow> rows;
  for (const planner::FrontPlan& plan : front.plans)
    rows.push_back({&scenario, &plan, rows.size(), front.proven});
  return make_table<FrontRow>("pareto", kFrontColumns, rows);
}

Table pareto_table() { return make_table<FrontRow>("pareto", kFrontColumns, {}); }

}  // namespace synergy::results
