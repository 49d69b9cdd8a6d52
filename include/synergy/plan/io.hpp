#pragma once

#include "synergy/input/document.hpp"
#include "synergy/plan/plan.hpp"

#include <string>
#include <utility>

namespace synergy::plan {

/// A plan as YAML, with device, app and layer names; read_plan reads it back to the same value. Where pairs
/// of devices have several links it says which the plan uses, also where that is the scenario's choice, so
/// that the file means the same if the choice would be another one.
///
/// The file of `synergy-sim plan` (scenarios/plan.schema.json describes it): people edit it and run it with
/// --plan, so it names things and never counts them, but for layers.
[[nodiscard]] std::string to_yaml(const CollaborationPlan& plan, const scenario::Scenario& scenario);

/// The name of the scenario that a plan file is for, and its place in the file. Throws InputError if the file
/// does not say.
[[nodiscard]] std::pair<std::string, Location> scenario_of(const input::Document& document);

/// Reads a plan file for a scenario. Names must exist and every app must have a plan, else InputError;
/// whether the plan is feasible is compile()'s question.
///
/// The scenario need not be the one the file was made for: a plan may be tried on any that has its apps and
/// devices.
[[nodiscard]] CollaborationPlan read_plan(const input::Document& document,
                                          const scenario::Scenario& scenario);

}  // namespace synergy::plan
