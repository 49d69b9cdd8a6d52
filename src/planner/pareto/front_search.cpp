#include "pareto/front_search.hpp"

#include <algorithm>

#include "engine/app_order.hpp"
#include "engine/branch_and_bound.hpp"

namespace synergy::planner {
namespace {

constexpr std::int64_t kNodesPerReport = 64;

/// Looks for every plan at once, whatever it is good at: the archive is the set of incumbents.
class FrontSearch : public JointSearch {
 public:
  using Bound = FrontPoint;

  FrontSearch(const plan::PlanningProblem& of, FrontArchive& found, std::int64_t budget,
              LinkCosts& link_costs, StaticPower& static_power, Effort& spent, const ReportFront& report_to)
      : JointSearch(of, by_data_intensity(of), link_costs, spent),
        archive_(found),
        node_budget_(budget),
        statics_(static_power),
        report_(report_to) {}

  /// Of one app, on top of the load of those before: one relaxation for each criterion.
  struct LowerBounds {
    LowerBounds(const FrontSearch& search, AppId a, const BodyLoad& load)
        : options(search.options_of(a, load)),
          links(search.problem, options, load, search.slots, search.costs),
          peak_steps(links.peaks(options)),
          latency_steps(links.sums(options, Duration::max(), {{Objective::Kind::latency}})),
          energy_steps(links.sums(options, Duration::max(), {{Objective::Kind::energy}})),
          peaks(peak_steps, starts_of(options)),
          latencies(latency_steps, starts_of(options)),
          energies(energy_steps, starts_of(options)) {}

    [[nodiscard]] std::int64_t work() const {
      return peak_steps.work() + latency_steps.work() + energy_steps.work() + peaks.work() +
             latencies.work() + energies.work();
    }

    AppOptions options;
    SlottedLinks links;
    StepCosts peak_steps, latency_steps, energy_steps;
    CompletionBound<Peak> peaks;
    CompletionBound<Sum> latencies, energies;
  };

  /// Of the apps to come; its static power is that of the whole body.
  struct Remainder {
    Remainder(FrontSearch& search, const BodyLoad& load) {
      least.static_nw = search.statics_.of(load, search.slots);
    }
    void add(const LowerBounds& bounds) {
      least.round = std::max(least.round, Duration::from_ns(bounds.peaks.whole().first));
      least.latency += Duration::from_ns(bounds.latencies.whole().first);
      least.energy_fj += bounds.energies.whole().first;
    }
    FrontPoint least;
  };

  [[nodiscard]] bool worthwhile(const LowerBounds& bounds) const {
    return bounds.latencies.whole() != kImpossible && bounds.peaks.whole() != kImpossible &&
           bounds.energies.whole() != kImpossible;
  }
  [[nodiscard]] FrontPoint bound(const LowerBounds& own, const Remainder& remainder, const Score& score,
                                 AcceleratorSet used, int b, DeviceId at) const {
    const Cost latency = own.latencies.rest(used, b, at.value());
    const Cost peak = own.peaks.rest(used, b, at.value());
    const Cost energy = own.energies.rest(used, b, at.value());
    // Each remembers other accelerators in use, so that one may see an end that the others do not.
    if (latency == kImpossible || peak == kImpossible || energy == kImpossible)
      return {Duration::max(), {}, 0, 0};
    const FrontPoint& rest = remainder.least;
    return {std::max({score.round, Duration::from_ns(peak.first), rest.round}),
            score.latency + Duration::from_ns(latency.first) + rest.latency,
            score.energy_fj + energy.first + rest.energy_fj, rest.static_nw};
  }
  [[nodiscard]] bool hopeless(const FrontPoint& bound) {
    ++steps;
    return stopped() || bound.round == Duration::max() || archive_.covered(bound);
  }
  [[nodiscard]] bool stopped() const {
    return nodes >= node_budget_ || steps >= most_steps(node_budget_) || work >= most_work(node_budget_);
  }
  void count_work(std::int64_t more) { work += more; }
  [[nodiscard]] bool tired() const { return stopped(); }
  void leave_out(const LowerBounds& /*own*/, const Remainder& /*remainder*/) {}
  [[nodiscard]] bool done() const { return stopped(); }
  [[nodiscard]] bool takes_plans() const { return !stopped(); }
  void count_node() {
    if (report_ && nodes % kNodesPerReport == 0)
      report_({"front search", nodes, node_budget_, archive_.entries().size()});
    ++nodes;
  }
  void offer(const Score& score, const BodyLoad& load) {
    if (costs.slots(load.links()) != slots) return;
    const FrontPoint point{score.round, score.latency, score.energy_fj, statics_.of(load, slots)};
    // Looking for an order of deployment takes long; covered plans do not need one.
    if (archive_.covered(point)) return;
    bool exhausted = true;
    auto whole = deployments.deployed(partial, order, exhausted);
    orders_left = orders_left || !exhausted;
    if (whole) archive_.add({point, *std::move(whole), "front search"});
  }

 private:
  FrontArchive& archive_;
  const std::int64_t node_budget_;
  StaticPower& statics_;
  const ReportFront& report_;
};

}  // namespace

bool complete_front(const plan::PlanningProblem& problem, FrontArchive& archive, std::int64_t node_budget,
                    LinkCosts& costs, StaticPower& static_power, Effort& effort, const ReportFront& report) {
  if (problem.accelerators().empty()) return true;
  FrontSearch search(problem, archive, node_budget, costs, static_power, effort, report);
  search_all_slots(search, BodyLoad(problem, false));
  return !search.stopped() && !search.orders_left;
}

}  // namespace synergy::planner
