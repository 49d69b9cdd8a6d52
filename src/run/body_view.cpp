#include "body_view.hpp"

#include <algorithm>

namespace synergy::run {
namespace {

using simulation::PlanInForce;

template <class Id>
Id place_of(const IdVector<Id, Id>& on_body, Id body) {
  const auto found = std::find(on_body.begin(), on_body.end(), body);
  return Id(static_cast<std::size_t>(found - on_body.begin()));
}

class View {
 public:
  View(const simulation::DynamicResult& result, const Workload& body)
      : result_(result),
        body_(body),
        compiled_{.plan = {},
                  .units = result.units,
                  .apps = {},
                  .links = result.links,
                  .link_names = result.link_names,
                  .link_units = result.link_units,
                  .slots = result.plans.front()->compiled->slots,
                  .link_kind = body.scenario().link_kind,
                  .memory = plan::BodyMemory(body.problem()),
                  .segments_on = {}} {
    compiled_.segments_on.resize(body.scenario().devices.size(), 0);
    // Slots that a link had in the first plan; others have none there.
    IdVector<link::LinkId, int> slots(result.links.size(), 0);
    const plan::CompiledPlan& first = *result.plans.front()->compiled;
    for (std::size_t l = 0; l < first.links.size(); ++l)
      slots[link::LinkId(l)] = first.slots.slot_of[link::LinkId(l)];
    compiled_.slots.slot_of = slots;
  }

  BodyView make() {
    for (const plan::AppId a : body_.scenario().apps.ids()) {
      compiled_.apps.emplace_back();
      compiled_.plan.apps.emplace_back();
      for (const auto& plan : result_.plans) {
        const plan::AppId w = place_of(plan->apps, a);
        if (w == plan->apps.end_id()) continue;
        add(a, *plan, w);
        break;
      }
    }
    return {std::make_shared<const plan::CompiledPlan>(std::move(compiled_)), estimate()};
  }

 private:
  void add(plan::AppId a, const PlanInForce& plan, plan::AppId w) {
    const plan::ExecutionPlan& from = plan.compiled->plan.apps[w];
    plan::ExecutionPlan& to = compiled_.plan.apps[a];
    to.source = plan.devices[from.source];
    to.target = plan.devices[from.target];
    for (const plan::Segment& segment : from.segments) {
      to.segments.push_back({plan.devices[segment.device], segment.layers});
      // As far as there is room: plans of different times need not fit beside each other.
      (void)compiled_.memory.place(a, to.segments.back());
    }
    compiled_.apps[a] = plan.compiled->apps[w];
    for (plan::Stage& stage : compiled_.apps[a].stages) {
      stage.unit = unit(plan, stage.unit);
      if (stage.kind == plan::Stage::Kind::transfer) {
        const std::string& name = plan.compiled->link_names[stage.link];
        const auto found = std::find(result_.link_names.begin(), result_.link_names.end(), name);
        stage.link = static_cast<std::size_t>(found - result_.link_names.begin());
      }
      if (stage.kind != plan::Stage::Kind::compute) continue;
      stage.cpu = unit(plan, stage.cpu);
      stage.segment.device = plan.devices[stage.segment.device];
      ++compiled_.segments_on[stage.segment.device];
    }
  }

  [[nodiscard]] plan::UnitId unit(const PlanInForce& plan, plan::UnitId in_plan) const {
    const std::string& name = plan.compiled->units[in_plan].name;
    const auto found = std::find_if(result_.units.begin(), result_.units.end(),
                                    [&](const plan::Unit& other) { return other.name == name; });
    return plan::UnitId(static_cast<std::size_t>(found - result_.units.begin()));
  }

  [[nodiscard]] std::shared_ptr<const plan::Estimate> estimate() const {
    const PlanInForce& plan = *result_.plans.front();
    plan::Estimate estimate = plan.estimate;
    const std::size_t apps = body_.scenario().apps.size();
    const std::size_t units = result_.units.size();
    estimate.latency.assign(apps, {});
    estimate.app_inf_per_s.assign(apps, 0);
    estimate.dynamic.assign(apps, {});
    estimate.demand.assign(units, std::vector<Duration>(apps));
    estimate.busy.assign(units, {});
    estimate.busy_under_policy.assign(units, {});
    if (estimate.rates) estimate.rates->offered_ratio.assign(units, 0);
    for (const plan::AppId w : plan.apps.ids()) {
      const std::size_t a = plan.apps[w].index();
      estimate.latency[a] = plan.estimate.latency[w.index()];
      estimate.app_inf_per_s[a] = plan.estimate.app_inf_per_s[w.index()];
      estimate.dynamic[a] = plan.estimate.dynamic[w.index()];
    }
    for (const plan::UnitId u : plan.compiled->units.ids()) {
      const std::size_t on_body = unit(plan, u).index();
      estimate.busy[on_body] = plan.estimate.busy[u.index()];
      estimate.busy_under_policy[on_body] = plan.estimate.busy_under_policy[u.index()];
      if (estimate.rates)
        estimate.rates->offered_ratio[on_body] = plan.estimate.rates->offered_ratio[u.index()];
      for (const plan::AppId w : plan.apps.ids())
        estimate.demand[on_body][plan.apps[w].index()] = plan.estimate.demand[u.index()][w.index()];
    }
    estimate.bottleneck = unit(plan, plan.estimate.bottleneck);
    if (estimate.rates && estimate.rates->unsustained_unit)
      estimate.rates->unsustained_unit = unit(plan, *plan.estimate.rates->unsustained_unit);
    return std::make_shared<const plan::Estimate>(std::move(estimate));
  }

  const simulation::DynamicResult& result_;
  const Workload& body_;
  plan::CompiledPlan compiled_;
};

}  // namespace

BodyView view_of(const simulation::DynamicResult& result, const Workload& body) {
  return View(result, body).make();
}

}  // namespace synergy::run
