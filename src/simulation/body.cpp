#include "body.hpp"

#include "synergy/base/ensure.hpp"

#include <numeric>

#include <fmt/format.h>

namespace synergy::simulation {
namespace {

using Kind = plan::Stage::Kind;

PhaseResult::Kind phase_kind(Kind kind) {
  switch (kind) {
    case Kind::sense:
      return PhaseResult::Kind::sense;
    case Kind::transfer:
      return PhaseResult::Kind::transfer;
    case Kind::compute:
      return PhaseResult::Kind::switch_segment;
    case Kind::interact:
      break;
  }
  return PhaseResult::Kind::interact;
}

}  // namespace

Body::Body(const plan::PlanningProblem& problem, const plan::CompiledPlan& compiled, scenario::Policy policy,
           const std::vector<int>& windows, int replication, Probe* probe)
    : problem_(problem),
      scenario_(problem.scenario()),
      compiled_(compiled),
      begin_(scenario_.measurement.warm_up),
      end_(begin_ + scenario_.measurement.window),
      admission_(scenario_, policy, windows),
      servers_(compiled.units.size()),
      probe_(probe) {
  result_.window = scenario_.measurement.window;
  result_.apps.resize(scenario_.apps.size());
  result_.units.resize(compiled.units.size());
  result_.devices.resize(scenario_.devices.size());
  result_.links.resize(compiled.links.size());
  const auto stream = static_cast<std::uint64_t>(replication);
  for (std::size_t l = 0; l < compiled.links.size(); ++l) {
    const std::string& name = compiled.units[compiled.units.size() - compiled.links.size() + l].name;
    link::LinkContext context = plan::context_of_link(problem, compiled, l);
    context.slot = compiled.slots.slot_of[l];
    context.seed = stream_seed(scenario_.seed, stream, "link/" + name);
    links_.push_back(scenario_.link_kind->open(context));
  }
  for (std::size_t a = 0; a < compiled.apps.size(); ++a) {
    arrivals_.emplace_back(stream_seed(scenario_.seed, stream, "arrivals/" + scenario_.apps[a].name));
  }
  lay_out_steps();
  const auto most = static_cast<std::size_t>(std::accumulate(windows.begin(), windows.end(), 0));
  inferences_.resize(most);
  for (std::size_t i = most; i > 0; --i) free_slots_.push_back(i - 1);
}

void Body::lay_out_steps() {
  for (std::size_t a = 0; a < compiled_.apps.size(); ++a) {
    for (std::size_t s = 0; s < compiled_.apps[a].stages.size(); ++s) {
      const plan::Stage& stage = compiled_.apps[a].stages[s];
      PhaseResult phase;
      phase.app = static_cast<AppIndex>(a);
      phase.stage = static_cast<int>(s);
      phase.kind = phase_kind(stage.kind);
      phase.unit = stage.unit;
      result_.phases.push_back(phase);
      if (stage.kind != Kind::compute) continue;
      for (const auto kind : {PhaseResult::Kind::load, PhaseResult::Kind::infer, PhaseResult::Kind::unload}) {
        phase.kind = kind;
        result_.phases.push_back(phase);
      }
    }
  }
  PhaseResult* phases = result_.phases.data();
  for (const plan::CompiledApp& app : compiled_.apps) {
    first_step_.push_back(steps_.size());
    for (const plan::Stage& stage : app.stages) {
      const plan::Unit& unit = compiled_.units[static_cast<std::size_t>(stage.unit)];
      const Duration moving = stage.cost.load + stage.cost.unload;
      Step step{&stage, phases, &result_.devices[static_cast<std::size_t>(unit.device)], 0};
      if (moving > Duration())
        step.loading = static_cast<double>(stage.cost.load.ns()) / static_cast<double>(moving.ns());
      steps_.push_back(step);
      phases += stage.kind == Kind::compute ? 4 : 1;
    }
    steps_.emplace_back();
  }
}

RunResult Body::run() {
  const scenario::Regime regime = scenario_.load.regime;
  if (regime == scenario::Regime::periodic || regime == scenario::Regime::poisson) {
    for (AppIndex a = 0; a < problem_.app_count(); ++a) schedule_arrival(a);
  }
  admit();
  kernel_.run_until(end_);
  close_accounts();
  check(compiled_, result_);
  return std::move(result_);
}

void Body::admit() {
  while (const auto start = admission_.next(kernel_.now())) {
    ensure(!free_slots_.empty(), "the windows bound the inferences in flight");
    const std::uint64_t id = free_slots_.back();
    free_slots_.pop_back();
    inferences_[id] = {start->app, 0, &steps_[first_step_[static_cast<std::size_t>(start->app)]],
                       kernel_.now(), false};
    AppResult& app = result_.apps[static_cast<std::size_t>(start->app)];
    const bool closed_loop = arrivals_.empty() || scenario_.load.regime == scenario::Regime::rounds ||
                             scenario_.load.regime == scenario::Regime::saturated;
    if (closed_loop)
      ++app.generated;
    else if (in_window(kernel_.now()))
      app.admission_wait.add(kernel_.now() - start->arrived);
    if (probe_ != nullptr) [[unlikely]]
      probe_->started(id, start->app, kernel_.now());
    enter_stage(id);
  }
}

void Body::enter_stage(std::uint64_t id) {
  const plan::Stage& stage = *inferences_[id].step->stage;
  if (stage.wait_for_sample > Duration()) {
    kernel_.schedule_in(stage.wait_for_sample,
                        {[](void* body, std::uint64_t i) { static_cast<Body*>(body)->join(i); }, this, id});
  } else {
    join(id);
  }
}

void Body::join(std::uint64_t id) {
  Inference& inference = inferences_[id];
  const Step& step = *inference.step;
  const plan::Stage& stage = *step.stage;
  Time done;
  switch (stage.kind) {
    case Kind::transfer: {
      bool lost = false;
      done = send(inference, stage, lost);
      if (lost) {
        for (Inference& other : inferences_) {
          if (other.app == inference.app) other.doomed = true;
        }
      }
      break;
    }
    case Kind::compute:
      done = compute(inference, stage);
      break;
    case Kind::sense:
    case Kind::interact: {
      const Span span = book(stage.unit, stage.service);
      const Energy inside = stage.energy * share(span);
      count_phase(*step.phases, span, span.begin - kernel_.now(), inside, inference.app);
      (stage.kind == Kind::sense ? step.device->sensors_active : step.device->actuators_active) += inside;
      tell_work(phase_kind(stage.kind), compiled_.units[static_cast<std::size_t>(stage.unit)].device, span,
                stage.energy);
      tell_visit(inference, span);
      done = span.end;
      break;
    }
  }
  kernel_.schedule_at(
      done, {[](void* body, std::uint64_t i) { static_cast<Body*>(body)->stage_done(i); }, this, id});
}

void Body::stage_done(std::uint64_t id) {
  Inference& inference = inferences_[id];
  if (inference.doomed) return drop(id);
  ++inference.stage;
  ++inference.step;
  if (inference.step->stage != nullptr)
    enter_stage(id);
  else
    finish(id);
}

void Body::finish(std::uint64_t id) {
  const Inference& inference = inferences_[id];
  AppResult& app = result_.apps[static_cast<std::size_t>(inference.app)];
  const Time now = kernel_.now();
  ++app.completed;
  if (in_window(now)) {
    const Duration latency = now - inference.started;
    if (app.completed_in_window++ == 0) app.first_completion = now;
    app.last_completion = now;
    app.latency.add(latency);
    result_.latency.add(latency);
    const auto& deadline = problem_.app(inference.app).deadline;
    if (deadline && latency > *deadline) ++app.deadline_misses;
  }
  if (probe_ != nullptr) [[unlikely]]
    probe_->ended(id, true, now);
  admission_.finished(inference.app);
  free_slots_.push_back(id);
  admit();
}

void Body::drop(std::uint64_t id) {
  const AppIndex a = inferences_[id].app;
  ++result_.apps[static_cast<std::size_t>(a)].dropped_link_lost;
  if (probe_ != nullptr) [[unlikely]]
    probe_->ended(id, false, kernel_.now());
  admission_.finished(a);
  inferences_[id].doomed = false;
  free_slots_.push_back(id);
  admit();
}

void Body::schedule_arrival(AppIndex a) {
  const double period_s = 1.0 / problem_.app(a).rate.si();
  const bool poisson = scenario_.load.regime == scenario::Regime::poisson;
  const AppResult& app = result_.apps[static_cast<std::size_t>(a)];
  // Periodic arrivals are numbered from zero, so that rounding does not add up.
  const Time at = poisson
                      ? kernel_.now() + seconds(arrivals_[static_cast<std::size_t>(a)].exponential(period_s))
                      : seconds(period_s * static_cast<double>(app.generated));
  kernel_.schedule_at(
      at, {[](void* body, std::uint64_t i) { static_cast<Body*>(body)->arrive(static_cast<AppIndex>(i)); },
           this, static_cast<std::uint64_t>(a)});
}

void Body::arrive(AppIndex a) {
  AppResult& app = result_.apps[static_cast<std::size_t>(a)];
  ++app.generated;
  admission_.arrived(a, kernel_.now());
  schedule_arrival(a);
  admit();
  if (admission_.trim(a)) ++app.dropped_queue_full;
}

}  // namespace synergy::simulation
