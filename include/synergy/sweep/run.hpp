#pragma once

#include "synergy/sweep/journal.hpp"
#include "synergy/sweep/points.hpp"

#include <functional>

namespace synergy::sweep {

/// How far a sweep is. Counts are of points.
struct Progress {
  std::int64_t total = 0;    ///< of the shard
  std::int64_t skipped = 0;  ///< finished before this call
  std::int64_t ran = 0;      ///< finished by this call
  std::int64_t failed = 0;   ///< of those that ran
};

struct RunOptions {
  int threads = 1;
  /// Asked before every point: true ends the sweep once the points at work are finished.
  std::function<bool()> stop = [] { return false; };
  /// Called from the calling thread several times a second, and once at the end.
  std::function<void(const Progress&)> report = [](const Progress&) {};
};

/// What the journal of a shard says about itself. `inputs`: the files read besides the sweep and its
/// scenarios.
[[nodiscard]] JournalHeader header_of(const Points& points, Shard shard,
                                      const std::vector<std::pair<std::string, std::string>>& inputs);

/// The keys of a shard, ascending. Tasks are dealt out in turn, so that shards have their share of every
/// planner.
[[nodiscard]] std::vector<Key> keys_of(const Points& points, Shard shard);

/// Runs the points of a shard that the journal does not have, and appends them to it as they finish, in any
/// order. A point's entry depends on nothing but the point. A point that cannot be run (a scenario with
/// problems, an unknown planner, a broken invariant) becomes an entry with status `failed` and the reason.
[[nodiscard]] Progress run(const Points& points, Shard shard, Journal& journal, const RunOptions& options);

}  // namespace synergy::sweep
