#pragma once

#include "synergy/input/error.hpp"

namespace synergy {

/// Output that cannot be written: no room, no permission, a pipe that is closed. Its place is the file or
/// folder. A kind of InputError, so that whoever collects problems collects it too; command lines end with an
/// exit code of its own on it (8), since no file of the user has to be changed.
class OutputError : public InputError {
 public:
  using InputError::InputError;
};

}  // namespace synergy
