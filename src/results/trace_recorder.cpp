#include "trace_recorder.hpp"

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
}

void TraceRecorder::ended(std::uint64_t inference, bool completed, Time now) {
  const std::optional<std::size_t> kept = in_flight_[inference].kept;
  if (!kept) return;
  inferences_[*kept].end = now;
  inferences_[*kept].completed = completed;
}

}  // namespace synergy::results
