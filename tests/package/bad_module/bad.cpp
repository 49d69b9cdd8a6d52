#include "synergy/planner/module.hpp"

#include <cstdlib>
#include <stdexcept>
#include <string_view>

using namespace synergy;

namespace {

/// What to do wrong: BAD_MODULE.
bool is_asked_to(std::string_view what) {
  const char* asked = std::getenv("BAD_MODULE");
  return asked != nullptr && asked == what;
}

planner::Planned no_apps(const planner::PlanningContext&) {
  if (is_asked_to("throw")) throw std::runtime_error("of its own accord");
  if (is_asked_to("throw a number")) throw 1;
  return {};  // a plan without apps
}

std::vector<planner::Planner> all() {
  if (is_asked_to("have no planners")) return {};
  if (is_asked_to("take a name")) return {{.name = "synergy", .plan = no_apps}};
  if (is_asked_to("have a bad name")) return {{.name = "Mine, all mine", .plan = no_apps}};
  if (is_asked_to("have no function")) return {{.name = "bad"}};
  if (is_asked_to("throw at once")) throw std::runtime_error("not today");
  return {{.name = "bad", .description = "none", .plan = no_apps}};
}

}  // namespace

extern "C" const planner::ModuleTable* synergy_planner_module() {
  static const std::vector<planner::Planner> planners = all();
  static planner::ModuleTable table = planner::module_table(planners);
  if (is_asked_to("have another ABI")) ++table.abi;
  if (is_asked_to("have another layout")) ++table.layout;
  return is_asked_to("give no table") ? nullptr : &table;
}
