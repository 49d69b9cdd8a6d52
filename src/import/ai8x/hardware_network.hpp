#pragma once

#include "synergy/import/formats.hpp"
#include "synergy/model/model.hpp"

#include <string>
#include <vector>

namespace synergy::importer::ai8x {

/// A network of the vendor's tools: hardware layers, as they are written in its files.
struct HardwareNetwork {
  std::string name;
  model::Shape input;
  std::vector<model::Layer> layers;
  model::ModelEnds ends;
  std::vector<int> lines;          ///< of each layer in the source
  std::vector<std::string> kinds;  ///< the source's word for each layer's operator
  /// Outputs as the source states them, to be checked; empty: it does not.
  std::vector<model::Shape> stated_out;
};

/// The network in general form, layer by layer, which carries the hardware layers: the family that the file
/// is for gets them back exactly, with their cycles and memory, and all others can run it too. Throws
/// InputError with the layers' lines if they do not form a network, or have other outputs than the source
/// states.
[[nodiscard]] ImportedNetwork to_general(HardwareNetwork network, const Source& source);

}  // namespace synergy::importer::ai8x
