#pragma once

#include "synergy/attack/search.hpp"
#include "synergy/results/attack_tables.hpp"
#include "synergy/sweep/journal.hpp"
#include "synergy/sweep/run.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace synergy::attack {

/// A search as a whole: every pair with every restart is a point of a journal like those of sweeps, so that
/// it can be killed, goes on, is dealt out to machines and merged as they are.
struct Campaign {
  Space space;
  Conditions conditions;
  std::vector<Question> questions;          ///< pairs; at least one, none twice
  std::int64_t budget = 2000;               ///< evaluations of one pair, over all its restarts
  int restarts = 20;                        ///< of one pair; 1 <= restarts <= budget
  std::optional<std::int64_t> node_budget;  ///< Judge's
  std::uint64_t seed = 1;
  /// Name and content hash of every file that the scenarios of the space can name.
  std::vector<std::pair<std::string, std::string>> inputs;

  [[nodiscard]] std::int64_t point_count() const {
    return static_cast<std::int64_t>(questions.size()) * restarts;
  }
  /// Of one restart: the budget shared out, to the first ones one more where it does not divide.
  [[nodiscard]] std::int64_t budget_of(int restart) const;
};

/// The keys of a shard's points, ascending. A key is a hash of all that a point depends on.
[[nodiscard]] std::vector<sweep::Key> keys_of(const Campaign& campaign, sweep::Shard shard);

/// What the journal of a shard says about itself.
[[nodiscard]] sweep::JournalHeader header_of(const Campaign& campaign, sweep::Shard shard);

/// Runs the restarts of a shard that the journal does not have; as sweep::run(), whose progress counts
/// restarts here. Results do not depend on the number of threads.
[[nodiscard]] sweep::Progress run(const Campaign& campaign, sweep::Shard shard, sweep::Journal& journal,
                                  scenario::Library& library, const sweep::RunOptions& options);

/// The rows of a journal, by question, then restart. Pre: it is that of the campaign, and holds all points.
[[nodiscard]] std::vector<results::AttackRow> rows_of(const Campaign& campaign,
                                                      sweep::JournalContent& journal);

/// One row per question: how its restarts are spread.
[[nodiscard]] std::vector<results::AttackPair> pairs_of(const Campaign& campaign,
                                                        const std::vector<results::AttackRow>& rows);

}  // namespace synergy::attack
