#pragma once

#include "synergy/link/ble/throughput.hpp"
#include "synergy/link/ble/validation.hpp"
#include "synergy/results/table.hpp"

#include <vector>

namespace synergy::results {

/// What one Bluetooth configuration achieves: one row per link of the central. Without rows: the columns.
[[nodiscard]] Table link_table(const std::vector<link::Throughput>& links);

/// Published throughputs, and published currents of idle connections, beside ours: one row each.
[[nodiscard]] Table link_throughput_table(const std::vector<link::ThroughputRow>& rows);
[[nodiscard]] Table link_current_table(const std::vector<link::CurrentRow>& rows);

}  // namespace synergy::results
