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
struct SegmentCost {
  /// Clock cycles of inferring, for people and for planners that balance work; times are below. A family that
  /// counts none gives infer x Accelerator::cycle_rate().
  Cycles cycles;
  Bytes input_bytes, output_bytes;  ///< what crosses to and from the device
  Bytes weight_bytes, bias_bytes;   ///< parameters
  Duration load;                    ///< the CPU copies the input in; 0 for an input that is fed
  Duration feed;                    ///< the CPU is busy feeding, at the start of `infer`; 0 if it does not
  Duration infer;                   ///< from the input's being there to the output's, waiting included
  Duration unload;                  ///< the CPU copies the output out
  Duration switch_retained;         ///< to this segment while its weights are resident
  Duration switch_reload;           ///< with loading them again: deployment + switch_retained
  Energy load_energy, infer_energy, unload_energy;  ///< infer: with that of the feed
  std::int64_t macs = 0;                            ///< multiply-accumulates of the layers
  bool power_is_measured = false;  ///< infer_energy is from a measurement of this very network
  Energy switch_retained_energy, switch_reload_energy;
  Duration deployment;  ///< loading weights and biases once, before the run
  Energy deployment_energy;
};

}  // namespace synergy::device
