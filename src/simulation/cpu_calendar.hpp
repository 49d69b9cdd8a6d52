#pragma once

#include "synergy/quantities/duration.hpp"

#include <algorithm>
#include <vector>

namespace synergy::simulation {

/// When a CPU works: spans that are booked ahead, apart from each other.
///
/// A visit to an accelerator knows when it joins its queue at what times it will need the CPU, and books them
/// all. An app's own processing goes into the gaps: first come, first served among what wants the CPU at the
/// same time, and never idle because of something that only comes later and would not be delayed. What has
/// been booked is never moved, so that a stage knows its end when it joins, and costs one event.
class CpuCalendar {
 public:
  CpuCalendar() { booked_.reserve(kUsual); }

  /// Books the first gap of `length` that begins at `earliest` or later; returns its begin. No time, no
  /// booking. Pre: `now` never decreases from call to call; earliest >= now.
  Time book(Time now, Time earliest, Duration length) {
    if (length == Duration()) return earliest;
    auto kept = booked_.begin();
    while (kept != booked_.end() && kept->end <= now) ++kept;
    booked_.erase(booked_.begin(), kept);
    auto next = booked_.begin();
    Time begin = earliest;
    for (; next != booked_.end() && next->begin < begin + length; ++next) begin = std::max(begin, next->end);
    // Neighbours become one span: a busy CPU keeps a short list.
    const bool joins_before = next != booked_.begin() && std::prev(next)->end == begin;
    const bool joins_after = next != booked_.end() && next->begin == begin + length;
    if (joins_before && joins_after) {
      std::prev(next)->end = next->end;
      booked_.erase(next);
    } else if (joins_before) {
      std::prev(next)->end = begin + length;
    } else if (joins_after) {
      next->begin = begin;
    } else {
      booked_.insert(next, {begin, begin + length});
    }
    return begin;
  }

  /// What has been booked and does not end before `now`, with times counted from there.
  void tell_state(Time now, std::vector<std::int64_t>& state) const {
    for (const Span& span : booked_) {
      if (span.end <= now) continue;
      state.push_back(std::max(Duration(), span.begin - now).ns());
      state.push_back((span.end - now).ns());
    }
    state.push_back(-1);
  }
  [[nodiscard]] Time booked_until() const { return booked_.empty() ? Time() : booked_.back().end; }

 private:
  struct Span {
    Time begin, end;
  };
  static constexpr std::size_t kUsual = 32;  // more spans apart from each other than visits that overlap
  std::vector<Span> booked_;                 // ascending
};

}  // namespace synergy::simulation
