#include "pareto/front_search.hpp"

#include <algorithm>

#include "engine/packing.hpp"
#include "engine/plan_walk.hpp"
#include "exact/joint_search.hpp"

namespace synergy::planner {
namespace {

constexpr std::int64_t kNodesPerReport = 64;

/// Dynamic energy of a round above that of `y`, in fJ, once `x` runs at the throughput of `y`.
double excess_fj(const FrontPoint& x, const FrontPoint& y) {
  // 1 nW x 1 ns = 1e-3 fJ. Whole numbers below 2^53: the same on every machine.
  return fj_in(x.static_nw - y.static_nw, y.round) + static_cast<double>(x.energy_fj - y.energy_fj);
}

/// What all levels of the search share.
struct Shared {
  Shared(const plan::PlanningProblem& of, FrontArchive& found, std::int64_t budget, LinkCosts& link_costs,
         StaticPower& static_power, Effort& spent, const ReportFront& report_to)
      : problem(of),
        order(by_data_intensity(of)),
        archive(found),
        node_budget(budget),
        costs(link_costs),
        statics(static_power),
        effort(spent),
        report(report_to),
        packing(of),
        deployments(of) {
    plan.apps.resize(order.size());
  }

  const plan::PlanningProblem& problem;
  const std::vector<AppId> order;
  FrontArchive& archive;
  const std::int64_t node_budget;
  LinkCosts& costs;
  StaticPower& statics;
  Effort& effort;
  const ReportFront& report;

  Packing packing;
  Deployments deployments;
  plan::CollaborationPlan plan;  // of the apps planned so far
  int slots = 0;
  std::int64_t nodes = 0;
  std::int64_t steps = 0;
  bool orders_left = false;  // a plan was dropped before all its orders of deployment were tried

  [[nodiscard]] bool stopped() const { return nodes >= node_budget || steps >= most_steps(node_budget); }
  void count_node() {
    if (report && nodes % kNodesPerReport == 0)
      report({"front search", nodes, node_budget, archive.entries().size()});
    ++nodes;
  }
};

/// Bounds of one app on top of the load of those before.
struct Outlook {
  Outlook(const Shared& s, AppId a, const BodyLoad& load)
      : options(
            s.problem, a,
            [&](DeviceId d, int from, int to) {
              return s.packing.may_fit(a, d, from, to) &&
                     s.problem.allows(a, d, s.problem.table(a, d).layers(from, to));
            },
            load),
        links(s.problem, options, load, s.slots, s.costs),
        peak_steps(links.peaks(options)),
        latency_steps(links.sums(options, Duration::max(), {{Objective::Kind::latency}})),
        energy_steps(links.sums(options, Duration::max(), {{Objective::Kind::energy}})),
        starts(devices_of(options.sources)),
        peaks(peak_steps, starts),
        latencies(latency_steps, starts),
        energies(energy_steps, starts) {}

  static std::vector<int> devices_of(const std::vector<AppOptions::Choice>& choices) {
    std::vector<int> devices;
    for (const auto& choice : choices) devices.push_back(choice.first);
    return devices;
  }
  [[nodiscard]] bool possible() const {
    return latencies.whole() != kImpossible && peaks.whole() != kImpossible &&
           energies.whole() != kImpossible;
  }

  AppOptions options;
  SlottedLinks links;
  StepCosts peak_steps, latency_steps, energy_steps;
  std::vector<int> starts;
  Completion<Peak> peaks;
  Completion<Sum> latencies, energies;
};

class Level {
 public:
  Level(Shared& shared, std::size_t depth, const BodyLoad& load)
      : s_(shared), depth_(depth), load_(load), static_nw_(shared.statics.of(load, shared.slots)) {}

  void run() {
    s_.count_node();
    own_.emplace(s_, s_.order[depth_], load_);
    if (!own_->possible()) return;
    for (std::size_t later = depth_ + 1; later < s_.order.size(); ++later) {
      const Outlook outlook(s_, s_.order[later], load_);
      if (!outlook.possible()) return;
      others_.round = std::max(others_.round, Duration::from_ns(outlook.peaks.whole().first));
      others_.latency += Duration::from_ns(outlook.latencies.whole().first);
      others_.energy_fj += outlook.energies.whole().first;
    }
    PlanWalk<Level, FrontPoint> walk(s_.problem, own_->options, false, s_.effort, *this);
    walk.run(own_->links);
  }

  // What guides the walk.

