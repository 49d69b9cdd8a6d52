#include "synergy/planner/module.hpp"

#include <stdexcept>

using namespace synergy;

namespace {

planner::Planned no_apps(const planner::PlanningContext&) {
#ifdef THROWS
  throw std::runtime_error("of its own accord");
#endif
  return {};  // a plan without apps
}

std::vector<planner::Planner> all() {
#ifdef NO_PLANNERS
  return {};
#endif
#ifdef TAKEN_NAME
  return {{.name = "synergy", .plan = no_apps}};
#endif
#ifdef BAD_NAME
  return {{.name = "Mine, all mine", .plan = no_apps}};
#endif
#ifdef THROWS_AT_ONCE
  throw std::runtime_error("not today");
#endif
  return {{.name = "bad", .description = "none", .plan = no_apps}};
}

}  // namespace

#ifndef NO_SYMBOL
extern "C" const planner::ModuleTable* synergy_planner_module() {
  static const std::vector<planner::Planner> planners = all();
  static planner::ModuleTable table = planner::module_table(planners);
#ifdef OTHER_ABI
  ++table.abi;
#endif
#ifdef OTHER_LAYOUT
  ++table.layout;
#endif
#ifdef NO_TABLE
  return nullptr;
#endif
  return &table;
}
#endif
