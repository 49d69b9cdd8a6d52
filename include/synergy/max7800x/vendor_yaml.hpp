#pragma once

#include "synergy/max7800x/profile.hpp"
#include "synergy/model/model.hpp"

#include <string>
#include <vector>

namespace synergy::max7800x {

/// A segment as the network file from which the vendor's tool (ai8x-synthesis) generates code.
struct VendorYaml {
  std::string text;
  /// What to look at before the tool is run, each a sentence without a full stop: places in data memory that
  /// only the tool can judge, what a host has to lay out by itself.
  std::vector<std::string> doubts;
};

/// Writes one. It states everything that the reader of such files (format `ai8x` of import) would otherwise
/// ask a checkpoint or a data set for: channels, widths of weights, the shape of the input. Reading it gives
/// the same hardware layers, so the same cycles and words. Processor maps are the model's, offsets in data
/// memory our own choice.
///
/// Weights are not known here: the tool wants a checkpoint of these layers and a sample of the input beside
/// it. Of several tensors that enter a segment one is the network's input, the others are data buffers.
///
/// Pre: the segment passes check_segment(). Throws std::out_of_range for one outside the model.
[[nodiscard]] VendorYaml vendor_yaml(const Profile& accelerator, const model::Model& model,
                                     model::LayerRange layers);

}  // namespace synergy::max7800x
