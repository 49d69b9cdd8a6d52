#include <algorithm>
#include <numeric>

#include "world.hpp"

/// A run without chance comes back to a state in which it was before, and from then on everything repeats. It
/// is then simulated to the end of one period, its whole numbers are multiplied, and the window's edges are
/// moved nearer by whole periods: what is left is simulated as ever (README.md, "What repeats").
namespace synergy::simulation {
namespace {

/// Checkpoints in a common period. More find a repetition sooner, fewer cost less.
constexpr std::int64_t kStrides = 4;
// What may be kept: a word costs some 9 ns, an event 30. So those who do not repeat lose a tenth at most;
// short runs, whose events are few, get a little more.
constexpr std::size_t kWordsLogged = 1;  // of a completion: it is not compared
constexpr double kWordsPerEvent = 0.3;
constexpr double kLeastWords = 3000;
// In search of the steady state the answer is the aim, not the time saved.
constexpr double kWordsPerEventSearched = 3;
constexpr double kLeastSearched = 15'000;
constexpr double kMostWords = 1 << 20;
// Accounts, in the order of for_each_account: of each app, then of each unit.
constexpr std::size_t kAccountsOfApp = 6;
constexpr std::size_t kCompletedInWindow = 3;
constexpr std::size_t kDistinctSamples = 5;  // whose growth depends on where the sensors are
constexpr std::size_t kAccountsOfUnit = 2;

/// The least common multiple of the two, zero if it is longer than `most`.
Duration common_multiple(Duration a, Duration b, Duration most) {
  if (a == Duration() || b > most) return {};
  const std::int64_t times = b.ns() / std::gcd(a.ns(), b.ns());
  return times > most / a ? Duration() : a * times;
}

std::int64_t number_of(std::int64_t account) { return account; }
std::int64_t number_of(Duration account) { return account.ns(); }
void add_to(std::int64_t& account, std::int64_t more) { account += more; }
void add_to(Duration& account, std::int64_t more) { account += nanoseconds(more); }

}  // namespace

void World::look_for_repetition() {
  if (scenario_.load.regime == scenario::Regime::poisson) return;
  const std::optional<Duration> clock = units_.clock();
  if (!clock) return;
  // A period to come to it, one to see it again.
  const Duration most = meter_.end() / 2;
  link_clock_ = *clock > Duration() ? *clock : nanoseconds(1);
  if (link_clock_ > most) return;
  common_period_ = link_clock_;
  for (const AppSamples& samples : samples_)
    common_period_ = common_multiple(common_period_, samples.period(), most);
  std::int64_t strides = kStrides;
  while (common_period_.ns() % strides != 0) strides /= 2;
  recurrence_.look(common_period_ / strides);
}

std::optional<SteadyState> World::find_steady_state() {
  searches_ = true;
  if (!recurrence_.looks()) return {};
  recurrence_.insist();
  start();
  kernel_.run_until(meter_.end());
  return found_;
}

void World::tell_events(std::vector<std::int64_t>& state) {
  pending_.clear();
  for (const Inference& inference : inferences_) {
    if (inference.event.due != Time::max()) pending_.push_back({inference.event, &inference, inference.app});
  }
  for (const AppId a : next_arrivals_.ids()) {
    if (next_arrivals_[a].due != Time::max()) pending_.push_back({next_arrivals_[a], nullptr, a});
  }
  std::sort(pending_.begin(), pending_.end(), [](const PendingOf& a, const PendingOf& b) {
    return a.event.due != b.event.due ? a.event.due < b.event.due : a.event.order < b.event.order;
  });
  const Time now = kernel_.now();
  for (const PendingOf& pending : pending_) {
    state.push_back((pending.event.due - now).ns());
    state.push_back(pending.app.value());
    if (pending.inference == nullptr) {
      state.push_back(-1);
      continue;
    }
    state.push_back(2 * pending.inference->stage + (pending.inference->waits ? 1 : 0));
    state.push_back((pending.inference->started - now).ns());
    state.push_back((pending.inference->asked - now).ns());
  }
  state.push_back(INT64_MIN);
}

/// Pre: tell_events() was just called.
void World::tell_sensors(std::vector<std::int64_t>& state) const {
  const Time now = kernel_.now();
  // The phase of everything that goes on by itself.
  state.push_back((now % common_period_).ns());
  for (const PendingOf& pending : pending_) {
    if (pending.inference != nullptr) state.push_back((pending.inference->sample.complete - now).ns());
  }
  for (const AppId a : samples_.ids()) {
    state.push_back(samples_[a].last_taken(now));
    // Others never get a sample twice, so that no result shows the one before.
    if (samples_[a].sensing() != scenario::Sensing::latest) continue;
    const std::int64_t showed = meter_.showed(a);
    state.push_back(showed == INT64_MIN ? INT64_MIN : samples_[a].relative(showed, now));
  }
  units_.tell_held(now, state);
}

/// When the oldest sample was asked for that is under way.
Time World::oldest_sample() const {
  Time oldest = kernel_.now();
  for (const PendingOf& pending : pending_) {
    if (pending.inference != nullptr) oldest = std::min(oldest, pending.inference->taken);
  }
  return oldest;
}

template <class Account>
void World::for_each_account(const Account& account) {
  for (AppResult& app : meter_.result().apps) {
    account(app.generated);
    account(app.completed);
    account(app.dropped_queue_full);
    account(app.completed_in_window);
    account(app.deadline_misses);
    account(app.distinct_samples);
  }
  for (UnitResult& unit : meter_.result().units) {
    account(unit.busy);
    account(unit.served);
  }
  for (StageCounts& stage : deployment_.counts()) {
    account(stage.visits);
    account(stage.special);
    account(stage.waited);
    account(stage.waited_special);
    account(stage.waited_unload);
    account(stage.served);
  }
  for (SentCounts& sent : deployment_.sent()) {
    for (SentAlike& sort : sent.places()) account(sort.count);
  }
}

void World::take_snapshot() {
  const Time now = kernel_.now();
  snapshot_.course.clear();
  snapshot_.course.push_back((now % link_clock_).ns());
  tell_events(snapshot_.course);
  units_.tell_state(now, snapshot_.course);
  admission_.tell_state(now, snapshot_.course);
  for (const AppId a : samples_.ids())
    snapshot_.course.push_back(sensing_.since(a, samples_[a].period(), now).ns());
  snapshot_.sensors.clear();
  if (common_period_ > Duration()) tell_sensors(snapshot_.sensors);
  snapshot_.accounts.clear();
  // Before the window only inferences are counted, and in search of the steady state nobody asks for more.
  const std::size_t most = measures_ && !searches_ ? SIZE_MAX : samples_.size() * kAccountsOfApp;
  for_each_account([&](const auto& account) {
    if (snapshot_.accounts.size() < most) snapshot_.accounts.push_back(number_of(account));
  });
}

/// How many words of states are worth their while, by the events that the whole run will take.
std::size_t World::room() const {
  const double share = std::max(1.0, static_cast<double>(meter_.end().ns())) /
                       std::max(1.0, static_cast<double>(kernel_.now().ns()));
  const double events = static_cast<double>(kernel_.executed()) * share;
  const double worth = searches_ ? std::max(kLeastSearched, kWordsPerEventSearched * events)
                                 : std::max(kLeastWords, kWordsPerEvent * events);
  const auto room = static_cast<std::size_t>(std::min(worth, kMostWords));
  const std::size_t logged = meter_.logged() * kWordsLogged;
  return room - std::min(room, logged);
}

void World::checkpoint() {
  const Time now = kernel_.now();
  if (!measures_ && now >= meter_.begin()) {
    // What happened before the window says nothing of what is counted in it.
    measures_ = true;
    recurrence_.begin_again(now);
    meter_.log(true);
  }
  if (recurrence_.looks()) {
    take_snapshot();
    const Checkpoint here{now, oldest_sample(), meter_.logged(), kernel_.executed()};
    if (const auto seen = recurrence_.seen(here, snapshot_, sensing_.counted(), room())) {
      if (!repeats(*seen))
        recurrence_.give_up();
      else if (searches_)
        found(*seen);
      else
        repeat(*seen);
    }
  }
  if (recurrence_.looks()) return;
  meter_.log(false);
  if (searches_) kernel_.end_at(now);
}

/// Whether arrivals are the same number of nanoseconds apart in every period until the end.
bool World::arrivals_repeat(AppId a, std::int64_t each, Duration period) const {
  for (std::int64_t k = arrived_[a] - each;; ++k) {
    const Time later = arrival(a, k + each);
    if (later - arrival(a, k) != period) return false;
    if (later > meter_.asked_window().end) return true;
  }
}

/// Whether what was seen between two equal states happens again and again.
bool World::repeats(const Recurrence::Seen& seen) const {
  if (scenario_.load.regime == scenario::Regime::periodic) {
    for (const AppId a : arrived_.ids()) {
      // `generated`, the first account of each app, counts arrivals.
      const std::int64_t each = seen.growth[a.index() * kAccountsOfApp];
      if (!arrivals_repeat(a, each, kernel_.now() - seen.before.at)) return false;
    }
  }
  return std::none_of(deployment_.sent().begin(), deployment_.sent().end(),
                      [](const SentCounts& sent) { return sent.is_full(); });
}

/// The latest time for which anything has been booked.
Time World::booked_until() const {
  Time booked = std::max(kernel_.now(), units_.booked_until());
  for (const PendingOf& pending : pending_) booked = std::max(booked, pending.event.due);
  return booked;
}

void World::found(const Recurrence::Seen& seen) {
  const Duration period = kernel_.now() - seen.before.at;
  found_ = SteadyState{seen.before.at, booked_until() - period + nanoseconds(1), period, 0};
  for (std::size_t a = 0; a < samples_.size(); ++a)
    found_->inferences += seen.growth[a * kAccountsOfApp + kCompletedInWindow];
  recurrence_.give_up();
}

/// Idle is what is left of a period, for units too whose last service lies before it.
void World::repeat_idle(const std::vector<std::int64_t>& growth, Duration period, std::int64_t times) {
  using Kind = plan::Unit::Kind;
  std::size_t i = samples_.size() * kAccountsOfApp;
  for (const UnitId u : meter_.result().units.ids()) {
    const Duration busy = nanoseconds(growth[i]);
    i += kAccountsOfUnit;
    const Kind kind = deployment_.compiled().units[u].kind;
    // Of these it follows at the end.
    if (kind == Kind::cpu || kind == Kind::link) continue;
    meter_.result().units[u].idle += (period - busy) * times;
  }
}

void World::repeat(const Recurrence::Seen& seen) {
  const Time now = kernel_.now();
  const Duration period = now - seen.before.at;
  // Nothing that happens in a skipped period may reach the edge, nor anything that it books ahead: only then
  // is it all counted, and alike.
  const Time booked = booked_until();
  const Time edge = measures_ ? meter_.end() : meter_.begin();
  const std::int64_t times = booked < edge ? (edge - nanoseconds(1) - booked) / period : 0;
  std::size_t i = 0;
  for_each_account([&](auto& account) {
    const bool of_sensors = i < samples_.size() * kAccountsOfApp && i % kAccountsOfApp == kDistinctSamples;
    if (i < seen.growth.size() && (seen.sensors || !of_sensors)) add_to(account, times * seen.growth[i]);
    ++i;
  });
  if (measures_) repeat_idle(seen.growth, period, times);
  skipped_events_ += static_cast<std::uint64_t>(times) * (kernel_.executed() - seen.before.events);
  meter_.repeat({seen.before.completions, period, times, measures_}, seen.sensors ? nullptr : &samples_);
  kernel_.end_at(meter_.end());
  if (!seen.sensors) move_sensors(period * times);
  if (measures_) return recurrence_.give_up();
  recurrence_.begin_again(meter_.begin());
  recurrence_.expect(period);
}

/// What was skipped is no whole number of the sensors' periods: from here on they are where they are then,
/// and so are the samples under way.
void World::move_sensors(Duration by) {
  for (AppSamples& samples : samples_) samples.move(by);
  // The last one to ask on a sensor is the one whose sample it may hold, hence in the order of asking.
  std::vector<AppId> apps(samples_.ids().begin(), samples_.ids().end());
  std::stable_sort(apps.begin(), apps.end(),
                   [this](AppId a, AppId b) { return sensing_.taken(a) < sensing_.taken(b); });
  for (const AppId a : apps) {
    if (samples_[a].sensing() != scenario::Sensing::new_sample) continue;
    const std::int64_t last = samples_[a].taken_at(sensing_.taken(a)).number;
    units_.renumber_held(deployment_.compiled().apps[a].stages.front().unit, samples_[a].period(), last);
  }
  for (Inference& inference : inferences_) {
    if (inference.event.due != Time::max())
      inference.sample = samples_[inference.app].sample_at(inference.taken);
  }
}

}  // namespace synergy::simulation
