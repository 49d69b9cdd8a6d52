#pragma once

#include "synergy/plan/placements.hpp"
#include "synergy/plan/plan.hpp"
#include "synergy/plan/segment_table.hpp"
#include "synergy/scenario/parts.hpp"

#include <algorithm>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace synergy::plan {

/// Networks lowered for accelerators, their segment tables and what fits memories, each computed at most
/// once. Safe to share between threads.
///
/// Things are the same if they are the same objects, so it helps scenarios that come from one
/// scenario::Library. It keeps all that it made until it goes, and the profiles and models with it. One lock
/// guards all: a table is made while others wait, which is cheap beside planning.
class TableCache {
 public:
  [[nodiscard]] std::shared_ptr<const device::Lowered> lowered(
      const std::shared_ptr<const device::Accelerator>& accelerator,
      const std::shared_ptr<const device::Network>& network);
  /// Pre: `network` is from lowered(). `cuts`: see SegmentTable.
  [[nodiscard]] std::shared_ptr<const SegmentTable> table(
      const std::shared_ptr<const device::Lowered>& network, const std::vector<device::LayerIndex>& cuts);
  /// Of the networks and tables from here. Problems share it, and may live longer than the cache.
  [[nodiscard]] const std::shared_ptr<Placements>& placements() const { return placements_; }

 private:
  std::shared_ptr<Placements> placements_ = std::make_shared<Placements>();
  std::mutex mutex_;
  std::vector<std::shared_ptr<const device::Lowered>> lowered_;
  std::vector<std::shared_ptr<const SegmentTable>> tables_;
};

class LinkMemo;

/// The link between two different devices that have one, whichever sends. Of two accelerators it is
/// PlanningProblem::ends_between(): several of one device share its radio.
[[nodiscard]] inline link::Ends ends_of(DeviceId x, DeviceId y) { return {std::min(x, y), std::max(x, y)}; }

/// What a planner may know: the scenario and its derived tables. Read-only while planning.
///
/// Building it makes the segment table of every app on every accelerator, most of them from the cache.
/// Several planners may use one problem at once: it is never changed, but for what it remembers.
class PlanningProblem {
 public:
  /// `scenario` must outlive the problem.
  ///
  /// `cache` is used only here, what fits memories apart. Pre: the scenario is a loaded one.
  PlanningProblem(const scenario::Scenario& scenario, TableCache& cache);

  [[nodiscard]] const scenario::Scenario& scenario() const { return *scenario_; }
  [[nodiscard]] int device_count() const { return static_cast<int>(scenario_->devices.size()); }
  [[nodiscard]] int app_count() const { return static_cast<int>(scenario_->apps.size()); }
  /// All places, for `for (const AppId a : problem.app_ids())`.
  [[nodiscard]] IdRange<DeviceId> device_ids() const { return scenario_->devices.ids(); }
  [[nodiscard]] IdRange<AppId> app_ids() const { return scenario_->apps.ids(); }
  [[nodiscard]] const scenario::Device& device(DeviceId d) const { return scenario_->devices[d]; }
  [[nodiscard]] const scenario::App& app(AppId a) const { return scenario_->apps[a]; }

  /// Devices with an accelerator, in listing order.
  [[nodiscard]] const std::vector<DeviceId>& accelerators() const { return accelerators_; }
  /// Devices that qualify for an app's sensor and interaction, in listing order, pins and forbidden devices
  /// respected. Never empty: the scenario loader refuses apps without any.
  [[nodiscard]] const std::vector<DeviceId>& sources(AppId a) const { return sources_[a]; }
  [[nodiscard]] const std::vector<DeviceId>& targets(AppId a) const { return targets_[a]; }
  /// Between whom a transfer really goes (scenario::carriers), in the order of sending, and the link that
  /// takes it. Pre: two different places.
  [[nodiscard]] std::pair<DeviceId, DeviceId> carriers(DeviceId from, DeviceId to) const {
    return scenario::carriers(scenario_->devices, from, to);
  }
  [[nodiscard]] link::Ends ends_between(DeviceId x, DeviceId y) const {
    return scenario::ends_between(scenario_->devices, x, y);
  }
  /// Whether the app's constraints let these layers be computed on device `d`.
  /// That is: the device is not forbidden, and no layer of the range is pinned to another. Memory is another
  /// question (BodyMemory::fits).
  [[nodiscard]] bool allows(AppId a, DeviceId d, device::LayerRange layers) const;
  /// What a transfer between two devices depends on; what only matters to a link that is used (slot, seed,
  /// other links at its ends) is left at its defaults.
  [[nodiscard]] link::LinkContext link_context(link::Ends ends, int slots) const;
  /// The same when these are all links of the body. Links of other sets take no part of what a radio draws.
  [[nodiscard]] link::LinkContext link_context(const link::LinkKind& kind, link::Ends ends, int slots,
                                               const std::vector<link::Ends>& links) const;
  /// The links as this plan uses them. That of the scenario unless the plan chooses among links of a pair.
  /// Pre: what it chooses exists.
  [[nodiscard]] std::shared_ptr<const link::LinkKind> link_kind(const CollaborationPlan& plan) const;
  /// Pre: device d has an accelerator.
  [[nodiscard]] const SegmentTable& table(AppId a, DeviceId d) const {
    return *tables_[a.index() * scenario_->devices.size() + d.index()];
  }
  /// What fits memories, remembered; for BodyMemory.
  [[nodiscard]] Placements& placements() const { return *placements_; }
  /// What links cost, remembered for all planners of this problem (link_memo.hpp).
  [[nodiscard]] LinkMemo& link_memo() const { return *link_memo_; }

 private:
  const scenario::Scenario* scenario_;
  std::shared_ptr<Placements> placements_;
  std::shared_ptr<LinkMemo> link_memo_;
  std::vector<DeviceId> accelerators_;
  IdVector<AppId, std::vector<DeviceId>> sources_, targets_;
  std::vector<std::shared_ptr<const SegmentTable>> tables_;
};

}  // namespace synergy::plan
