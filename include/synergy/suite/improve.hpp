#pragma once

#include "synergy/suite/run.hpp"

#include <optional>
#include <string>
#include <vector>

namespace synergy::suite {

/// A best-known value that was found or proven anew.
struct Improvement {
  std::string instance;
  std::optional<BestKnown> before;  ///< none: nothing was known
  BestKnown after;
};

/// Takes what is better than the best known among these outcomes, and what was proven, into `values` and the
/// plan files of the suite's folder. Each plan is written, read back, compiled and judged again: only what
/// replays to its value counts (a broken invariant otherwise). What is known but no longer so (a model or a
/// profile changed: the saved plan has another value, or none) counts as unknown.
[[nodiscard]] std::vector<Improvement> improve(const std::filesystem::path& folder,
                                               const std::vector<Outcome>& outcomes, BestKnownValues& values);

}  // namespace synergy::suite
