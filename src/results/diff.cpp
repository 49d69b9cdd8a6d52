#include "synergy/results/diff.hpp"

#include "synergy/plan/limits.hpp"
#include "synergy/results/reasons.hpp"

#include <algorithm>
#include <optional>

#include "columns.hpp"
#include <fmt/format.h>

namespace synergy::results {
namespace {

/// One of the two plans and what is known of it.
struct Side {
  const plan::CollaborationPlan* plan;
  std::vector<plan::Reason> reasons;           ///< why it is infeasible
  std::optional<plan::CompiledPlan> compiled;  ///< none if it cannot run, whatever the limits
  plan::Estimate estimate;                     ///< of `compiled`, like what follows
  IdVector<plan::DeviceId, Power> power;       ///< per device
};

Side side_of(const plan::PlanningProblem& problem, const plan::CollaborationPlan& plan,
             scenario::Policy policy) {
  Side side{&plan, {}, {}, {}, {}};
  // Compiled twice: a plan that only breaks a limit can still be compared, and why it is refused is said as
  // well.
  auto judged = plan::compile(problem, plan);
  if (auto* infeasible = std::get_if<plan::Infeasible>(&judged))
    side.reasons = std::move(infeasible->reasons);
  auto compiled = plan::compile(problem, plan, plan::Limits::ignore);
  if (std::holds_alternative<plan::Infeasible>(compiled)) return side;
  side.compiled = std::get<plan::CompiledPlan>(std::move(compiled));
  side.estimate = plan::estimate(problem, *side.compiled, policy);
  side.power = plan::device_power(problem, *side.compiled, side.estimate, policy);
  return side;
}

struct DiffRow {
  std::string_view scope;
  std::string name;
  std::string property;
  Cell first, second;
};

const ColumnOf<DiffRow> kDiffColumns[] = {
    {{"scope", "", "app, plan, unit or device: what the row is about", Type::text, Role::key},
     [](const DiffRow& r) { return text(r.scope); }},
    {{"name", "", "its name; of the plan the scenario's", Type::text, Role::key},
     [](const DiffRow& r) { return text(r.name); }},
    {{"property", "", "source, devices, cuts, target, latency_ms, ...; figures are estimates", Type::text,
      Role::key},
     [](const DiffRow& r) { return text(r.property); }},
    // No type: rows differ in what they hold, and the property's name has the unit.
    {{"first", "", "of the first plan; empty if it cannot run"}, [](const DiffRow& r) { return r.first; }},
    {{"second", "", "of the second plan"}, [](const DiffRow& r) { return r.second; }},
    // Of numbers alone; counts are cells of numbers here, too, for the sake of this column.
    {{"change", "", "second - first, of numbers", Type::number},
     [](const DiffRow& r) -> Cell {
       const auto* first = std::get_if<double>(&r.first);
       const auto* second = std::get_if<double>(&r.second);
       if (first == nullptr || second == nullptr) return {};
       return *second - *first;
     }},
    {{"change_ratio", "ratio", "second / first - 1, of numbers", Type::number},
     [](const DiffRow& r) -> Cell {
       const auto* first = std::get_if<double>(&r.first);
       const auto* second = std::get_if<double>(&r.second);
       // Nothing is relative to 0.
       if (first == nullptr || second == nullptr || *first == 0) return {};
       return *second / *first - 1;
     }},
};

class Diff {
 public:
  Diff(const plan::PlanningProblem& problem, Side first, Side second)
      : problem_(problem), first_(std::move(first)), second_(std::move(second)) {}

  std::vector<DiffRow> rows() {
    for (const plan::AppId a : problem_.app_ids()) app_rows(a);
    plan_rows();
    unit_rows();
    device_rows();
    return std::move(rows_);
  }

 private:
  /// A row whose cells are `value` of each side.
  template <class Value>
  void add(std::string_view scope, const std::string& name, std::string_view property, const Value& value) {
    rows_.push_back({scope, name, std::string(property), value(first_), value(second_)});
  }
  /// The same for what only a plan that can run has.
  template <class Value>
  void estimated(std::string_view scope, const std::string& name, std::string_view property,
                 const Value& value) {
    add(scope, name, property, [&](const Side& side) -> Cell {
      if (!side.compiled) return {};
      return value(side);
    });
  }

  [[nodiscard]] Cell device(plan::DeviceId d) const { return text(problem_.device(d).name); }

  void app_rows(plan::AppId a) {
    const std::string& name = problem_.app(a).name;
    add("app", name, "source", [&](const Side& s) { return device(s.plan->apps[a].source); });
    add("app", name, "devices", [&](const Side& s) -> Cell {
      std::string devices;
      for (const plan::Segment& segment : s.plan->apps[a].segments)
        devices += (devices.empty() ? "" : " | ") + problem_.device(segment.device).name;
      return devices;
    });
    add("app", name, "cuts", [&](const Side& s) -> Cell {
      std::string layers;
      const auto& segments = s.plan->apps[a].segments;
      for (std::size_t i = 0; i + 1 < segments.size(); ++i)
        layers += fmt::format("{}after {}", i == 0 ? "" : " | ", segments[i].layers.last);
      return layers.empty() ? "none" : layers;
    });
    add("app", name, "target", [&](const Side& s) { return device(s.plan->apps[a].target); });
    estimated("app", name, "latency_ms", [&](const Side& s) { return ms(s.estimate.latency[a.index()]); });
  }

