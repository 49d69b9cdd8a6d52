#pragma once

#include "synergy/device/segment_cost.hpp"
#include "synergy/plan/problem.hpp"

#include <algorithm>
#include <span>

namespace synergy::plan {

/// What every stage of an inference costs, and what idling costs: each rule once, for compile, the planners'
/// search, the estimate, the limits and the simulation alike.
///
/// Times are whole nanoseconds. Energies are what a stage takes from the battery above the idle power of the
/// parts that work for it, split by who draws it: the stage's unit or its device's CPU. They are doubles in
/// joule; the search makes them whole where it takes them over (quantities/whole.hpp), nobody else does.

/// One phase of work on a unit.
struct PhaseCost {
  /// On its unit.
  Duration time;
  Energy energy;      ///< of its unit
  Duration cpu_time;  ///< that the device's CPU works for it: with its begin, and no longer than it
  Energy cpu_energy;  ///< of that CPU
  [[nodiscard]] Energy total() const { return energy + cpu_energy; }
};

/// Which of a device's sensors an app reads, on which of its actuators it interacts: the first of the type it
/// asks for; the number of parts if there is none.
[[nodiscard]] std::size_t sensor_of(const scenario::App& app, const scenario::Device& device);
[[nodiscard]] std::size_t actuator_of(const scenario::App& app, const scenario::Device& device);

/// What sensing costs an inference of one app on one sensor, before anything waits for anything else.
///
/// Samples of a sensor are complete at phase + k * period for every integer k; sample k spans the `length`
/// before that. An app reads the samples of a stream (App::window) every hop, but never more often than the
/// sensor has something new.
struct SenseCost {
  /// Occupies the sensor's interface: bytes of the model's input / interface rate
  /// (SensorProfile::interface_rate).
  Duration readout;
  Energy energy;  ///< of the readout, above streaming
  /// Of new samples for this app: the sensor's own, or the hop (half the window without one) where that is
  /// longer.
  Duration period;
  /// What a sample spans: the window, else a period. Latency counts from when it is complete, except for
  /// fresh.
  Duration length;
  bool unlimited = false;  ///< sensing latest: samples may be read again, so that they limit nothing
  /// fresh: mean time from the request to a complete sample that began after it: its length and, since the
  /// request comes at any phase, half a period. 0 otherwise: an inference starts when its sample is there.
  Duration wait;
};
/// Depends on the two alone, not on the rest of the body.
[[nodiscard]] SenseCost sense_cost(const scenario::App& app, const device::SensorProfile& sensor);

/// What the apps that sense on one sensor make of a round, in which each of them runs once.
///
/// Readouts of `latest` add up. All others share samples: one readout serves the apps that ask for the same
/// one in time, and the round cannot be shorter than the period of the slowest of them. The sum is therefore
/// a lower bound that sensing alone could reach.
class SensorRound {
 public:
  /// Once for each app on the sensor; the order does not matter.
  void add(const SenseCost& cost) {
    if (cost.unlimited) {
      own_ += cost.readout;
    } else {
      shared_ = std::max(shared_, cost.readout);
      period_ = std::max(period_, cost.period);
    }
  }
  [[nodiscard]] Duration busy() const { return std::max(own_ + shared_, period_); }

 private:
  Duration own_, shared_, period_;
};

/// Time that an app's own work takes on a chip's CPU: on the model's input before the model, on its output
/// after it.
///
/// CpuWork::Kind::by_model, by what the model puts out: one pixel is a classifier, whose outputs go through a
/// soft-max (Cpu::softmax per byte); a map is a segmentation, whose classes are the largest
/// channels of each pixel (Cpu::argmax per byte).
///
/// Zero where an app asks for no work: then there is no stage. The speeds are numbers of the chip's profile.
[[nodiscard]] Duration preprocess_time(const scenario::App& app, const device::Accelerator& chip);
[[nodiscard]] Duration postprocess_time(const scenario::App& app, const device::Accelerator& chip);

/// What a CPU that waits draws under a sleep policy, and what an active one draws more than that.
///
/// The latter is zero under always_active: there waiting costs as much as working.
[[nodiscard]] Power cpu_idle(scenario::CpuSleep policy, const device::Accelerator& chip);
[[nodiscard]] Power cpu_above_idle(scenario::CpuSleep policy, const device::Accelerator& chip);
/// Under the scenario's.
[[nodiscard]] Power cpu_above_idle(const scenario::Scenario& scenario, const device::Accelerator& chip);

/// Such work for that long: its unit is the CPU, which alone draws.
[[nodiscard]] PhaseCost process_cost(const scenario::Scenario& scenario, const device::Accelerator& chip,
                                     Duration time);

/// A visit to an accelerator, phase by phase: [switching] -> load -> infer -> unload. The CPU moves data and
/// registers, and feeds a streamed input from the begin of `infer`.
///
/// Times and energies come from the segment's cost (device::SegmentCost); what is added here is what the CPU
/// takes, and which of the two switches it is.
struct VisitCost {
  PhaseCost switching;  ///< under the scenario's residency policy; only if another segment was there before
  PhaseCost load, infer, unload;
  Power cpu_power;  ///< of the CPU above idle while it works

