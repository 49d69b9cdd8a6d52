#include "synergy/kernel/station.hpp"

#include <algorithm>

namespace synergy::kernel {

void Station::acquire(const Action& granted) { enter({kUntilRelease, granted}); }

void Station::release() {
  ensure(hold_ == Hold::granted, "only a station that was granted can be released");
  hold_ = Hold::none;
  end_job();
}

void Station::end_job() {
  busy_time_ += kernel_.now() - began_;
  ++served_;
  if (count_ == 0) {
    busy_ = false;
    return;
  }
  const Job next = ring_[first_];
  first_ = (first_ + 1) & (ring_.size() - 1);
  --count_;
  start(next);
}

void Station::complete(void* self, std::uint64_t) {
  Station& station = *static_cast<Station*>(self);
  const Action done = station.action_;
  station.end_job();
  done();
}

void Station::grant(void* self, std::uint64_t) {
  Station& station = *static_cast<Station*>(self);
  station.hold_ = Hold::granted;
  const Action granted = station.action_;
  granted();
}

void Station::grow() {
  std::rotate(ring_.begin(), ring_.begin() + static_cast<std::ptrdiff_t>(first_), ring_.end());
  first_ = 0;
  ring_.resize(std::max<std::size_t>(4, ring_.size() * 2));
}

}  // namespace synergy::kernel
