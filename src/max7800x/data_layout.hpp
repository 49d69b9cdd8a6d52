#pragma once

#include "synergy/max7800x/profile.hpp"
#include "synergy/model/model.hpp"

#include <cstdint>
#include <map>
#include <vector>

namespace synergy::max7800x {

/// Where a tensor lies in each data memory bank that it uses.
struct DataPlace {
  std::int64_t offset = 0;  ///< bytes from the bank's start
  /// Words that are left free behind each of its words, for those of tensors that a layer reads with it.
  int gap = 0;
};

/// Places of all tensors of a segment, so that nothing is overwritten while somebody still reads it,
/// as long as there is room.
struct DataLayout {
  std::map<model::LayerIndex, DataPlace> places;
  /// Layers whose output found no free place, so that it lies over something that is still wanted, most often
  /// what the layer reads: only the vendor's tool can tell whether that works. Ascending.
  std::vector<model::LayerIndex> squeezed;
  /// Tensors that are combined with others by several layers and can lie beside one set of them alone.
  std::vector<model::LayerIndex> torn;
};

/// What a layer of a segment reads, input by input: of plain copies made before the segment what they copy,
/// since that is what crosses the cut.
[[nodiscard]] std::vector<model::LayerIndex> inputs_in(const model::Model& model, model::LayerRange layers,
                                                       model::LayerIndex index);

/// Tensors that a segment finds when it begins: the model's input, outputs of layers before it, host inputs.
/// In the order in which its layers read them.
[[nodiscard]] std::vector<model::LayerIndex> tensors_from_outside(const model::Model& model,
                                                                  model::LayerRange layers);

/// Lays a segment out as people do for the vendor's tool: the input at 0, then each output at the lowest
/// multiple of a quarter of the bank (rounded down to a power of two) that is free. Operands of an
/// element-wise layer lie word by word in turn, and so do maps that are concatenated over several passes;
/// those that are concatenated in one pass lie at one offset in their own banks.
[[nodiscard]] DataLayout lay_out_data(const Profile& accelerator, const model::Model& model,
                                      model::LayerRange layers);

}  // namespace synergy::max7800x
