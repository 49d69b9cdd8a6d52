#pragma once

#include "synergy/input/error.hpp"

#include <string>

namespace synergy::test {

/// What a call says is wrong with its input; `none` if it says nothing.
template <class Call>
std::string input_error_of(const Call& call, const std::string& none = "") {
  try {
    (void)call();
  } catch (const InputError& error) {
    return error.what();
  }
  return none;
}

}  // namespace synergy::test
