#pragma once

#include "synergy/results/table.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::results {

/// What the replications of one run say about a metric. Pre of both: at least one value, all finite.
[[nodiscard]] double mean(const std::vector<double>& values);
/// Half width of the 95 % confidence interval of the mean (Student t); none for a single value. It takes
/// replications as independent draws, which they are: each has random streams of its own.
[[nodiscard]] std::optional<double> ci95_half_width(const std::vector<double>& values);

/// The columns of runs.csv that summary.csv has: throughput, latency, power, energy per inference.
[[nodiscard]] const std::vector<Column>& summarised_metrics();

/// The columns of summary.csv; `factors` (of a sweep, as in its runs.csv) come first, as keys.
[[nodiscard]] std::vector<Column> summary_columns(const std::vector<Column>& factors);
/// What summary.csv says of one metric behind the keys: its name, replications, mean, half width.
[[nodiscard]] std::vector<Cell> summary_cells(std::string_view metric, const std::vector<double>& values);

/// Rows of runs that differ in `replication` alone made one, for people: numbers as "mean +- half width of
/// the 95 % confidence interval", texts that differ with their counts ("ok 2, nothing_completed 1"). Keeps
/// the named columns, and puts replication_count behind the keys if any row stands for several. Rows with
/// one replication stay as they are. Pre: `runs` has the named columns, and scenario, planner and policy.
[[nodiscard]] Table fold_replications(const Table& runs, const std::vector<std::string_view>& columns);

/// The columns that say something to people: `always`, and of `if_any` those with a cell that is neither
/// empty nor 0. In the order of the table.
[[nodiscard]] std::vector<std::string_view> telling_columns(const Table& table,
                                                            const std::vector<std::string_view>& always,
                                                            const std::vector<std::string_view>& if_any);

}  // namespace synergy::results
