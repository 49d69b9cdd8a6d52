#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace synergy {

/// A place in an input file. Lines and columns count from 1; 0 means the file as a whole.
struct Location {
  std::string file;
  int line = 0;
  int column = 0;
};

/// What is wrong at one place, with the valid choices where there are any.
struct Problem {
  Location where;
  std::string message;
};

/// "file:line:col: message", or "file: message" where there is no line.
[[nodiscard]] std::string to_text(const Problem& problem);

/// Bad user input: the problems found in a file, in the order of the file; of a great many, the first ones
/// and how many more there are. `what()` has one line for each.
class InputError : public std::runtime_error {
 public:
  explicit InputError(std::vector<Problem> problems);
  InputError(Location where, std::string message);
  [[nodiscard]] const std::vector<Problem>& problems() const { return problems_; }

 private:
  std::vector<Problem> problems_;
};

/// Of more choices than this, messages name only the first.
inline constexpr std::size_t kMaxChoicesShown = 1000;

/// The choice that `typed` was probably meant to be (edit distance), or empty if none of the first
/// kMaxChoicesShown is near.
[[nodiscard]] std::string_view closest(std::string_view typed, const std::vector<std::string_view>& choices);

/// "unknown planner 'synergi'; known: a, b, synergy; did you mean 'synergy'?"
[[nodiscard]] std::string unknown_name(std::string_view what, std::string_view typed,
                                       const std::vector<std::string_view>& choices);

}  // namespace synergy
