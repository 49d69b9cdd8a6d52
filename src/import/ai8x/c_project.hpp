#pragma once

#include "synergy/import/formats.hpp"

namespace synergy::importer::ai8x {

/// Format `ai8x-c`: cnn.c of a project that the vendor's tool generated for a MAX78000 or MAX78002. What it
/// computes stands in its comments, who reads whom in its register writes; totals are taken from the same
/// file or from cnn.h or main.c beside it. Weight bits come from `Options::checkpoint`, or from the total if
/// one width explains it.
[[nodiscard]] Format c_project_format();

}  // namespace synergy::importer::ai8x
