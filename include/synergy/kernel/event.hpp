#pragma once

#include "synergy/quantities/duration.hpp"

#include <cstdint>

namespace synergy::kernel {

/// What an event does: a plain function with its object and one number, so that events cost no allocation and
/// are copied as plain words; a std::function would cost both.
///
/// The object must outlive the event: the kernel owns no objects, and an event cannot be taken back. Calling
/// an Action without a function is undefined; the kernel does not look.
struct Action {
  /// Called with the two members below; it casts `object` back to what it is.
  void (*function)(void* object, std::uint64_t argument) = nullptr;
  /// Not owned. Null if the function needs none.
  void* object = nullptr;
  /// Whatever tells the function which of its kinds of events this is: an index, a counter.
  std::uint64_t argument = 0;

  /// Does it, now. What it throws goes to the caller.
  void operator()() const { function(object, argument); }
};

/// An action and when it is due. Four words, moved about by value.
struct Event {
  /// When it is due, from the start of the simulation.
  Time time;
  Action action;
};

}  // namespace synergy::kernel