  void plan_rows() {
    const std::string& name = problem_.scenario().name;
    const auto add_estimate = [&](std::string_view property, const auto& value) {
      estimated("plan", name, property, value);
    };
    add("plan", name, "status", [](const Side& s) { return text(s.reasons.empty() ? "ok" : "infeasible"); });
    add("plan", name, "reasons", [](const Side& s) -> Cell {
      if (s.reasons.empty()) return {};
      return reasons_in_words(s.reasons);
    });
    add("plan", name, "deployment", [&](const Side& s) { return deployment(*s.plan); });
    add_estimate("round_ms", [](const Side& s) { return ms(s.estimate.round); });
    add_estimate("throughput_inf_per_s",
                 [](const Side& s) -> Cell { return s.estimate.throughput_inf_per_s; });
    add_estimate("energy_per_inference_uj", [](const Side& s) -> Cell {
      return s.estimate.mean_power.si() / s.estimate.throughput_inf_per_s * 1e6;
    });
    add_estimate("dynamic_energy_per_round_uj",
                 [](const Side& s) { return uj(s.estimate.dynamic_per_round); });
    add_estimate("power_mean_mw", [](const Side& s) { return mw(s.estimate.mean_power); });
    add_estimate("bottleneck_unit",
                 [](const Side& s) { return text(s.compiled->units[s.estimate.bottleneck].name); });
    add_estimate("link_count",
                 [](const Side& s) -> Cell { return static_cast<double>(s.compiled->links.size()); });
    add_estimate("slot_count",
                 [](const Side& s) -> Cell { return static_cast<double>(s.compiled->slots.slots); });
  }

  [[nodiscard]] Cell deployment(const plan::CollaborationPlan& plan) const {
    std::vector<plan::AppId> apps = plan.deployment;
    // A plan that does not say deploys in the order of the apps: shown, so that it equals one that says the
    // same.
    if (plan.deployment.empty()) {
      for (const plan::AppId a : problem_.app_ids()) apps.push_back(a);
    }
    std::string order;
    for (const plan::AppId a : apps) order += (order.empty() ? "" : ", ") + problem_.app(a).name;
    return order;
  }

  void unit_rows() {
    // By name: the same unit may have another number in the other plan, as links come and go.
    std::vector<std::string> names;  // of units that either plan uses
    for (const Side* side : {&first_, &second_}) {
      for (std::size_t u = 0; side->compiled && u < side->compiled->units.size(); ++u) {
        const std::string& name = side->compiled->units[plan::UnitId(u)].name;
        if (side->estimate.busy[u] > Duration() && std::find(names.begin(), names.end(), name) == names.end())
          names.push_back(name);
      }
    }
    for (const std::string& name : names) {
      estimated("unit", name, "busy_per_round_ms", [&](const Side& s) {
        const auto& units = s.compiled->units;
        const auto unit =
            std::find_if(units.begin(), units.end(), [&](const auto& u) { return u.name == name; });
        return ms(unit == units.end() ? Duration()
                                      : s.estimate.busy[static_cast<std::size_t>(unit - units.begin())]);
      });
    }
  }

  void device_rows() {
    for (const plan::DeviceId d : problem_.device_ids()) {
      const scenario::Device& device = problem_.device(d);
      estimated("device", device.name, "power_mean_mw", [&](const Side& s) { return mw(s.power[d]); });
      if (!device.accelerator) continue;
      // An empty memory names the same memories in the same order as any other of its accelerator.
      const std::vector<device::MemoryUse> empty = device.accelerator->empty_memory().uses();
      for (std::size_t m = 0; m < empty.size(); ++m) {
        estimated("device", device.name, std::string(empty[m].name) + "_left", [&](const Side& s) -> Cell {
          const device::MemoryUse use = s.compiled->memory.of(d).uses()[m];
          return static_cast<double>(use.available - use.used);
        });
      }
    }
  }

  const plan::PlanningProblem& problem_;
  Side first_, second_;
  std::vector<DiffRow> rows_;
};

}  // namespace

Table diff_table(const plan::PlanningProblem& problem, const plan::CollaborationPlan& first,
                 const plan::CollaborationPlan& second, scenario::Policy policy) {
  return make_table<DiffRow>(
      "diff", kDiffColumns,
      Diff(problem, side_of(problem, first, policy), side_of(problem, second, policy)).rows());
}

Table diff_table() { return make_table<DiffRow>("diff", kDiffColumns, {}); }

Table differences(const Table& diff) {
  Table changed = diff;
  // Cells three and four are first and second; both empty is no difference.
  std::erase_if(changed.rows, [](const auto& row) { return row[3] == row[4]; });
  return changed;
}

}  // namespace synergy::results
