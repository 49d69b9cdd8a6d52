#include "world.hpp"

#include "synergy/base/ensure.hpp"

#include <numeric>

namespace synergy::simulation {

World::World(const plan::PlanningProblem& problem, const plan::CompiledPlan& compiled,
             scenario::Policy policy, const std::vector<int>& windows, int replication,
             const scenario::Measurement& measurement, const Options& options)
    : problem_(problem),
      scenario_(problem.scenario()),
      meter_(problem, compiled, measurement, options.probe),
      deployment_(compiled, meter_.result()),
      units_(problem, compiled, replication, meter_),
      admission_(scenario_, policy, windows),
      sensing_(compiled) {
  const auto stream = static_cast<std::uint64_t>(replication);
  next_arrivals_.resize(compiled.apps.size());
  arrived_.resize(compiled.apps.size());
  for (const AppId a : compiled.apps.ids()) {
    const scenario::App& app = problem.app(a);
    arrivals_.emplace_back(stream_seed(scenario_.seed, stream, "arrivals/" + app.name));
    const plan::Stage& sense = compiled.apps[a].stages.front();
    const std::string& sensor = compiled.units[sense.unit].name;
    // Of the sensor, not of the app: apps on one sensor see the same samples, and sensors are out of step
    // with each other as real ones are.
    RandomStream phase(stream_seed(scenario_.seed, stream, "sensor/" + sensor));
    samples_.emplace_back(sense.sense, app.sensing, phase.uniform());
  }
  // All that can ever be in flight, at once: an inference keeps its place, and events name it by number.
  const auto most = static_cast<std::size_t>(std::accumulate(windows.begin(), windows.end(), 0));
  inferences_.resize(most);
  for (std::size_t i = most; i > 0; --i) free_slots_.push_back(i - 1);
  if (options.skip && options.probe == nullptr) look_for_repetition();
}

void World::start() {
  if (scenario::is_open_loop(scenario_.load.regime)) {
    for (const AppId a : scenario_.apps.ids()) schedule_arrival(a);
  }
  admit();
}

RunResult World::run() {
  start();
  kernel_.run_until(meter_.end());
  close();
  check(deployment_.compiled().units, meter_.result());
  return std::move(meter_.result());
}

void World::admit() {
  while (const auto start = admission_.next(kernel_.now())) {
    ensure(!free_slots_.empty(), "the windows bound the inferences in flight");
    const std::uint64_t id = free_slots_.back();
    free_slots_.pop_back();
    inferences_[id] = {id, start->app, 0, deployment_.first_step(start->app), start->arrived, kernel_.now()};
    meter_.started(inferences_[id], kernel_.now());
    sense(id);
  }
}

void World::sense(std::uint64_t id) {
  Inference& inference = inferences_[id];
  AppSamples& samples = samples_[inference.app];
  inference.sample = samples.take(kernel_.now());
  inference.taken = kernel_.now();
  const Time complete = inference.sample.complete;
  if (recurrence_.looks())
    sensing_.ask(inference.app, samples.period(), samples.sensing() == scenario::Sensing::fresh,
                 kernel_.now(), complete);
  if (complete <= kernel_.now()) return join(id);
  if (samples.sensing() != scenario::Sensing::fresh) inference.started = complete;
  inference.waits = true;
  schedule(inference.event, complete,
           {[](void* world, std::uint64_t i) { static_cast<World*>(world)->join(i); }, this, id});
}

void World::join(std::uint64_t id) {
  Inference& inference = inferences_[id];
  inference.waits = false;
  Time done;
  if (inference.step->stage->kind == plan::Stage::Kind::transfer) {
    const Units::Sent sent = units_.send(inference, kernel_.now());
    // Not dropped here: each has an event under way, which must find its place still taken. Dropped there.
    if (sent.lost) doom(inference.app);
    done = sent.done;
  } else {
    done = units_.serve(inference, kernel_.now());
  }
  schedule(inference.event, done,
           {[](void* world, std::uint64_t i) { static_cast<World*>(world)->stage_done(i); }, this, id});
}

/// All inferences of an app that lost a link are dropped, each at its next event.
void World::doom(AppId a) {
  for (Inference& inference : inferences_) {
    if (inference.app == a) inference.doomed = true;
  }
}

void World::stage_done(std::uint64_t id) {
  Inference& inference = inferences_[id];
  if (inference.doomed) return drop(id);
  ++inference.stage;
  ++inference.step;
  if (inference.step->stage != nullptr)
    join(id);
  else
    finish(id);
}

void World::finish(std::uint64_t id) {
  meter_.completed(inferences_[id], kernel_.now());
  const bool of_first = inferences_[id].app == AppId(0);
  release(id);
  // Of one app alone, and once all that follows at this moment has been done: always at the same point.
  if (of_first && recurrence_.looks() && recurrence_.wants(kernel_.now())) [[unlikely]]
    checkpoint();
}

void World::drop(std::uint64_t id) {
  meter_.lost(inferences_[id], kernel_.now());
  inferences_[id].doomed = false;
  release(id);
}

void World::release(std::uint64_t id) {
  admission_.finished(inferences_[id].app);
  inferences_[id].event = {};
  free_slots_.push_back(id);
  admit();
}

void World::schedule_arrival(AppId a) {
  const bool poisson = scenario_.load.regime == scenario::Regime::poisson;
  const double mean_s = 1.0 / problem_.app(a).rate.si();
  const Time at =
      poisson ? kernel_.now() + seconds(arrivals_[a].exponential(mean_s)) : arrival(a, arrived_[a]);
  schedule(next_arrivals_[a], at,
           {[](void* world, std::uint64_t i) { static_cast<World*>(world)->arrive(AppId(i)); }, this,
            std::uint64_t{a.index()}});
}

/// Of periodic arrivals, numbered from zero, so that rounding does not add up.
Time World::arrival(AppId a, std::int64_t number) const {
  return seconds(1.0 / problem_.app(a).rate.si() * static_cast<double>(number));
}

void World::arrive(AppId a) {
  ++arrived_[a];
  meter_.asked_for(a);
  admission_.arrived(a, kernel_.now());
  schedule_arrival(a);
  admit();
  // After admit(), so that a full queue drops only what cannot start now.
  if (admission_.trim(a)) meter_.queue_full(a, kernel_.now());
}

void World::close() {
  RunResult& result = meter_.result();
  for (const AppId a : result.apps.ids()) {
    AppResult& app = result.apps[a];
    app.in_flight = admission_.in_flight(a);
    app.waiting = admission_.waiting(a);
    app.window = admission_.window(a);
  }
  // The counts first: what a link's events cost idle depends on how many were used.
  deployment_.close();
  meter_.close(units_.close());
  result.events = kernel_.executed() + skipped_events_;
}

}  // namespace synergy::simulation
