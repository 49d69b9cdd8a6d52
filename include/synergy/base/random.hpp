#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace synergy {

/// The seed of the random stream `name` in one replication of a scenario. Different names give independent
/// streams; nothing else (threads, order of creation, platform) enters, so that a new source of randomness
/// leaves the numbers of all others as they were.
///
/// `replication` counts from 0. Every argument enters in full: two calls with different arguments give the
/// same seed only by chance, about 2^-64. O(size of the name).
[[nodiscard]] std::uint64_t stream_seed(std::uint64_t scenario_seed, std::uint64_t replication,
                                        std::string_view name);

/// One stream of random numbers: an engine of its own and distributions of Boost.Random, so that every
/// compiler, build type and platform draws the same. Copying a stream copies its state: both continue with
/// the same numbers.
///
/// The engine is L'Ecuyer's LFSR258 ("Tables of maximally equidistributed combined LFSR generators", Math.
/// Comp. 68, 1999): period about 2^258, 64-bit numbers, 40 bytes of state, so that a simulation may have a
/// stream per source and start in microseconds.
///
/// Give every source of randomness a stream of its own, and never draw twice in one argument list: compilers
/// evaluate arguments in different orders.
class RandomStream {
 public:
  /// Any seed is good, 0 included; see stream_seed for named streams.
  /// Allocates nothing.
  explicit RandomStream(std::uint64_t seed);

  /// The next number, uniform in [0, 1): a multiple of 2^-64, rounded to double.
  [[nodiscard]] double uniform();
  /// Exponential with the given mean, in the mean's unit; never 0, so that two arrivals do not coincide.
  /// Throws BrokenInvariant unless mean > 0.
  [[nodiscard]] double exponential(double mean);
  /// Normal with mean and standard deviation `sigma`, both in one unit; a sigma of 0 gives the mean. May take
  /// several numbers of the engine. Throws BrokenInvariant if sigma < 0.
  [[nodiscard]] double normal(double mean, double sigma);
  /// Every integer from `low` to `high`, both included, equally likely, without the bias of a remainder.
  /// Throws BrokenInvariant if low > high.
  [[nodiscard]] std::int64_t integer(std::int64_t low, std::int64_t high);

 private:
  std::array<std::uint64_t, 5> state_;  // of the engine's five components
};

}  // namespace synergy
