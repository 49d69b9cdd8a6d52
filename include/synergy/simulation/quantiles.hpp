#pragma once

#include "synergy/quantities/duration.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace synergy::simulation {

/// Mean, extremes and quantiles of a stream of durations in bounded memory.
///
/// Quantiles are exact (nearest rank) up to kExactCount values; beyond that they come from buckets whose
/// width is at most 1/1024 of the value, so that they are at most 0.1 % too high. Mean, count, min and max
/// are always exact. Memory is reserved when the first value arrives and once more at the change-over, never
/// per value.
/// Not safe to use from several threads while one of them adds.
class Quantiles {
 public:
  /// So many values are kept one by one (128 KiB); the buckets take 432 KiB, however many values follow.
  static constexpr std::size_t kExactCount = 1u << 14;

  /// Takes constant time, but for the value at which buckets take over. Throws BrokenInvariant if value < 0.
  void add(Duration value);
  /// The same value so many times, as if added one by one: every answer is the same. Takes constant time.
  void add(Duration value, std::int64_t times);
  /// All that the other was given, as if added one by one. Takes time in proportion to what is kept.
  void add(const Quantiles& other);
  [[nodiscard]] std::int64_t count() const { return count_; }
  /// Pre of all below: count() > 0. In nanoseconds, as a fraction: the sum is exact, the division rounds
  /// once.
  [[nodiscard]] double mean_ns() const;
  [[nodiscard]] Duration min() const { return min_; }
  [[nodiscard]] Duration max() const { return max_; }
  /// The value that a share `p` (0 < p <= 1) of all values does not exceed: one of the values, or the upper
  /// end of its bucket. Takes time in proportion to the values kept or to the buckets. Throws BrokenInvariant
  /// without any value.
  [[nodiscard]] Duration quantile(double p) const;

 private:
  /// A value that was added many times at once.
  struct Repeated {
    std::int64_t value;
    std::int64_t times;
  };
  void fill_buckets();
  [[nodiscard]] std::int64_t at_rank(std::int64_t rank) const;

  std::vector<std::int64_t> exact_;
  // Kept apart, so that many equal values take no more room than one; in buckets too once those are there.
  std::vector<Repeated> repeated_;
  std::vector<std::int64_t> buckets_;
  std::int64_t count_ = 0;
  Duration sum_;
  Duration min_ = Duration::max();
  Duration max_;
};

}  // namespace synergy::simulation
