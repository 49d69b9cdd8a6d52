#include "synergy/base/random.hpp"

#include "synergy/base/ensure.hpp"

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include <boost/random/linear_feedback_shift.hpp>
#include <boost/random/xor_combine.hpp>
#include <catch2/catch.hpp>

using synergy::RandomStream;
using synergy::stream_seed;

namespace {

struct Moments {
  double mean, variance;
};
template <typename Draw>
Moments moments_of(int n, Draw draw) {
  double sum = 0, squares = 0;
  for (int i = 0; i < n; ++i) {
    const double x = draw();
    sum += x;
    squares += x * x;
  }
  return {sum / n, squares / n - sum / n * (sum / n)};
}

// LFSR258 put together from Boost's parts, to check what is written out in the source.
std::vector<double> uniforms_of_boost(std::uint64_t seed, int n) {
  using boost::random::linear_feedback_shift_engine;
  using boost::random::xor_combine_engine;
  using Lfsr1 = linear_feedback_shift_engine<std::uint64_t, 64, 63, 1, 10>;
  using Lfsr2 = linear_feedback_shift_engine<std::uint64_t, 64, 55, 24, 5>;
  using Lfsr3 = linear_feedback_shift_engine<std::uint64_t, 64, 52, 3, 29>;
  using Lfsr4 = linear_feedback_shift_engine<std::uint64_t, 64, 47, 5, 23>;
  using Lfsr5 = linear_feedback_shift_engine<std::uint64_t, 64, 41, 3, 8>;
  using Lfsr12 = xor_combine_engine<Lfsr1, 0, Lfsr2, 0>;
  using Lfsr123 = xor_combine_engine<Lfsr12, 0, Lfsr3, 0>;
  using Lfsr1234 = xor_combine_engine<Lfsr123, 0, Lfsr4, 0>;
  std::uint64_t parts[5];
  for (auto& part : parts) {
    std::uint64_t z = seed += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    part = z ^ (z >> 31);
  }
  const Lfsr12 two{Lfsr1(parts[0]), Lfsr2(parts[1])};
  const Lfsr1234 four{Lfsr123{two, Lfsr3(parts[2])}, Lfsr4(parts[3])};
  xor_combine_engine<Lfsr1234, 0, Lfsr5, 0> engine(four, Lfsr5(parts[4]));
  std::vector<double> values;
  values.reserve(static_cast<std::size_t>(n));
  for (int i = 0; i < n; ++i) values.push_back(static_cast<double>(engine()) * 0x1p-64);
  return values;
}

}  // namespace

TEST_CASE("does a stream draw the numbers of L'Ecuyer's engine, as Boost has it?") {
  for (const std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{1}, ~std::uint64_t{0}}) {
    RandomStream stream(seed);
    for (const double expected : uniforms_of_boost(seed, 1000)) REQUIRE(stream.uniform() == expected);
  }
}

TEST_CASE("does a seed give the same numbers on every compiler and in every build?") {
  CHECK(stream_seed(1, 2, "link") == 0xacfe677f5ea44285);
  RandomStream stream(stream_seed(1, 2, "link"));
  std::vector<double> drawn;
  drawn.reserve(12);
  for (int i = 0; i < 3; ++i) drawn.push_back(stream.uniform());
  for (int i = 0; i < 3; ++i) drawn.push_back(stream.exponential(2.0));
  for (int i = 0; i < 3; ++i) drawn.push_back(stream.normal(1.0, 0.5));
  for (int i = 0; i < 3; ++i) drawn.push_back(static_cast<double>(stream.integer(-5, 1'000'000)));
  const std::vector<double> pinned = {0x1.d20ab1e92eaccp-1,
                                      0x1.82c7e22c3a208p-1,
                                      0x1.94cd579cac58bp-1,
                                      0x1.5491df2015ca8p+0,
                                      0x1.13ba0924a4417p+2,
                                      0x1.829ef62810d1ep+1,
                                      0x1.116ba39fba84fp-1,
                                      0x1.17bfc2bd41b2ap-1,
                                      0x1.242fa287f1572p+0,
                                      167764.0,
                                      881314.0,
                                      814660.0};
  CHECK(drawn == pinned);
}

