#include "recurrence.hpp"

#include <algorithm>
#include <utility>

namespace synergy::simulation {
namespace {

/// What repeats without the sensors mostly does so after fewer.
constexpr std::size_t kDenseCheckpoints = 96;
constexpr int kFewCheckpoints = 8;

std::uint64_t hash_of(const std::vector<std::int64_t>& words, std::uint64_t hash) {
  for (const std::int64_t word : words) {
    hash = (hash ^ static_cast<std::uint64_t>(word)) * 0x9E3779B97F4A7C15u;
    hash ^= hash >> 29;
  }
  return hash;
}

}  // namespace

void Recurrence::look(Duration stride) {
  stride_ = stride;
  looks_ = true;
}

void Recurrence::begin_again(Time begin) {
  kept_.clear();
  words_.clear();
  by_course_.fill(0);
  by_all_.fill(0);
  next_ = begin;
  mattered_ = 0;
}

bool Recurrence::is(std::size_t begin, std::size_t end, const Words& words) const {
  return end - begin == words.size() &&
         std::equal(words.begin(), words.end(), words_.begin() + static_cast<std::ptrdiff_t>(begin));
}

Recurrence::Seen Recurrence::found(const Kept& kept, const Snapshot& state, bool sensors) const {
  Seen seen{kept.checkpoint, state.accounts, sensors};
  for (std::size_t i = 0; i < seen.growth.size(); ++i) seen.growth[i] -= words_[kept.accounts + i];
  return seen;
}

void Recurrence::keep(const Checkpoint& now, const Snapshot& state) {
  Kept kept{now, words_.size(), 0, 0, 0};
  words_.insert(words_.end(), state.course.begin(), state.course.end());
  kept.sensors = words_.size();
  words_.insert(words_.end(), state.sensors.begin(), state.sensors.end());
  kept.accounts = words_.size();
  words_.insert(words_.end(), state.accounts.begin(), state.accounts.end());
  kept.end = words_.size();
  kept_.push_back(kept);
}

std::optional<Recurrence::Seen> Recurrence::seen(const Checkpoint& now, const Snapshot& state, Time mattered,
                                                 std::size_t room) {
  const std::uint64_t course = hash_of(state.course, 0);
  std::size_t place = course % kPlaces;
  for (; by_course_[place] != 0; place = (place + 1) % kPlaces) {
    const Kept& kept = kept_[static_cast<std::size_t>(by_course_[place] - 1)];
    if (!is(kept.course, kept.sensors, state.course)) continue;
    if (mattered < kept.checkpoint.oldest_sample) return found(kept, state, false);
    break;  // the place is taken over: nobody asks for a longer way than to the last time
  }
  std::size_t whole = hash_of(state.sensors, course) % kPlaces;
  if (stride_ > Duration()) {
    for (; by_all_[whole] != 0; whole = (whole + 1) % kPlaces) {
      const Kept& kept = kept_[static_cast<std::size_t>(by_all_[whole] - 1)];
      if (is(kept.course, kept.sensors, state.course) && is(kept.sensors, kept.accounts, state.sensors))
        return found(kept, state, true);
    }
  }
  // Dense ones are for what repeats without the sensors: not while these matter time and again.
  const bool sensors_mattered = !kept_.empty() && mattered >= kept_.back().checkpoint.at;
  mattered_ = sensors_mattered ? mattered_ + 1 : 0;
  const bool dense =
      kept_.size() < kDenseCheckpoints && (mattered_ < kFewCheckpoints || stride_ == Duration());
  if (kept_.size() == most_ || words_.size() > room || (!dense && stride_ == Duration())) {
    give_up();
    return {};
  }
  // Strides divide the period in which the sensors come back, so that what comes back is looked at again.
  next_ = dense ? now.at : (now.at / stride_ + 1) * stride_;
  // Once only: if it is not there, the search goes on as ever.
  if (const Duration period = std::exchange(period_, Duration()); period > Duration())
    next_ = now.at + period;
  keep(now, state);
  by_course_[place] = static_cast<std::int16_t>(kept_.size());
  by_all_[whole] = static_cast<std::int16_t>(kept_.size());
  return {};
}

}  // namespace synergy::simulation
