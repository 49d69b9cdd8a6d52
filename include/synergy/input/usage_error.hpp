#pragma once

#include <stdexcept>

namespace synergy {

/// Wrong use of the command line: exit code 2.
/// Thrown before anything is computed; the text is for people and names the option.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace synergy
