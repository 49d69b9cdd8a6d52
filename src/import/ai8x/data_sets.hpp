#pragma once

#include "synergy/model/layer.hpp"

#include <optional>
#include <string_view>

namespace synergy::importer::ai8x {

/// The shape of one sample of a data set. Network files do not state it; the vendor's tool takes it from a
/// file that the data set names (tests/sample_*.npy of analogdevicesinc/ai8x-synthesis ab4f4c0), and these
/// are the shapes of those. Of a name letters and digits count, case does not. What export calls a segment's
/// sample ends in its shape: "segment_kws_3_8_96x63x1". None: neither of them.
[[nodiscard]] std::optional<model::Shape> sample_shape(std::string_view data_set);

}  // namespace synergy::importer::ai8x
