#pragma once

#include "synergy/results/table.hpp"

#include <vector>

namespace synergy::results {

/// The columns of `points`, which `sweep --dry-run` prints, one row per point of a sweep: its id, its factors
/// (the columns that they have in the sweep's runs.csv), and what is run there.
[[nodiscard]] std::vector<Column> points_columns(const std::vector<Column>& factors);

}  // namespace synergy::results
