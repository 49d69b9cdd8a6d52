#include "synergy/results/order_tables.hpp"

#include <set>

#include "columns.hpp"
#include "quantile.hpp"

namespace synergy::results {
namespace {

std::vector<std::string> scenarios_of(const std::vector<OrderPoint>& orders) {
  std::vector<std::string> found;
  for (const OrderPoint& point : orders) {
    if (std::find(found.begin(), found.end(), point.scenario) == found.end()) found.push_back(point.scenario);
  }
  return found;
}

/// The orders of one workload, the body's own first.
std::vector<OrderPoint> of_scenario(const std::vector<OrderPoint>& orders, const std::string& scenario) {
  std::vector<OrderPoint> found;
  for (const OrderPoint& point : orders) {
    if (point.scenario == scenario) found.push_back(point);
  }
  return found;
}

/// Pre: values has the shipped order's first.
OrderRange range(const std::vector<double>& values, std::size_t order_count) {
  return {values.front(), quantile_of(values, 0), quantile_of(values, 0.5), quantile_of(values, 1),
          order_count};
}

struct OrderedPair {
  std::string scenario;
  std::string_view claim, summary;
  std::optional<OrderRange> range;
};

template <class Row>
ColumnOf<Row> range_column(std::string_view name, std::string_view unit, std::string_view definition,
                           Cell (*value)(const Row&)) {
  return {{name, unit, definition, Type::number}, value};
}

const ColumnOf<OrderedPair> kOrderedPairs[] = {
    {{"scenario", "", "workload, or all", Type::text, Role::key},
     [](const OrderedPair& r) { return text(r.scenario); }},
    {{"claim", "", "as in claims", Type::text, Role::key},
     [](const OrderedPair& r) { return text(r.claim); }},
    {{"summary", "", "mean or geometric_mean over the baselines (and workloads)", Type::text, Role::key},
     [](const OrderedPair& r) { return text(r.summary); }},
    {{"order_count", "", "orders of the devices, the body's own included; empty: no pair counts in that one",
      Type::integer},
     [](const OrderedPair& r) -> Cell {
       if (!r.range) return {};
       return count(r.range->order_count);
     }},
    range_column<OrderedPair>("shipped_ratio", "ratio", "with the devices as the body lists them",
                              [](const OrderedPair& r) { return r.range ? Cell(r.range->shipped) : Cell(); }),
    range_column<OrderedPair>("min_ratio", "ratio", "smallest over the orders",
                              [](const OrderedPair& r) { return r.range ? Cell(r.range->least) : Cell(); }),
    range_column<OrderedPair>("median_ratio", "ratio", "median over the orders",
                              [](const OrderedPair& r) { return r.range ? Cell(r.range->median) : Cell(); }),
    range_column<OrderedPair>("max_ratio", "ratio", "largest over the orders",
                              [](const OrderedPair& r) { return r.range ? Cell(r.range->most) : Cell(); }),
};

struct PlannerRow {
  std::string scenario, planner;
  std::size_t order_count = 0, plan_count = 0, infeasible_count = 0;
  std::optional<double> shipped{};
  std::optional<OrderRange> range{};  ///< over the orders with a plan
};

const ColumnOf<PlannerRow> kPlanners[] = {
    {{"scenario", "", "workload", Type::text, Role::key},
     [](const PlannerRow& r) { return text(r.scenario); }},
    {{"planner", "", "planner, under the policy it is paired with", Type::text, Role::key},
     [](const PlannerRow& r) { return text(r.planner); }},
    // Orders that no planner could tell apart are not tried: they would count one result several times.
    {{"order_count", "", "orders of the devices, the body's own included", Type::integer},
     [](const PlannerRow& r) { return count(r.order_count); }},
    // Plans are told apart by order of deployment, too, which decides where weights lie.
    {{"plan_count", "", "different plans that it makes", Type::integer},
     [](const PlannerRow& r) { return count(r.plan_count); }},
    {{"infeasible_count", "", "orders in which it finds no feasible plan", Type::integer},
     [](const PlannerRow& r) { return count(r.infeasible_count); }},
    range_column<PlannerRow>("shipped_throughput_inf_per_s", "inf/s",
                             "throughput with the devices as the body lists them; empty: infeasible",
                             [](const PlannerRow& r) { return cell(r.shipped); }),
    range_column<PlannerRow>("min_throughput_inf_per_s", "inf/s", "smallest over the orders with a plan",
                             [](const PlannerRow& r) { return r.range ? Cell(r.range->least) : Cell(); }),
    range_column<PlannerRow>("median_throughput_inf_per_s", "inf/s", "median over the orders with a plan",
                             [](const PlannerRow& r) { return r.range ? Cell(r.range->median) : Cell(); }),
    range_column<PlannerRow>("max_throughput_inf_per_s", "inf/s", "largest over the orders with a plan",
                             [](const PlannerRow& r) { return r.range ? Cell(r.range->most) : Cell(); }),
};

/// Pre: all points are of one scenario, and have their planners in the same order.
PlannerRow planner_row(const std::vector<OrderPoint>& orders, std::size_t planner) {
  PlannerRow row{orders.front().scenario, orders.front().outcomes[planner].planner, orders.size()};
  row.shipped = orders.front().outcomes[planner].throughput;
  std::vector<double> values;
  std::set<std::string_view> plans;
  for (const OrderPoint& point : orders) {
    const OrderPoint::Outcome& outcome = point.outcomes[planner];
    if (!outcome.plan.empty()) plans.insert(outcome.plan);
    // An infeasible order is no throughput of 0: it has a count of its own.
    if (outcome.throughput)
      values.push_back(*outcome.throughput);
    else
      ++row.infeasible_count;
  }
  row.plan_count = plans.size();
  if (!values.empty()) row.range = range(values, orders.size());
  return row;
}

}  // namespace

std::optional<OrderRange> order_range(const std::vector<OrderPoint>& orders, std::size_t claim,
                                      Summary summary) {
  std::vector<std::vector<OrderPoint>> by_scenario;
  std::size_t most = 0;
  for (const std::string& scenario : scenarios_of(orders)) {
    by_scenario.push_back(of_scenario(orders, scenario));
    most = std::max(most, by_scenario.back().size());
  }
  std::vector<double> values;
  for (std::size_t order = 0; order < most; ++order) {
    std::vector<Comparison> all;
    for (const auto& points : by_scenario) {
      // Bodies have different numbers of distinct orders. Every combination would be too many; going round
      // lets each workload show all of its orders, and order 0 is that of the bodies for all.
      const OrderPoint& point = points[order % points.size()];
      all.insert(all.end(), point.comparisons.begin(), point.comparisons.end());
    }
    // Without a value in the shipped order there is nothing that the range could stand beside: no range at
    // all.
    const std::optional<double> value = summary(claims(all)[claim]);
    if (value)
      values.push_back(*value);
    else if (order == 0)
      return {};
  }
  if (values.empty()) return {};
  return range(values, most);
}

Table order_claims_table(const std::vector<OrderPoint>& orders) {
  std::vector<OrderedPair> rows;
  const auto add = [&](const std::string& name, const std::vector<OrderPoint>& points) {
    const std::vector<Claim> all = claims({});
    for (std::size_t c = 0; c < all.size(); ++c) {
      // The two means that a claim is most often read by; medians over few baselines jump.
      rows.push_back({name, all[c].name, "mean", order_range(points, c, mean)});
      rows.push_back({name, all[c].name, "geometric_mean", order_range(points, c, geometric_mean)});
    }
  };
  for (const std::string& scenario : scenarios_of(orders)) add(scenario, of_scenario(orders, scenario));
  // The last row is what the claim table's range is made of.
  if (!orders.empty()) add("all", orders);
  return make_table<OrderedPair>("order_claims", kOrderedPairs, rows);
}

Table order_planners_table(const std::vector<OrderPoint>& orders) {
  std::vector<PlannerRow> rows;
  for (const std::string& scenario : scenarios_of(orders)) {
    const std::vector<OrderPoint> points = of_scenario(orders, scenario);
    for (std::size_t p = 0; p < points.front().outcomes.size(); ++p) rows.push_back(planner_row(points, p));
  }
  return make_table<PlannerRow>("order_planners", kPlanners, rows);
}

Table order_ratios_table(const std::vector<OrderPoint>& orders) {
  Table table = ratios_table({});
  table.name = "order_ratios";
  const Column order{"order", "", "number of the order; 0: as the body lists the devices", Type::integer,
                     Role::key};
  const Column devices{"devices", "", "the devices in this order"};
  table.columns.insert(table.columns.begin() + 1, {order, devices});
  for (const OrderPoint& point : orders) {
    for (std::vector<Cell> row : ratios_table(point.comparisons).rows) {
      row.insert(row.begin() + 1, {count(point.order), text(point.devices)});
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

std::vector<Table> order_tables(const std::vector<OrderPoint>& orders) {
  return {order_claims_table(orders), order_planners_table(orders), order_ratios_table(orders)};
}

}  // namespace synergy::results
