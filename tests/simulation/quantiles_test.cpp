#include "synergy/simulation/quantiles.hpp"

#include "synergy/base/random.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "../support/allocations.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using simulation::Quantiles;

namespace {

/// Latencies of all sizes, from 0 to minutes, with many alike.
std::vector<std::int64_t> latencies(std::size_t count) {
  RandomStream random(7);
  std::vector<std::int64_t> values(count);
  for (std::int64_t& value : values) {
    value = static_cast<std::int64_t>(std::exp(random.uniform() * 25.0)) - 1;
    if (random.uniform() < 0.2) value = 12'345'678;
  }
  return values;
}

/// The nearest rank: the smallest value that a share p of all values does not exceed.
std::int64_t nearest_rank(const std::vector<std::int64_t>& sorted, double p) {
  const auto rank = static_cast<std::size_t>(std::ceil(p * static_cast<double>(sorted.size())));
  return sorted[std::max<std::size_t>(rank, 1) - 1];
}

}  // namespace

TEST_CASE("are quantiles exact up to the stated count, and within 0.1 % beyond it?") {
  for (const std::size_t count : {std::size_t{1}, std::size_t{2}, std::size_t{1000}, Quantiles::kExactCount,
                                  Quantiles::kExactCount + 1, 10 * Quantiles::kExactCount}) {
    INFO(count << " values");
    std::vector<std::int64_t> values = latencies(count);
    Quantiles quantiles;
    double sum = 0;
    for (const std::int64_t value : values) {
      quantiles.add(nanoseconds(value));
      sum += static_cast<double>(value);
    }
    std::sort(values.begin(), values.end());
    CHECK(quantiles.count() == static_cast<std::int64_t>(count));
    CHECK(quantiles.min().ns() == values.front());
    CHECK(quantiles.max().ns() == values.back());
    CHECK(quantiles.mean_ns() == Approx(sum / static_cast<double>(count)).epsilon(1e-12));
    for (const double p : {0.0001, 0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 1.0}) {
      INFO("share " << p);
      const std::int64_t expected = nearest_rank(values, p);
      const std::int64_t found = quantiles.quantile(p).ns();
      if (count <= Quantiles::kExactCount) CHECK(found == expected);
      CHECK(found >= expected);
      CHECK(static_cast<double>(found) <= static_cast<double>(expected) * (1 + 1.0 / 1024));
    }
  }
}

TEST_CASE("is the memory of a stream of latencies bounded?") {
  const std::vector<std::int64_t> values = latencies(4096);
  const std::size_t before = allocated_bytes();
  Quantiles quantiles;
  const auto add = [&](std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) quantiles.add(nanoseconds(values[i % values.size()]));
  };
  add(2 * Quantiles::kExactCount);
  const std::size_t held = allocated_bytes() - before;
  const std::size_t calls = allocations();
  if (kCountsAllocations) CHECK(held > 0);
  CHECK(held < 600'000);
  add(1'000'000);
  CHECK(allocated_bytes() - before == held);
  CHECK(allocations() == calls);
}

TEST_CASE("does a value added many times at once give the same answers as added one by one?") {
  // Few, as many as are kept one by one, more of them, and so many that buckets take over on either way.
  for (const std::int64_t times : {1, 3, 700, 30'000}) {
    for (const std::size_t singles : {std::size_t{0}, std::size_t{40}, Quantiles::kExactCount + 5}) {
      CAPTURE(times, singles);
      Quantiles one_by_one;
      Quantiles at_once;
      const std::vector<std::int64_t> values = latencies(singles + 20);
      for (std::size_t i = 0; i < singles; ++i) {
        one_by_one.add(nanoseconds(values[i]));
        at_once.add(nanoseconds(values[i]));
      }
      for (std::size_t i = singles; i < values.size(); ++i) {
        for (std::int64_t k = 0; k < times; ++k) one_by_one.add(nanoseconds(values[i]));
        at_once.add(nanoseconds(values[i]), times);
      }
      for (std::size_t i = 0; i < singles; ++i) {  // and some more
        one_by_one.add(nanoseconds(values[i]));
        at_once.add(nanoseconds(values[i]));
      }
      CHECK(at_once.count() == one_by_one.count());
      CHECK(at_once.mean_ns() == one_by_one.mean_ns());
      CHECK(at_once.min() == one_by_one.min());
      CHECK(at_once.max() == one_by_one.max());
      for (const double p : {0.001, 0.1, 0.5, 0.9, 0.95, 0.99, 1.0})
        CHECK(at_once.quantile(p) == one_by_one.quantile(p));
    }
  }
  Quantiles none;
  none.add(milliseconds(1), 0);
  CHECK(none.count() == 0);
}

TEST_CASE("do several streams added together give the answers of one stream of all their values?") {
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{100}, Quantiles::kExactCount / 2, Quantiles::kExactCount + 7}) {
    for (const std::int64_t times : {0, 1, 40'000}) {
      CAPTURE(size, times);
      const std::vector<std::int64_t> values = latencies(3 * size + 5);
      Quantiles all;
      Quantiles parts[3];
      for (std::size_t i = 0; i < values.size(); ++i) {
        all.add(nanoseconds(values[i]));
        parts[i % 3].add(nanoseconds(values[i]));
      }
      for (std::int64_t k = 0; k < times; ++k) all.add(microseconds(77));
      parts[1].add(microseconds(77), times);
      Quantiles together;
      for (const Quantiles& part : parts) together.add(part);
      CHECK(together.count() == all.count());
      CHECK(together.mean_ns() == all.mean_ns());
      CHECK(together.min() == all.min());
      CHECK(together.max() == all.max());
      for (const double p : {0.001, 0.1, 0.5, 0.9, 0.99, 1.0}) CHECK(together.quantile(p) == all.quantile(p));
    }
  }
}
