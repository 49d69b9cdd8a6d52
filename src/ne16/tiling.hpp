#pragma once

#include "step.hpp"

namespace synergy::ne16 {

/// How a step goes through L1: at once where all of it fits, else in parts of which two fit side by side, so
/// that one is moved while the other is computed.
struct Parts {
  int count = 1;           ///< 0: even the smallest part is too large
  std::int64_t bytes = 0;  ///< moved in all; inputs again for each part of the output channels
  /// Of the smallest part that was tried; what is lacking where there is no way.
  std::int64_t smallest = 0;
};

/// The fewest parts, and of those the fewest bytes. Shapes decide alone, so that no number of a profile makes
/// a way come or go. Pre: the step computes something.
[[nodiscard]] Parts parts_of(const Step& step, std::int64_t l1_bytes);

}  // namespace synergy::ne16
