#include "synergy/outside/process.hpp"
#include "synergy/plan/costs.hpp"
#include "synergy/planner/in_force.hpp"
#include "synergy/scenario/links.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

namespace synergy::outside {
namespace {

using Json = nlohmann::ordered_json;
using plan::AppId;
using plan::DeviceId;

double microjoules(Energy energy) { return energy.si() * 1e6; }
double milliwatts(Power power) { return power.si() * 1e3; }

/// What each part of the question needs.
class Question {
 public:
  explicit Question(const plan::PlanningProblem& problem)
      : problem_(problem), scenario_(problem.scenario()) {}

  [[nodiscard]] Json whole() {
    Json json;
    json["scenario"] = scenario_.name;
    json["seed"] = scenario_.seed;
    json["objective"] = objective();
    json["regime"] = to_text(scenario_.load.regime);
    json["policy"] = scenario_.policy ? Json(to_text(*scenario_.policy)) : Json();
    json["residency"] = to_text(scenario_.residency);
    json["devices"] = Json::array();
    for (const DeviceId d : problem_.device_ids()) json["devices"].push_back(device(d));
    json["apps"] = Json::array();
    for (const AppId a : problem_.app_ids()) json["apps"].push_back(app(a));
    // Behind the apps, which say which there are.
    json["tables"] = std::move(tables_);
    json["links"] = links();
    return json;
  }

 private:
  [[nodiscard]] const std::string& name(DeviceId d) const { return problem_.device(d).name; }

  template <class Ids>
  [[nodiscard]] Json names(const Ids& devices) const {
    Json list = Json::array();
    for (const DeviceId d : devices) list.push_back(name(d));
    return list;
  }

  [[nodiscard]] Json objective() const {
    const scenario::Objective& objective = scenario_.objective;
    return {{"kind", to_text(objective.kind)},
            {"weights",
             {{"round_per_ms", static_cast<double>(objective.round_thousandths) / 1000},
              {"latency_per_ms", static_cast<double>(objective.latency_thousandths) / 1000},
              {"energy_per_mj", static_cast<double>(objective.energy_thousandths) / 1000}}}};
  }

  [[nodiscard]] Json device(DeviceId d) const {
    const scenario::Device& device = problem_.device(d);
    Json json{{"name", device.name}, {"accelerator", nullptr}};
    if (device.accelerator) {
      json["accelerator"] = device.accelerator->name();
      json["family"] = device.accelerator->family().name;
      json["capacities"] = Json::array();
      for (const device::Capacity& c : device.accelerator->capacities())
        json["capacities"].push_back({{"name", c.name}, {"available", c.available}});
      json["cpu_active_mw"] = milliwatts(plan::cpu_above_idle(scenario_, *device.accelerator));
    }
    json["idle_mw"] = milliwatts(plan::idle_power(scenario_, d, {}).total());
    json["part_of"] = device.part_of ? Json(name(*device.part_of)) : Json();
    json["sensors"] = Json::array();
    for (const auto& sensor : device.sensors) json["sensors"].push_back(sensor->type);
    json["actuators"] = Json::array();
    for (const auto& actuator : device.actuators) json["actuators"].push_back(actuator->type);
    json["battery_uj"] = device.battery ? Json(microjoules(*device.battery)) : Json();
    json["battery_life_floor_ns"] =
        device.battery_life_floor ? Json(device.battery_life_floor->ns()) : Json();
    return json;
  }

  [[nodiscard]] Json app(AppId a) {
    const scenario::App& app = problem_.app(a);
    Json json{{"name", app.name}, {"model", app.model->name()}, {"layers", app.model->all().last + 1}};
    json["input_bytes"] = input_of(a).count();
    json["result_bytes"] = app.result.count();
    json["rate_hz"] = app.rate.si() > 0 ? Json(app.rate.si()) : Json();
    json["deadline_ns"] = app.deadline ? Json(app.deadline->ns()) : Json();
    json["latency_limit_ns"] =
        app.constraints.latency_limit ? Json(app.constraints.latency_limit->ns()) : Json();
    json["forbidden_devices"] = names(app.constraints.forbidden_devices);
    json["pinned_segments"] = Json::array();
    for (const scenario::PinnedSegment& pin : app.constraints.pinned_segments)
      json["pinned_segments"].push_back(
          {{"device", name(pin.device)}, {"first", pin.layers.first}, {"last", pin.layers.last}});
    json["sources"] = Json::array();
    for (const DeviceId d : problem_.sources(a)) json["sources"].push_back(source(app, d));
    json["targets"] = Json::array();
    for (const DeviceId d : problem_.targets(a)) {
      const scenario::Device& target = problem_.device(d);
      const plan::PhaseCost cost = plan::interact_cost(*target.actuators[plan::actuator_of(app, target)]);
      json["targets"].push_back({{"device", target.name},
                                 {"interact_ns", cost.time.ns()},
                                 {"energy_uj", microjoules(cost.total())}});
    }
    json["accelerators"] = Json::array();
    for (const DeviceId d : problem_.accelerators()) {
      const device::Accelerator& chip = *problem_.device(d).accelerator;
      json["accelerators"].push_back({{"device", name(d)},
                                      {"table", table(a, d)},
                                      {"preprocess_ns", plan::preprocess_time(app, chip).ns()},
                                      {"postprocess_ns", plan::postprocess_time(app, chip).ns()}});
    }
    return json;
  }

