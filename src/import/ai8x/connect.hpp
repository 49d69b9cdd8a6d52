#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "c_records.hpp"
#include "c_text.hpp"

namespace synergy::importer::ai8x {

/// What connecting the layers found, besides the inputs that it set.
struct Connections {
  std::vector<model::LayerIndex> outputs;  ///< layers that no other reads
  bool by_memory = false;                  ///< the registers told; else each layer reads the one before
};

/// Sets inputs, reshaping and processor maps of all records. The comments do not say who reads whom; the data
/// memory does: a layer reads what was last written where its read pointer is. Without registers only a chain
/// is possible, since a branch would leave a tensor that nobody reads.
/// Throws InputError naming `file` and the layer's line, with the candidates, where neither says it.
[[nodiscard]] Connections connect(std::vector<Record>& records,
                                  const std::map<int, LayerRegisters>& registers, std::string_view file);

}  // namespace synergy::importer::ai8x
