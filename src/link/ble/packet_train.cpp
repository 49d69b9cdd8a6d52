#include "packet_train.hpp"

#include "synergy/base/ensure.hpp"

#include <algorithm>

namespace synergy::link {

int Fragmentation::fragments(int data) const { return (data + headers + ll_payload - 1) / ll_payload; }

PacketTrain::PacketTrain(Bytes size, const Fragmentation& fragmentation, const BleEvents& events,
                         bool both_ways)
    : full_payload_(fragmentation.ll_payload) {
  ensure(size > Bytes(), "a transfer has at least one byte");
  const auto last_payload = [&](int data) {
    return data + fragmentation.headers - (fragmentation.fragments(data) - 1) * fragmentation.ll_payload;
  };
  const auto pair_time = [&](int payload) { return events.pair_time(payload, both_ways ? payload : 0); };
  // The last attribute packet is the rest, never empty: a size that divides evenly has a full one at the end.
  const std::int64_t whole =
      (size.count() - 1) / fragmentation.att_data;  // attribute packets before the last
  const auto rest = static_cast<int>(size.count() - whole * fragmentation.att_data);
  const int fragments = fragmentation.fragments(fragmentation.att_data);
  pattern_payload_ = last_payload(fragmentation.att_data);
  last_payload_ = last_payload(rest);
  full_pair_ = pair_time(full_payload_);
  last_pair_ = pair_time(last_payload_);
  count_ = whole * fragments + fragmentation.fragments(rest);
  // Where the last fragment of an attribute packet is full too, all packets are alike, and a pattern of one
  // makes every look-up a division.
  if (pattern_payload_ == full_payload_) {
    pattern_ = 1;
    repeats_ = whole * fragments;
    pattern_time_ = full_pair_;
  } else {
    pattern_ = fragments;
    repeats_ = whole;
    pattern_time_ = (fragments - 1) * full_pair_ + pair_time(pattern_payload_);
  }
}

int PacketTrain::payload(std::int64_t k) const {
  if (k == count_ - 1) return last_payload_;
  return k < repeats_ * pattern_ && k % pattern_ == pattern_ - 1 ? pattern_payload_ : full_payload_;
}

std::int64_t PacketTrain::alike(std::int64_t k) const {
  const std::int64_t before_last = count_ - 1 - k;
  if (before_last == 0 || payload(k) != full_payload_) return 1;
  if (pattern_ == 1 || k >= repeats_ * pattern_) return before_last;
  return pattern_ - 1 - k % pattern_;
}

Duration PacketTrain::offset(std::int64_t k) const {
  const std::int64_t q = std::min(k / pattern_, repeats_);
  const std::int64_t in_last = k - q * pattern_;
  const bool whole = k == count_;
  return q * pattern_time_ + (whole ? in_last - 1 : in_last) * full_pair_ + (whole ? last_pair_ : Duration());
}

std::int64_t PacketTrain::index_at(Duration t) const {
  if (t >= offset(count_)) return count_;
  const std::int64_t q = std::min(t / pattern_time_, repeats_);
  const std::int64_t most = q < repeats_ ? pattern_ - 1 : count_ - 1 - q * pattern_;
  return q * pattern_ + std::min((t - q * pattern_time_) / full_pair_, most);
}

}  // namespace synergy::link
