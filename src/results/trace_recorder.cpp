#include "trace_recorder.hpp"

#include <algorithm>

namespace synergy::results {

void TraceRecorder::started(std::uint64_t inference, plan::AppId app, Time now) {
  if (in_flight_.size() <= inference) in_flight_.resize(inference + 1);
  const auto a = app.index();
  if (started_.size() <= a) started_.resize(a + 1);
  InFlight& slot = in_flight_[inference];
  slot = {};
  slot.inference.app = app;
  // Counted from the start of the run, warm-up included, so that numbers do not depend on what is shown.
  slot.inference.number = ++started_[a];
  slot.inference.start = now;
}

void TraceRecorder::visited(const simulation::Visit& visit) {
  std::vector<simulation::Work> works;
  // Works come before their visit: those of a visit that is not kept must go as well.
  works.swap(works_);
  if (visit.joined >= until_ || visit.begin >= until_ || visit.end <= from_) return;
  if (visits_.size() == limit_) {
    // Earlier visits that begin later than now are in; of those still to come none begins before now.
    full_ = true;
    until_ = visit.joined;
    return;
  }
  InFlight& slot = in_flight_[visit.inference];
  // Kept with the first visit that is: most inferences of a long run are outside the part shown.
  if (!slot.kept) {
    slot.kept = inferences_.size();
    inferences_.push_back(slot.inference);
  }
  inferences_[*slot.kept].visits.push_back(visits_.size());
  Visit& kept = visits_.emplace_back();
  kept.inference = *slot.kept;
  kept.told = visit;
  kept.told.transfer = nullptr;
  kept.works = std::move(works);
  if (visit.transfer != nullptr) kept.transfer = *visit.transfer;
  if (visit.what != nullptr) kept.stage = *visit.what;
  kept.told.what = nullptr;
}

/// What was booked for later did not happen.
void TraceRecorder::cut(std::uint64_t inference, Time now) {
  const std::optional<std::size_t> kept = in_flight_[inference].kept;
  if (!kept || inferences_[*kept].visits.empty()) return;
  Visit& last = visits_[inferences_[*kept].visits.back()];
  if (last.told.end <= now) return;
  last.told.begin = std::min(last.told.begin, now);
  last.told.end = now;
  std::erase_if(last.works, [&](const simulation::Work& work) { return work.begin >= now; });
  for (simulation::Work& work : last.works) {
    if (work.end <= now) continue;
    work.energy = work.energy * ((now - work.begin).s() / (work.end - work.begin).s());
    work.end = now;
  }
}

void TraceRecorder::reconfigured(Time noticed, Time decided, Time now) {
  moments_.push_back({"noticed, planning", noticed, decided});
  moments_.push_back({"new plan: messages, weights, links", decided, now});
}

void TraceRecorder::ended(std::uint64_t inference, bool completed, Time now) {
  const std::optional<std::size_t> kept = in_flight_[inference].kept;
  if (!kept) return;
  inferences_[*kept].end = now;
  inferences_[*kept].completed = completed;
}

}  // namespace synergy::results