  [[nodiscard]] Json source(const scenario::App& app, DeviceId d) const {
    const scenario::Device& device = problem_.device(d);
    const plan::SenseCost cost = plan::sense_cost(app, *device.sensors[plan::sensor_of(app, device)]);
    return {{"device", device.name},
            {"readout_ns", cost.readout.ns()},
            {"period_ns", cost.unlimited ? Json() : Json(cost.period.ns())},
            {"wait_ns", cost.wait.ns()},
            {"energy_uj", microjoules(cost.energy)}};
  }

  [[nodiscard]] Bytes input_of(AppId a) const {
    return problem_.table(a, problem_.accelerators().front()).crossing(0);
  }

  /// The place of a table, which is added where it is a new one: apps with one model on devices with one chip
  /// share theirs.
  [[nodiscard]] std::size_t table(AppId a, DeviceId d) {
    const plan::SegmentTable& table = problem_.table(a, d);
    const auto [place, is_new] = places_.try_emplace(&table, tables_.size());
    if (!is_new) return place->second;
    Json json{{"model", problem_.app(a).model->name()},
              {"accelerator", problem_.device(d).accelerator->name()}};
    json["cuts"] = Json::array();
    sizes_.insert(table.crossing(0));
    for (int boundary = 1; boundary + 1 < table.boundaries(); ++boundary) {
      const device::LayerIndex after = table.layers(0, boundary).last;
      json["cuts"].push_back({{"after", after}, {"bytes", table.crossing(boundary).count()}});
      sizes_.insert(table.crossing(boundary));
    }
    json["segments"] = Json::array();
    for (int from = 0; from + 1 < table.boundaries(); ++from) {
      for (int to = from + 1; to < table.boundaries(); ++to) {
        if (const device::SegmentCost* cost = table.cost(from, to))
          json["segments"].push_back(segment(table, table.layers(from, to), *cost));
      }
    }
    tables_.push_back(std::move(json));
    return place->second;
  }

  [[nodiscard]] Json segment(const plan::SegmentTable& table, device::LayerRange layers,
                             const device::SegmentCost& cost) const {
    const bool reload = scenario_.residency == scenario::Residency::reload;
    return {{"first", layers.first},
            {"last", layers.last},
            {"cycles", cost.cycles.count()},
            {"macs", cost.macs},
            {"input_bytes", cost.input_bytes.count()},
            {"output_bytes", cost.output_bytes.count()},
            {"weight_bytes", cost.weight_bytes.count()},
            {"load_ns", cost.load.ns()},
            {"feed_ns", cost.feed.ns()},
            {"infer_ns", cost.infer.ns()},
            {"unload_ns", cost.unload.ns()},
            {"switch_ns", (reload ? cost.switch_reload : cost.switch_retained).ns()},
            {"load_uj", microjoules(cost.load_energy)},
            {"infer_uj", microjoules(cost.infer_energy)},
            {"unload_uj", microjoules(cost.unload_energy)},
            {"switch_uj", microjoules(reload ? cost.switch_reload_energy : cost.switch_retained_energy)},
            {"least_need", table.lowered().least_need(layers)}};
  }

