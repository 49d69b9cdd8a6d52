#pragma once

#include "synergy/link/schedule.hpp"
#include "synergy/plan/costs.hpp"
#include "synergy/plan/memory.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace synergy::plan {

struct Unit;
using UnitId = Id<Unit>;  ///< place in CompiledPlan::units

/// A server of the body: serves one stage at a time, first come, first served.
///
/// Every sensor, CPU, accelerator and actuator of the body is one, used or not, so that tables of units have
/// the same rows for all plans; of links only those that the plan uses. Links come last, each a unit of its
/// own, or one for all links of a set that share a medium (link::LinkUse).
struct Unit {
  enum class Kind : std::uint8_t { sensor, cpu, accelerator, actuator, link };
  Kind kind = Kind::sensor;
  /// Of a link: its first end. Of all others the device that it is a part of.
  DeviceId device;
  int part = 0;      ///< index of the sensor or actuator on its device; of the (first) link in
                     ///< CompiledPlan::links
  std::string name;  ///< "watch.camera", "watch-ring" (unit_names.hpp), of a medium its links' set; no two of
                     ///< a plan have the same
};

/// The units of a body's own parts, without links: per device its sensors, CPU, accelerator, actuators, in
/// this order. Every plan of the scenario has them as its first units.
[[nodiscard]] IdVector<UnitId, Unit> units_of_body(const scenario::Scenario& scenario);

/// One step of an inference: it occupies one unit for its whole length. What it costs is in costs.hpp.
///
/// A compute stage is a whole visit to an accelerator: [switch] -> load -> infer -> unload, during which the
/// accelerator belongs to this inference. It also needs the device's CPU: during switch and load (and while a
/// streamed input is fed), and during unload; the visit waits where the CPU has other work. A process stage
/// is such other work: an app's own processing before the model (preprocess) or after it (postprocess).
///
/// Fields that carry the name of a kind in their note are of stages of that kind alone, and stay at their
/// defaults in all others. The stages of an app are always: sense, [transfer], [preprocess], compute, ...,
/// [postprocess], [transfer], interact; a transfer stands only between different devices, and a process stage
/// only where it takes time.
struct Stage {
  enum class Kind : std::uint8_t { sense, preprocess, transfer, compute, postprocess, interact };
  Kind kind = Kind::sense;
  UnitId unit;
  /// Time on `unit`, energies above idle, and time of the CPU. Of sense only the readout, of compute without
  /// a switch; empty for transfers, which ask their link (`transfer`).
  PhaseCost work;

  /// The rest of what sensing is about: periods, samples, waiting.
  SenseCost sense;  ///< sense

  /// Of a transfer: the cut's tensors, or the app's result on the way to where it interacts.
  Bytes size;
  bool forward = true;              ///< transfer from the link's first end to its second
  std::size_t link = 0;             ///< of a transfer: the place in CompiledPlan::links
  link::TransferEstimate transfer;  ///< what the link promises

  /// Of compute, as in the plan.
  Segment segment;
  int segment_id = 0;        ///< compute; unique in the plan, ascending in the order of apps and segments
  device::SegmentCost cost;  ///< compute: bytes and cycles; times and energies are in `visit`
  VisitCost visit;           ///< compute: `work` phase by phase, and the switch
  UnitId cpu;                ///< compute: the CPU it needs beside the accelerator
};

/// What an inference of one app goes through, one stage after the other.
struct CompiledApp {
  std::vector<Stage> stages;
};

/// A plan turned into stages on units: what both the estimate and the simulation are computed from.
///
/// A value, independent of the problem it was compiled from except for `memory`, which keeps a pointer to it.
struct CompiledPlan {
  CollaborationPlan plan;
  IdVector<UnitId, Unit> units;
  IdVector<AppId, CompiledApp> apps;
  std::vector<link::Ends> links;  ///< distinct pairs of devices in use, ascending
  /// By link: "watch-ring"; of a pair with several links with the one in use, "watch-ring/wi_r".
  std::vector<std::string> link_names;
  std::vector<UnitId> link_units;  ///< by link
  link::SlotSchedule slots;
  /// What all costs of links are asked for: with what the plan chooses. Never null.
  std::shared_ptr<const link::LinkKind> link_kind;
  /// After all segments have been placed in deployment order: for tables of how full the memories are.
  BodyMemory memory;
  /// Per device: how many segments of all apps its accelerator holds. With more than one it has to switch.
  IdVector<DeviceId, int> segments_on;
};

/// The distinct pairs of devices that a plan sends data between, ascending (scenario::ends_between).
/// A link is used in both directions alike. It needs a plan of known devices, not a feasible one.
[[nodiscard]] std::vector<link::Ends> links_of(const CollaborationPlan& plan,
                                               const scenario::Devices& devices);

/// What link `l` of the plan depends on, the other links at its ends included; `slot` and the seed are left
/// at their defaults.
[[nodiscard]] link::LinkContext context_of_link(const PlanningProblem& problem, const CompiledPlan& compiled,
                                                std::size_t l);

/// Whether a plan must keep the limits of latency and battery life (limits.hpp).
enum class Limits : std::uint8_t { keep, ignore };

/// Validates and compiles a plan: every reason why it is infeasible, or its stages. Limits are looked at once
/// everything else is in order.
///
/// Never throws for a bad plan: a plan file may say anything. Segments cost what they cost at the place where
/// they landed, which may be more than alone in the memory.
[[nodiscard]] std::variant<CompiledPlan, Infeasible> compile(const PlanningProblem& problem,
                                                             const CollaborationPlan& plan,
                                                             Limits limits = Limits::keep);

}  // namespace synergy::plan
