#pragma once

#include "synergy/device/network.hpp"
#include "synergy/scenario/scenario.hpp"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace synergy::plan {

using scenario::AppId;
using scenario::DeviceId;

/// Consecutive layers of an app's model on one device's accelerator.
///
/// The whole model on one device is one segment from the first layer to the last.
struct Segment {
  DeviceId device;
  device::LayerRange layers;
  auto operator<=>(const Segment&) const = default;
};

/// Where one app senses, computes and interacts.
struct ExecutionPlan {
  DeviceId source;
  /// At least one. Together they are all layers of the model, in order, each on another device; where two
  /// meet the network is cut, and what crosses the cut travels over a link.
  std::vector<Segment> segments;
  DeviceId target;
  auto operator<=>(const ExecutionPlan&) const = default;
};

/// One execution plan per app, in the order of the scenario's apps.
///
/// A plain value: nothing says that it fits. compile() checks it, read_plan() and planners make it.
struct CollaborationPlan {
  IdVector<AppId, ExecutionPlan> apps;
  /// The order in which the apps' weights are put into the accelerators' memories (first fit, so the order
  /// can decide whether they fit). Empty: the order of the apps.
  std::vector<AppId> deployment;
  /// Of pairs with several links: the one to send over, for pairs where it is not the scenario's choice
  /// (scenario/links.hpp). A pair at most once.
  std::vector<scenario::LinkChoice> links{};
  auto operator<=>(const CollaborationPlan&) const = default;
};

/// One reason why something cannot be done: the number needed, the number available, where.
struct Reason {
  enum class Kind : std::uint8_t {
    structure,
    sensor,
    actuator,
    placement,
    cut,
    weights,
    bias,
    data,
    layer_count,
    unsupported,
    memory,
    link,
    latency,
    battery
  };
  Kind kind = Kind::structure;
  /// Name of the app; empty if it concerns the whole plan.
  std::string app;
  std::string device;  ///< empty if it concerns no single device
  /// For people, without app and device: to_text() puts them before it.
  std::string message;
};

/// An expected outcome, not an error: there is no such plan, and why.
struct Infeasible {
  std::vector<Reason> reasons;
};

using PlanResult = std::variant<CollaborationPlan, Infeasible>;

/// "app: device: message" with the parts that are there.
[[nodiscard]] std::string to_text(const Reason& reason);
/// The same after the place of its app in the scenario's file: "mine.yaml:5:5: kws: ...".
[[nodiscard]] std::string to_text(const Reason& reason, const scenario::Scenario& scenario);
[[nodiscard]] std::string_view to_text(Reason::Kind kind);

/// The plan on one line: "digits: glasses | watch 0-4 | ring; ...".
[[nodiscard]] std::string to_text(const CollaborationPlan& plan, const scenario::Scenario& scenario);

}  // namespace synergy::plan
