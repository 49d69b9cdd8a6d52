#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace synergy {

/// A place in an input file, as editors count: lines and columns from 1, columns in characters. 0 means the
/// file as a whole.
struct Location {
  /// As the user gave it, or what stands for a file: "--set x=1", an option.
  std::string file;
  /// 0 if the problem is that of the whole file; then the column is 0 too.
  int line = 0;
  int column = 0;
};

/// What is wrong at one place, with the valid choices where there are any.
struct Problem {
  Location where;
  /// Without the place, without a full stop at the end, and for people: what is wrong before what to do.
  std::string message;
};

/// "file:line:col: message", or "file: message" where there is no line.
[[nodiscard]] std::string to_text(const Problem& problem);

/// Bad user input: one of the three ways to fail (src/README.md, "Rules of the house"). It carries the
/// problems found in a file, in the order of the file; of a great many, the first ones and how many more
/// there are. `what()` has one line for each. Command lines end with exit code 3 on it.
class InputError : public std::runtime_error {
 public:
  /// Pre: not empty, for an error without a problem says nothing.
  explicit InputError(std::vector<Problem> problems);
  /// A single problem.
  InputError(Location where, std::string message);
  [[nodiscard]] const std::vector<Problem>& problems() const { return problems_; }

 private:
  std::vector<Problem> problems_;
};

/// Of more choices than this, messages name only the first, in the order given.
inline constexpr std::size_t kMaxChoicesShown = 1000;

/// The choice that `typed` was probably meant to be, or empty if none of the first kMaxChoicesShown is near.
///
/// Near: at most a third of its letters, and at least one, to insert, delete, replace or exchange with a
/// neighbour, whatever the case; of equals the first. Names of more than 64 bytes are not compared. The
/// result points into `choices`.
[[nodiscard]] std::string_view closest(std::string_view typed, const std::vector<std::string_view>& choices);

/// The message for a name that is not known: "unknown planner 'synergi'; known: a, b, synergy; did you mean
/// 'synergy'?" `what` is the kind of thing. Without choices it says "known: none".
[[nodiscard]] std::string unknown_name(std::string_view what, std::string_view typed,
                                       const std::vector<std::string_view>& choices);

}  // namespace synergy