  /// Load, infer and unload as one, with `more_on_cpu` of processing that the CPU does beside them: what a
  /// visit costs that need not switch.
  [[nodiscard]] PhaseCost work(Duration more_on_cpu = {}) const {
    // One product of the CPU's whole time, as sums of rounded products would differ in their last digits.
    const Duration on_cpu = load.cpu_time + infer.cpu_time + unload.cpu_time + more_on_cpu;
    return {load.time + infer.time + unload.time, load.energy + infer.energy + unload.energy, on_cpu,
            cpu_power * on_cpu};
  }
};
/// Costs of one segment on one chip, wherever it is in a plan. Cheap: a few multiplications.
[[nodiscard]] VisitCost visit_cost(const scenario::Scenario& scenario, const device::Accelerator& chip,
                                   const device::SegmentCost& segment);

/// A transfer between two devices when the body's links have so many slots. Pre: as LinkKind::estimate.
///
/// The rules are the link kind's. Energies are those of the two radios; no CPU is charged for a transfer.
[[nodiscard]] link::TransferEstimate transfer_cost(const PlanningProblem& problem, Bytes size, DeviceId from,
                                                   DeviceId to, int slots);
/// The same over the links of a plan (PlanningProblem::link_kind).
[[nodiscard]] link::TransferEstimate transfer_cost(const PlanningProblem& problem, const link::LinkKind& kind,
                                                   Bytes size, DeviceId from, DeviceId to, int slots);
/// What a bound may count on instead of the estimate's occupancy (LinkKind::least_occupancy).
[[nodiscard]] Duration least_transfer_time(const PlanningProblem& problem, Bytes size, DeviceId from,
                                           DeviceId to, int slots);
[[nodiscard]] Duration least_transfer_time(const PlanningProblem& problem, const link::LinkKind& kind,
                                           Bytes size, DeviceId from, DeviceId to, int slots);

/// What handing over a result costs: the effect itself (a vibration, a lit display) is not charged, as it
/// depends on the content and not on the plan (scenarios/CHOICES.md, "Paper, reconstruction, ours").
[[nodiscard]] PhaseCost interact_cost(const device::ActuatorProfile& actuator);

/// Power of the idle states of a device's own parts, links excluded. The sensors in use stream all the time,
/// unused ones are off; everything else idles whether used or not.
///
/// This is the static power of a plan, links apart. Idle powers hold all the time; energies of stages come on
/// top.
struct IdlePower {
  Power cpu, accelerator, sensors, actuators, radio;
  [[nodiscard]] Power total() const { return cpu + accelerator + sensors + actuators + radio; }
};
/// `used`: the places of the sensors in use, ascending and distinct.
[[nodiscard]] IdlePower idle_power(const scenario::Scenario& scenario, DeviceId device,
                                   std::span<const std::size_t> used);
/// What a sensor in use adds to it.
[[nodiscard]] Power streaming_power(const device::SensorProfile& sensor);

/// What link `ends` draws at its two ends while nothing is sent, when these are all links of the body
/// (LinkKind::idle_power).
/// First end first. Ends that serve several links share what a radio draws to stay in step.
[[nodiscard]] std::pair<Power, Power> link_idle_power(const PlanningProblem& problem, link::Ends ends,
                                                      const std::vector<link::Ends>& links, int slots);
[[nodiscard]] std::pair<Power, Power> link_idle_power(const PlanningProblem& problem,
                                                      const link::LinkKind& kind, link::Ends ends,
                                                      const std::vector<link::Ends>& links, int slots);
/// At both ends together, when the device at either has so many links.
///
/// For bounds on plans whose links are not known yet.
[[nodiscard]] Power link_idle_power(const PlanningProblem& problem, link::Ends ends, int links_at_each,
                                    int slots);

}  // namespace synergy::plan
