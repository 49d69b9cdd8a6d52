#include "engine/load.hpp"

#include "synergy/quantities/whole.hpp"

#include <algorithm>
#include <cmath>

namespace synergy::planner {
namespace {

std::size_t index(int i) { return static_cast<std::size_t>(i); }

}  // namespace

Offered offered_by(const plan::PlanningProblem& problem) {
  return scenario::is_open_loop(problem.scenario().load.regime) ? Offered::rates : Offered::once;
}

BodyLoad::BodyLoad(const plan::PlanningProblem& problem, bool model_only, Offered offered, Times times)
    : problem_(&problem),
      model_only_(model_only),
      offered_(offered),
      times_(times),
      segment_loads_(std::make_shared<std::vector<std::vector<std::optional<SegmentLoad>>>>(
          problem.scenario().apps.size() * problem.scenario().devices.size())),
      accelerators_(problem.scenario().devices.size()) {
  for (const scenario::Device& device : problem.scenario().devices) {
    sensors_.emplace_back(device.sensors.size());
    actuators_.emplace_back(device.actuators.size());
  }
}

// At rates the load is that of a second: an inference weighs as often as its app asks. Never stays never,
// however low the rate.
Duration BodyLoad::counted(AppId a, Duration busy) const {
  if (offered_ == Offered::once) return busy;
  if (busy >= kNeverTime) return busy;
  return whole_ns(static_cast<double>(busy.ns()) * problem_->app(a).rate.si());
}

std::int64_t BodyLoad::counted(AppId a, std::int64_t energy_fj) const {
  if (offered_ == Offered::once) return energy_fj;
  return whole(static_cast<double>(energy_fj) * problem_->app(a).rate.si(), "fJ");
}

plan::SenseCost BodyLoad::counted(AppId a, plan::SenseCost cost) const {
  cost.readout = counted(a, cost.readout);
  // Samples are no time that apps take from each other: what counts time alone leaves them out.
  cost.period = times_ == Times::least ? Duration() : counted(a, cost.period);
  return cost;
}

TransferCost BodyLoad::counted(AppId a, const TransferCost& cost) const {
  return {cost.latency, counted(a, cost.occupancy), counted(a, cost.energy_fj)};
}

AddedCost BodyLoad::with_source(AppId a, DeviceId d) const {
  if (model_only_) return {};
  const auto& parts = problem_->device(d).sensors;
  const std::size_t part = plan::sensor_of(problem_->app(a), problem_->device(d));
  const plan::SenseCost cost = plan::sense_cost(problem_->app(a), *parts[part]);
  plan::SensorRound round = sensors_[index(d.value())][part];
  round.add(counted(a, cost));
  return {round.busy(), cost.wait + cost.readout, counted(a, femtojoules(cost.energy))};
}

AddedCost BodyLoad::with_target(AppId a, DeviceId d) const {
  if (model_only_) return {};
  const std::size_t part = plan::actuator_of(problem_->app(a), problem_->device(d));
  const plan::PhaseCost cost = plan::interact_cost(*problem_->device(d).actuators[part]);
  return {actuators_[index(d.value())][part] + counted(a, cost.time), cost.time,
          counted(a, femtojoules(cost.energy))};
}

const BodyLoad::SegmentLoad& BodyLoad::segment_load(AppId a, DeviceId d, int from, int to) const {
  auto& known = (*segment_loads_)[a.index() * accelerators_.size() + d.index()];
  const auto boundaries = static_cast<std::size_t>(problem_->table(a, d).boundaries());
  if (known.empty()) known.resize(boundaries * boundaries);
  auto& load = known[index(from) * boundaries + index(to)];
  if (!load) load = new_segment_load(a, d, from, to);
  return *load;
}

BodyLoad::SegmentLoad BodyLoad::new_segment_load(AppId a, DeviceId d, int from, int to) const {
  const plan::SegmentTable& table = problem_->table(a, d);
  const device::Accelerator& chip = *problem_->device(d).accelerator;
  const plan::VisitCost visit = plan::visit_cost(problem_->scenario(), chip, *table.cost(from, to));
  SegmentLoad load;
  if (from == 0) load.process += plan::preprocess_time(problem_->app(a), chip);
  if (to == table.boundaries() - 1) load.process += plan::postprocess_time(problem_->app(a), chip);
  const plan::PhaseCost work = visit.work(load.process);
  load.service = work.time;
  load.busy = counted(a, work.time);
  load.cpu_busy = counted(a, work.cpu_time);
  load.energy_fj = counted(a, femtojoules(work.total()));
  if (times_ == Times::least) return load;
  load.switch_time = visit.switching.time;
  load.switch_busy = counted(a, visit.switching.time);
  load.switch_energy_fj = counted(a, femtojoules(visit.switching.total()));
  return load;
}

AddedCost BodyLoad::with_segment(AppId a, DeviceId d, int from, int to) const {
  const SegmentLoad& own = segment_load(a, d, from, to);
  const Accelerator& now = accelerators_[index(d.value())];
  AddedCost added{std::max(now.busy + own.busy, now.cpu_busy + own.cpu_busy), own.service + own.process,
                  own.energy_fj};
  if (now.segments == 0) return added;
  added.busy += now.switches + own.switch_busy;
  added.latency += own.switch_time;
  added.energy_fj = sum_of(added.energy_fj, own.switch_energy_fj, "fJ");
  if (now.segments == 1 && !switches_paid_) {  // the one that had the accelerator to itself pays from now on
    added.latency += now.switch_latency;
    added.energy_fj = sum_of(added.energy_fj, now.switch_energy_fj, "fJ");
  }
  return added;
}

void BodyLoad::count(const AddedCost& added) {
  parts_.round = std::max(parts_.round, added.busy);
  parts_.latency += added.latency;
  parts_.energy_fj = sum_of(parts_.energy_fj, added.energy_fj, "fJ");
}

void BodyLoad::add(AppId a, const plan::ExecutionPlan& app) {
  apps_.emplace_back(a, app);
  if (!model_only_) {
    const AddedCost source = with_source(a, app.source);
    const auto& parts = problem_->device(app.source).sensors;
    const std::size_t part = plan::sensor_of(problem_->app(a), problem_->device(app.source));
    sensors_[index(app.source.value())][part].add(
        counted(a, plan::sense_cost(problem_->app(a), *parts[part])));
    count(source);
  }
  DeviceId at = app.source;
  int from = 0;
  for (const plan::Segment& segment : app.segments) {
    const plan::SegmentTable& table = problem_->table(a, segment.device);
    const int to = *table.boundary_after(segment.layers.last);
    if (at != segment.device && (from > 0 || !model_only_))
      transfers_.push_back({at, segment.device, table.crossing(from), a});
    count(with_segment(a, segment.device, from, to));
    const SegmentLoad& own = segment_load(a, segment.device, from, to);
    Accelerator& accelerator = accelerators_[index(segment.device.value())];
    accelerator.busy += own.busy;
    accelerator.cpu_busy += own.cpu_busy;
    accelerator.switch_latency += own.switch_time;
    accelerator.switches += own.switch_busy;
    accelerator.switch_energy_fj = sum_of(accelerator.switch_energy_fj, own.switch_energy_fj, "fJ");
    ++accelerator.segments;
    at = segment.device;
    from = to;
  }
  if (model_only_) return;
  if (at != app.target) transfers_.push_back({at, app.target, problem_->app(a).result, a});
  const AddedCost target = with_target(a, app.target);
  const std::size_t part = plan::actuator_of(problem_->app(a), problem_->device(app.target));
  actuators_[index(app.target.value())][part] = target.busy;
  count(target);
}

std::vector<std::pair<AppId, Duration>> BodyLoad::latencies(int slots, LinkCosts& costs) const {
  std::vector<std::pair<AppId, Duration>> latencies;
  for (const auto& [a, app] : apps_) {
    Duration latency = with_source(a, app.source).latency + with_target(a, app.target).latency;
    const auto move = [&](Bytes size, DeviceId from, DeviceId to) {
      if (from != to) latency += costs.cost(size, slots, from, to).latency;
    };
    DeviceId at = app.source;
    int from = 0;
    for (const plan::Segment& segment : app.segments) {
      const plan::SegmentTable& table = problem_->table(a, segment.device);
      const int to = *table.boundary_after(segment.layers.last);
      if (from > 0 || !model_only_) move(table.crossing(from), at, segment.device);
      const SegmentLoad& own = segment_load(a, segment.device, from, to);
      latency += own.service + own.process;
      if (accelerators_[index(segment.device.value())].segments > 1) latency += own.switch_time;
      at = segment.device;
      from = to;
    }
    if (!model_only_) move(problem_->app(a).result, at, app.target);
    latencies.emplace_back(a, latency);
  }
  return latencies;
}

BodyLoad BodyLoad::with_switches_paid() const {
  BodyLoad copy = *this;
  copy.switches_paid_ = true;
  return copy;
}

Duration BodyLoad::switches_to_come() const {
  Duration sum;
  for (const Accelerator& accelerator : accelerators_) {
    if (accelerator.segments == 1) sum += accelerator.switch_latency;
  }
  return sum;
}

std::vector<link::Ends> BodyLoad::links() const {
  std::vector<link::Ends> links;
  for (const Transfer& transfer : transfers_)
    links.push_back(problem_->ends_between(transfer.from, transfer.to));
  std::sort(links.begin(), links.end());
  links.erase(std::unique(links.begin(), links.end()), links.end());
  return links;
}

Score BodyLoad::score(int slots, LinkCosts& costs) const {
  Score score = parts_;
  std::vector<Duration> busy(costs.servers());
  for (const Transfer& transfer : transfers_) {
    const TransferCost cost =
        counted(transfer.app, costs.cost(transfer.size, slots, transfer.from, transfer.to));
    score.latency += cost.latency;
    score.energy_fj = sum_of(score.energy_fj, cost.energy_fj, "fJ");
    Duration& of_server = busy[costs.server(transfer.from, transfer.to)];
    of_server += cost.occupancy;
    score.round = std::max(score.round, of_server);
  }
  return score;
}

std::vector<AppId> BodyLoad::on_busiest(int slots, LinkCosts& costs) const {
  const Duration busiest = score(slots, costs).round;
  std::vector<Duration> servers(costs.servers());
  const auto occupied = [&](const Transfer& t) {
    return counted(t.app, costs.cost(t.size, slots, t.from, t.to)).occupancy;
  };
  for (const Transfer& t : transfers_) servers[costs.server(t.from, t.to)] += occupied(t);
  const auto computes = [&](DeviceId d) {
    const Accelerator& accelerator = accelerators_[index(d.value())];
    const Duration switches = accelerator.segments > 1 ? accelerator.switches : Duration();
    return std::max(accelerator.busy, accelerator.cpu_busy) + switches >= busiest;
  };
  std::vector<AppId> found;
  for (const auto& [a, app] : apps_) {
    const auto& source = problem_->device(app.source);
    const auto& target = problem_->device(app.target);
    const bool senses =
        sensors_[app.source.index()][plan::sensor_of(problem_->app(a), source)].busy() >= busiest;
    const bool interacts =
        actuators_[app.target.index()][plan::actuator_of(problem_->app(a), target)] >= busiest;
    const bool infers = std::any_of(app.segments.begin(), app.segments.end(),
                                    [&](const plan::Segment& segment) { return computes(segment.device); });
    const bool sends = std::any_of(transfers_.begin(), transfers_.end(), [&, id = a](const Transfer& t) {
      return t.app == id && servers[costs.server(t.from, t.to)] >= busiest;
    });
    if (senses || interacts || infers || sends) found.push_back(a);
  }
  return found;
}

}  // namespace synergy::planner
