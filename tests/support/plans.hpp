#pragma once

#include "synergy/plan/plan.hpp"

#include <vector>

namespace synergy::test {

/// A segment by numbers: on which device, which layers.
struct SegmentOf {
  int device;
  device::LayerRange layers;
};

/// An app's plan by numbers: where it senses, computes and interacts.
struct PlanOf {
  int source;
  std::vector<SegmentOf> segments;
  int target;
};

inline plan::ExecutionPlan execution(const PlanOf& app) {
  plan::ExecutionPlan plan{plan::DeviceId(app.source), {}, plan::DeviceId(app.target)};
  for (const SegmentOf& s : app.segments) plan.segments.push_back({plan::DeviceId(s.device), s.layers});
  return plan;
}

/// Ids from numbers, in their order.
template <class IdType>
std::vector<IdType> ids(const std::vector<int>& numbers) {
  return {numbers.begin(), numbers.end()};
}

/// A plan as a table would write it: {{source, {{device, {first, last}}}, target}, ...}, and the order of
/// deployment.
inline plan::CollaborationPlan plan_of(const std::vector<PlanOf>& apps,
                                       const std::vector<int>& deployment = {}) {
  plan::CollaborationPlan plan;
  for (const PlanOf& app : apps) plan.apps.push_back(execution(app));
  plan.deployment = ids<plan::AppId>(deployment);
  return plan;
}

/// Links by the numbers of their ends.
inline link::Ends ends(int first, int second) { return {link::DeviceId(first), link::DeviceId(second)}; }

}  // namespace synergy::test
