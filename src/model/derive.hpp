#pragma once

#include "synergy/model/model.hpp"

#include <vector>

namespace synergy::model {

/// More than any body of wearables holds; they bound the work that a hostile file can cause.
inline constexpr std::size_t kMaxLayers = 1024;
inline constexpr std::size_t kMaxInputs = 16;  ///< of one layer: the hardware's limit on operands

/// Checks `layers` and fills in what is computed from them, except where a layer is faulty or reads a faulty
/// one. `faulty` marks layers already known to be so (empty: none), whose computed values are left alone.
/// Pre: every input index lies between the last of the host inputs and its own layer's index, and so does
/// every `weights_of` other than -1; outputs are layers.
[[nodiscard]] std::vector<LayerProblem> derive(const Shape& input, const ModelEnds& ends,
                                               std::vector<Layer>& layers, std::vector<bool> faulty);

/// The graph's side of the checks: layers whose output nobody reads.
[[nodiscard]] std::vector<LayerProblem> unread_layers(const std::vector<Layer>& layers,
                                                      const std::vector<LayerIndex>& outputs);

/// How tensors travel. Vectors have one entry for each tensor, from the model's input on.
struct Flow {
  std::vector<LayerIndex> originals;     ///< the tensor it is a plain copy of, itself if none
  std::vector<LayerIndex> last_readers;  ///< last layer that reads it or a copy; its own index if none
  std::vector<Cut> cuts;  ///< for each boundary, from "before the first layer" to "after the last"
};
[[nodiscard]] Flow flow_of(Bytes input_bytes, const std::vector<Layer>& layers,
                           const std::vector<LayerIndex>& outputs);

}  // namespace synergy::model
