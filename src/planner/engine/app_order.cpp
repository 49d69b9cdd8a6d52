#include "engine/app_order.hpp"

#include <algorithm>

namespace synergy::planner {
namespace {

/// Largest key first. Stable, so that apps with equal keys keep the order that the user chose.
template <class Key>
std::vector<plan::AppId> by_largest(const plan::PlanningProblem& problem, Key key) {
  std::vector<plan::AppId> order = in_scenario_order(problem);
  std::stable_sort(order.begin(), order.end(), [&](plan::AppId x, plan::AppId y) {
    return key(*problem.app(x).model) > key(*problem.app(y).model);
  });
  return order;
}

}  // namespace

std::vector<plan::AppId> in_scenario_order(const plan::PlanningProblem& problem) {
  std::vector<plan::AppId> apps;
  for (const plan::AppId a : problem.scenario().apps.ids()) apps.push_back(a);
  return apps;
}

std::vector<plan::AppId> by_data_intensity(const plan::PlanningProblem& problem) {
  return by_largest(problem, [](const device::Network& model) { return model.data_intensity(); });
}

std::vector<plan::AppId> by_model_size(const plan::PlanningProblem& problem) {
  return by_largest(problem, [](const device::Network& model) { return model.weight_bytes(model.all()); });
}

}  // namespace synergy::planner
