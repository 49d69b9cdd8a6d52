#pragma once

#include "synergy/results/claims.hpp"

#include <vector>

#include "command.hpp"

namespace synergy::cli {

/// For people: the claim table, what each row means, the same under other definitions and over the orders of
/// the devices, as far as there are any.
void print_claims(const std::vector<results::Comparison>& comparisons,
                  const std::vector<results::OrderPoint>& orders, const Common& common);

}  // namespace synergy::cli
