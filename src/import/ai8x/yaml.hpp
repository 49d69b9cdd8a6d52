#pragma once

#include "synergy/import/formats.hpp"

namespace synergy::importer::ai8x {

/// Format `ai8x`: the network file from which the vendor's tool generates code for a MAX78000 or MAX78002.
/// It has neither channels nor an input shape: yaml_channels.hpp and data_sets.hpp say where they are from.
[[nodiscard]] Format yaml_format();

}  // namespace synergy::importer::ai8x
