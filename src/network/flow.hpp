#pragma once

#include "synergy/network/network.hpp"

#include <vector>

namespace synergy::network {

/// Who reads each tensor, ascending, each operator once.
[[nodiscard]] IdVector<TensorId, std::vector<OperatorId>> readers_of(const NetworkParts& parts);

/// How tensors travel between layers: fills in `output_bytes` of the layers and returns the cut at each
/// boundary, from "before the first layer" to "after the last".
/// Pre: shapes are computed; `parts.outputs` is not empty.
[[nodiscard]] std::vector<Cut> cuts_of(const NetworkParts& parts,
                                       const IdVector<TensorId, std::vector<OperatorId>>& readers,
                                       std::vector<Layer>& layers);

}  // namespace synergy::network
