#include "synergy/plan/objective_value.hpp"

#include <algorithm>

namespace synergy::plan {

/// The definitions of scenario/objective.hpp, from an estimate and not from the search's own sums, so that a
/// row's value does not depend on who made the plan.
double objective_value(const scenario::Objective& objective, const Estimate& e) {
  using Kind = scenario::Objective::Kind;
  // At rates a second of them takes the place of a round.
  const double time_s = e.rates ? 1 : e.parallel_round.s();
  const double busy_s =
      e.rates ? *std::max_element(e.rates->offered_ratio.begin(), e.rates->offered_ratio.end()) : time_s;
  const double dynamic_j = e.rates ? e.rates->offered_dynamic_power.si() : e.dynamic_per_round.si();
  const double energy_j = e.static_power.si() * time_s + dynamic_j;
  switch (objective.kind) {
    case Kind::throughput:
      return busy_s;
    case Kind::latency:
      return e.sequential_round.s();
    case Kind::energy:
      return energy_j;
    case Kind::weighted:
      break;
  }
  const auto weighted = [](std::int64_t thousandths, double value) {
    return static_cast<double>(thousandths) / 1000 * value;
  };
  return weighted(objective.round_thousandths, busy_s * 1e3) +
         weighted(objective.latency_thousandths, e.sequential_round.ms()) +
         weighted(objective.energy_thousandths, energy_j * 1e3);
}

}  // namespace synergy::plan
