#include "synergy/plan/cycle_ratio.hpp"

#include "synergy/base/ensure.hpp"

#include <algorithm>
#include <optional>

#include "stage_costs.hpp"
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/howard_cycle_ratio.hpp>

namespace synergy::plan {
namespace {

struct Arrow {
  double time_ns = 0;  // below 2^53: exact
  double tokens = 0;
};
using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property, Arrow>;

/// Vertices: per app its admission, then its stages.
class EventGraph {
 public:
  EventGraph(const CompiledPlan& compiled, const CyclicOrder& order) : compiled_(compiled) {
    for (const CompiledApp& app : compiled.apps) {
      admission_.push_back(boost::add_vertex(graph_));
      for (std::size_t s = 0; s < app.stages.size(); ++s) boost::add_vertex(graph_);
    }
    behind_.resize(boost::num_vertices(graph_));
    for (const auto& unit : order) {
      for (const CyclicTask& task : unit) behind_[start(task)] = task.behind;
    }
  }

  void add_app(AppId a, int window) {
    const auto& stages = compiled_.apps[a].stages;
    add(admission(a), start({a, 0, 0}), stages.front().sense.wait, 0);
    for (int s = 1; s < static_cast<int>(stages.size()); ++s)
      add(start({a, s - 1, 0}), start({a, s, 0}), time_of(a, s - 1), 0);
    const int last = static_cast<int>(stages.size()) - 1;
    // The window: the inference that is `window` later is admitted when this one has ended.
    add(start({a, last, 0}), admission(a), time_of(a, last), window);
    // There is one new sample every period, however many inferences are allowed in flight.
    if (!stages.front().sense.unlimited)
      add(start({a, 0, 0}), start({a, 0, 0}), stages.front().sense.period, 1);
    // Rounds: no app starts its next inference while another has started fewer.
    for (AppId other; other < static_cast<AppId>(compiled_.apps.size()); ++other) {
      if (other != a) add(admission(other), admission(a), Duration(), 1);
    }
  }

  /// From the last task of a round to the first of the next goes the arrow with the token that makes it a
  /// cycle.
  void add_unit(const std::vector<CyclicTask>& order) {
    for (std::size_t i = 0; i < order.size(); ++i) {
      const CyclicTask& task = order[i];
      const CyclicTask& next = order[(i + 1) % order.size()];
      const int wrapped = i + 1 == order.size() ? 1 : 0;
      add(start(task), start(next), stage_busy(compiled_, stage(task), Switches::each_visit),
          task.behind - next.behind + wrapped);
    }
  }

  [[nodiscard]] CycleRatio largest_ratio() const {
    // The ratio that the method returns is a floating-point number; the cycle it comes from gives it exactly.
    std::vector<Graph::edge_descriptor> critical;
    (void)boost::maximum_cycle_ratio(graph_, get(boost::vertex_index, graph_), get(&Arrow::time_ns, graph_),
                                     get(&Arrow::tokens, graph_), &critical);
    ensure(!critical.empty(), "the events of a plan form cycles");
    CycleRatio ratio{Duration(), 0};
    for (const auto& edge : critical) {
      ratio.time += Duration::from_ns(static_cast<std::int64_t>(graph_[edge].time_ns));
      ratio.rounds += static_cast<std::int64_t>(graph_[edge].tokens);
    }
    ensure(ratio.rounds > 0, "an order that can be kept has a token in every cycle");
    return ratio;
  }

 private:
  [[nodiscard]] std::size_t admission(AppId a) const { return admission_[a.index()]; }
  [[nodiscard]] std::size_t start(const CyclicTask& task) const {
    return admission(task.app) + 1 + static_cast<std::size_t>(task.stage);
  }
  [[nodiscard]] const Stage& stage(const CyclicTask& task) const {
    return compiled_.apps[task.app].stages[static_cast<std::size_t>(task.stage)];
  }
  [[nodiscard]] Duration time_of(AppId a, int s) const { return stage_time(compiled_, stage({a, s, 0})); }
  /// Each event is counted by the round of its own inference; the graph counts by the round it happens in,
  /// which changes no cycle and leaves no arrow with fewer than zero tokens: Howard's method does not bear
  /// those.
  void add(std::size_t from, std::size_t to, Duration time, int tokens) {
    const int counted = tokens - behind_[from] + behind_[to];
    boost::add_edge(from, to, {static_cast<double>(time.ns()), static_cast<double>(counted)}, graph_);
  }

