#include "synergy/plan/problem.hpp"

#include "synergy/link/several_links.hpp"
#include "synergy/plan/compiled.hpp"
#include "synergy/plan/costs.hpp"
#include "synergy/plan/link_memo.hpp"
#include "synergy/scenario/links.hpp"

#include <algorithm>

namespace synergy::plan {
/// Searched from the front: a sweep has a few dozen pairs of chip and model. Compared by address, which holds
/// since each entry keeps both alive.
std::shared_ptr<const device::Lowered> TableCache::lowered(
    const std::shared_ptr<const device::Accelerator>& accelerator,
    const std::shared_ptr<const device::Network>& network) {
  const std::lock_guard lock(mutex_);
  for (const auto& known : lowered_) {
    if (&known->accelerator() == accelerator.get() && &known->network() == network.get()) return known;
  }
  return lowered_.emplace_back(accelerator->lower(network));
}

std::shared_ptr<const SegmentTable> TableCache::table(const std::shared_ptr<const device::Lowered>& network,
                                                      const std::vector<device::LayerIndex>& cuts) {
  const std::lock_guard lock(mutex_);
  for (const auto& known : tables_) {
    if (&known->lowered() == network.get() && known->cuts() == cuts) return known;
  }
  return tables_.emplace_back(std::make_shared<const SegmentTable>(network, cuts));
}

PlanningProblem::PlanningProblem(const scenario::Scenario& scenario, TableCache& cache)
    : scenario_(&scenario), placements_(cache.placements()), link_memo_(std::make_shared<LinkMemo>()) {
  for (const DeviceId d : device_ids()) {
    if (device(d).accelerator) accelerators_.push_back(d);
  }
  tables_.resize(scenario.apps.size() * scenario.devices.size());
  for (const AppId a : app_ids()) {
    // Every accelerator of the body has the same boundaries, so that what one device ends another can begin.
    std::vector<std::shared_ptr<const device::Lowered>> lowered;
    for (const DeviceId d : accelerators_)
      lowered.push_back(cache.lowered(device(d).accelerator, app(a).model));
    const std::vector<device::LayerIndex> cuts = allowed_cuts(lowered, scenario.multi_tensor_cuts);
    // In step with the devices below: `lowered` has one entry per accelerator, in their order.
    auto accelerated = lowered.begin();
    auto& sources = sources_.emplace_back();
    auto& targets = targets_.emplace_back();
    for (const DeviceId d : device_ids()) {
      const std::vector<DeviceId>& forbidden = app(a).constraints.forbidden_devices;
      const bool allowed = !std::binary_search(forbidden.begin(), forbidden.end(), d);
      const bool may_sense = allowed && (!app(a).source_device || *app(a).source_device == d);
      const bool may_interact = allowed && (!app(a).target_device || *app(a).target_device == d);
      if (may_sense && sensor_of(app(a), device(d)) < device(d).sensors.size()) sources.push_back(d);
      if (may_interact && actuator_of(app(a), device(d)) < device(d).actuators.size()) targets.push_back(d);
      if (device(d).accelerator) {
        tables_[a.index() * scenario.devices.size() + d.index()] = cache.table(*accelerated++, cuts);
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

/// What is not set here stays at the defaults, which stand for a link that is alone on its two radios.
link::LinkContext PlanningProblem::link_context(link::Ends ends, int slots) const {
  link::LinkContext context;
  context.ends = ends;
  context.first = device(ends.first).radio.get();
  context.second = device(ends.second).radio.get();
  context.slots = slots;
  for (const scenario::PathLoss& loss : scenario_->path_loss) {
    if (loss.between == ends) context.path_loss_db = loss.db;
  }
  return context;
}

std::shared_ptr<const link::LinkKind> PlanningProblem::link_kind(const CollaborationPlan& plan) const {
  // A lossy or infeasible set that no link of the plan uses says nothing about the plan.
  if (const auto* several = dynamic_cast<const link::SeveralLinks*>(scenario_->link_kind.get())) {
    link::SeveralLinks::Choice chosen;
    for (const scenario::LinkChoice& choice : plan.links) chosen[choice.between] = choice.set;
    return several->only(links_of(plan, scenario_->devices), chosen);
  }
  // What is believed of links wraps them, and is about all of the body's.
  return plan.links.empty() ? scenario_->link_kind : scenario::links_of_body(*scenario_, plan.links);
}

link::LinkContext PlanningProblem::link_context(const link::LinkKind& kind, link::Ends ends, int slots,
                                                const std::vector<link::Ends>& links) const {
  const int set = kind.use_of(ends).set;
  const auto links_at = [&](DeviceId d) {
    return static_cast<int>(std::count_if(links.begin(), links.end(), [&](link::Ends other) {
      return (other.first == d || other.second == d) && kind.use_of(other).set == set;
    }));
  };
  link::LinkContext context = link_context(ends, slots);
  context.first_links = links_at(ends.first);
  context.second_links = links_at(ends.second);
  return context;
}

}  // namespace synergy::plan
