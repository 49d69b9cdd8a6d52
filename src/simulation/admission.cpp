#include "admission.hpp"

#include "synergy/base/ensure.hpp"

#include <algorithm>
#include <bit>

namespace synergy::simulation {

using scenario::Policy;
using scenario::Regime;

constexpr std::size_t kWord = 64;  // bits

Admission::Admission(const scenario::Scenario& scenario, Policy policy, const std::vector<int>& windows)
    : policy_(policy),
      overlaps_(policy == Policy::inter_app || policy == Policy::adaptive),
      drop_(scenario.load.drop),
      queue_limit_(static_cast<std::size_t>(scenario.load.queue_limit)),
      open_loop_(scenario::is_open_loop(scenario.load.regime)),
      in_rounds_(scenario.load.regime == Regime::rounds),
      turn_length_(scenario.turn_inferences),
      apps_(scenario.apps.size()),
      ready_((apps_.size() + kWord - 1) / kWord),
      yet_to_start_(static_cast<std::ptrdiff_t>(apps_.size())) {
  ensure(windows.size() == apps_.size(), "there is one window per app");
  for (const AppId a : apps_.ids()) {
    apps_[a].window = windows[a.index()];
    if (apps_[a].window == 0) {
      apps_[a].started = kNoRound;
      --yet_to_start_;
    }
    set_ready(a);
  }
}

// Closed loops ask for the next inference as soon as it may start: there is always work.
bool Admission::has_work(const App& app) const {
  return app.window > 0 && (!open_loop_ || !app.waiting.empty());
}

AppId Admission::after(AppId a, int steps) const {
  return AppId((a.value() + steps) % apps_.end_id().value());
}

std::optional<AppId> Admission::next_with_work(AppId from) const {
  for (int step = 0; step < apps_.end_id().value(); ++step) {
    const AppId a = after(from, step);
    if (has_work(apps_[a])) return a;
  }
  return {};
}

std::optional<AppId> Admission::earliest_arrival() const {
  std::optional<AppId> first;
  for (const AppId a : apps_.ids()) {
    const App& app = apps_[a];
    if (app.waiting.empty() || app.window == 0) continue;
    if (!first || app.waiting.front() < apps_[*first].waiting.front()) first = a;
  }
  return first;
}

void Admission::set_ready(AppId a) {
  // In rounds an app may be one round ahead of the slowest starter, never more.
  const App& app = apps_[a];
  const bool ready = app.in_flight < app.window && has_work(app) && (!in_rounds_ || app.started == round_);
  const std::uint64_t bit = std::uint64_t{1} << a.index() % kWord;
  ready_[a.index() / kWord] = (ready_[a.index() / kWord] & ~bit) | (ready ? bit : 0);
}

std::optional<AppId> Admission::overlapping() const {
  // The lowest app first. It cannot starve the others: an app soon reaches its window, or in rounds its
  // round.
  for (std::size_t w = 0; w < ready_.size(); ++w) {
    if (ready_[w] != 0) return AppId(w * kWord + static_cast<std::size_t>(std::countr_zero(ready_[w])));
  }
  return {};
}

std::optional<AppId> Admission::one_at_a_time() {
  if (total_in_flight_ > 0) return {};
  // Turns would leave arrivals of one app waiting behind another's that are younger.
  if (open_loop_) return earliest_arrival();
  const auto a = next_with_work(turn_);
  if (a) turn_ = after(*a, 1);
  return a;
}

std::optional<AppId> Admission::in_turns() {
  const bool turn_over = started_in_turn_ == turn_length_ || !has_work(apps_[turn_]);
  if (turn_over) {
    // Apps do not overlap under this policy: the next turn begins when the last one's inferences are through.
    if (total_in_flight_ > 0) return {};
    const auto next = next_with_work(after(turn_, 1));
    if (!next) return {};
    turn_ = *next;
    started_in_turn_ = 0;
  }
  if (apps_[turn_].in_flight >= apps_[turn_].window) return {};
  ++started_in_turn_;
  return turn_;
}

std::optional<Admission::Start> Admission::next(Time now) {
  std::optional<AppId> a;
  switch (policy_) {
    case Policy::sequential:
      a = one_at_a_time();
      break;
    case Policy::inter_run:
      a = in_turns();
      break;
    case Policy::inter_app:
    case Policy::adaptive:
      a = overlapping();
      break;
  }
  if (!a) return {};
  App& app = apps_[*a];
  Start start{*a, now};
  if (open_loop_) {
    start.arrived = app.waiting.front();
    app.waiting.pop_front();
  }
  ++app.in_flight;
  // The last app of this round has started: a new round opens for all, and only then need all be looked at
  // again.
  if (app.started++ == round_ && --yet_to_start_ == 0) {
    open_round();
  } else {
    note_ready(*a);
  }
  ++total_in_flight_;
  return start;
}

void Admission::finished(AppId a) {
  App& app = apps_[a];
  ensure(app.in_flight > 0, "only a started inference finishes");
  --app.in_flight;
  --total_in_flight_;
  note_ready(a);
}

void Admission::arrived(AppId a, Time now) {
  App& app = apps_[a];
  // Doubled as often as more wait than ever before, which ends: a long run allocates no more than a short
  // one.
  if (app.waiting.full()) app.waiting.set_capacity(std::max<std::size_t>(4, 2 * app.waiting.capacity()));
  app.waiting.push_back(now);
  note_ready(a);
}

void Admission::open_round() {
  ++round_;
  yet_to_start_ =
      std::count_if(apps_.begin(), apps_.end(), [this](const App& other) { return other.started == round_; });
  for (const AppId other : apps_.ids()) note_ready(other);
}

void Admission::set_window(AppId a, int window) {
  App& app = apps_[a];
  const bool took_part = app.window > 0;
  const bool takes_part = window > 0;
  app.window = window;
  if (took_part && !takes_part) {
    const bool waited_for = app.started == round_;
    app.started = kNoRound;
    if (waited_for && --yet_to_start_ == 0) open_round();
  } else if (takes_part && !took_part) {
    app.started = round_;
    ++yet_to_start_;
  }
  note_ready(a);
}

std::int64_t Admission::clear(AppId a) {
  const auto dropped = static_cast<std::int64_t>(apps_[a].waiting.size());
  apps_[a].waiting.clear();
  note_ready(a);
  return dropped;
}

void Admission::tell_state(Time now, std::vector<std::int64_t>& state) const {
  state.push_back(turn_.value());
  state.push_back(started_in_turn_);
  for (const App& app : apps_) {
    state.push_back(app.in_flight);
    state.push_back(in_rounds_ ? app.started - round_ : 0);
    state.push_back(static_cast<std::int64_t>(app.waiting.size()));
    for (const Time arrived : app.waiting) state.push_back((arrived - now).ns());
  }
}

bool Admission::trim(AppId a) {
  App& app = apps_[a];
  // An arrival is first let in and then, if nothing could start, dropped by the policy's choice. One that can
  // start at once is never dropped, even with a queue of none.
  if (app.waiting.size() <= queue_limit_) return false;
  if (drop_ == scenario::DropPolicy::drop_old) {
    app.waiting.pop_front();
  } else {
    app.waiting.pop_back();
  }
  note_ready(a);
  return true;
}

}  // namespace synergy::simulation
