#include "problem_view.hpp"

#include "synergy/input/error.hpp"
#include "synergy/plan/compiled.hpp"
#include "synergy/plan/estimate.hpp"
#include "synergy/plan/io.hpp"
#include "synergy/plan/objective_value.hpp"
#include "synergy/planner/in_force.hpp"
#include "synergy/results/reasons.hpp"
#include "synergy/simulation/evaluator.hpp"

#include <algorithm>
#include <stdexcept>

#include "names.hpp"

namespace synergy::python {
namespace {

std::vector<std::string> names_of_devices(const std::vector<plan::DeviceId>& ids,
                                          const plan::PlanningProblem& problem) {
  std::vector<std::string> names;
  for (const plan::DeviceId d : ids) names.push_back(problem.device(d).name);
  return names;
}

/// Whoever has no evaluator of a planner's call is answered by the one that runs use. Stateless.
const plan::Evaluator& own_evaluator() {
  static const simulation::SimulatedEvaluator evaluator;
  return evaluator;
}

SegmentView segment_view(const scenario::Scenario& scenario, const device::Accelerator& chip,
                         const device::SegmentCost& cost) {
  const plan::VisitCost visit = plan::visit_cost(scenario, chip, cost);
  return {.load_ms = visit.load.time.ms(),
          .infer_ms = visit.infer.time.ms(),
          .unload_ms = visit.unload.time.ms(),
          .switch_ms = visit.switching.time.ms(),
          .energy_uj = visit.work().total().si() * 1e6,
          .cycles = cost.cycles.count(),
          .weight_bytes = cost.weight_bytes.count(),
          .input_bytes = cost.input_bytes.count(),
          .output_bytes = cost.output_bytes.count()};
}

}  // namespace

EstimateView view_of(const plan::Estimate& estimate, const plan::CompiledPlan& compiled,
                     const scenario::Scenario& scenario, scenario::Policy policy) {
  EstimateView view;
  view.policy = scenario::to_text(policy);
  view.round_ms = estimate.round.ms();
  view.throughput_inf_per_s = estimate.throughput_inf_per_s;
  view.power_mean_mw = estimate.mean_power.si() * 1e3;
  view.power_static_mw = estimate.static_power.si() * 1e3;
  view.bottleneck_unit = compiled.units[estimate.bottleneck].name;
  for (const plan::AppId a : scenario.apps.ids()) {
    const std::string& name = scenario.apps[a].name;
    view.latency_ms.emplace_back(name, estimate.latency[a.index()].ms());
    view.app_inf_per_s.emplace_back(name, estimate.app_inf_per_s[a.index()]);
    view.energy_uj.emplace_back(name, estimate.dynamic[a.index()].si() * 1e6);
  }
  for (const plan::UnitId u : compiled.units.ids())
    view.busy_ms.emplace_back(compiled.units[u].name, estimate.busy[u.index()].ms());
  if (estimate.rates) view.sustained = estimate.rates->sustained();
  view.objective_value = plan::objective_value(scenario.objective, estimate);
  return view;
}

ProblemView::ProblemView(run::Workload workload)
    : workload_(std::move(workload)), problem_(&workload_->problem()) {}

ProblemView::ProblemView(const planner::PlanningContext& context)
    : problem_(&context.problem),
      evaluator_(context.evaluator),
      in_force_(context.in_force),
      values_(context.values) {}

const plan::PlanningProblem& ProblemView::problem() const {
  if (problem_ == nullptr)
    throw std::runtime_error("a planner's problem ends with the call that it was given to");
  return *problem_;
}

std::vector<AppView> ProblemView::apps() const {
  std::vector<AppView> apps;
  for (const plan::AppId a : problem().app_ids()) {
    const scenario::App& app = problem().app(a);
    AppView& view = apps.emplace_back();
    view.name = app.name;
    view.model = app.model->name();
    view.sensor = app.sensor;
    view.interaction = app.interaction;
    view.layer_count = app.model->layer_count();
    view.sources = names_of_devices(problem().sources(a), problem());
    view.targets = names_of_devices(problem().targets(a), problem());
    if (app.rate.si() > 0) view.rate_hz = app.rate.si();
    if (app.constraints.latency_limit) view.latency_limit_ms = app.constraints.latency_limit->ms();
    view.result_bytes = app.result.count();
    if (!problem().accelerators().empty())
      view.input_bytes = problem().table(a, problem().accelerators().front()).crossing(0).count();
  }
  return apps;
}

std::vector<DeviceView> ProblemView::devices() const {
  std::vector<DeviceView> devices;
  for (const scenario::Device& device : scenario().devices) {
    DeviceView& view = devices.emplace_back();
    view.name = device.name;
    if (device.accelerator) view.accelerator = device.accelerator->name();
    for (const auto& sensor : device.sensors) view.sensors.push_back(sensor->type);
    for (const auto& actuator : device.actuators) view.interactions.push_back(actuator->type);
  }
  return devices;
}

std::optional<std::vector<ProblemView::RunningApp>> ProblemView::in_force() const {
  (void)problem();  // refused when the call is over
  if (in_force_ == nullptr) return {};
  std::vector<RunningApp> apps;
  for (const planner::PlanInForce::App& app : in_force_->apps) {
    std::vector<std::tuple<std::string, int, int>> segments;
    for (const auto& [device, layers] : app.segments)
      segments.emplace_back(device, layers.first, layers.last);
    apps.emplace_back(app.name, app.source, std::move(segments), app.target);
  }
  return apps;
}

std::vector<std::pair<int, std::int64_t>> ProblemView::cuts(const std::string& app_name,
                                                            const std::string& device_name) const {
  const plan::DeviceId d = device(device_name);
  std::vector<std::pair<int, std::int64_t>> cuts;
  if (!problem().device(d).accelerator) return cuts;
  const plan::SegmentTable& table = problem().table(app(app_name), d);
  for (std::size_t c = 0; c < table.cuts().size(); ++c)
    cuts.emplace_back(table.cuts()[c], table.crossing(static_cast<int>(c) + 1).count());
  return cuts;
}

std::optional<SegmentView> ProblemView::cost(const std::string& app_name, const std::string& device_name,
                                             int first, int last) const {
  const plan::AppId a = app(app_name);
  const plan::DeviceId d = device(device_name);
  const auto& chip = problem().device(d).accelerator;
  const device::LayerRange layers{first, last};
  if (first < 0 || first > last || last >= problem().app(a).model->layer_count())
    throw std::invalid_argument("layers " + std::to_string(first) + " to " + std::to_string(last) +
                                " are not within 0 to " +
                                std::to_string(problem().app(a).model->layer_count() - 1));
  if (!chip || !problem().allows(a, d, layers)) return {};
  const device::SegmentCost* cost = problem().table(a, d).cost(layers);
  if (cost == nullptr) return {};
  return segment_view(scenario(), *chip, *cost);
}

TransferView ProblemView::transfer(const std::string& from, const std::string& to, std::int64_t bytes) const {
  const plan::DeviceId sender = device(from);
  const plan::DeviceId receiver = device(to);
  if (bytes < 1) throw std::invalid_argument("a transfer has at least one byte");
  if (sender == receiver) return {};
  const link::LinkKind& kind = *scenario().link_kind;
  if (!kind.use_of(problem().ends_between(sender, receiver)).exists)
    throw std::invalid_argument(from + " and " + to + " have no link");
  const link::TransferEstimate cost =
      plan::transfer_cost(problem(), Bytes(bytes), sender, receiver, std::max(1, kind.slots_for(1).least));
  return {.latency_ms = cost.latency.ms(),
          .occupancy_ms = cost.occupancy.ms(),
          .sender_uj = cost.sender.si() * 1e6,
          .receiver_uj = cost.receiver.si() * 1e6};
}

std::vector<std::string> ProblemView::reasons(const std::string& plan) const {
  const auto result = compiled(plan);
  const auto* infeasible = std::get_if<plan::Infeasible>(&result);
  if (infeasible == nullptr) return {};
  return results::reason_lines(infeasible->reasons, scenario());
}

std::optional<EstimateView> ProblemView::estimate(const std::string& plan,
                                                  const std::optional<std::string>& policy_name) const {
  const scenario::Policy chosen = policy(policy_name);
  const auto result = compiled(plan);
  const auto* feasible = std::get_if<plan::CompiledPlan>(&result);
  if (feasible == nullptr) return {};
  return view_of(plan::estimate(problem(), *feasible, chosen), *feasible, scenario(), chosen);
}

std::optional<EvaluationView> ProblemView::evaluate(const std::string& plan,
                                                    const std::optional<std::string>& policy_name) {
  const scenario::Policy chosen = policy(policy_name);
  const auto result = compiled(plan);
  const auto* feasible = std::get_if<plan::CompiledPlan>(&result);
  if (feasible == nullptr) return {};
  const plan::Evaluator& evaluator = evaluator_ == nullptr ? own_evaluator() : *evaluator_;
  const plan::Evaluation evaluation = evaluator.evaluate(problem(), *feasible, chosen);
  ++effort_.plans_simulated;
  effort_.events_simulated += static_cast<std::int64_t>(evaluation.events);
  EvaluationView view{.throughput_inf_per_s = evaluation.throughput_inf_per_s,
                      .power_mean_mw = evaluation.mean_power.si() * 1e3,
                      .latency_ms = {},
                      .exact = evaluation.exact};
  for (const plan::AppId a : scenario().apps.ids()) {
    const std::optional<Duration>& latency = evaluation.latency[a.index()];
    view.latency_ms.emplace_back(scenario().apps[a].name,
                                 latency ? std::optional<double>(latency->ms()) : std::nullopt);
  }
  return view;
}

std::optional<std::string> ProblemView::ask(const planner::Planner& planner) {
  const planner::Planned planned = planner::plan_with_defaults(planner, problem());
  effort_ += planned.effort;
  const auto* made = std::get_if<plan::CollaborationPlan>(&planned.result);
  if (made == nullptr) return {};
  return plan::to_yaml(*made, scenario());
}

plan::AppId ProblemView::app(const std::string& name) const {
  return place_of<plan::AppId>("app", name, scenario().apps);
}

plan::DeviceId ProblemView::device(const std::string& name) const {
  return place_of<plan::DeviceId>("device", name, scenario().devices);
}

scenario::Policy ProblemView::policy(const std::optional<std::string>& name) const {
  if (!name) return scenario().policy.value_or(scenario::Policy::adaptive);
  return policy_named(*name);
}

std::variant<plan::CompiledPlan, plan::Infeasible> ProblemView::compiled(const std::string& plan) const {
  return plan::compile(problem(), plan::read_plan(input::parse(plan, "plan"), scenario()));
}

}  // namespace synergy::python
