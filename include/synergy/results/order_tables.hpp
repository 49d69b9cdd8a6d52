#pragma once

#include "synergy/results/claims.hpp"

namespace synergy::results {

/// Smallest, middle and largest of what several orders of the devices give, beside the order of the body.
struct OrderRange {
  double shipped = 0, least = 0, median = 0, most = 0;
  std::size_t order_count = 0;
};

/// A summary of a claim (of kPaired), such as geometric_mean, by order of the devices. Over several workloads
/// order k of all is k x of each; one that has fewer orders begins again. Empty if the shipped order has no
/// value.
[[nodiscard]] std::optional<OrderRange> order_range(const std::vector<OrderPoint>& orders, std::size_t claim,
                                                    Summary summary);

/// One row per workload (and "all"), claim and kind of mean: the range over the orders of the devices.
[[nodiscard]] Table order_claims_table(const std::vector<OrderPoint>& orders);
/// One row per workload and planner: the range of its throughput, and how many different plans it makes.
[[nodiscard]] Table order_planners_table(const std::vector<OrderPoint>& orders);
/// ratios.csv in every order.
[[nodiscard]] Table order_ratios_table(const std::vector<OrderPoint>& orders);

/// All three, in the order above.
[[nodiscard]] std::vector<Table> order_tables(const std::vector<OrderPoint>& orders);

}  // namespace synergy::results
