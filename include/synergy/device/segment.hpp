#pragma once

#include "synergy/device/accelerator.hpp"
#include "synergy/device/memory.hpp"
#include "synergy/model/model.hpp"

#include <cstdint>

namespace synergy::device {

/// Times and energies of one segment on one accelerator, phase by phase (accelerator.md section 11).
///
/// The input is the cut before the segment (all its tensors; the model's input for the first segment) and
/// what the host writes for its layers, the output the cut after it (for the last segment what leaves the
/// network). Tensors move word by word (model::Model::words). Outputs of the network that were made before
/// the segment travel on without passing through its accelerator.
///
/// Streaming layers run while their input arrives: it is not loaded but fed, from the start of `infer`, which
/// then takes as long as the slower of feeding and the streaming layers, plus the layers that follow.
///
/// Energies are taken from the battery and lie above the idle power of accelerator and CPU: the core rail's
/// energy divided by the supply's efficiency; while streaming layers wait for words, the accelerator idles.
/// The CPU works during load, feed, unload, switch and deployment; its active power
/// (AcceleratorProfile::cpu_active) is NOT in these energies, whoever accounts for the CPU adds it.
struct SegmentCost {
  Cycles cycles;  ///< start-up + layers as the vendor counts, times the pipeline factor, rounded up
  Bytes input_bytes, output_bytes;  ///< what crosses to and from the device
  Bytes weight_bytes, bias_bytes;   ///< parameters
  model::Words loaded_words, fed_words, unloaded_words;
  Duration load;             ///< the CPU copies the input in; 0 for a streamed input
  Duration feed;             ///< the CPU is busy feeding, at the start of `infer`; 0 if nothing streams
  Duration infer;            ///< cycles / clock + inference overhead + waiting for the feed
  Duration unload;           ///< the CPU copies the output out
  Duration switch_retained;  ///< registers only: weights and biases are resident
  Duration switch_reload;    ///< weights, biases, then registers
  Energy load_energy, infer_energy, unload_energy;  ///< infer: with that of the words fed
  std::int64_t macs = 0;                            ///< multiply-accumulates of the layers
  bool power_is_measured =
      false;  ///< infer_energy is the model's measured power for `infer`; or from two terms
  Energy switch_retained_energy, switch_reload_energy;
  Duration deployment;  ///< loading weights and biases once, before the run
  Energy deployment_energy;
};

/// `placement` gives the start words; with nullptr the segment is taken as alone on its accelerator.
/// Pre: the segment passed check_segment and fits an empty ledger.
[[nodiscard]] SegmentCost segment_cost(const AcceleratorProfile& accelerator, const model::Model& model,
                                       model::LayerRange layers, const MemoryLedger::Placement* placement);

}  // namespace synergy::device
