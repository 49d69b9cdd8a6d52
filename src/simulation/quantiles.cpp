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
    fill_buckets();
  }
  ++buckets_[bucket_of(value.ns())];
}

void Quantiles::add(Duration value, std::int64_t times) {
  ensure(value >= Duration() && times >= 0, "a duration to be summarised is not negative");
  if (times == 0) return;
  count_ += times;
  sum_ += value * times;
  min_ = std::min(min_, value);
  max_ = std::max(max_, value);
  if (buckets_.empty()) {
    if (repeated_.size() < kExactCount) return repeated_.push_back({value.ns(), times});
    fill_buckets();
  }
  buckets_[bucket_of(value.ns())] += times;
}

void Quantiles::add(const Quantiles& other) {
  if (other.count_ == 0) return;
  count_ += other.count_;
  sum_ += other.sum_;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
  const bool fits = buckets_.empty() && other.buckets_.empty() &&
                    exact_.size() + other.exact_.size() <= kExactCount &&
                    repeated_.size() + other.repeated_.size() <= kExactCount;
  if (fits) {
    exact_.insert(exact_.end(), other.exact_.begin(), other.exact_.end());
    repeated_.insert(repeated_.end(), other.repeated_.begin(), other.repeated_.end());
    return;
  }
  if (buckets_.empty()) fill_buckets();
  for (std::size_t b = 0; b < other.buckets_.size(); ++b) buckets_[b] += other.buckets_[b];
  for (const std::int64_t value : other.exact_) ++buckets_[bucket_of(value)];
  for (const Repeated& value : other.repeated_) buckets_[bucket_of(value.value)] += value.times;
}

void Quantiles::fill_buckets() {
  buckets_.resize(kBucketCount);
  for (const std::int64_t earlier : exact_) ++buckets_[bucket_of(earlier)];
  for (const Repeated& earlier : repeated_) buckets_[bucket_of(earlier.value)] += earlier.times;
  exact_.clear();
  repeated_.clear();
}

double Quantiles::mean_ns() const { return static_cast<double>(sum_.ns()) / static_cast<double>(count_); }

/// The value that so many do not exceed. Pre: no buckets.
std::int64_t Quantiles::at_rank(std::int64_t rank) const {
  if (repeated_.empty()) {
    // A copy: a quantile is asked for a few times, at the end, and must not change what add() relies on.
    std::vector<std::int64_t> sorted = exact_;
    std::nth_element(sorted.begin(), sorted.begin() + (rank - 1), sorted.end());
    return sorted[static_cast<std::size_t>(rank - 1)];
  }
  // The same with weights: halves that cannot hold the rank are left aside.
  std::vector<Repeated> all = repeated_;
  for (const std::int64_t value : exact_) all.push_back({value, 1});
  auto first = all.begin();
  auto last = all.end();
  while (last - first > 1) {
    const auto middle = first + (last - first) / 2;
    std::nth_element(first, middle, last, [](Repeated a, Repeated b) { return a.value < b.value; });
    std::int64_t below = 0;
    for (auto next = first; next != middle; ++next) below += next->times;
    if (rank <= below) {
      last = middle;
    } else {
      rank -= below;
      first = middle;
    }
  }
  return first->value;
}

Duration Quantiles::quantile(double p) const {
  ensure(count_ > 0, "a quantile needs values");
  const std::int64_t rank = rank_of(p, count_);
  if (buckets_.empty()) {
    const std::int64_t value = at_rank(rank);
    if (count_ <= static_cast<std::int64_t>(kExactCount)) return nanoseconds(value);
    // What buckets would say: so many values are told by them, however they were added.
    return std::min(nanoseconds(top_of(bucket_of(value))), max_);
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
