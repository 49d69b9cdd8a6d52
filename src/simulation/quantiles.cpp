#include "synergy/simulation/quantiles.hpp"

#include "synergy/base/ensure.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace synergy::simulation {
namespace {

// Values below 2^kBits have a bucket each; above, 2^kBits buckets cover each doubling.
constexpr int kBits = 10;

std::size_t bucket_of(std::int64_t value) {
  const auto v = static_cast<std::uint64_t>(value);
  const int shift = std::max(0, static_cast<int>(std::bit_width(v)) - 1 - kBits);
  return (static_cast<std::size_t>(shift) << kBits) + static_cast<std::size_t>(v >> shift);
}

/// The largest value that falls into a bucket.
std::int64_t top_of(std::size_t bucket) {
  if (bucket < (2u << kBits)) return static_cast<std::int64_t>(bucket);
  const std::size_t shift = (bucket >> kBits) - 1;
  const std::size_t mantissa = bucket - (shift << kBits);
  return static_cast<std::int64_t>(((mantissa + 1) << shift) - 1);
}

constexpr std::size_t kBucketCount = static_cast<std::size_t>(64 - kBits) << kBits;

std::int64_t rank_of(double p, std::int64_t count) {
  return std::clamp<std::int64_t>(static_cast<std::int64_t>(std::ceil(p * static_cast<double>(count))), 1,
                                  count);
}

}  // namespace

void Quantiles::add(Duration value) {
  ensure(value >= Duration(), "a duration to be summarised is not negative");
  ++count_;
  sum_ += value;
  min_ = std::min(min_, value);
  max_ = std::max(max_, value);
  if (buckets_.empty()) {
    // All at once, so that nothing is allocated for a value in the middle of a run.
    if (exact_.empty()) exact_.reserve(kExactCount);
    if (exact_.size() < kExactCount) return exact_.push_back(value.ns());
    buckets_.resize(kBucketCount);
    for (const std::int64_t earlier : exact_) ++buckets_[bucket_of(earlier)];
    exact_.clear();
  }
  ++buckets_[bucket_of(value.ns())];
}

double Quantiles::mean_ns() const { return static_cast<double>(sum_.ns()) / static_cast<double>(count_); }

Duration Quantiles::quantile(double p) const {
  ensure(count_ > 0, "a quantile needs values");
  const std::int64_t rank = rank_of(p, count_);
  if (buckets_.empty()) {
    // A copy: a quantile is asked for a few times, at the end, and must not change what add() relies on.
    std::vector<std::int64_t> sorted = exact_;
    std::nth_element(sorted.begin(), sorted.begin() + (rank - 1), sorted.end());
    return nanoseconds(sorted[static_cast<std::size_t>(rank - 1)]);
  }
  std::int64_t seen = 0;
  for (std::size_t b = 0; b < buckets_.size(); ++b) {
    seen += buckets_[b];
    // The bucket's end rather than its middle: an error that is never towards looking better.
    if (seen >= rank) return std::min(nanoseconds(top_of(b)), max_);
  }
  return max_;
}

}  // namespace synergy::simulation
