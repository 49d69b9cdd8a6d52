#pragma once

#include "synergy/link/schedule.hpp"
#include "synergy/plan/costs.hpp"
#include "synergy/plan/memory.hpp"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace synergy::plan {

struct Unit;
using UnitId = Id<Unit>;  ///< place in CompiledPlan::units

/// A server of the body: serves one stage at a time, first come, first served.
struct Unit {
  enum class Kind : std::uint8_t { sensor, cpu, accelerator, actuator, link };
  Kind kind = Kind::sensor;
  DeviceId device = 0;  ///< of a link: its first end
  int part = 0;         ///< index of the sensor or actuator on its device; of the link in CompiledPlan::links
  std::string name;     ///< "watch.camera", "watch-ring" (unit_names.hpp); no two of a plan have the same
};

/// One step of an inference: it occupies one unit for its whole length. What it costs is in costs.hpp.
///
/// A compute stage is a whole visit to an accelerator: [switch] -> load -> infer -> unload, during which the
/// accelerator belongs to this inference. It also needs the device's CPU: during switch and load (and while a
/// streamed input is fed), and during unload; the visit waits where the CPU has other work. A process stage
/// is such other work: an app's own processing before the model (preprocess) or after it (postprocess).
struct Stage {
  enum class Kind : std::uint8_t { sense, preprocess, transfer, compute, postprocess, interact };
  Kind kind = Kind::sense;
  UnitId unit = 0;
  PhaseCost work;  ///< of sense the readout, of compute without a switch; transfers ask their link

  SenseCost sense;  ///< sense

  Bytes size;                       ///< transfer
  bool forward = true;              ///< transfer from the link's first end to its second
  link::TransferEstimate transfer;  ///< what the link promises

  Segment segment;           ///< compute
  int segment_id = 0;        ///< compute; unique in the plan, ascending in the order of apps and segments
  device::SegmentCost cost;  ///< compute: bytes and cycles; times and energies are in `visit`
  VisitCost visit;           ///< compute: `work` phase by phase, and the switch
  UnitId cpu = 0;            ///< compute: the CPU it needs beside the accelerator
};

struct CompiledApp {
  std::vector<Stage> stages;
};

/// A plan turned into stages on units: what both the estimate and the simulation are computed from.
struct CompiledPlan {
  CollaborationPlan plan;
  IdVector<UnitId, Unit> units;
  IdVector<AppId, CompiledApp> apps;
  std::vector<link::Ends> links;  ///< distinct pairs of devices in use, ascending
  link::SlotSchedule slots;
  BodyMemory memory;                    ///< after placement
  IdVector<DeviceId, int> segments_on;  ///< per device: how many segments it holds
};

/// The distinct pairs of devices that a plan sends data between, ascending.
[[nodiscard]] std::vector<link::Ends> links_of(const CollaborationPlan& plan);

/// What link `l` of the plan depends on, the other links at its ends included; `slot` and the seed are left
/// at their defaults.
[[nodiscard]] link::LinkContext context_of_link(const PlanningProblem& problem, const CompiledPlan& compiled,
                                                std::size_t l);

/// Whether a plan must keep the limits of latency and battery life (limits.hpp).
enum class Limits : std::uint8_t { keep, ignore };

/// Validates and compiles a plan: every reason why it is infeasible, or its stages. Limits are looked at once
/// everything else is in order.
[[nodiscard]] std::variant<CompiledPlan, Infeasible> compile(const PlanningProblem& problem,
                                                             const CollaborationPlan& plan,
                                                             Limits limits = Limits::keep);

}  // namespace synergy::plan