  const CompiledPlan& compiled_;
  std::vector<std::size_t> admission_;
  std::vector<int> behind_;  // of an event's inference, when it happens
  Graph graph_;
};

/// One unit while stages are placed in its round.
///
/// Time is a circle as long as a round: what is placed is there in every round, before and after.
class Round {
 public:
  /// The earliest start from `ready` on at which `busy` fits between what is there, in every round.
  [[nodiscard]] std::optional<Duration> place(CyclicTask task, Duration ready, Duration busy,
                                              Duration round) {
    // Whatever the earliest start is, it is `ready` or the end of something that is there already.
    std::vector<Duration> starts{ready};
    for (const Place& place : places_) {
      const Duration end = place.start + place.busy;
      starts.push_back(ready + modulo(end - ready, round));
    }
    std::sort(starts.begin(), starts.end());
    for (const Duration start : starts) {
      // Round after round the same: neither begins while the other is served, on the circle that a round is.
      const bool free = std::all_of(places_.begin(), places_.end(), [&](const Place& place) {
        // What takes no time is served and gone when another begins at that moment.
        const bool gone = place.busy == Duration() && modulo(start - place.start, round) == Duration();
        return gone || (modulo(start - place.start, round) >= place.busy &&
                        modulo(place.start - start, round) >= busy);
      });
      if (!free || busy > round) continue;
      task.behind = static_cast<int>(start / round);
      places_.push_back({task, modulo(start, round), busy});
      return start;
    }
    return {};
  }
  [[nodiscard]] std::vector<CyclicTask> order() const {
    std::vector<Place> places = places_;
    std::stable_sort(places.begin(), places.end(),
                     [](const Place& x, const Place& y) { return x.start < y.start; });
    std::vector<CyclicTask> tasks;
    for (const Place& place : places) tasks.push_back(place.task);
    return tasks;
  }

 private:
  struct Place {
    CyclicTask task;
    Duration start, busy;  // start within the round
  };
  [[nodiscard]] static Duration modulo(Duration time, Duration round) {
    const std::int64_t rest = time.ns() % round.ns();
    return Duration::from_ns(rest < 0 ? rest + round.ns() : rest);
  }
  std::vector<Place> places_;
};

/// The order in rounds of this length, if everything fits.
///
/// App by app in the scenario's order, each stage as early as it can be: a greedy choice, which need not find
/// the best order or any, so the caller makes the round longer until it does.
std::optional<CyclicOrder> order_within(const CompiledPlan& compiled, const std::vector<int>& windows,
                                        Duration round) {
  std::vector<Round> units(compiled.units.size());
  for (AppId a; a < static_cast<AppId>(compiled.apps.size()); ++a) {
    Duration ready = compiled.apps[a].stages.front().sense.wait;
    int s = 0;
    for (const Stage& stage : compiled.apps[a].stages) {
      const auto start = units[stage.unit.index()].place(
          {a, s++, 0}, ready, stage_busy(compiled, stage, Switches::each_visit), round);
      if (!start) return {};
      ready = *start + stage_time(compiled, stage);
    }
    // The inference after `window` others may not wait for this one: it would, and the round would be longer
    // than said.
    if (ready > round * windows[a.index()]) return {};
  }
  CyclicOrder order;
  for (const Round& unit : units) order.push_back(unit.order());
  return order;
}

}  // namespace

CycleRatio maximum_cycle_ratio(const CompiledPlan& compiled, const CyclicOrder& order,
                               const std::vector<int>& windows) {
  EventGraph graph(compiled, order);
  for (AppId a; a < static_cast<AppId>(compiled.apps.size()); ++a) graph.add_app(a, windows[a.index()]);
  for (const auto& unit : order) graph.add_unit(unit);
  return graph.largest_ratio();
}

CyclicOrder cyclic_order(const CompiledPlan& compiled, const Estimate& estimate,
                         const std::vector<int>& windows) {
  Duration round = estimate.parallel_round;
  for (std::size_t a = 0; a < windows.size(); ++a)
    round = std::max(round, (estimate.latency[a] + nanoseconds(windows[a] - 1)) / windows[a]);
  // It ends: in a round that is long enough everything fits, one after the other.
  while (true) {
    if (auto order = order_within(compiled, windows, round)) return *std::move(order);
    // Whether an order is found is not monotone in the round's length, so that halving could miss one.
    round += round / 64 + nanoseconds(1);
  }
}

}  // namespace synergy::plan
