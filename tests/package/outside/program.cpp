#include "synergy/api/api.hpp"

#include <iostream>

int main() {
  synergy::api::Simulator simulator(DATA);
  const auto workload = simulator.load("w1", synergy::api::settings({"measurement.window=1 s"}));
  const synergy::run::Plan plan = simulator.plan(workload, "synergy");
  if (plan.compiled() == nullptr) return 1;
  std::cout << synergy::results::to_csv(synergy::results::runs_table(simulator.simulate(plan)));
}
