#include "synergy/sweep/sensitivity.hpp"

#include "synergy/input/error.hpp"
#include "synergy/run/experiment.hpp"
#include "synergy/scenario/profile_numbers.hpp"
#include "synergy/sweep/workers.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>

#include <fmt/format.h>

namespace synergy::sweep {
namespace {

using results::PlannersAtPoint;
using results::RunRecord;
using scenario::Scenario;

/// The scenario with one number at one bound; the base has no number.
struct Point {
  std::vector<scenario::NumberSetting> setting;
  std::string name;  ///< for messages: "max78000.input_load at low"
};

struct PointResult {
  std::vector<RunRecord> records;  ///< of the base alone, whose tables are written
  PlannersAtPoint planners;
  std::vector<std::string> failed_checks;
};

std::vector<scenario::ProfileNumber> uncertain_numbers(const Scenario& scenario) {
  std::vector<scenario::ProfileNumber> numbers = scenario::profile_numbers(scenario);
  // A number without bounds is not certain; it is only that nobody has said how uncertain it is.
  std::erase_if(numbers, [](const scenario::ProfileNumber& n) { return !n.low && !n.high; });
  if (numbers.empty())
    throw InputError({scenario.name},
                     "no number of its profiles has a low or a high: there is nothing to move");
  return numbers;
}

/// The points of an analysis, which any number of threads run in any order, each into its own place.
class Analysis {
 public:
  Analysis(const Scenario& scenario, const std::vector<const planner::Planner*>& planners,
           const RunOptions& options)
      : scenario_(scenario), planners_(planners), options_(options), numbers_(uncertain_numbers(scenario)) {
    // The base is first and every number has two points, even where a bound is missing: places are computed.
    points_.push_back({{}, "base"});
    for (const scenario::ProfileNumber& number : numbers_) {
      for (const bool low : {true, false}) {
        const auto& bound = low ? number.low : number.high;
        points_.push_back({{{number.path, bound.value_or(number.value).si}},
                           fmt::format("{} at {}", number.path, low ? "low" : "high")});
      }
    }
    results_.resize(points_.size());
  }

  [[nodiscard]] Progress progress() const { return {static_cast<std::int64_t>(points_.size()), 0, ran_, 0}; }

  /// What every thread does.
  void work() {
    tickets_.serve(points_.size(), [&](std::size_t i) {
      if (options_.stop()) return false;
      run(points_[i], results_[i]);
      ++ran_;
      return true;
    });
  }

  SensitivityRuns collect() {
    SensitivityRuns runs;
    runs.progress = progress();
    // In the order of the points, whichever thread ran which.
    runs.base = std::move(results_[0].records);
    runs.analysis.scenario = scenario_.name;
    runs.analysis.base = std::move(results_[0].planners);
    for (std::size_t n = 0; n < numbers_.size(); ++n) {
      runs.analysis.moved.push_back(
          {numbers_[n], std::move(results_[2 * n + 1].planners), std::move(results_[2 * n + 2].planners)});
    }
    for (const PointResult& result : results_)
      runs.failed_checks.insert(runs.failed_checks.end(), result.failed_checks.begin(),
                                result.failed_checks.end());
    return runs;
  }

 private:
  void run(const Point& point, PointResult& result) {
    const bool is_base = point.setting.empty();
    std::optional<Scenario> moved;
    if (!is_base) moved = scenario::with_profile_numbers(scenario_, point.setting);
    const Scenario& scenario = is_base ? scenario_ : *moved;
    run::Experiment experiment;
    experiment.planners = planners_;
    experiment.policies = {scenario.policy};
    experiment.compare = true;
    // With tables of its own: a number of an accelerator makes other ones.
    run::Findings findings = run::perform(experiment, run::Workload(scenario));
    for (const RunRecord& record : findings.records) {
      if (!record.result) continue;
      for (const auto& check : record.result->failed_checks)
        result.failed_checks.push_back(fmt::format("{}: {}: {}", point.name, record.run_id(), check.message));
    }
    result.planners = {results::outcomes(findings.records), std::move(findings.comparisons)};
    if (is_base) result.records = std::move(findings.records);
  }

  const Scenario& scenario_;
  const std::vector<const planner::Planner*>& planners_;
  const RunOptions& options_;
  std::vector<scenario::ProfileNumber> numbers_;
  std::vector<Point> points_;  ///< the base, then low and high of every number
  std::vector<PointResult> results_;
  Tickets tickets_;
  std::atomic<std::int64_t> ran_ = 0;
};

}  // namespace

SensitivityRuns run_sensitivity(const Scenario& scenario,
                                const std::vector<const planner::Planner*>& planners,
                                const RunOptions& options) {
  Analysis analysis(scenario, planners, options);
  const auto work = [&] { analysis.work(); };
  const int threads =
      work_on_threads(options.threads, work, [&](int) { options.report(analysis.progress()); });
  options.report(analysis.progress());
  SensitivityRuns runs = analysis.collect();
  runs.progress.threads_missing = options.threads - threads;
  return runs;
}

}  // namespace synergy::sweep