TEST_CASE("do long sequences agree on every compiler and in every build?") {
  // Folded bit by bit: covers the rare branches of the distributions (tails, rejections) too.
  RandomStream stream(99);
  double exponentials = 0, normals = 0;
  std::int64_t integers = 0;
  for (int i = 0; i < 1'000'000; ++i) {
    exponentials = exponentials / 2 + stream.exponential(1.0);
    normals = normals / 2 + stream.normal(0.0, 1.0);
    integers = (integers / 2) + stream.integer(0, 1'000'000'007);
  }
  CHECK(exponentials == 0x1.f208d1e14f03dp-1);
  CHECK(normals == -0x1.5408cd1222e04p-1);
  CHECK(integers == 1217177793);
}

TEST_CASE("does copying a stream copy its state?") {
  RandomStream a(7);
  (void)a.uniform();
  RandomStream b = a;
  for (int i = 0; i < 100; ++i) REQUIRE(a.normal(0, 1) == b.normal(0, 1));
  b = RandomStream(7);
  CHECK(b.uniform() != a.uniform());
}

TEST_CASE("do seed, replication and name all change the stream?") {
  std::set<std::uint64_t> seeds;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    for (std::uint64_t replication = 0; replication < 20; ++replication) {
      for (const char* name : {"", "a", "b", "ab", "ba", "link 1", "link 2"}) {
        seeds.insert(stream_seed(seed, replication, name));
      }
    }
  }
  seeds.insert(stream_seed(0, 0, std::string_view("\0", 1)));
  CHECK(seeds.size() == 20 * 20 * 7 + 1);
}

TEST_CASE("are streams of neighbouring seeds uncorrelated?") {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    RandomStream a(seed), b(seed + 1);
    const int n = 100'000;
    double product = 0;
    for (int i = 0; i < n; ++i) {
      const double x = a.uniform() - 0.5;
      product += x * (b.uniform() - 0.5);
    }
    // Standard deviation of the mean product: 1 / (12 sqrt(n)).
    CHECK(std::abs(product / n) < 4.0 / (12 * std::sqrt(n)));
  }
}

TEST_CASE("do the distributions have their moments?") {
  RandomStream stream(stream_seed(42, 0, "moments"));
  const int n = 1'000'000;
  const Moments uniform = moments_of(n, [&] { return stream.uniform(); });
  CHECK(uniform.mean == Approx(0.5).margin(0.0012));
  CHECK(uniform.variance == Approx(1.0 / 12).margin(0.0003));
  const Moments exponential = moments_of(n, [&] { return stream.exponential(3.0); });
  CHECK(exponential.mean == Approx(3.0).margin(0.012));
  CHECK(exponential.variance == Approx(9.0).margin(0.11));
  const Moments normal = moments_of(n, [&] { return stream.normal(-2.0, 0.5); });
  CHECK(normal.mean == Approx(-2.0).margin(0.002));
  CHECK(normal.variance == Approx(0.25).margin(0.0015));
}

TEST_CASE("does every value stay in its range?") {
  RandomStream stream(5);
  std::vector<int> faces(6);
  for (int i = 0; i < 60'000; ++i) {
    const double u = stream.uniform();
    REQUIRE((u >= 0 && u < 1));
    REQUIRE(stream.exponential(1e-9) > 0);
    const std::int64_t face = stream.integer(-2, 3);
    REQUIRE((face >= -2 && face <= 3));
    ++faces[static_cast<std::size_t>(face + 2)];
  }
  // Chi-square with 5 degrees of freedom: above 20.5 with probability 0.001.
  double chi_square = 0;
  for (const int count : faces) chi_square += (count - 10'000.0) * (count - 10'000.0) / 10'000.0;
  CHECK(chi_square < 20.5);
  CHECK(stream.integer(4, 4) == 4);
  CHECK(stream.normal(1.5, 0) == 1.5);
  CHECK_NOTHROW(stream.integer(INT64_MIN, INT64_MAX));
}

TEST_CASE("are impossible parameters refused?") {
  RandomStream stream(1);
  CHECK_THROWS_AS(stream.exponential(0), synergy::BrokenInvariant);
  CHECK_THROWS_AS(stream.exponential(std::nan("")), synergy::BrokenInvariant);
  CHECK_THROWS_AS(stream.normal(0, -1), synergy::BrokenInvariant);
  CHECK_THROWS_AS(stream.integer(1, 0), synergy::BrokenInvariant);
}
