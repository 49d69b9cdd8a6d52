#include "synergy/base/random.hpp"

#include "synergy/base/ensure.hpp"

#include <array>
#include <new>
#include <type_traits>

#include <boost/random/exponential_distribution.hpp>
#include <boost/random/linear_feedback_shift.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <boost/random/xor_combine.hpp>

namespace synergy {
namespace {

// The five components of LFSR258. Each seed must be at least 2^(64 - k); Boost adds that much if it is not.
using Lfsr1 = boost::random::linear_feedback_shift_engine<std::uint64_t, 64, 63, 1, 10>;
using Lfsr2 = boost::random::linear_feedback_shift_engine<std::uint64_t, 64, 55, 24, 5>;
using Lfsr3 = boost::random::linear_feedback_shift_engine<std::uint64_t, 64, 52, 3, 29>;
using Lfsr4 = boost::random::linear_feedback_shift_engine<std::uint64_t, 64, 47, 5, 23>;
using Lfsr5 = boost::random::linear_feedback_shift_engine<std::uint64_t, 64, 41, 3, 8>;
using Lfsr12 = boost::random::xor_combine_engine<Lfsr1, 0, Lfsr2, 0>;
using Lfsr123 = boost::random::xor_combine_engine<Lfsr12, 0, Lfsr3, 0>;
using Lfsr1234 = boost::random::xor_combine_engine<Lfsr123, 0, Lfsr4, 0>;
using Engine = boost::random::xor_combine_engine<Lfsr1234, 0, Lfsr5, 0>;

static_assert(std::is_trivially_copyable_v<Engine> && std::is_trivially_destructible_v<Engine>);
static_assert(sizeof(Engine) == sizeof(RandomStream) && alignof(RandomStream) % alignof(Engine) == 0);

Engine& engine_in(std::byte* storage) {
  return *std::launder(static_cast<Engine*>(static_cast<void*>(storage)));
}

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
  hash = mixed(hash + replication + kGoldenGamma);
  for (const char c : name) hash = mixed(hash + static_cast<unsigned char>(c) + kGoldenGamma);
  return mixed(hash + name.size() + kGoldenGamma);
}

RandomStream::RandomStream(std::uint64_t seed) {
  std::array<std::uint64_t, 5> parts;
  for (std::uint64_t& part : parts) part = mixed(seed += kGoldenGamma);
  const Lfsr12 two{Lfsr1(parts[0]), Lfsr2(parts[1])};
  const Lfsr123 three{two, Lfsr3(parts[2])};
  const Lfsr1234 four{three, Lfsr4(parts[3])};
  new (engine_) Engine(four, Lfsr5(parts[4]));
}

double RandomStream::uniform() { return boost::random::uniform_01<double>()(engine_in(engine_)); }

double RandomStream::exponential(double mean) {
  ensure(mean > 0, "the mean of an exponential distribution must be positive");
  boost::random::exponential_distribution<double> unit;
  double value = 0;
  while (value == 0) value = mean * unit(engine_in(engine_));
  return value;
}

double RandomStream::normal(double mean, double sigma) {
  ensure(sigma >= 0, "a standard deviation must not be negative");
  boost::random::normal_distribution<double> unit;
  return mean + sigma * unit(engine_in(engine_));
}

std::int64_t RandomStream::integer(std::int64_t low, std::int64_t high) {
  ensure(low <= high, "the range of a random integer must not be empty");
  return boost::random::uniform_int_distribution<std::int64_t>(low, high)(engine_in(engine_));
}

}  // namespace synergy
