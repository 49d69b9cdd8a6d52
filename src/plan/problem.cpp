#include "synergy/plan/problem.hpp"

#include <algorithm>

namespace synergy::plan {
namespace {

template <class Parts>
bool has_type(const Parts& parts, const std::string& type) {
  return std::any_of(parts.begin(), parts.end(), [&](const auto& part) { return part->type == type; });
}

}  // namespace

std::shared_ptr<const SegmentTable> TableCache::get(
    const std::shared_ptr<const device::Accelerator>& accelerator,
    const std::shared_ptr<const device::Network>& network, bool multi_tensor_cuts) {
  const std::lock_guard lock(mutex_);
  for (const auto& [key, table] : tables_) {
    if (key.accelerator == accelerator && key.network == network &&
        key.multi_tensor_cuts == multi_tensor_cuts)
      return table;
  }
  auto table = std::make_shared<const SegmentTable>(accelerator->lower(network), multi_tensor_cuts);
  tables_.emplace_back(Key{accelerator, network, multi_tensor_cuts}, table);
  return table;
}

PlanningProblem::PlanningProblem(const scenario::Scenario& scenario, TableCache& cache)
    : scenario_(&scenario) {
  for (DeviceId d = 0; d < device_count(); ++d) {
    if (device(d).accelerator) accelerators_.push_back(d);
  }
  tables_.resize(scenario.apps.size() * scenario.devices.size());
  for (AppId a = 0; a < app_count(); ++a) {
    auto& sources = sources_.emplace_back();
    auto& targets = targets_.emplace_back();
    for (DeviceId d = 0; d < device_count(); ++d) {
      const std::vector<DeviceId>& forbidden = app(a).constraints.forbidden_devices;
      const bool allowed = !std::binary_search(forbidden.begin(), forbidden.end(), d);
      const bool may_sense = allowed && (!app(a).source_device || *app(a).source_device == d);
      const bool may_interact = allowed && (!app(a).target_device || *app(a).target_device == d);
      if (may_sense && has_type(device(d).sensors, app(a).sensor)) sources.push_back(d);
      if (may_interact && has_type(device(d).actuators, app(a).interaction)) targets.push_back(d);
      if (device(d).accelerator) {
        tables_[static_cast<std::size_t>(a) * scenario.devices.size() + static_cast<std::size_t>(d)] =
            cache.get(device(d).accelerator, app(a).model, scenario.multi_tensor_cuts);
      }
    }
  }
}

bool PlanningProblem::allows(AppId a, DeviceId d, device::LayerRange layers) const {
  const scenario::AppConstraints& constraints = app(a).constraints;
  const std::vector<DeviceId>& forbidden = constraints.forbidden_devices;
  return !std::binary_search(forbidden.begin(), forbidden.end(), d) &&
         std::none_of(constraints.pinned_segments.begin(), constraints.pinned_segments.end(),
                      [&](const scenario::PinnedSegment& pinned) {
                        return pinned.device != d && pinned.layers.first <= layers.last &&
                               layers.first <= pinned.layers.last;
                      });
}

bool PlanningProblem::has_latency_limit() const {
  return std::any_of(scenario_->apps.begin(), scenario_->apps.end(),
                     [](const scenario::App& app) { return app.constraints.latency_limit.has_value(); });
}

bool PlanningProblem::has_battery_life_floor() const {
  return std::any_of(scenario_->devices.begin(), scenario_->devices.end(),
                     [](const scenario::Device& device) { return device.battery_life_floor.has_value(); });
}

link::LinkContext PlanningProblem::link_context(link::Ends ends, int slots) const {
  link::LinkContext context;
  context.first = device(ends.first).radio.get();
  context.second = device(ends.second).radio.get();
  context.slots = slots;
  for (const scenario::PathLoss& loss : scenario_->path_loss) {
    if (loss.between == ends) context.path_loss_db = loss.db;
  }
  return context;
}

}  // namespace synergy::plan
