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

/// What is wrong with what is known, a sentence each: rows of instances that are not in the folder, rows
/// whose objective is not that of their instance, and plans that are not there or have another value than is
/// stated (a model or a profile changed). Of the last two, the instances of these outcomes.
[[nodiscard]] std::vector<std::string> stale_rows(const std::filesystem::path& folder,
                                                  const std::vector<Outcome>& outcomes,
                                                  const BestKnownValues& values);

/// Takes what is better than the best known among these outcomes, and what was proven, into `values` and the
/// plan files of the suite's folder. Each plan is written, read back, compiled and judged again: only what
/// replays to its value counts (a broken invariant otherwise). What is known but no longer so (a model or a
/// profile changed: the saved plan has another value, or none; the objective is another one) counts as
/// unknown. Of bodies that change no plan is kept: what is known holds until who found it makes another value
/// of the instance. Rows of instances that are not in the folder are taken out.
[[nodiscard]] std::vector<Improvement> improve(const std::filesystem::path& folder,
                                               const std::vector<Outcome>& outcomes, BestKnownValues& values);

}  // namespace synergy::suite
