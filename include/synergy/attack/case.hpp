#pragma once

#include "synergy/input/document.hpp"
#include "synergy/scenario/library.hpp"
#include "synergy/scenario/scenario.hpp"

#include <map>
#include <string>

namespace synergy::attack {

/// One scenario of a search: a scenario file as a tree, in which moves and the shrinker change what they
/// like, and the profile numbers that are not as their profiles say.
///
/// A tree, and not a scenario::Scenario: what a change makes of it is then judged by the reader of scenario
/// files, and what is found can be written as one.
struct Case {
  input::Node root;
  /// By path ("max78000.input_load"), in the SI unit. Numbers of profiles that no device has stay without
  /// effect.
  std::map<std::string, double> numbers;
};

/// The scenario that a case describes. `file` stands for its file in messages, and its folder is where
/// relative paths start. Throws InputError if it describes none, or a number is none that its profile may
/// have.
[[nodiscard]] scenario::Scenario scenario_of(const Case& one, const std::string& file,
                                             scenario::Library& library);

/// One line of YAML, from which case_from() makes the same case.
[[nodiscard]] std::string to_line(const Case& one);
/// Throws InputError for anything else.
[[nodiscard]] Case case_from(const std::string& line);

}  // namespace synergy::attack
