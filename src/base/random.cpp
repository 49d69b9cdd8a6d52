#include "synergy/base/random.hpp"

#include "synergy/base/ensure.hpp"

#include <cstddef>
#include <limits>

#include <boost/random/exponential_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>
#include <boost/random/uniform_int_distribution.hpp>

namespace synergy {
namespace {

/// One of the five linear feedback shift registers of LFSR258: its k highest bits follow the recurrence
/// x^k + x^q + 1 and advance by s steps at a time. Parameters: L'Ecuyer 1999, table of 64-bit generators.
struct Component {
  int k, q, s;

  [[nodiscard]] constexpr std::uint64_t mask() const { return ~std::uint64_t{0} << (64 - k); }
  /// A register whose k bits are all 0 would stay there for ever.
  [[nodiscard]] constexpr std::uint64_t start(std::uint64_t seed) const {
    const std::uint64_t least = std::uint64_t{1} << (64 - k);
    return seed < least ? seed + least : seed;
  }
  [[nodiscard]] constexpr std::uint64_t next(std::uint64_t x) const {
    return ((x & mask()) << s) ^ (((x << q) ^ x) >> (k - s));
  }
};
constexpr std::array<Component, 5> kComponents{
    {{63, 1, 10}, {55, 24, 5}, {52, 3, 29}, {47, 5, 23}, {41, 3, 8}}};

/// The engine as distributions want it (UniformRandomBitGenerator), at work on the state of a stream.
class Engine {
 public:
  using result_type = std::uint64_t;
  explicit Engine(std::array<std::uint64_t, 5>& state) : state_(state) {}
  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }
  result_type operator()() {
    result_type combined = 0;
    for (std::size_t i = 0; i < kComponents.size(); ++i) {
      combined ^= state_[i] = kComponents[i].next(state_[i]);
    }
    return combined;
  }

 private:
  std::array<std::uint64_t, 5>& state_;
};

constexpr std::uint64_t kGoldenGamma = 0x9e3779b97f4a7c15;  // 2^64 / golden ratio, odd

// The finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): a bijection; one flipped input bit flips
// half of the output bits.
constexpr std::uint64_t mixed(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

}  // namespace

std::uint64_t stream_seed(std::uint64_t scenario_seed, std::uint64_t replication, std::string_view name) {
  std::uint64_t hash = mixed(scenario_seed + kGoldenGamma);
  // Each part goes through the finaliser before the next is added: sums of seed, replication and name would
  // collide for neighbours (seed 1, replication 2 and seed 2, replication 1).
  hash = mixed(hash + replication + kGoldenGamma);
  for (const char c : name) hash = mixed(hash + static_cast<unsigned char>(c) + kGoldenGamma);
  // The length last, so that no name is another's beginning with the same state.
  return mixed(hash + name.size() + kGoldenGamma);
}

RandomStream::RandomStream(std::uint64_t seed) {
  // SplitMix64 makes five seeds out of one, unlike each other even where those of two streams are close.
  for (std::size_t i = 0; i < state_.size(); ++i) {
    state_[i] = kComponents[i].start(mixed(seed += kGoldenGamma));
  }
}

double RandomStream::uniform() {
  Engine engine(state_);
  return boost::random::uniform_01<double>()(engine);
}

double RandomStream::exponential(double mean) {
  ensure(mean > 0, "the mean of an exponential distribution must be positive");
  Engine engine(state_);
  boost::random::exponential_distribution<double> unit;
  double value = 0;
  while (value == 0)
    value = mean * unit(engine);  // times drawn as 0 would let an arrival coincide with the next
  return value;
}

double RandomStream::normal(double mean, double sigma) {
  ensure(sigma >= 0, "a standard deviation must not be negative");
  Engine engine(state_);
  boost::random::normal_distribution<double> unit;
  return mean + sigma * unit(engine);
}

std::int64_t RandomStream::integer(std::int64_t low, std::int64_t high) {
  ensure(low <= high, "the range of a random integer must not be empty");
  Engine engine(state_);
  return boost::random::uniform_int_distribution<std::int64_t>(low, high)(engine);
}

}  // namespace synergy
