#include "pareto.hpp"

#include "synergy/input/error.hpp"
#include "synergy/plan/io.hpp"
#include "synergy/results/dictionary.hpp"
#include "synergy/results/folder_lock.hpp"
#include "synergy/results/pareto_table.hpp"
#include "synergy/results/write.hpp"

#include "progress.hpp"
#include "selection.hpp"
#include "terminal.hpp"
#include <fmt/format.h>

namespace synergy::cli {
namespace {

namespace fs = std::filesystem;

/// Plans of an earlier, longer front must not stay beside a shorter one. They are taken for such only where a
/// pareto.csv lies, for the user may have plans of the same names.
void write_front(const fs::path& folder, const scenario::Scenario& scenario,
                 const planner::ParetoFront& front, const results::Table& table,
                 const scenario::Library& library, const Common& common) {
  const results::FolderLock lock(folder, common.command_line);
  std::error_code error;
  results::clear_results(folder, {"pareto.csv"});
  const bool front_was_here = fs::exists(folder / "pareto.csv", error);
  for (std::size_t i = front.plans.size(); front_was_here && !error; ++i) {  // of a longer one
    if (!fs::remove(folder / results::pareto_plan_file(i), error)) break;
  }
  for (std::size_t i = 0; i < front.plans.size(); ++i)
    results::write_file(folder / results::pareto_plan_file(i), plan::to_yaml(front.plans[i].plan, scenario));
  results::write_file(folder / "pareto.csv", results::to_csv(table));
  results::write_file(folder / "datapackage.json",
                      results::with_other_csv(results::data_package({table}), folder));
  // Last: a new manifest says that all the rest is written.
  results::write_manifest(
      folder,
      {common.command_line, input_hashes(library, common), {{scenario.name, scenario.seed}}, 0, {}, {}});
}

}  // namespace

int show_pareto_front(const plan::PlanningProblem& problem, std::int64_t node_budget, const std::string& out,
                      const scenario::Library& library, const Common& common) {
  const scenario::Scenario& scenario = problem.scenario();
  ProgressDisplay display(common.quiet);
  const planner::ParetoFront front =
      planner::pareto_front(problem, *common.planners, node_budget,
                            [&display](const planner::FrontProgress& p) { display.show(p); });
  display.clear();
  // Only a search that came to its end proves that there is none.
  if (front.plans.empty()) {
    to_stderr("{}\n", front.proven ? "no plan is feasible; synergy-sim explain says why"
                                   : "no feasible plan was found before the budget ended");
    return kInfeasible;
  }
  const results::Table table = results::pareto_table(scenario, front);
  print(table, common,
        {"plan_index", "predicted_throughput_inf_per_s", "predicted_latency_mean_ms",
         "predicted_power_mean_mw", "predicted_energy_per_inference_uj", "found_by", "front_proven"});
  if (!out.empty()) write_front(out, scenario, front, table, library, common);
  if (common.quiet) return kOk;
  if (!front.proven)
    to_stderr("the budget of {} partial plans ended first: other plans may belong to the front\n",
              node_budget);
  if (!out.empty()) to_stderr("wrote {}\n", out);
  return kOk;
}

}  // namespace synergy::cli
