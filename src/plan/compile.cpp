#include "synergy/base/ensure.hpp"
#include "synergy/plan/compiled.hpp"
#include "synergy/plan/costs.hpp"
#include "synergy/plan/limits.hpp"
#include "synergy/plan/unit_names.hpp"
#include "synergy/scenario/links.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "checks.hpp"
#include <fmt/format.h>

namespace synergy::plan {
namespace {

/// find() searches from the front: a body has a few dozen parts.
class Units {
 public:
  explicit Units(const scenario::Scenario& scenario) : units(units_of_body(scenario)) {}

  [[nodiscard]] UnitId find(Unit::Kind kind, DeviceId device, std::size_t part) const {
    for (std::size_t u = 0; u < units.size(); ++u) {
      if (units[UnitId(u)].kind == kind && units[UnitId(u)].device == device &&
          units[UnitId(u)].part == static_cast<int>(part)) {
        return static_cast<UnitId>(u);
      }
    }
    ensure(false, "every part of the body is a unit");
    return UnitId::none();
  }

  IdVector<UnitId, Unit> units;
};

/// From a plan that Checks found in order to stages. What a thing costs is not decided here (costs.hpp), only
/// which stages there are and on which unit.
class Compiler {
 public:
  Compiler(const PlanningProblem& problem, CompiledPlan& result)
      : problem_(problem), scenario_(problem.scenario()), result_(result), units_(scenario_) {}

  void run(const std::vector<std::vector<device::Placement>>& placements) {
    // Links first: the slots that all of them together need decide what each transfer costs.
    collect_links();
    for (const AppId a : problem_.app_ids()) {
      const auto i = a.index();
      add_app(a, result_.plan.apps[AppId(i)], placements[i]);
    }
    result_.units = std::move(units_.units);
  }

 private:
  void collect_links() {
    result_.links = links_of(result_.plan, scenario_.devices);
    result_.slots = result_.link_kind->schedule(problem_.device_count(), result_.links);
    std::map<int, UnitId> media;  // by set of links
    for (std::size_t l = 0; l < result_.links.size(); ++l) {
      const link::Ends pair = result_.links[l];
      const link::LinkUse use = result_.link_kind->use_of(pair);
      std::string name = link_name(problem_.device(pair.first).name, problem_.device(pair.second).name);
      if (scenario::links_between(scenario_, pair).size() > 1)
        name += "/" + name_in_key(scenario::link_set_name(scenario_, use.set));
      result_.link_names.push_back(name);
      const auto next = static_cast<UnitId>(units_.units.size());
      const auto [medium, is_new] =
          use.shares_medium ? media.try_emplace(use.set, next) : std::pair{media.end(), true};
      result_.link_units.push_back(is_new ? next : medium->second);
      if (!is_new) continue;
      if (use.shares_medium) name = name_in_key(scenario::link_set_name(scenario_, use.set));
      units_.units.push_back({Unit::Kind::link, pair.first, static_cast<int>(l), std::move(name)});
    }
  }

  void add_app(AppId a, const ExecutionPlan& plan, const std::vector<device::Placement>& placements) {
    const scenario::App& app = problem_.app(a);
    const scenario::Device& source = problem_.device(plan.source);
    const scenario::Device& target = problem_.device(plan.target);
    CompiledApp& compiled = result_.apps.emplace_back();

    const std::size_t sensor_part = sensor_of(app, source);
    const device::SensorProfile& sensor = *source.sensors[sensor_part];
    Stage& sense =
        add(compiled, Stage::Kind::sense, units_.find(Unit::Kind::sensor, plan.source, sensor_part));
    sense.sense = sense_cost(app, sensor);
    sense.work = {sense.sense.readout, sense.sense.energy, Duration(), Energy()};

    DeviceId at = plan.source;
    for (std::size_t s = 0; s < plan.segments.size(); ++s) {
      const Segment& segment = plan.segments[s];
      // By placement, not from the segment table: beside other segments a place may cost more than alone.
      const device::SegmentCost cost =
          problem_.table(a, segment.device).lowered().cost(segment.layers, placements[s]);
      const device::Accelerator& chip = *problem_.device(segment.device).accelerator;
      add_transfer(compiled, at, segment.device, cost.input_bytes);
      if (s == 0)
        add_process(compiled, Stage::Kind::preprocess, segment.device, preprocess_time(app, chip), chip);
      add_compute(compiled, segment, cost);
      if (s + 1 == plan.segments.size())
        add_process(compiled, Stage::Kind::postprocess, segment.device, postprocess_time(app, chip), chip);
      at = segment.device;
    }
    add_transfer(compiled, at, plan.target, app.result);

    const std::size_t actuator_part = actuator_of(app, target);
    const device::ActuatorProfile& actuator = *target.actuators[actuator_part];
    Stage& interact =
        add(compiled, Stage::Kind::interact, units_.find(Unit::Kind::actuator, plan.target, actuator_part));
    interact.work = interact_cost(actuator);
  }

  Stage& add(CompiledApp& app, Stage::Kind kind, UnitId unit) {
    Stage& stage = app.stages.emplace_back();
    stage.kind = kind;
    stage.unit = unit;
    return stage;
  }

