#include "synergy/api/api.hpp"

#include <iostream>

int main() {
  using namespace synergy;
  api::Simulator simulator(SYNERGY_SOURCE_DIR);
  const run::Workload workload =
      simulator.load("w2", api::settings({"load.regime=poisson", "apps.kws.rate=5 Hz",
                                          "apps.simplenet.rate=9 Hz", "apps.widenet.rate=9 Hz",
                                          "replications=2", "measurement={warm_up: 0.5 s, window: 5 s}"}));
  std::vector<run::RunRecord> records;
  for (const char* planner : {"synergy", "min_dev"}) {
    const run::Plan plan = simulator.plan(workload, planner);
    if (plan.compiled() == nullptr) return 1;
    for (const run::RunRecord& record : simulator.simulate(plan)) records.push_back(record);
  }
  std::cout << results::to_csv(results::runs_table(records));
}
