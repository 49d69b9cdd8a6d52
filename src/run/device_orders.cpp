#include "synergy/input/edit.hpp"
#include "synergy/plan/io.hpp"
#include "synergy/run/experiment.hpp"
#include "synergy/run/metrics.hpp"
#include "synergy/scenario/device_order.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace synergy::run {
namespace {

/// The plan as what tells two plans apart: also by the order of deployment, which decides where weights lie.
std::string full_text(const RunRecord& run) {
  if (!run.compiled) return {};
  const plan::CollaborationPlan& plan = run.compiled->plan;
  std::string text = plan::to_text(plan, *run.scenario) + " [";
  for (const plan::AppId a : plan.deployment) text += std::to_string(a.value()) + ",";
  return text + "]";
}

OrderPoint point_of(Findings findings) {
  OrderPoint point;
  point.scenario = findings.records.front().scenario->name;
  for (const RunRecord& run : findings.records) {
    std::optional<double> throughput;
    if (run.result && run.result->completed_in_window() > 0) throughput = throughput_inf_per_s(*run.result);
    point.outcomes.push_back({run.planner, full_text(run), throughput});
  }
  point.comparisons = std::move(findings.comparisons);
  return point;
}

/// The setting that lists the devices in an order.
scenario::Override setting_of(const scenario::DeviceOrder& order) {
  std::vector<std::string> names;
  for (const std::string& name : order) names.push_back(input::yaml_text(name));
  return {"device_order", fmt::format("[{}]", fmt::join(names, ", "))};
}

}  // namespace

std::vector<OrderPoint> in_device_orders(const Workload& shipped, const std::string& file,
                                         const std::vector<scenario::Override>& settings, std::size_t most,
                                         scenario::Library& library, const planner::Registry& planners) {
  Experiment experiment;
  experiment.planners = planners.compared();
  experiment.compare = true;
  std::vector<OrderPoint> points;
  for (const scenario::DeviceOrder& order : scenario::distinct_device_orders(shipped.scenario(), most)) {
    std::vector<scenario::Override> with_order = settings;
    with_order.push_back(setting_of(order));
    // Read anew, not reordered: whatever refers to devices by place must be resolved in the new order.
    const Workload listed = shipped.with(scenario::load_scenario(file, library, with_order));
    points.push_back(point_of(perform(experiment, listed)));
    points.back().order = points.size() - 1;
    points.back().devices = fmt::format("{}", fmt::join(order, ", "));
  }
  return points;
}

}  // namespace synergy::run
