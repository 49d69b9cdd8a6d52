#pragma once

#include "synergy/quantities/duration.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace synergy::link {

/// What a Link implements beside itself if nothing about it is random, so that what happens on it may happen
/// again and again: it tells all that its future depends on. A link that does not implement it is taken never
/// to repeat itself, and is simulated transfer by transfer.
class Recurring {
 public:
  virtual ~Recurring() = default;
  /// The clock that the link keeps whatever is sent: nothing repeats but after a whole number of these; zero
  /// for a link without a clock. Nothing at all for one that never repeats itself (it loses packets).
  [[nodiscard]] virtual std::optional<Duration> clock() const = 0;
  /// Appends all that answers to transfers that become ready at `now` or later depend on, with times counted
  /// from `now`: if it says the same at two moments a whole number of clocks apart, the same transfers have
  /// the same outcomes from both on, to the bit. What can make no difference any more is left out or told
  /// alike. Pre: clock() has a value; no transfer was ready after `now`.
  virtual void tell_state(Time now, std::vector<std::int64_t>& state) const = 0;
};

}  // namespace synergy::link
