#include "synergy/base/random.hpp"

#include "synergy/plan/compiled.hpp"
#include "synergy/planner/planner.hpp"

namespace synergy::planner {
namespace {

using plan::AppId;
using plan::DeviceId;

constexpr const char* kTries = "tries";
constexpr const char* kChainTries = "chain_tries";

template <class IdType>
IdType pick(const std::vector<IdType>& choices, RandomStream& random) {
  return choices[static_cast<std::size_t>(random.integer(0, static_cast<std::int64_t>(choices.size()) - 1))];
}

/// A random one of the devices or apps, taken out of the list.
template <class IdType>
IdType take(std::vector<IdType>& list, RandomStream& random) {
  const IdType taken = pick(list, random);
  std::erase(list, taken);
  return taken;
}

/// Segment by segment: a device that can hold some of the layers left, and how many of them it takes. Empty
/// if layers are left that no unused device can hold.
std::vector<plan::Segment> draw_chain(const plan::PlanningProblem& problem, AppId a,
                                      const plan::BodyMemory& memory, RandomStream& random) {
  std::vector<plan::Segment> chain;
  std::vector<DeviceId> unused = problem.accelerators();
  const plan::SegmentTable& table = problem.table(a, unused.front());
  const int last = table.boundaries() - 1;
  for (int from = 0; from < last;) {
    std::vector<DeviceId> candidates = unused;
    DeviceId device = DeviceId::none();
    int longest = from;
    while (longest == from && !candidates.empty()) {
      device = take(candidates, random);
      while (longest < last && memory.fits(a, device, from, longest + 1)) ++longest;
    }
    if (longest == from) return {};
    // Any length that fits is as likely as another, so that long chains come up too.
    const auto to = static_cast<int>(random.integer(from + 1, longest));
    chain.push_back({device, table.layers(from, to)});
    std::erase(unused, device);
    from = to;
  }
  return chain;
}

/// An app that found no place, and what the others had left. Saying why takes longer than to draw again, so
/// it is said of the last draw alone.
struct NoPlace {
  AppId app;
  plan::BodyMemory memory;
};

/// Draws one app after the other, in random order; the first that finds no place ends it.
std::variant<plan::CollaborationPlan, NoPlace> draw_plan(const plan::PlanningProblem& problem,
                                                         int chain_tries, RandomStream& random,
                                                         Effort& effort) {
  plan::CollaborationPlan result;
  result.apps.resize(problem.scenario().apps.size());
  std::vector<AppId> waiting;
  for (const AppId a : problem.scenario().apps.ids()) waiting.push_back(a);
  plan::BodyMemory memory(problem);
  // The order decides who finds memory: a fixed one would never draw plans that only another allows.
  while (!waiting.empty()) {
    const AppId a = take(waiting, random);
    result.deployment.push_back(a);
    plan::ExecutionPlan& app = result.apps[a];
    for (int i = 0; i < chain_tries && app.segments.empty(); ++i) {
      app.segments = draw_chain(problem, a, memory, random);
      if (app.segments.empty()) ++effort.candidates_pruned;
    }
    if (app.segments.empty()) return NoPlace{a, memory};
    for (const plan::Segment& segment : app.segments) (void)memory.place(a, segment);
    app.source = pick(problem.sources(a), random);
    app.target = pick(problem.targets(a), random);
  }
  return result;
}

Planned plan_randomly(const PlanningContext& context) {
  const plan::PlanningProblem& problem = context.problem;
  // Named after the planner: its draws do not change when something else draws more.
  RandomStream random(stream_seed(problem.scenario().seed, 0, "planner/random"));
  Planned planned{plan::Infeasible{}};
  for (const AppId a : problem.scenario().apps.ids()) {
    if (problem.accelerators().empty() || problem.sources(a).empty() || problem.targets(a).empty()) {
      planned.result = no_plan_fits(problem, a, plan::BodyMemory(problem));
      return planned;
    }
  }
  const auto chain_tries = static_cast<int>(context.values.integer(kChainTries));
  const std::int64_t tries = context.values.integer(kTries);
  for (std::int64_t i = 0; i < tries; ++i) {
    auto drawn = draw_plan(problem, chain_tries, random, planned.effort);
    if (const auto* none = std::get_if<NoPlace>(&drawn)) {
      if (i + 1 == tries) planned.result = no_plan_fits(problem, none->app, none->memory);
      continue;
    }
    ++planned.effort.candidates_considered;
    auto& plan = std::get<plan::CollaborationPlan>(drawn);
    auto compiled = plan::compile(problem, plan);
    if (std::holds_alternative<plan::CompiledPlan>(compiled)) {
      planned.result = std::move(plan);
      return planned;
    }
    planned.result = std::get<plan::Infeasible>(std::move(compiled));
  }
  return planned;
}

}  // namespace

Planner make_random() {
  return {
      .name = "random",
      .description = "a control: devices and cuts drawn from the scenario's seed until a plan is feasible",
      .role = Role::control,
      .paired_policy = scenario::Policy::adaptive,
      .parameters = {{kTries, Parameter::Integer{1000, 1, 1'000'000},
                      "plans to draw before the last one's reasons are the answer"},
                     {kChainTries, Parameter::Integer{20, 1, 10'000},
                      "draws of one app's segments before the whole plan is drawn again"}},
      .plan = plan_randomly,
  };
}

}  // namespace synergy::planner