  /// By classes of directed pairs that cost the same, for each number of slots that links of the body may
  /// need.
  [[nodiscard]] Json links() {
    const link::LinkKind& kind = *scenario_.link_kind;
    for (const scenario::App& app : scenario_.apps) sizes_.insert(app.result);
    std::set<int> slots;
    for (int degree = 1; degree < problem_.device_count(); ++degree) {
      const auto [least, most] = kind.slots_for(degree);
      for (int s = std::max(least, 1); s <= most; ++s) {
        if (kind.why_infeasible(s).empty()) slots.insert(s);
      }
    }
    Json json{{"lossless", kind.is_lossless()}, {"slots", slots}, {"classes", Json::array()}};
    for (const auto& [key, pairs] : pairs_by_class()) {
      const auto [from, to] = pairs.front();
      const link::LinkUse use = kind.use_of(problem_.ends_between(from, to));
      Json entry{{"set", scenario::link_set_name(scenario_, use.set)},
                 {"shares_medium", use.shares_medium},
                 {"pairs", Json::array()},
                 {"transfers", Json::array()}};
      for (const auto& [sender, receiver] : pairs)
        entry["pairs"].push_back({{"from", name(sender)}, {"to", name(receiver)}});
      for (const int s : slots) {
        for (const Bytes size : sizes_) {
          if (size.count() <= 0) continue;
          const link::TransferEstimate cost = plan::transfer_cost(problem_, size, from, to, s);
          entry["transfers"].push_back({{"slots", s},
                                        {"bytes", size.count()},
                                        {"latency_ns", cost.latency.ns()},
                                        {"occupancy_ns", cost.occupancy.ns()},
                                        {"energy_uj", microjoules(cost.sender + cost.receiver)}});
        }
      }
      json["classes"].push_back(std::move(entry));
    }
    return json;
  }

  using Key =
      std::tuple<int, const device::RadioProfile*, const device::RadioProfile*, std::optional<double>, bool>;
  using Pairs = std::vector<std::pair<DeviceId, DeviceId>>;

  /// In the order of the first pair of each, which no address decides.
  [[nodiscard]] std::vector<std::pair<Key, Pairs>> pairs_by_class() const {
    std::vector<std::pair<Key, Pairs>> classes;
    for (const DeviceId from : problem_.device_ids()) {
      for (const DeviceId to : problem_.device_ids()) {
        if (from == to) continue;
        const auto [sender, receiver] = problem_.carriers(from, to);
        const link::Ends ends = plan::ends_of(sender, receiver);
        const link::LinkUse use = scenario_.link_kind->use_of(ends);
        if (!use.exists) continue;
        const link::LinkContext context = problem_.link_context(ends, 1);
        const Key key{use.set, context.first, context.second, context.path_loss_db, sender < receiver};
        const auto found =
            std::find_if(classes.begin(), classes.end(), [&](const auto& c) { return c.first == key; });
        if (found == classes.end())
          classes.push_back({key, {{from, to}}});
        else
          found->second.emplace_back(from, to);
      }
    }
    return classes;
  }

  const plan::PlanningProblem& problem_;
  const scenario::Scenario& scenario_;
  Json tables_ = Json::array();
  std::map<const plan::SegmentTable*, std::size_t> places_;
  std::set<Bytes> sizes_;  // that may travel
};

Json value_of(const planner::Parameter& parameter, const planner::ParameterValues& values) {
  if (std::holds_alternative<planner::Parameter::Boolean>(parameter.type))
    return values.boolean(parameter.name);
  if (std::holds_alternative<planner::Parameter::Integer>(parameter.type))
    return values.integer(parameter.name);
  if (std::holds_alternative<planner::Parameter::Real>(parameter.type)) return values.real(parameter.name);
  return values.text(parameter.name);
}

/// As a plan file has it.
Json plan_in_force(const planner::PlanInForce* plan) {
  if (plan == nullptr) return nullptr;
  Json json;
  if (!plan->deployment.empty()) json["deployment"] = plan->deployment;
  json["apps"] = Json::array();
  for (const planner::PlanInForce::App& app : plan->apps) {
    Json segments = Json::array();
    for (const auto& [device, layers] : app.segments)
      segments.push_back({{"device", device}, {"first", layers.first}, {"last", layers.last}});
    json["apps"].push_back(
        {{"app", app.name}, {"source", app.source}, {"segments", segments}, {"target", app.target}});
  }
  for (const auto& [between, link] : plan->links)
    json["links"].push_back({{"between", {between.first, between.second}}, {"link", link}});
  return json;
}

}  // namespace

std::string describe_question() { return Json{{"protocol", kProtocol}, {"ask", "describe"}}.dump(); }

std::string plan_question(const planner::PlanningContext& context,
                          const std::vector<planner::Parameter>& parameters) {
  Json json{{"protocol", kProtocol}, {"ask", "plan"}, {"parameters", Json::object()}};
  for (const planner::Parameter& parameter : parameters)
    json["parameters"][parameter.name] = value_of(parameter, context.values);
  json["problem"] = Question(context.problem).whole();
  json["plan_in_force"] = plan_in_force(context.in_force);
  // Names of hostile files may be no UTF-8.
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace synergy::outside
