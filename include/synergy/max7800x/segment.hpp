#pragma once

#include "synergy/device/segment_cost.hpp"
#include "synergy/max7800x/memory.hpp"
#include "synergy/max7800x/profile.hpp"
#include "synergy/model/model.hpp"

namespace synergy::max7800x {

/// What a segment costs, and the words it moves.
///
/// Tensors move word by word (model::Model::words). Streaming layers run while their input arrives: it is not
/// loaded but fed, from the start of `infer`, which then takes as long as the slower of feeding and the
/// streaming layers, plus the layers that follow. While they wait for words, the accelerator idles.
///
/// `cycles` are start-up and layers as the vendor counts, times the pipeline factor, rounded up; `infer` is
/// the same without the factor of streaming layers / clock + inference overhead + waiting for the feed.
/// Energies are the core rail's divided by the supply's efficiency; that of inferring is the network's
/// measured power times `infer` without the waiting, or from two terms, and that of the feed in either case.
///
/// The words are this family's; everybody else sees the base.
struct SegmentCost : device::SegmentCost {
  /// Of load, of the feed, of unload: 32 bits each. What only passes the device by is in none.
  model::Words loaded_words, fed_words, unloaded_words;
};

/// `placement` gives the start words; with nullptr the segment is taken as alone on its accelerator.
/// Pre: the segment passed check_segment and fits an empty ledger. Without a placement an empty ledger is
/// filled first, which costs more than all the rest. Throws BrokenInvariant for a range outside the model,
/// and without placement for one that does not fit.
[[nodiscard]] SegmentCost segment_cost(const Profile& accelerator, const model::Model& model,
                                       model::LayerRange layers, const MemoryLedger::Placement* placement);

}  // namespace synergy::max7800x
