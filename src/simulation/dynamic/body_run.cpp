#include "body_run.hpp"

#include "synergy/base/ensure.hpp"

#include <algorithm>

namespace synergy::simulation {
namespace {

constexpr unsigned kTurnShift = 32;

}  // namespace

BodyRun::BodyRun(const scenario::Scenario& body, scenario::Policy policy, int replication,
                 std::span<const dynamics::Change> changes, const Replanner& replanner,
                 const Options& options)
    : body_(body),
      replication_(replication),
      changes_(changes),
      ledger_(body, options.measurement.value_or(body.measurement), options.probe),
      parts_(body, replication, changes, ledger_),
      admission_(body, policy, std::vector<int>(body.apps.size(), 0)),
      energy_(*this),
      controller_(*this, replanner),
      asleep_(body.devices.size(), false),
      noticed_at_(body.devices.size()),
      presence_turn_(body.devices.size(), 0),
      planned_clock_(body.devices.size(), 1),
      truth_(dynamics::world_at_start(body)),
      runs_(truth_.runs),
      rate_(truth_.rate),
      layout_of_(body.apps.size(), nullptr),
      paused_(body.apps.size(), false),
      loaded_(body.devices.size()),
      loading_(body.devices.size()),
      samples_(body.apps.size()),
      sampled_on_(body.apps.size(), UnitId::none()),
      arrival_turn_(body.apps.size(), 0),
      arrivals_since_(body.apps.size()),
      arrived_(body.apps.size(), 0),
      service_(body.apps.size()) {
  present_ = known_ = linked_ = truth_.present;
  for (const scenario::App& app : body.apps) {
    arrivals_.emplace_back(
        stream_seed(body.seed, static_cast<std::uint64_t>(replication), "arrivals/" + app.name));
  }
}

DynamicResult BodyRun::run() {
  ledger_.begin_epoch(Time(), "start");
  schedule_changes(changes_);
  energy_.start();
  controller_.start();
  if (!in_force_) begin_epoch("start");
  begun_ = true;
  if (scenario::is_open_loop(body_.load.regime)) {
    for (const AppId a : body_.apps.ids()) {
      if (runs_[a]) schedule_arrival(a);
    }
  }
  admit();
  kernel_.run_until(ledger_.end());
  close();
  return std::move(ledger_.result());
}

void BodyRun::later(Time at, std::function<void()> what) {
  std::uint64_t place = tasks_.size();
  if (free_tasks_.empty()) {
    tasks_.push_back(std::move(what));
  } else {
    place = free_tasks_.back();
    free_tasks_.pop_back();
    tasks_[place] = std::move(what);
  }
  kernel_.schedule_at(at, {[](void* run, std::uint64_t i) {
                             auto& self = *static_cast<BodyRun*>(run);
                             const auto task = std::move(self.tasks_[i]);
                             self.free_tasks_.push_back(i);
                             task();
                           },
                           this, place});
}

void BodyRun::schedule(Flow& flow, Time at) {
  ++flow.turn;
  kernel_.schedule_at(at, {[](void* run, std::uint64_t tagged) { static_cast<BodyRun*>(run)->event(tagged); },
                           this, std::uint64_t{flow.turn} << kTurnShift | flow.id});
}

void BodyRun::event(std::uint64_t tagged) {
  const std::uint64_t id = tagged & ((std::uint64_t{1} << kTurnShift) - 1);
  Flow& flow = flows_[id];
  // What it was scheduled for has been cut since.
  if (!flow.live || flow.turn != static_cast<std::uint32_t>(tagged >> kTurnShift)) return;
  if (flow.waits) return join(id);
  stage_done(id);
}

std::uint64_t BodyRun::new_flow() {
  if (free_.empty()) {
    flows_.emplace_back();
    return flows_.size() - 1;
  }
  const std::uint64_t id = free_.back();
  free_.pop_back();
  return id;
}

void BodyRun::admit() {
  while (const auto start = admission_.next(kernel_.now())) {
    const std::uint64_t id = new_flow();
    Layout* layout = layout_of_[start->app];
    ensure(layout != nullptr && layout->has(start->app), "an app that may start has a plan");
    const std::uint32_t turn = flows_[id].turn;
    Flow flow;
    flow.id = id;
    flow.live = true;
    flow.turn = turn;
    flow.app = start->app;
    flow.layout = layout;
    flow.step = layout->steps[start->app].data();
    flow.asked = start->arrived;
    flow.started = kernel_.now();
    flows_[id] = flow;
    ++layout->in_flight;
    ledger_.started(flows_[id], kernel_.now());
    sense(id);
  }
}

void BodyRun::sense(std::uint64_t id) {
  Flow& flow = flows_[id];
  AppSamples& samples = *samples_[flow.app];
  flow.sample = samples.take(kernel_.now());
  if (flow.sample.complete <= kernel_.now()) return join(id);
  if (samples.sensing() != scenario::Sensing::fresh) flow.started = flow.sample.complete;
  flow.waits = true;
  schedule(flow, flow.sample.complete);
}

void BodyRun::join(std::uint64_t id) {
  Flow& flow = flows_[id];
  flow.waits = false;
  if (flow.doom != Drop::none) return drop(id, flow.doom);
  const BodyStep& step = *flow.step;
  const bool transfers = step.stage->kind == plan::Stage::Kind::transfer;
  // What it needs next has gone, and that is known; or nobody is left to notice.
  const bool there = transfers ? parts_.is_open(step.link) && linked_[step.sender] : linked_[step.device];
  if (!there) return drop(id, Drop::device_lost);
  book(flow);
}

void BodyRun::book(Flow& flow) {
  const BodyStep& step = *flow.step;
  const Time now = kernel_.now();
  Time done;
  if (step.stage->kind == plan::Stage::Kind::transfer && !linked_[step.receiver]) {
    // It does not know yet that nobody is there; the link notices in the end.
    flow.booked = {};
    flow.booked.joined = now;
    flow.booked_now = true;
    parts_.try_in_vain(flow, now, std::max(now, noticed_at_[step.receiver]));
    flow.doom = Drop::device_lost;
    done = flow.booked.outcome.done;
  } else {
    done = parts_.book(flow, now);
    if (step.stage->kind == plan::Stage::Kind::transfer && !flow.booked.outcome.delivered)
      doom(flow.app, Drop::link_lost);
  }
  energy_.booked(flow);
  if (ledger_.probe() != nullptr) [[unlikely]]
    tell(flow);
  schedule(flow, done);
}

void BodyRun::tell(const Flow& flow) const {
  const BodyStep& step = *flow.step;
  plan::Stage stage = *step.stage;
  stage.unit = step.unit;
  stage.cpu = step.cpu;
  stage.link = step.link;
  if (stage.kind == plan::Stage::Kind::compute) stage.segment.device = step.device;
  for_each_part(flow, [&](DeviceId d, Span span, Energy energy, PhaseResult::Kind phase) {
    ledger_.probe()->worked({phase, d, span.begin, span.end, energy});
  });
  const bool transfers = stage.kind == plan::Stage::Kind::transfer;
  const Booked& booked = flow.booked;
  ledger_.probe()->visited({flow.id, flow.app, flow.stage, booked.joined, booked.span.begin, booked.span.end,
                            transfers ? &booked.outcome : nullptr, &stage});
}

/// All inferences of an app that lost a link are dropped, each at its next event.
void BodyRun::doom(AppId a, Drop why) {
  for (Flow& flow : flows_) {
    if (flow.live && flow.app == a && flow.doom == Drop::none) flow.doom = why;
  }
}

void BodyRun::stage_done(std::uint64_t id) {
  Flow& flow = flows_[id];
  ledger_.settle(flow, Time::max());
  flow.booked_now = false;
  if (flow.doom != Drop::none) return drop(id, flow.doom);
  ++flow.stage;
  ++flow.step;
  if (flow.step->stage != nullptr) return join(id);
  finish(id);
}

void BodyRun::finish(std::uint64_t id) {
  const AppId a = flows_[id].app;
  ledger_.completed(flows_[id], kernel_.now());
  completed(a);
  release(id);
}

void BodyRun::drop(std::uint64_t id, Drop why) {
  ledger_.dropped(flows_[id], why, kernel_.now());
  release(id);
}

void BodyRun::release(std::uint64_t id) {
  Flow& flow = flows_[id];
  flow.live = false;
  ++flow.turn;
  const AppId a = flow.app;
  --flow.layout->in_flight;
  free_.push_back(id);
  admission_.finished(a);
  controller_.released(a);
  admit();
}

void BodyRun::schedule_arrival(AppId a) {
  const double mean_s = 1.0 / rate_[a].si();
  const Time at = body_.load.regime == scenario::Regime::poisson
                      ? kernel_.now() + seconds(arrivals_[a].exponential(mean_s))
                      : arrivals_since_[a] + seconds(mean_s * static_cast<double>(arrived_[a]));
  const std::uint64_t tagged = std::uint64_t{arrival_turn_[a]} << kTurnShift | std::uint64_t{a.index()};
  kernel_.schedule_at(at,
                      {[](void* run, std::uint64_t argument) {
                         auto& self = *static_cast<BodyRun*>(run);
                         const AppId app(argument & ((std::uint64_t{1} << kTurnShift) - 1));
                         if (self.arrival_turn_[app] == static_cast<std::uint32_t>(argument >> kTurnShift))
                           self.arrive(app);
                       },
                       this, tagged});
}

void BodyRun::arrive(AppId a) {
  ++arrived_[a];
  ledger_.asked_for(a);
  admission_.arrived(a, kernel_.now());
  schedule_arrival(a);
  admit();
  if (admission_.trim(a)) ledger_.queue_full(a, kernel_.now());
}

/// Of the time that an app is wanted, what has results at half of its steady rate at least.
void BodyRun::count_service(AppId a, Time until) {
  Service& service = service_[a];
  const Duration gap = until - service.since;
  DynamicResult& result = ledger_.result();
  result.app_time += gap;
  if (gap <= service.longest) result.app_time_available += gap;
  service.since = until;
}

void BodyRun::completed(AppId a) {
  controller_.completed(a);
  if (runs_[a]) count_service(a, kernel_.now());
}

void BodyRun::close() {
  const Time end = ledger_.end();
  for (Flow& flow : flows_) {
    if (flow.live && flow.booked_now) ledger_.settle(flow, end);
  }
  RunResult& total = ledger_.result().total;
  for (const AppId a : total.apps.ids()) {
    if (runs_[a]) count_service(a, end);
    AppResult& app = total.apps[a];
    app.in_flight = admission_.in_flight(a);
    app.waiting = admission_.waiting(a);
    app.window = std::max(1, admission_.window(a));
  }
  parts_.close(end);
  controller_.close();
  ledger_.close();
  energy_.close();
  total.events = kernel_.executed();
  check(ledger_.result().units, total);
}

}  // namespace synergy::simulation
