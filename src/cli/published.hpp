#pragma once

#include "synergy/results/table.hpp"
#include "synergy/scenario/library.hpp"

namespace synergy::cli {

/// What a comparison with published figures found.
struct Published {
  /// One row per published figure, with its source and the deviation.
  results::Table table;
  std::string summary;  ///< one sentence
  bool met = true;      ///< every row as close as this project claims
};

/// Every published throughput beside ours: met within 2 %.
[[nodiscard]] Published published_throughput(scenario::Library& library);

/// Every published current of an idle connection beside ours, with what explains a deviation.
[[nodiscard]] Published published_currents(scenario::Library& library);

}  // namespace synergy::cli
