#pragma once

#include "synergy/plan/plan.hpp"

#include <string>
#include <utility>
#include <vector>

namespace synergy::planner {

/// The plan that runs while a body that changes is planned anew, by names: what it names may be gone from the
/// problem, and what is in both has the same name in both. A plan like it costs the least to switch to:
/// segments that stay keep their weights in memory.
struct PlanInForce {
  struct Segment {
    std::string device;
    device::LayerRange layers;
  };
  struct App {
    std::string name, source;
    std::vector<Segment> segments;
    std::string target;
  };
  /// Of two devices with several links: the one that is in use, by the name of its set.
  struct Link {
    std::pair<std::string, std::string> between;
    std::string link;
  };
  std::vector<App> apps;  ///< those that were to run when it was made
  /// Names of apps, in the order in which their weights were put into memories; empty: that of `apps`.
  std::vector<std::string> deployment;
  std::vector<Link> links;
};

/// A plan of a scenario by its names.
[[nodiscard]] PlanInForce by_names(const plan::CollaborationPlan& plan, const scenario::Scenario& scenario);

}  // namespace synergy::planner
