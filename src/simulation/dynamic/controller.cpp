#include "controller.hpp"

#include "synergy/plan/costs.hpp"

#include <algorithm>

#include "body_run.hpp"

namespace synergy::simulation {

using Trigger = scenario::Trigger::Kind;

Controller::Controller(BodyRun& run, const Replanner& replanner)
    : run_(run),
      replanner_(replanner),
      rules_(run.body().replanning),
      kind_(run.body().replanning.trigger.kind) {}

Replanner::Question Controller::question() {
  Replanner::Question question{run_.known_world(), run_.in_force().get(), {}, run_.now()};
  if (rules_.scope != scenario::Scope::affected || !question.in_force) return question;
  for (const AppId a : run_.body().apps.ids()) {
    if (run_.is_served(a)) question.pinned.push_back(a);
  }
  return question;
}

void Controller::ask() {
  now_.asked = question();
  now_.answer = replanner_.replan(now_.asked);
}

void Controller::start() {
  ask();
  reasons_ = now_.answer.reasons;
  if (now_.answer.plan) switch_free();
  now_ = {};
  if (kind_ == Trigger::every) run_.later(rules_.trigger.every, [this] { look_at_throughput(); });
  if (kind_ == Trigger::drop) run_.later(rules_.trigger.drop_time, [this] { look_at_throughput(); });
}

void Controller::noticed(std::size_t change) {
  restore();
  const bool answers =
      kind_ == Trigger::change || kind_ == Trigger::clairvoyant_free || kind_ == Trigger::clairvoyant_paid;
  if (answers) fire({change});
}

/// At its interval: a new plan, whatever has happened; or only if too little came of the old one.
void Controller::look_at_throughput() {
  const bool drops = kind_ == Trigger::drop;
  const Duration step = drops ? rules_.trigger.drop_time : rules_.trigger.every;
  double promised = 0;
  for (const AppId a : run_.body().apps.ids()) {
    const Layout* layout = run_.layout_of(a);
    if (run_.runs(a) && layout != nullptr && layout->has(a)) promised += layout->rate[a];
    // An app without a plan is promised nothing, and yet somebody waits for it.
    if (run_.runs(a) && (layout == nullptr || !layout->has(a))) promised = std::max(promised, 1e-9);
  }
  const double least = (1 - rules_.trigger.drop.si()) * promised * step.s();
  const bool too_little = promised > 0 && static_cast<double>(seen_) < std::max(least, 0.0);
  seen_ = 0;
  if ((!drops || too_little) && state_ == State::idle) fire({});
  if (run_.now() + step <= run_.ledger().end())
    run_.later(run_.now() + step, [this] { look_at_throughput(); });
}

void Controller::fire(const std::vector<std::size_t>& changes) {
  if (pending_.empty()) pending_since_ = run_.now();
  pending_.insert(pending_.end(), changes.begin(), changes.end());
  if (is_free()) {
    now_ = {};
    now_.changes = std::exchange(pending_, {});
    now_.record.changed = now_.record.noticed = now_.record.decided = run_.now();
    ask();
    now_.record.candidates = now_.answer.candidates;
    reasons_ = now_.answer.reasons;
    if (!now_.answer.plan) return finish(Replanning::Outcome::infeasible);
    if (is_same(*now_.answer.plan)) return finish(Replanning::Outcome::unchanged);
    if (!is_worth_it()) return finish(Replanning::Outcome::declined);
    now_.layout = run_.lay_out(now_.answer.plan);
    find_changed();
    count_layers();
    switch_free();
    now_.record.in_force = run_.now();
    return finish(Replanning::Outcome::in_force);
  }
  if (state_ == State::idle) wait();
}

void Controller::wait() {
  state_ = State::waiting;
  const bool at_once = kind_ == Trigger::clairvoyant_paid;
  const Time earliest =
      at_once ? run_.now() : std::max(pending_since_ + rules_.hold_off, last_in_force_ + rules_.min_dwell);
  run_.later(std::max(run_.now(), earliest), [this] {
    now_ = {};
    now_.changes = std::exchange(pending_, {});
    now_.record.noticed = pending_since_;
    now_.record.changed =
        now_.changes.empty() ? pending_since_ : run_.ledger().result().changes[now_.changes.front()].at;
    decide();
  });
}

std::optional<DeviceId> Controller::choose_coordinator() const {
  const auto fits = [&](DeviceId d) { return run_.is_linked(d) && run_.is_known(d); };
  if (rules_.coordinator && fits(*rules_.coordinator)) return rules_.coordinator;
  std::optional<DeviceId> best;
  Energy most;
  for (const DeviceId d : run_.body().devices.ids()) {
    const scenario::Device& device = run_.body().devices[d];
    if (!fits(d) || !device.accelerator || device.part_of) continue;
    // A device without a battery is on the mains, or nobody asks how long it lasts.
    const Energy charge =
        device.battery ? *device.battery * run_.energy().charge_ratio(d) : Energy::from_si(1e12);
    if (!best || charge > most) {
      best = d;
      most = charge;
    }
  }
  return best;
}

void Controller::decide() {
  state_ = State::planning;
  const std::optional<DeviceId> coordinator = choose_coordinator();
  now_.record.coordinator = coordinator;
  now_.record.decided = run_.now();
  if (!coordinator) return finish(Replanning::Outcome::no_coordinator);
  ask();
  now_.record.candidates = now_.answer.candidates;
  const Duration planning =
      rules_.planning_time.base + rules_.planning_time.per_candidate * now_.answer.candidates;
  if (kind_ == Trigger::clairvoyant_paid) return planned();
  // In slices, between which the CPU serves inferences.
  constexpr std::int64_t kMostSlices = 200;
  plan_slice(*coordinator, planning, std::max(milliseconds(1), planning / kMostSlices));
}

void Controller::plan_slice(DeviceId coordinator, Duration left, Duration slice) {
  // When the coordinator goes, another one begins anew.
  if (!run_.is_linked(coordinator)) return decide();
  if (left <= Duration()) return planned();
  const Duration part = std::min(left, slice);
  const UnitId cpu = run_.parts().cpu_of(coordinator);
  const Span span = run_.parts().book_cpu(cpu, run_.now(), run_.now(), part);
  const Power power = plan::cpu_above_idle(run_.body(), *run_.body().devices[coordinator].accelerator);
  spend(coordinator, cpu, span, power * part);
  run_.later(span.end,
             [this, coordinator, left, part, slice] { plan_slice(coordinator, left - part, slice); });
}

void Controller::spend(DeviceId d, UnitId unit, Span span, Energy energy) {
  now_.record.energy += energy;
  run_.ledger().reconfigured(d, unit, span, energy);
}

bool Controller::is_same(const PlanInForce& plan) const {
  const auto& old = run_.in_force();
  return old && old->devices == plan.devices && old->apps == plan.apps &&
         old->compiled->plan == plan.compiled->plan;
}

double Controller::served_rate() const {
  double rate = 0;
  for (const AppId a : run_.body().apps.ids()) {
    if (run_.is_served(a)) rate += run_.layout_of(a)->rate[a];
  }
  return rate;
}

/// Inferences won over the horizon against those lost meanwhile, both plans judged in the world that was
/// asked about: what the old one promised before a link was shadowed is no measure of the new one. Plans for
/// other objectives are the planner's word alone, unless they serve less.
bool Controller::is_worth_it() {
  const PlanInForce& plan = *now_.answer.plan;
  double promised = 0;
  std::size_t served = 0;
  Duration loading;
  double interrupted = 0;
  for (const AppId w : plan.apps.ids()) promised += plan.estimate.app_inf_per_s[w.index()];
  for (const AppId a : run_.body().apps.ids()) served += run_.is_served(a) ? 1U : 0U;
  for (const AppId w : plan.compiled->apps.ids()) {
    const AppId a = plan.apps[w];
    Duration own;
    for (const plan::Stage& stage : plan.compiled->apps[w].stages) {
      if (stage.kind != plan::Stage::Kind::compute) continue;
      const DeviceId d = plan.devices[stage.segment.device];
      if (!run_.is_loaded(d, run_.parts().segment(a, d, stage.segment.layers))) own += stage.cost.deployment;
    }
    loading = std::max(loading, own);
    if (own > Duration() && run_.is_served(a)) interrupted += run_.layout_of(a)->rate[a];
  }
  Replanning& record = now_.record;
  const auto now = now_.asked.in_force != nullptr ? replanner_.promised(now_.asked) : std::nullopt;
  record.predicted_gain_inf = (promised - now.value_or(served_rate())) * rules_.horizon.s();
  record.predicted_cost_inf = is_free() ? 0 : interrupted * loading.s();
  if (plan.apps.size() > served) return true;
  if (kind_ == Trigger::clairvoyant_paid) return true;
  return record.predicted_gain_inf > rules_.gain_over_cost * record.predicted_cost_inf;
}

void Controller::planned() {
  now_.record.decided = run_.now();
  reasons_ = now_.answer.reasons;
  if (!now_.answer.plan) return finish(Replanning::Outcome::infeasible);
  if (is_same(*now_.answer.plan)) return finish(Replanning::Outcome::unchanged);
  if (!is_worth_it()) return finish(Replanning::Outcome::declined);
  begin_switch();
}

void Controller::finish(Replanning::Outcome outcome) {
  DynamicResult& result = run_.ledger().result();
  now_.record.outcome = outcome;
  const std::size_t place = result.replannings.size();
  for (const std::size_t change : now_.changes) result.changes[change].answered = place;
  if (now_.lost_something) ++result.lost_handovers;
  result.replannings.push_back(now_.record);
  if (outcome == Replanning::Outcome::in_force) {
    recover(run_.now());
    recovering_ = place;
    recovery_.clear();
  } else if (!reasons_.empty()) {
    result.replannings.back().reasons = reasons_;
    run_.ledger().epoch().reasons = reasons_;
  }
  state_ = State::idle;
  now_ = {};
  restore();
  if (!pending_.empty()) wait();
}

void Controller::completed(AppId /*a*/) {
  ++seen_;
  constexpr std::size_t kMost = 4096;
  if (recovering_ && recovery_.size() < kMost) recovery_.push_back(run_.now());
}

/// When, after a switch, the throughput was first 95 % of what it came to be: over as many results as are a
/// tenth of those that there were, at least four.
void Controller::recover(Time /*until*/) {
  if (!recovering_) return;
  Replanning& replanning = run_.ledger().result().replannings[*recovering_];
  recovering_.reset();
  constexpr std::size_t kLeast = 4, kTenth = 10, kEnough = 16;
  constexpr double kShare = 0.95;
  if (recovery_.size() < kEnough) return;
  const std::size_t half = recovery_.size() / 2;
  const double steady = static_cast<double>(recovery_.size() - 1 - half) /
                        std::max(1e-9, (recovery_.back() - recovery_[half]).s());
  const std::size_t n = std::max(kLeast, recovery_.size() / kTenth);
  for (std::size_t i = n; i < recovery_.size(); ++i) {
    const double rate = static_cast<double>(n) / std::max(1e-9, (recovery_[i] - recovery_[i - n]).s());
    if (rate < kShare * steady) continue;
    replanning.recovered = recovery_[i - n];
    return;
  }
}

void Controller::close() {
  recover(run_.ledger().end());
  if (state_ == State::idle) return;
  if (state_ == State::waiting) {
    now_.changes = pending_;
    now_.record.noticed = now_.record.changed = now_.record.decided = pending_since_;
    if (!pending_.empty()) now_.record.changed = run_.ledger().result().changes[pending_.front()].at;
  }
  DynamicResult& result = run_.ledger().result();
  for (const std::size_t change : now_.changes) result.changes[change].answered = result.replannings.size();
  now_.record.outcome = Replanning::Outcome::abandoned;
  result.replannings.push_back(now_.record);
}

}  // namespace synergy::simulation
