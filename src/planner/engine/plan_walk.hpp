#pragma once

#include "synergy/planner/planner.hpp"
#include "synergy/quantities/checked.hpp"

#include <algorithm>
#include <vector>

#include "engine/completion_bound.hpp"
#include "engine/device_matrix.hpp"
#include "engine/options.hpp"

namespace synergy::planner {

/// Walks depth first through the execution plans of one app, on links with a given number of slots. What is
/// worth a visit is for the guide to say:
///
///   Bound bound(score, used, boundary, at)  the least that a completion can come to; smaller ones go first
///   bool hopeless(bound)                    whether to give a partial plan up
///   bool superfluous(bound, partial plan)   likewise, looking at the plan
///   bool done()                             whether to end the walk
///   void complete(score, plan, own links)   a whole plan; its links may need fewer slots or more
template <class Guide, class Bound = Cost>
class PlanWalk {
 public:
  PlanWalk(const plan::PlanningProblem& problem, const AppOptions& options, bool model_only, Effort& effort,
           Guide& guide)
      : problem_(problem),
        options_(options),
        model_only_(model_only),
        effort_(effort),
        guide_(guide),
        own_transfers_(problem.scenario().devices.size()),
        own_degree_(problem.scenario().devices.size()) {}

  /// Partial plans looked at so far, by all walks together.
  [[nodiscard]] std::int64_t nodes() const { return nodes_; }

  void run(const SlottedLinks& links) {
    links_ = &links;
    own_busy_.assign(links.servers(), Duration());
    for (const auto& [source, readout] : options_.sources) {
      plan_.source = source;
      const Score score = with(links.base(), readout);
      const Bound least = guide_.bound(score, 0, 0, source);
      if (!guide_.hopeless(least) && !guide_.superfluous(least, plan_)) extend(score, 0, 0, source);
    }
  }

 private:
  struct Branch {
    Bound bound;
    int k = 0;
    int to = 0;
    Score score;
  };

  [[nodiscard]] static Score with(Score score, const AddedCost& added) {
    return {std::max(score.round, added.busy), score.latency + added.latency,
            sum_of(score.energy_fj, added.energy_fj, "fJ")};
  }
  /// How many transfers of the partial plan itself are on a link.
  [[nodiscard]] int& own_transfers(DeviceId x, DeviceId y) {
    const auto [first, second] = problem_.ends_between(x, y);
    return own_transfers_(first, second);
  }
  /// The transfer with the load of this plan's other transfers on the same link; nothing if a device would
  /// have more links than the slots allow.
  [[nodiscard]] std::optional<AddedCost> transfer(int b, DeviceId from, DeviceId to) {
    auto added = links_->transfer(b, from, to);
    if (!added) return {};
    const auto [sender, receiver] = problem_.carriers(from, to);
    if (own_transfers(from, to) == 0 && !links_->linked(from, to) && (full(sender) || full(receiver)))
      return {};
    added->busy += own_busy_[links_->server(from, to)];
    return added;
  }
  [[nodiscard]] bool full(DeviceId d) const { return links_->full(d, own_degree_[d]); }
  void change(int b, DeviceId from, DeviceId to, int sign) {
    own_busy_[links_->server(from, to)] += links_->occupancy(b, from, to) * sign;
    int& transfers = own_transfers(from, to);
    transfers += sign;
    const bool changed = transfers == (sign > 0 ? 1 : 0) && !links_->linked(from, to);
    if (!changed) return;
    const auto [sender, receiver] = problem_.carriers(from, to);
    own_degree_[sender] += sign;
    own_degree_[receiver] += sign;
  }
  void connect(int b, DeviceId from, DeviceId to) {
    own_links_.push_back(problem_.ends_between(from, to));
    change(b, from, to, 1);
  }
  void disconnect(int b, DeviceId from, DeviceId to) {
    own_links_.pop_back();
    change(b, from, to, -1);
  }

