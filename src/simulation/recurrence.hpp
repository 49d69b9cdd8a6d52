#pragma once

#include "synergy/quantities/duration.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace synergy::simulation {

/// A moment of a run at which its state was taken down.
struct Checkpoint {
  Time at;
  /// When the oldest sample was asked for that an inference in flight carries.
  Time oldest_sample;
  std::size_t completions = 0;  ///< place in the log of completions
  std::uint64_t events = 0;
};

/// The state of a run in words, and its accounts beside it.
struct Snapshot {
  /// What decides who does what when, while no sensor makes anybody wait.
  std::vector<std::int64_t> course;
  /// Where the sensors are, and all that depends on it.
  std::vector<std::int64_t> sensors;
  std::vector<std::int64_t> accounts;
};

/// Looks for a state that a run was in before. Whole states are kept and compared word by word: a hash only
/// says which to compare, so that two states are never taken for the same by chance.
///
/// The difference of the accounts at two checkpoints is what happens in a period.
class Recurrence {
 public:
  /// Checkpoints are wanted: dense ones at first, then, if the sensors come back at all, `stride` apart
  /// (zero: they do not), until there were too many.
  void look(Duration stride);
  /// As many as there is room for: who searches for the state itself does not mind what it takes.
  void insist() { most_ = kPlaces * 3 / 4; }
  void give_up() { looks_ = false; }
  [[nodiscard]] bool looks() const { return looks_; }
  /// Whether a checkpoint is wanted now.
  [[nodiscard]] bool wants(Time now) const { return now >= next_; }
  /// Forgets all checkpoints and begins again at `begin`.
  void begin_again(Time begin);
  /// What comes next will be there again after so long: until then no more checkpoints are wanted.
  void expect(Duration period) { period_ = period; }

  struct Seen {
    Checkpoint before;
    /// How much each account has grown since.
    std::vector<std::int64_t> growth;
    /// Sensors are in the same state too; else only what does not depend on them.
    bool sensors = false;
  };
  /// The last time at which the course was the same, if no sensor mattered (`mattered`: the last time when
  /// one did) since; else when the sensors were the same too. Keeps the present one if there is none, and
  /// gives up if more than `room` words are kept.
  [[nodiscard]] std::optional<Seen> seen(const Checkpoint& now, const Snapshot& state, Time mattered,
                                         std::size_t room);

 private:
  static constexpr std::size_t kPlaces = 1024;  // a power of two, and more than checkpoints
  using Table = std::array<std::int16_t, kPlaces>;
  struct Kept {
    Checkpoint checkpoint;
    std::size_t course, sensors, accounts, end;  // where each begins in `words_`
  };
  using Words = std::vector<std::int64_t>;

  [[nodiscard]] bool is(std::size_t begin, std::size_t end, const Words& words) const;
  [[nodiscard]] Seen found(const Kept& kept, const Snapshot& state, bool sensors) const;
  void keep(const Checkpoint& now, const Snapshot& state);

  bool looks_ = false;
  Duration stride_;
  std::size_t most_ = 192;  // who has not come back by then hardly ever does
  Time next_;
  Duration period_;
  int mattered_ = 0;  // checkpoints in a row since each of which a sensor mattered
  std::vector<Kept> kept_;
  Words words_;
  Table by_course_{}, by_all_{};  // by hash: number in kept_, from 1
};

}  // namespace synergy::simulation
