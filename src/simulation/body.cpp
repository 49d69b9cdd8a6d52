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
    case Kind::preprocess:
      return PhaseResult::Kind::preprocess;
    case Kind::postprocess:
      return PhaseResult::Kind::postprocess;
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
      cpus_(compiled.units.size()),
      showed_(scenario_.apps.size(), INT64_MIN),
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
    const plan::Stage& sense = compiled.apps[a].stages.front();
    const std::string& sensor = compiled.units[static_cast<std::size_t>(sense.unit)].name;
    RandomStream phase(stream_seed(scenario_.seed, stream, "sensor/" + sensor));
    samples_.emplace_back(sense.sense, scenario_.apps[a].sensing, phase.uniform());
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
      phase.app = static_cast<AppId>(a);
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
      steps_.push_back({&stage, phases, &result_.devices[static_cast<std::size_t>(unit.device)]});
      phases += stage.kind == Kind::compute ? 4 : 1;
    }
    steps_.emplace_back();
  }
}

RunResult Body::run() {
  if (open_loop()) {
    for (AppId a = 0; a < problem_.app_count(); ++a) schedule_arrival(a);
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
                       start->arrived, kernel_.now()};
    AppResult& app = result_.apps[static_cast<std::size_t>(start->app)];
    if (!open_loop())
      ++app.generated;
    else if (in_window(kernel_.now()))
      app.admission_wait.add(kernel_.now() - start->arrived);
    if (probe_ != nullptr) [[unlikely]]
      probe_->started(id, start->app, kernel_.now());
    sense(id);
  }
}

void Body::sense(std::uint64_t id) {
  Inference& inference = inferences_[id];
  AppSamples& samples = samples_[static_cast<std::size_t>(inference.app)];
  inference.sample = samples.take(kernel_.now());
  const Time complete = inference.sample.complete;
  if (complete <= kernel_.now()) return join(id);
  if (samples.sensing() != scenario::Sensing::fresh) inference.started = complete;
  kernel_.schedule_at(complete,
                      {[](void* body, std::uint64_t i) { static_cast<Body*>(body)->join(i); }, this, id});
}

void Body::join(std::uint64_t id) {
  Inference& inference = inferences_[id];
  const plan::Stage& stage = *inference.step->stage;
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
      done = read_out(inference, stage);
      break;
    case Kind::preprocess:
    case Kind::postprocess:
      done = process(inference, stage);
      break;
    case Kind::interact:
      done = interact(inference, stage);
      break;
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
    join(id);
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
    const Duration response = now - inference.asked;
    if (app.completed_in_window++ == 0) app.first_completion = now;
    app.last_completion = now;
    app.latency.add(latency);
    result_.latency.add(latency);
    app.response.add(response);
    result_.response.add(response);
    app.sample_age.add(now - inference.sample.complete);
    std::int64_t& showed = showed_[static_cast<std::size_t>(inference.app)];
    if (showed != inference.sample.number) ++app.distinct_samples;
    showed = inference.sample.number;
    const auto& deadline = problem_.app(inference.app).deadline;
    if (deadline && (open_loop() ? response : latency) > *deadline) ++app.deadline_misses;
  }
  if (probe_ != nullptr) [[unlikely]]
    probe_->ended(id, true, now);
  admission_.finished(inference.app);
  free_slots_.push_back(id);
  admit();
}

void Body::drop(std::uint64_t id) {
  const AppId a = inferences_[id].app;
  ++result_.apps[static_cast<std::size_t>(a)].dropped_link_lost;
  miss_dropped(a);
  if (probe_ != nullptr) [[unlikely]]
    probe_->ended(id, false, kernel_.now());
  admission_.finished(a);
  inferences_[id].doomed = false;
  free_slots_.push_back(id);
  admit();
}

void Body::schedule_arrival(AppId a) {
  const double period_s = 1.0 / problem_.app(a).rate.si();
  const bool poisson = scenario_.load.regime == scenario::Regime::poisson;
  const AppResult& app = result_.apps[static_cast<std::size_t>(a)];
  // Periodic arrivals are numbered from zero, so that rounding does not add up.
  const Time at = poisson
                      ? kernel_.now() + seconds(arrivals_[static_cast<std::size_t>(a)].exponential(period_s))
                      : seconds(period_s * static_cast<double>(app.generated));
  kernel_.schedule_at(
      at, {[](void* body, std::uint64_t i) { static_cast<Body*>(body)->arrive(static_cast<AppId>(i)); }, this,
           static_cast<std::uint64_t>(a)});
}

void Body::arrive(AppId a) {
  AppResult& app = result_.apps[static_cast<std::size_t>(a)];
  ++app.generated;
  admission_.arrived(a, kernel_.now());
  schedule_arrival(a);
  admit();
  if (!admission_.trim(a)) return;
  ++app.dropped_queue_full;
  miss_dropped(a);
}

/// What is dropped will not be there at its deadline.
void Body::miss_dropped(AppId a) {
  if (problem_.app(a).deadline && in_window(kernel_.now()))
    ++result_.apps[static_cast<std::size_t>(a)].deadline_misses;
}

}  // namespace synergy::simulation
