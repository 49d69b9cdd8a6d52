#pragma once

#include "synergy/quantities/duration.hpp"

#include <cstdint>

namespace synergy::kernel {

/// What an event does: a plain function with its object and one number, so that events cost no allocation.
/// The object must outlive the event.
struct Action {
  void (*function)(void* object, std::uint64_t argument) = nullptr;
  void* object = nullptr;
  std::uint64_t argument = 0;

  void operator()() const { function(object, argument); }
};

/// An action and when it is due. Four words, moved about by value.
struct Event {
  Time time;
  Action action;
};

}  // namespace synergy::kernel
