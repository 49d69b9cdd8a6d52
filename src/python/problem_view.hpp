#pragma once

#include "synergy/plan/estimate.hpp"
#include "synergy/planner/planner.hpp"
#include "synergy/run/workload.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace synergy::python {

/// An app as planners in Python see it: names in place of numbers.
struct AppView {
  std::string name, model, sensor, interaction;
  int layer_count = 0;
  std::vector<std::string> sources, targets;  ///< devices that qualify for its sensor, its interaction
  std::optional<double> rate_hz;              ///< none: none given
  std::optional<double> latency_limit_ms;
  std::int64_t input_bytes = 0, result_bytes = 0;
};

/// A device, or a further accelerator of one.
struct DeviceView {
  std::string name;
  std::optional<std::string> accelerator;  ///< name of its profile; none: it computes nothing
  std::vector<std::string> sensors, interactions;
};

/// What layers cost as one segment that has an accelerator's memory to itself.
struct SegmentView {
  double load_ms = 0, infer_ms = 0, unload_ms = 0;
  double switch_ms = 0;  ///< under the scenario's residency; where the accelerator holds several segments
  double energy_uj = 0;  ///< of load, infer and unload, that of the CPU included
  std::int64_t cycles = 0, weight_bytes = 0, input_bytes = 0, output_bytes = 0;
};

/// What one transfer between two devices is expected to take, without contention.
struct TransferView {
  double latency_ms = 0, occupancy_ms = 0, sender_uj = 0, receiver_uj = 0;
};

/// A plan's estimate, with the names of its apps and units.
struct EstimateView {
  std::string policy;
  double round_ms = 0, throughput_inf_per_s = 0, power_mean_mw = 0, power_static_mw = 0;
  std::string bottleneck_unit;
  std::vector<std::pair<std::string, double>> latency_ms, app_inf_per_s, energy_uj;  ///< by app
  std::vector<std::pair<std::string, double>> busy_ms;                               ///< by unit, in a round
  std::optional<bool> sustained;  ///< whether the rates are; none where there are none
  double objective_value = 0;     ///< plan::objective_value
};
[[nodiscard]] EstimateView view_of(const plan::Estimate& estimate, const plan::CompiledPlan& compiled,
                                   const scenario::Scenario& scenario, scenario::Policy policy);

/// What a simulation of a plan came to (plan::Evaluation).
struct EvaluationView {
  double throughput_inf_per_s = 0, power_mean_mw = 0;
  std::vector<std::pair<std::string, std::optional<double>>> latency_ms;  ///< by app
  bool exact = false;
};

/// A planning problem in Python's hands: that of a scenario, which it keeps, or that of a planner's call,
/// which ends with the call. Plans come as the text of a plan file; names that are not there, and problems
/// that are over, are exceptions.
class ProblemView {
 public:
  explicit ProblemView(run::Workload workload);
  explicit ProblemView(const planner::PlanningContext& context);
  /// The call is over: every question after it is refused.
  void end() { problem_ = nullptr; }

  [[nodiscard]] const plan::PlanningProblem& problem() const;
  [[nodiscard]] const scenario::Scenario& scenario() const { return problem().scenario(); }
  [[nodiscard]] const planner::ParameterValues& values() const { return values_; }
  [[nodiscard]] const planner::Effort& effort() const { return effort_; }
  [[nodiscard]] planner::Effort& effort() { return effort_; }

  [[nodiscard]] std::vector<AppView> apps() const;
  [[nodiscard]] std::vector<DeviceView> devices() const;
  /// App, source, segments (device, first, last), target. None: nothing runs, or the planner does not look.
  using RunningApp =
      std::tuple<std::string, std::string, std::vector<std::tuple<std::string, int, int>>, std::string>;
  [[nodiscard]] std::optional<std::vector<RunningApp>> in_force() const;
  /// The layers after which an app may be cut on a device, and the bytes that cross there.
  [[nodiscard]] std::vector<std::pair<int, std::int64_t>> cuts(const std::string& app,
                                                               const std::string& device) const;
  /// None if they cannot run there, not even on an empty accelerator, or the app's constraints forbid it.
  [[nodiscard]] std::optional<SegmentView> cost(const std::string& app, const std::string& device, int first,
                                                int last) const;
  /// As if these two devices' link were the body's only one.
  [[nodiscard]] TransferView transfer(const std::string& from, const std::string& to,
                                      std::int64_t bytes) const;

  /// Why a plan cannot run; empty if it can.
  [[nodiscard]] std::vector<std::string> reasons(const std::string& plan) const;
  /// None if the plan cannot run.
  [[nodiscard]] std::optional<EstimateView> estimate(const std::string& plan,
                                                     const std::optional<std::string>& policy) const;
  /// By simulation; counts as effort. None if the plan cannot run.
  [[nodiscard]] std::optional<EvaluationView> evaluate(const std::string& plan,
                                                       const std::optional<std::string>& policy);
  /// What a planner makes of this problem with its defaults, as a plan file; none if it finds nothing. Its
  /// effort counts.
  [[nodiscard]] std::optional<std::string> ask(const planner::Planner& planner);

 private:
  [[nodiscard]] plan::AppId app(const std::string& name) const;
  [[nodiscard]] plan::DeviceId device(const std::string& name) const;
  [[nodiscard]] scenario::Policy policy(const std::optional<std::string>& name) const;
  [[nodiscard]] std::variant<plan::CompiledPlan, plan::Infeasible> compiled(const std::string& plan) const;

  std::optional<run::Workload> workload_;  // keeps the problem of a scenario
  const plan::PlanningProblem* problem_;
  const plan::Evaluator* evaluator_ = nullptr;
  const planner::PlanInForce* in_force_ = nullptr;
  planner::ParameterValues values_;
  planner::Effort effort_;
};

}  // namespace synergy::python
