#include "synergy/api/api.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/input/error.hpp"
#include "synergy/plan/io.hpp"
#include "synergy/results/folder_lock.hpp"
#include "synergy/results/write.hpp"

#include <fmt/format.h>

namespace synergy::api {
namespace {

/// The policy that a scenario asks for; none leaves it to the plan.
std::optional<scenario::Policy> policy_of(const run::Plan& plan, std::optional<scenario::Policy> chosen) {
  return chosen ? chosen : plan.workload().scenario().policy;
}

}  // namespace

std::vector<scenario::Override> settings(const std::vector<std::string>& texts) {
  std::vector<scenario::Override> result;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      throw InputError({fmt::format("--set {}", text)},
                       "expected path=value, e.g. link.connection_interval=\"30 ms\"");
    }
    result.push_back({text.substr(0, equals), text.substr(equals + 1)});
  }
  return result;
}

/// Shared, not owned: workloads and plans outlive the facade where a caller wants them to, and all of them
/// look up tables in one cache.
Simulator::Simulator(std::filesystem::path data, planner::Registry planners)
    : library_(std::make_shared<scenario::Library>(std::move(data))),
      tables_(std::make_shared<plan::TableCache>()),
      planners_(std::make_shared<const planner::Registry>(std::move(planners))) {}

run::Workload Simulator::load(const std::string& scenario, const std::vector<scenario::Override>& settings) {
  return run::Workload(scenario::load_scenario(scenario, *library_, settings), tables_);
}

run::Workload Simulator::read(const std::string& yaml, const std::vector<scenario::Override>& settings,
                              const std::filesystem::path& base) {
  // Settings come before reading, as on the command line: their mistakes are found by the same rules as the
  // file's.
  // The name decides where paths start; there is no such file.
  const input::Document document = input::parse(yaml, (base / "scenario").string());
  return run::Workload(scenario::read_scenario(document, *library_, settings), tables_);
}

std::vector<std::string> Simulator::planners() const {
  const std::vector<std::string_view> names = planners_->names();
  return {names.begin(), names.end()};
}

run::Plan Simulator::plan(const run::Workload& workload, const std::string& planner) const {
  const scenario::PlannerChoice named{planner, {}, {"planner"}};
  return run::Plan::made_by(planners_->chosen(planner.empty() ? workload.scenario().planner : named),
                            workload);
}

run::Plan Simulator::read_plan(const run::Workload& workload, const std::string& file) const {
  // No shipped planner has a ':' in its name, so rows of a plan file are never taken for a planner's.
  const std::string name = "fixed:" + std::filesystem::path(file).stem().string();
  return run::Plan::given(name, plan::read_plan(input::load(file), workload.scenario()), workload);
}

/// A plan that is infeasible has no compiled form to ask. That is the caller's mistake, because compiled()
/// told.
plan::Estimate Simulator::estimate(const run::Plan& plan, std::optional<scenario::Policy> policy) const {
  ensure(plan.compiled() != nullptr, "only a feasible plan has an estimate");
  return *run::Run(plan, policy_of(plan, policy)).expected().estimate;
}

std::vector<run::RunRecord> Simulator::simulate(const run::Plan& plan,
                                                std::optional<scenario::Policy> policy) const {
  const run::Run run(plan, policy_of(plan, policy));
  std::vector<run::RunRecord> records;
  for (int replication = 0; replication < plan.workload().scenario().replications; ++replication)
    records.push_back(run.simulate(replication));
  // Bounds hold for the scenario and not for a replication: what one record has proved, all may show.
  run::share_bounds(records);
  return records;
}

run::Findings Simulator::compare(const run::Workload& workload) const {
  run::Experiment experiment;
  experiment.planners = planners_->compared();
  experiment.compare = true;
  return run::perform(experiment, workload);
}

void Simulator::write(const std::filesystem::path& folder, const std::vector<run::RunRecord>& records,
                      const std::vector<results::Table>& more,
                      const std::vector<std::string>& command_line) const {
  const results::FolderLock lock(folder, command_line);
  results::write_directory(folder, records, library_->files_read(), command_line, more);
}

}  // namespace synergy::api