  [[nodiscard]] FrontPoint bound(const Score& score, AcceleratorSet used, int b, DeviceId at) const {
    const Cost latency = own_->latencies.rest(used, b, at);
    const Cost peak = own_->peaks.rest(used, b, at);
    const Cost energy = own_->energies.rest(used, b, at);
    // Each remembers other accelerators in use, so that one may see an end that the others do not.
    if (latency == kImpossible || peak == kImpossible || energy == kImpossible)
      return {Duration::max(), {}, 0, 0};
    return {std::max({score.round, Duration::from_ns(peak.first), others_.round}),
            score.latency + Duration::from_ns(latency.first) + others_.latency,
            score.energy_fj + energy.first + others_.energy_fj, static_nw_};
  }
  [[nodiscard]] bool hopeless(const FrontPoint& bound) const {
    ++s_.steps;
    return s_.stopped() || bound.round == Duration::max() || s_.archive.covered(bound);
  }
  [[nodiscard]] bool superfluous(const FrontPoint& /*bound*/, const plan::ExecutionPlan& /*partial*/) const {
    return false;
  }
  [[nodiscard]] bool done() const { return s_.stopped(); }

  void complete(const Score& score, const plan::ExecutionPlan& plan, const std::vector<link::Ends>& /*own*/) {
    if (s_.stopped()) return;
    s_.count_node();
    const AppId a = s_.order[depth_];
    s_.plan.apps[static_cast<std::size_t>(a)] = plan;
    BodyLoad with = load_;
    with.add(a, plan);
    if (depth_ + 1 == s_.order.size()) return compare(score, with);
    s_.packing.add(a, plan);
    Level(s_, depth_ + 1, with).run();
    s_.packing.remove(a, plan);
  }

 private:
  /// A plan of all apps.
  void compare(const Score& score, const BodyLoad& load) {
    if (s_.costs.slots(load.links()) != s_.slots) return;
    const FrontPoint point{score.round, score.latency, score.energy_fj, s_.statics.of(load, s_.slots)};
    if (s_.archive.covered(point)) return;
    bool exhausted = true;
    auto whole = s_.deployments.deployed(s_.plan, s_.order, exhausted);
    s_.orders_left = s_.orders_left || !exhausted;
    if (whole) s_.archive.add({point, *std::move(whole), "front search"});
  }

  Shared& s_;
  const std::size_t depth_;
  const BodyLoad& load_;
  const std::int64_t static_nw_;
  std::optional<Outlook> own_;
  FrontPoint others_;  // the least of the apps to come, static power left out
};

}  // namespace

bool covers(const FrontPoint& x, const FrontPoint& y) {
  return x.round <= y.round && x.latency <= y.latency && excess_fj(x, y) <= 0;
}

bool covers_throughout(const FrontPoint& x, const FrontPoint& y) {
  return x.static_nw <= y.static_nw && covers(x, y);  // power is linear in the throughput
}

bool FrontArchive::covered(const FrontPoint& point) const {
  return std::any_of(entries_.begin(), entries_.end(),
                     [&](const FrontEntry& entry) { return covers_throughout(entry.point, point); });
}

void FrontArchive::add(FrontEntry entry) {
  if (covered(entry.point)) return;
  std::erase_if(entries_,
                [&](const FrontEntry& other) { return covers_throughout(entry.point, other.point); });
  entries_.push_back(std::move(entry));
}

FrontPoint front_point(const plan::PlanningProblem& problem, const plan::CollaborationPlan& plan,
                       LinkCosts& costs, StaticPower& static_power) {
  BodyLoad load(problem, false);
  for (std::size_t a = 0; a < plan.apps.size(); ++a) load.add(static_cast<AppId>(a), plan.apps[a]);
  const int slots = costs.slots(load.links());
  const Score score = load.score(slots, costs);
  return {score.round, score.latency, score.energy_fj, static_power.of(load, slots)};
}

bool complete_front(const plan::PlanningProblem& problem, FrontArchive& archive, std::int64_t node_budget,
                    LinkCosts& costs, StaticPower& static_power, Effort& effort, const ReportFront& report) {
  if (problem.accelerators().empty()) return true;
  Shared s(problem, archive, node_budget, costs, static_power, effort, report);
  const BodyLoad nothing(problem, false);
  for (s.slots = 0; s.slots <= most_slots(problem); ++s.slots) {
    if (costs.feasible(s.slots)) Level(s, 0, nothing).run();
  }
  return !s.stopped() && !s.orders_left;
}

}  // namespace synergy::planner
