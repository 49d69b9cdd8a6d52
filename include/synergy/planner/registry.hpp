#pragma once

#include "synergy/planner/planner.hpp"

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::planner {

/// The planners that a program knows, in the order in which they were added.
///
/// A value: who wants planners of its own (a plug-in, a script) copies builtin(), adds them, and passes the
/// copy on. Pointers and references to planners hold as long as the registry they come from; adding does not
/// move them. Reading from several threads at once is safe.
///
/// Order matters to people alone: lists and tables have the planners in it. Comparisons go by Planner::role.
class Registry {
 public:
  /// Goes over the planners in their order.
  using const_iterator = std::deque<Planner>::const_iterator;

  /// What ships: synergy, its baselines, the controls. The same object at every call, and never changed.
  [[nodiscard]] static const Registry& builtin();

  /// Throws std::invalid_argument if the planner cannot be honoured: its name is empty or taken, there is a
  /// second Role::synergy, it has no function, or its table of parameters has a name twice or a default that
  /// the parameter would not take.
  void add(Planner planner);

  /// Null if there is no such planner.
  /// Looked up by its whole name, letter by letter. The pointer is the registry's.
  [[nodiscard]] const Planner* find(std::string_view name) const;
  /// Throws std::invalid_argument, naming the planner meant if one is close, if there is no such planner.
  [[nodiscard]] const Planner& at(std::string_view name) const;

  /// Of all planners, in their order. The texts are the registry's.
  [[nodiscard]] std::vector<std::string_view> names() const;
  /// All, for callers that pick some.
  [[nodiscard]] std::vector<const Planner*> all() const;
  /// Synergy and the baselines that it is compared with, Synergy first.
  [[nodiscard]] std::vector<const Planner*> compared() const;

  [[nodiscard]] const_iterator begin() const { return planners_.begin(); }
  [[nodiscard]] const_iterator end() const { return planners_.end(); }
  [[nodiscard]] std::size_t size() const { return planners_.size(); }

  /// The planner that a scenario names. Throws InputError, at the place of the choice and with the known
  /// ones, if there is none; its parameters are another question (values_of).
  [[nodiscard]] const Planner& chosen(const scenario::PlannerChoice& choice) const;
  /// What is wrong with a scenario's planner: no such planner, no such parameter, a value it does not take.
  /// Empty if nothing is.
  [[nodiscard]] std::string problem_with(const scenario::PlannerChoice& choice) const;

 private:
  std::deque<Planner> planners_;  // a deque does not move what it has when it grows
};

}  // namespace synergy::planner
