#pragma once

#include "synergy/model/model.hpp"

#include <string>
#include <vector>

#include "yaml_file.hpp"

namespace synergy::importer::ai8x {

/// What references of a file come to, beside what is set in its layers.
struct YamlGraph {
  std::vector<model::HostInput> host_inputs;  ///< data buffers that a layer reads
  std::vector<model::LayerIndex> outputs;     ///< flagged as such or read by nobody; ascending
};

/// Sets `inputs` and `weights_of` of every layer. Throws InputError with the places: references to what is
/// not there or comes later, inputs that are too few to combine, another order of execution than that of the
/// file.
[[nodiscard]] YamlGraph resolve_references(YamlFile& file, const std::string& name);

/// Rows and columns of tensors, which do not depend on channels.
struct Extents {
  model::Extent read;  ///< as they come from the source, before reshaping
  model::Extent in;    ///< reshaped
  model::Extent pooled;
  model::Extent out;
};

/// Of each layer. What does not fit is left to model::Model to refuse: sides are then 0. Pre: references are
/// resolved.
[[nodiscard]] std::vector<Extents> extents_of(const YamlFile& file, const YamlGraph& graph,
                                              const model::Extent& input);

}  // namespace synergy::importer::ai8x
