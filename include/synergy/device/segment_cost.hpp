#pragma once

#include "synergy/quantities/quantities.hpp"

#include <cstdint>

namespace synergy::device {

/// Times and energies of one segment on one accelerator, phase by phase.
///
/// The input is the cut before the segment (all its tensors; the network's input for the first segment) and
/// what the host writes for its layers, the output the cut after it (for the last segment what leaves the
/// network). Outputs of the network that were made before the segment travel on without passing through its
/// accelerator.
///
/// A visit is [switch] -> load -> infer -> unload. A family that takes its input while it infers says so by
/// `feed`: the CPU is busy for so long from the start of `infer`, which is long enough for it.
///
/// Energies are taken from the battery and lie above the idle power of accelerator and CPU: whatever the
/// supply loses is in them. The CPU works during load, feed, unload, switch and deployment; its active power
/// (Cpu::active) is NOT in these energies, whoever accounts for the CPU adds it.
///
/// A value without units to convert: times and energies of different accelerators may be compared and added.
/// All are at least 0.
struct SegmentCost {
  /// Clock cycles of inferring, for people and for planners that balance work; times are below. A family that
  /// counts none gives infer x Accelerator::cycle_rate().
  Cycles cycles;
  /// What crosses to and from the device: the cuts at both ends (network::Cut), whatever the family moves
  /// into its memory for them.
  Bytes input_bytes, output_bytes;
  /// Parameters of the layers; shared weights count once.
  Bytes weight_bytes, bias_bytes;
  /// The CPU copies the input in; 0 for an input that is fed.
  Duration load;
  /// The CPU is busy feeding for so long from the start of `infer`; 0 if the family, or this segment, does
  /// not feed.
  Duration feed;
  /// From the input's being there (or the start of the feed) to the output's being there, waiting for the
  /// feed included. The CPU is free but for `feed`.
  Duration infer;
  /// The CPU copies the output out. The accelerator belongs to one inference from load to unload.
  Duration unload;
  /// To this segment while its weights are in memory (residency `retained`). Paid only where the accelerator
  /// last ran another segment.
  Duration switch_retained;
  /// The same with loading the weights again (residency `reload`): deployment + switch_retained.
  Duration switch_reload;
  /// Of one visit, phase by phase; that of the feed is part of infer_energy.
  Energy load_energy, infer_energy, unload_energy;
  /// Multiply-accumulates of the layers, as the family counts them.
  std::int64_t macs = 0;
  /// infer_energy is from a measurement of this very network; else from the family's law for all others
  /// (device_profiles/max7800x.md, "Energy").
  bool power_is_measured = false;
  /// Of one switch, without the CPU's.
  Energy switch_retained_energy, switch_reload_energy;
  /// Loading weights and biases once, before the run begins. Not part of any inference.
  Duration deployment;
  /// Of that loading.
  Energy deployment_energy;
};

}  // namespace synergy::device
