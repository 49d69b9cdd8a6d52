#pragma once

#include "synergy/planner/registry.hpp"
#include "synergy/results/tables.hpp"
#include "synergy/run/experiment.hpp"
#include "synergy/scenario/load.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace synergy::api {

/// The simulator as a library: everything the command line can do with scenarios and planners, in a page.
/// Command line, examples and bindings use it.
///
///     api::Simulator simulator("/usr/share/synergy-sim");
///     const run::Workload workload = simulator.load("w2", api::settings({"link.phy=1M", "replications=3"}));
///     const run::Plan plan = simulator.plan(workload, "synergy");
///     if (plan.compiled() == nullptr) return 1;                 // plan.reasons() say why
///     simulator.estimate(plan).throughput_inf_per_s;            // what the planner expects
///     const auto records = simulator.simulate(plan);            // three replications, planned once
///     std::cout << results::to_csv(results::runs_table(records));
///     simulator.write("results", records);                      // all tables, manifest.json, resolved.yaml
///
/// Everything it returns is a value that owns, or shares, what it needs: nothing has to be kept alive for
/// anything else. Results depend on the arguments alone, but for the wall_* columns and the manifest.
///
/// Exceptions are for bad input alone (InputError, with file, line and column, and every problem of the
/// file); a scenario without a feasible plan is an answer. The facade stands above results, and not in run,
/// because tables are part of what it is asked for.

/// "link.phy=1M" and the like as --set takes them: a path in the scenario file, = and a YAML value. Throws
/// InputError for a text without a path or a =.
[[nodiscard]] std::vector<scenario::Override> settings(const std::vector<std::string>& texts);

/// Safe to use from several threads.
class Simulator {
 public:
  /// `data` is the folder that model_zoo, device_profiles and scenarios lie in. Each of their files is read
  /// once, when something names it. `planners` are those that it knows: copy Registry::builtin() and add your
  /// own.
  explicit Simulator(std::filesystem::path data, planner::Registry planners = planner::Registry::builtin());

  /// A scenario by the name of a shipped one ("w1") or by the path of its file, with settings applied.
  [[nodiscard]] run::Workload load(const std::string& scenario,
                                   const std::vector<scenario::Override>& settings = {});
  /// A scenario from YAML text. Paths to files in it start at `base`; empty: the working directory.
  [[nodiscard]] run::Workload read(const std::string& yaml,
                                   const std::vector<scenario::Override>& settings = {},
                                   const std::filesystem::path& base = {});

  /// The names of all planners, synergy first.
  [[nodiscard]] std::vector<std::string> planners() const;

  /// Plans. Without a name, with the planner that the scenario names. Throws InputError if there is no such
  /// planner, or if it does not take the scenario's parameters.
  [[nodiscard]] run::Plan plan(const run::Workload& workload, const std::string& planner = {}) const;
  /// A plan file (scenarios/README.md) in a planner's place; the rows of its runs call it "fixed:NAME", NAME
  /// the file's name without folder and extension.
  [[nodiscard]] run::Plan read_plan(const run::Workload& workload, const std::string& file) const;

  /// What a plan is expected to do, without simulating it. Pre: it is feasible. Without a policy: the
  /// scenario's, or else the one that the planner is paired with; so in simulate().
  [[nodiscard]] plan::Estimate estimate(const run::Plan& plan,
                                        std::optional<scenario::Policy> policy = {}) const;
  /// Simulates all replications of the scenario. One record each; one that is infeasible has no result.
  [[nodiscard]] std::vector<run::RunRecord> simulate(const run::Plan& plan,
                                                     std::optional<scenario::Policy> policy = {}) const;
  /// Synergy against its baselines, each under the policy it is paired with, first replication: the records,
  /// and a comparison for every baseline, at matched load too.
  [[nodiscard]] run::Findings compare(const run::Workload& workload) const;

  /// Writes a result directory, as `run --out` does: all tables of the records, `more` tables, manifest.json
  /// with the hashes of the files read so far, resolved.yaml. Throws InputError if it cannot be written.
  void write(const std::filesystem::path& folder, const std::vector<run::RunRecord>& records,
             const std::vector<results::Table>& more = {},
             const std::vector<std::string>& command_line = {}) const;

  /// The planners, and the data folders, for what is not said above.
  [[nodiscard]] const planner::Registry& registry() const { return *planners_; }
  [[nodiscard]] scenario::Library& library() const { return *library_; }

 private:
  std::shared_ptr<scenario::Library> library_;
  std::shared_ptr<plan::TableCache> tables_;
  std::shared_ptr<const planner::Registry> planners_;
};

}  // namespace synergy::api
