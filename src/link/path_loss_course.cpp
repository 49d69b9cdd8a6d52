#include "synergy/link/path_loss_course.hpp"

#include "synergy/link/link.hpp"

#include <algorithm>

namespace synergy::link {

PathLossCourse::PathLossCourse(std::optional<double> start, std::vector<Step> steps)
    : steps_(std::move(steps)),
      blocks_(!start ||
              std::any_of(steps_.begin(), steps_.end(), [](const Step& step) { return !step.db; })) {
  steps_.insert(steps_.begin(), {Time::from_ns(INT64_MIN), start});
}

std::optional<double> PathLossCourse::at(Time t, std::size_t& hint) const {
  const auto holds = [&](std::size_t i) {
    return steps_[i].from <= t && (i + 1 == steps_.size() || t < steps_[i + 1].from);
  };
  if (holds(hint)) return steps_[hint].db;
  if (hint + 1 < steps_.size() && holds(hint + 1)) return steps_[++hint].db;
  const auto after = std::upper_bound(steps_.begin(), steps_.end(), t,
                                      [](Time time, const Step& step) { return time < step.from; });
  hint = static_cast<std::size_t>(after - steps_.begin()) - 1;
  return steps_[hint].db;
}

TransferOutcome Link::try_in_vain(Time /*begin*/, Time end, Bytes /*size*/, bool /*forward*/) const {
  TransferOutcome outcome;
  outcome.done = outcome.link_free = end;
  outcome.delivered = false;
  return outcome;
}

Time PathLossCourse::open_from(Time t) const {
  auto step = std::upper_bound(steps_.begin(), steps_.end(), t,
                               [](Time time, const Step& other) { return time < other.from; });
  --step;
  if (step->db) return t;
  // Of steps at one time only the last one lasts.
  for (; step != steps_.end(); ++step) {
    const auto next = std::next(step);
    if (step->db && (next == steps_.end() || next->from > step->from)) return step->from;
  }
  return Time::max();
}

}  // namespace synergy::link