  /// Adds the segments that start at boundary `from`; the data are on device `at`.
  void extend(const Score& score, AcceleratorSet used, int from, DeviceId at) {
    if (from == options_.last) return finish(score, at);
    for (const Branch& branch : branches(score, used, from, at)) {
      if (guide_.done()) return;
      const DeviceId d = problem_.accelerators()[static_cast<std::size_t>(branch.k)];
      const bool travels = at != d && (from > 0 || !model_only_);
      plan_.segments.push_back({d, problem_.table(options_.app, d).layers(from, branch.to)});
      if (travels) connect(from, at, d);
      if (guide_.hopeless(branch.bound) || guide_.superfluous(branch.bound, plan_))
        ++effort_.candidates_pruned;
      else
        extend(branch.score, used | set_of(branch.k), branch.to, d);
      if (travels) disconnect(from, at, d);
      plan_.segments.pop_back();
    }
  }

  [[nodiscard]] std::vector<Branch> branches(const Score& score, AcceleratorSet used, int from, DeviceId at) {
    std::vector<Branch> branches;
    for (int k = 0; k < static_cast<int>(problem_.accelerators().size()); ++k) {
      if ((used & set_of(k)) != 0) continue;
      const DeviceId d = problem_.accelerators()[static_cast<std::size_t>(k)];
      Score there = score;
      if (at != d && (from > 0 || !model_only_)) {
        const auto moved = transfer(from, at, d);
        if (!moved) continue;
        there = with(score, *moved);
      }
      for (int to = from + 1; to <= options_.last; ++to) {
        const auto& segment = options_.segment(k, from, to);
        if (!segment) continue;
        ++nodes_;
        Branch branch{{}, k, to, with(there, *segment)};
        branch.bound = guide_.bound(branch.score, used | set_of(k), to, d);
        if (guide_.hopeless(branch.bound))
          ++effort_.candidates_pruned;
        else
          branches.push_back(branch);
      }
    }
    std::stable_sort(branches.begin(), branches.end(),
                     [](const Branch& x, const Branch& y) { return x.bound < y.bound; });
    return branches;
  }

  void finish(const Score& score, DeviceId at) {
    for (const auto& [target, dispatch] : options_.targets) {
      plan_.target = target;
      const bool travels = at != target && !model_only_;
      const auto moved = travels ? transfer(options_.last, at, target) : AddedCost{};
      if (!moved) continue;
      if (travels) own_links_.push_back(problem_.ends_between(at, target));
      ++effort_.candidates_considered;
      guide_.complete(with(with(score, *moved), dispatch), plan_, own_links_);
      if (travels) own_links_.pop_back();
    }
  }

  const plan::PlanningProblem& problem_;
  const AppOptions& options_;
  const bool model_only_;
  Effort& effort_;
  Guide& guide_;
  const SlottedLinks* links_ = nullptr;
  std::int64_t nodes_ = 0;
  plan::ExecutionPlan plan_;            // partial
  std::vector<link::Ends> own_links_;   // of the partial plan
  DeviceMatrix<int> own_transfers_;     // of ascending ends
  std::vector<Duration> own_busy_;      // [server], by the partial plan
  IdVector<DeviceId, int> own_degree_;  // links that only the partial plan has
};

/// The latency limit of the app that is planned.
class OwnLimit {
 public:
  /// `load`: of the other apps. Their switches may come on top once they share an accelerator, which the
  /// score does not tell apart from the app's own latency.
  OwnLimit(const plan::PlanningProblem& problem, AppId a, const BodyLoad& load) {
    if (const auto& limit = problem.app(a).constraints.latency_limit)
      limit_ = *limit + load.switches_to_come();
  }
  void set(const SlottedLinks& links, const AppOptions& options, const std::vector<int>& starts) {
    if (!limit_) return;
    base_ = links.base().latency;
    rest_.reset();
    steps_ = links.sums(options, Duration::max(), {{Objective::Kind::latency}});
    rest_.emplace(*steps_, starts);
  }
  /// Whether every completion breaks the limit.
  [[nodiscard]] bool broken(const Score& score, AcceleratorSet used, int b, DeviceId at) const {
    if (!limit_) return false;
    const Cost rest = rest_->rest(used, b, at.value());
    return rest == kImpossible || score.latency - base_ + Duration::from_ns(rest.first) > *limit_;
  }

 private:
  std::optional<Duration> limit_;
  Duration base_;
  std::optional<StepCosts> steps_;
  std::optional<CompletionBound<Sum>> rest_;
};

}  // namespace synergy::planner
