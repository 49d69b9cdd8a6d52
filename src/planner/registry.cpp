#include "synergy/planner/registry.hpp"

#include "synergy/input/error.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace synergy::planner {

// One row per planner: the file of that name defines it. Functions, since objects of different files have no
// order in which they come to be.
Planner make_synergy();
Planner make_min_dev();
Planner make_max_dev();
Planner make_pri_min_dev();
Planner make_pri_max_dev();
Planner make_ind_model();
Planner make_ind_e2e();
Planner make_joint_model();
Planner make_refine();
Planner make_lns();
Planner make_optimal();
Planner make_random();

const Registry& Registry::builtin() {
  static const Registry all = [] {
    Registry registry;
    for (const auto make :
         {make_synergy, make_min_dev, make_max_dev, make_pri_min_dev, make_pri_max_dev, make_ind_model,
          make_ind_e2e, make_joint_model, make_refine, make_lns, make_optimal, make_random})
      registry.add(make());
    return registry;
  }();
  return all;
}

namespace {

/// What is wrong with a table of parameters; empty if nothing is.
std::string problem_with_table(const std::vector<Parameter>& table) {
  for (const Parameter& parameter : table) {
    const auto same_name = [&](const Parameter& other) { return other.name == parameter.name; };
    if (std::count_if(table.begin(), table.end(), same_name) > 1)
      return fmt::format("parameter '{}' comes twice", parameter.name);
    // A default that could not be written would be a value that nobody can get back to.
    try {
      (void)parameter.read(to_text(parameter.default_value()));
    } catch (const std::invalid_argument& error) {
      return fmt::format("the default of {}", error.what());
    }
  }
  return {};
}

}  // namespace

void Registry::add(Planner planner) {
  const auto refuse = [&](const std::string& why) {
    throw std::invalid_argument(fmt::format("planner '{}' cannot be added: {}", planner.name, why));
  };
  if (planner.name.empty()) refuse("it has no name");
  if (find(planner.name) != nullptr) refuse("another one has this name");
  if (!planner.plan) refuse("it has no function");
  // Claims compare one planner with all baselines: with two there would be no telling which.
  const bool second = std::any_of(begin(), end(), [](const Planner& p) { return p.role == Role::synergy; });
  if (planner.role == Role::synergy && second) refuse("another one has the role synergy");
  if (const std::string problem = problem_with_table(planner.parameters); !problem.empty()) refuse(problem);
  planners_.push_back(std::move(planner));
}

const Planner* Registry::find(std::string_view name) const {
  const auto found = std::find_if(begin(), end(), [&](const Planner& p) { return p.name == name; });
  return found == end() ? nullptr : &*found;
}

const Planner& Registry::at(std::string_view name) const {
  if (const Planner* planner = find(name)) return *planner;
  throw std::invalid_argument(unknown_name("planner", name, names()));
}

std::vector<std::string_view> Registry::names() const {
  std::vector<std::string_view> names;
  for (const Planner& planner : planners_) names.push_back(planner.name);
  return names;
}

std::vector<const Planner*> Registry::all() const {
  std::vector<const Planner*> all;
  for (const Planner& planner : planners_) all.push_back(&planner);
  return all;
}

std::vector<const Planner*> Registry::compared() const {
  std::vector<const Planner*> compared;
  for (const Planner& planner : planners_) {
    if (is_compared(planner.role)) compared.push_back(&planner);
  }
  std::stable_partition(compared.begin(), compared.end(),
                        [](const Planner* p) { return p->role == Role::synergy; });
  return compared;
}

const Planner& Registry::chosen(const scenario::PlannerChoice& choice) const {
  if (const Planner* planner = find(choice.name)) return *planner;
  throw InputError(choice.where, unknown_name("planner", choice.name, names()));
}

std::string Registry::problem_with(const scenario::PlannerChoice& choice) const {
  try {
    (void)values_of(chosen(choice), choice);
    return {};
  } catch (const InputError& error) {
    return error.problems().front().message;
  }
}

}  // namespace synergy::planner