  void add_transfer(CompiledApp& app, DeviceId from, DeviceId to, Bytes size) {
    // Within a device the accelerator's load and unload move the data, and those are phases of the visit.
    if (from == to) return;
    const auto [sender, receiver] = problem_.carriers(from, to);
    const link::Ends ends = ends_of(sender, receiver);
    const auto l = static_cast<std::size_t>(
        std::lower_bound(result_.links.begin(), result_.links.end(), ends) - result_.links.begin());
    Stage& stage = add(app, Stage::Kind::transfer, result_.link_units[l]);
    stage.size = size;
    stage.forward = sender < receiver;
    stage.link = l;
    stage.transfer = transfer_cost(problem_, *result_.link_kind, size, from, to, result_.slots.slots);
  }

  void add_process(CompiledApp& app, Stage::Kind kind, DeviceId device, Duration time,
                   const device::Accelerator& chip) {
    // A stage of no time would still queue for its CPU behind other work.
    if (time == Duration()) return;
    Stage& stage = add(app, kind, units_.find(Unit::Kind::cpu, device, 0));
    stage.work = process_cost(scenario_, chip, time);
  }

  void add_compute(CompiledApp& app, const Segment& segment, const device::SegmentCost& cost) {
    Stage& stage = add(app, Stage::Kind::compute, units_.find(Unit::Kind::accelerator, segment.device, 0));
    stage.segment = segment;
    // What an accelerator remembers as its last visitor: two segments of different apps are never the same,
    // even with the same layers of the same model.
    stage.segment_id = next_segment_id_++;
    stage.cost = cost;
    stage.visit = visit_cost(scenario_, *problem_.device(segment.device).accelerator, cost);
    stage.work = stage.visit.work();
    stage.cpu = units_.find(Unit::Kind::cpu, segment.device, 0);
    ++result_.segments_on[segment.device];
  }

  const PlanningProblem& problem_;
  const scenario::Scenario& scenario_;
  CompiledPlan& result_;
  Units units_;
  int next_segment_id_ = 0;
};

}  // namespace

IdVector<UnitId, Unit> units_of_body(const scenario::Scenario& scenario) {
  IdVector<UnitId, Unit> units;
  for (const DeviceId d : scenario.devices.ids()) {
    const scenario::Device& device = scenario.devices[d];
    std::map<std::string, int> of_name;  // two cameras, or a sensor that is called accelerator
    const auto add = [&](Unit::Kind kind, std::size_t part, const std::string& part_name) {
      units.push_back(
          {kind, d, static_cast<int>(part), unit_name(device.name, part_name, ++of_name[part_name])});
    };
    for (std::size_t i = 0; i < device.sensors.size(); ++i)
      add(Unit::Kind::sensor, i, device.sensors[i]->type);
    if (device.accelerator) {
      add(Unit::Kind::cpu, 0, "cpu");
      add(Unit::Kind::accelerator, 0, "accelerator");
    }
    for (std::size_t i = 0; i < device.actuators.size(); ++i)
      add(Unit::Kind::actuator, i, device.actuators[i]->type);
  }
  return units;
}

std::vector<link::Ends> links_of(const CollaborationPlan& plan, const scenario::Devices& devices) {
  // Ordered, since the place of a link is its number in slots and units.
  std::set<link::Ends> ends;
  const auto connect = [&](DeviceId x, DeviceId y) {
    if (x != y) ends.insert(scenario::ends_between(devices, x, y));
  };
  for (const ExecutionPlan& app : plan.apps) {
    DeviceId at = app.source;
    for (const Segment& segment : app.segments) {
      connect(at, segment.device);
      at = segment.device;
    }
    connect(at, app.target);
  }
  return {ends.begin(), ends.end()};
}

link::LinkContext context_of_link(const PlanningProblem& problem, const CompiledPlan& compiled,
                                  std::size_t l) {
  return problem.link_context(*compiled.link_kind, compiled.links[l], compiled.slots.slots, compiled.links);
}

std::variant<CompiledPlan, Infeasible> compile(const PlanningProblem& problem, const CollaborationPlan& plan,
                                               Limits limits) {
  Checks checks(problem, plan);
  // Of a plan that is not one of these apps nothing more can be said.
  if (!checks.structure()) return Infeasible{checks.take_reasons()};
  CompiledPlan compiled{.plan = plan,
                        .units = {},
                        .apps = {},
                        .links = {},
                        .link_names = {},
                        .link_units = {},
                        .slots = {},
                        .link_kind = problem.link_kind(plan),
                        .memory = BodyMemory(problem),
                        .segments_on = {}};
  compiled.segments_on.resize(problem.scenario().devices.size());
  const auto placements = checks.place(compiled.memory);
  checks.links(*compiled.link_kind);
  if (!checks.ok()) return Infeasible{checks.take_reasons()};
  Compiler(problem, compiled).run(placements);
  if (limits == Limits::ignore) return compiled;
  if (auto broken = broken_limits(problem, compiled); !broken.empty()) return Infeasible{std::move(broken)};
  return compiled;
}

}  // namespace synergy::plan
