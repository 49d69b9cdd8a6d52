#pragma once

#include "synergy/results/attack_tables.hpp"

#include <string>
#include <vector>

// Rows of restarts.csv as the journal has them.
namespace synergy::attack {

/// The header line, without its line feed, and the lines of rows.
[[nodiscard]] std::string csv_header();
[[nodiscard]] std::string csv_rows(const std::vector<results::AttackRow>& rows);
/// Pre: csv_rows() made it, of one row.
[[nodiscard]] results::AttackRow row_from(const std::string& csv_row);

}  // namespace synergy::attack
