#pragma once

#include "synergy/sweep/journal.hpp"
#include "synergy/sweep/points.hpp"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace synergy::sweep {

/// How far a sweep, a study or a sensitivity analysis is. Counts are of points; skipped + ran == total once
/// all is done.
struct Progress {
  /// What the call is about: the distinct points of the shard.
  std::int64_t total = 0;
  /// Found finished in the journal; 0 where there is none.
  std::int64_t skipped = 0;
  /// Finished by this call, those that failed among them.
  std::int64_t ran = 0;
  /// Of those that ran: status `failed` or `failed_check`.
  std::int64_t failed = 0;
  /// Asked for, but the machine did not give them; known when all is done.
  int threads_missing = 0;
};

/// How a call works through its points: none of it shows in the results.
struct RunOptions {
  /// At least 1; each thread plans and simulates whole points.
  int threads = 1;
  /// Whether simulations skip what repeats.
  bool skip = true;
  /// Asked before every point, from any of the threads at once: true ends the sweep once the points at work
  /// are finished.
  std::function<bool()> stop = [] { return false; };
  /// Called from the calling thread several times a second, and once at the end; not if the call throws.
  std::function<void(const Progress&)> report = [](const Progress&) {};
  /// Name and hash of what else made the results (planners from outside), for the manifests of a study and of
  /// run_whole(); run() leaves it to whoever made the journal.
  std::vector<std::pair<std::string, std::string>> more_inputs = {};
};

/// What the journal of a shard says about itself. `inputs`: the files read besides the sweep and its
/// scenarios.
[[nodiscard]] JournalHeader header_of(const Points& points, Shard shard,
                                      const std::vector<std::pair<std::string, std::string>>& inputs);

/// The keys of a shard, ascending. Tasks are dealt out in turn, so that shards have their share of every
/// planner; where a sweep has many groups, whole groups are. The shards of one count are a partition: every
/// distinct point is in exactly one, on every machine.
[[nodiscard]] std::vector<Key> keys_of(const Points& points, Shard shard);

/// Runs the points of a shard that the journal does not have, and appends them to it as they finish, in any
/// order. A point's entry depends on nothing but the point. A point that cannot be run (a scenario with
/// problems, an unknown planner, a broken invariant) becomes an entry with status `failed` and the reason.
/// Returns early after a stop, with skipped + ran < total. Throws what is no point's fault: InputError if the
/// journal cannot be written, std::bad_alloc; entries appended so far stay. Pre: `journal` was opened for
/// this shard.
[[nodiscard]] Progress run(const Points& points, Shard shard, Journal& journal, const RunOptions& options);

}  // namespace synergy::sweep
