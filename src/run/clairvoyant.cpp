#include "synergy/run/clairvoyant.hpp"

#include "synergy/dynamics/world.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace synergy::run {
namespace {

using simulation::PlanInForce;
using simulation::Replanner;
using Candidate = std::shared_ptr<const PlanInForce>;

/// A stretch in which nothing lasting changes.
struct Stretch {
  Time begin, end;
  dynamics::World world;
};

std::vector<Stretch> stretches_of(const scenario::Scenario& body, std::span<const dynamics::Change> changes) {
  const Time end = body.measurement.warm_up + body.measurement.window;
  std::vector<Stretch> stretches{{Time(), end, dynamics::world_at_start(body)}};
  for (const dynamics::Change& change : changes) {
    if (change.at >= end) break;
    Stretch& last = stretches.back();
    if (change.lasting && change.at > last.begin) {
      last.end = change.at;
      stretches.push_back({change.at, end, last.world});
    }
    dynamics::apply(stretches.back().world, change);
  }
  return stretches;
}

/// The stretches of a run that has been simulated: those of the changes, and those that batteries made.
std::vector<Stretch> stretches_of(const scenario::Scenario& body, std::span<const dynamics::Change> changes,
                                  const simulation::DynamicResult& result) {
  const Time end = body.measurement.warm_up + body.measurement.window;
  std::vector<Stretch> stretches;
  dynamics::World world = dynamics::world_at_start(body);
  std::size_t next = 0;
  for (const simulation::Epoch& epoch : result.epochs) {
    for (; next < changes.size() && changes[next].at <= epoch.begin; ++next)
      dynamics::apply(world, changes[next]);
    Stretch stretch{epoch.begin, end, world};
    stretch.world.present = epoch.present;
    if (!stretches.empty() && stretches.back().world == stretch.world) continue;
    if (!stretches.empty()) stretches.back().end = epoch.begin;
    stretches.push_back(std::move(stretch));
  }
  return stretches;
}

bool same_worlds(const std::vector<Stretch>& x, const std::vector<Stretch>& y) {
  return std::equal(x.begin(), x.end(), y.begin(), y.end(),
                    [](const Stretch& a, const Stretch& b) { return a.world == b.world; });
}

/// What a plan is worth: how long it serves how many apps, and only then what they complete. One app alone
/// completes more than several do together, so that inferences by themselves would praise plans that serve
/// nobody else.
struct Worth {
  double apps = 0;
  double inferences = 0;
  auto operator<=>(const Worth&) const = default;
};

/// What a plan serves of a world, per second: apps that run and whose devices are all there.
Worth served(const PlanInForce& plan, const dynamics::World& world, const Replanner& replanner) {
  Worth rate;
  for (const plan::AppId w : plan.apps.ids()) {
    const plan::ExecutionPlan& app = plan.compiled->plan.apps[w];
    const auto there = [&](plan::DeviceId d) { return world.present[plan.devices[d]]; };
    const bool all = there(app.source) && there(app.target) &&
                     std::all_of(app.segments.begin(), app.segments.end(),
                                 [&](const plan::Segment& segment) { return there(segment.device); });
    if (!all || !world.runs[plan.apps[w]]) continue;
    rate.apps += 1;
    rate.inferences += plan.estimate.app_inf_per_s[w.index()];
  }
  // What it promised was for the world that it was made for.
  rate.inferences = replanner.promised({world, &plan, {}, {}}).value_or(rate.inferences);
  return rate;
}

/// How long loading what the other plan did not have takes: the longest of its accelerators.
Duration switching_time(const PlanInForce* from, const PlanInForce& to) {
  if (from == &to) return {};
  const auto had = [&](plan::AppId a, plan::DeviceId d, device::LayerRange layers) {
    if (from == nullptr) return false;
    for (const plan::AppId w : from->apps.ids()) {
      if (from->apps[w] != a) continue;
      for (const plan::Segment& segment : from->compiled->plan.apps[w].segments) {
        if (from->devices[segment.device] == d && segment.layers == layers) return true;
      }
    }
    return false;
  };
  IdVector<plan::DeviceId, Duration> loading(to.devices.size());
  for (const plan::AppId w : to.compiled->apps.ids()) {
    for (const plan::Stage& stage : to.compiled->apps[w].stages) {
      if (stage.kind != plan::Stage::Kind::compute) continue;
      if (!had(to.apps[w], to.devices[stage.segment.device], stage.segment.layers))
        loading[stage.segment.device] += stage.cost.deployment;
    }
  }
  Duration longest;
  for (const Duration own : loading) longest = std::max(longest, own);
  return longest;
}

/// Answers with what was chosen, stretch after stretch.
class Chosen final : public Replanner {
 public:
  Chosen(std::vector<Stretch> stretches, std::vector<Candidate> plans)
      : stretches_(std::move(stretches)), plans_(std::move(plans)) {}
  [[nodiscard]] Answer replan(Question question) const override {
    Answer answer;
    if (const std::size_t i = stretch_of(question); i < plans_.size()) answer.plan = plans_[i];
    if (!answer.plan)
      answer.reasons.push_back({plan::Reason::Kind::placement, {}, {}, "no plan for this body"});
    return answer;
  }

 private:
  /// The last that has begun. Batteries empty a little sooner or later than they did when the stretches were
  /// found: if its world is not the one that is known, the next that is, or the last before it.
  [[nodiscard]] std::size_t stretch_of(const Question& question) const {
    const auto is_known = [&](const Stretch& stretch) {
      return stretch.world.present == question.world.present && stretch.world.runs == question.world.runs;
    };
    const auto later = std::find_if(stretches_.begin(), stretches_.end(),
                                    [&](const Stretch& stretch) { return stretch.begin > question.now; });
    if (later == stretches_.begin()) return plans_.size();
    const auto now = later - 1;
    if (is_known(*now)) return static_cast<std::size_t>(now - stretches_.begin());
    const auto next = std::find_if(later, stretches_.end(), is_known);
    if (next != stretches_.end()) return static_cast<std::size_t>(next - stretches_.begin());
    const auto last = std::find_if(std::make_reverse_iterator(now), stretches_.rend(), is_known);
    return static_cast<std::size_t>((last == stretches_.rend() ? now : last.base() - 1) - stretches_.begin());
  }

  std::vector<Stretch> stretches_;
  std::vector<Candidate> plans_;
};

/// Values of a table: the most that may be completed up to a stretch with a plan in force at its end.
struct Cell {
  Worth value;
  std::size_t before = 0;
};

std::vector<Candidate> choose(const std::vector<Stretch>& stretches, const std::vector<Candidate>& candidates,
                              const Replanner& replanner) {
  std::vector<std::vector<Cell>> table(stretches.size(), std::vector<Cell>(candidates.size()));
  for (std::size_t s = 0; s < stretches.size(); ++s) {
    const Duration length = stretches[s].end - stretches[s].begin;
    for (std::size_t c = 0; c < candidates.size(); ++c) {
      const Worth rate = served(*candidates[c], stretches[s].world, replanner);
      Cell& cell = table[s][c];
      if (s == 0) {
        cell = {{rate.apps * length.s(), rate.inferences * length.s()}, c};
        continue;
      }
      cell.value = {-1, -1};
      for (std::size_t from = 0; from < candidates.size(); ++from) {
        const Duration lost = switching_time(candidates[from].get(), *candidates[c]);
        const Worth& before = table[s - 1][from].value;
        // What a switch takes counts in inferences alone: it must not keep an app from being served.
        const Worth value{before.apps + rate.apps * length.s(),
                          before.inferences + rate.inferences * std::max(Duration(), length - lost).s()};
        // Of equal ones the plan that stays.
        if (value > cell.value || (value == cell.value && from == c)) cell = {value, from};
      }
    }
  }
  std::vector<Candidate> chosen(stretches.size());
  if (candidates.empty()) return chosen;
  const auto& last = table.back();
  auto best = static_cast<std::size_t>(
      std::max_element(last.begin(), last.end(),
                       [](const Cell& x, const Cell& y) { return x.value < y.value; }) -
      last.begin());
  for (std::size_t s = stretches.size(); s-- > 0;) {
    chosen[s] = candidates[best];
    best = table[s][best].before;
  }
  return chosen;
}

}  // namespace

/// When batteries empty depends on the plans, and the best plans on when batteries empty: simulated again
/// with what was found, until the same worlds come in the same order, or so often. The best of these counts.
simulation::DynamicResult simulate_clairvoyant(const scenario::Scenario& body, scenario::Policy policy,
                                               int replication, std::span<const dynamics::Change> changes,
                                               const Replanner& replanner,
                                               const simulation::Options& options) {
  constexpr int kMostRounds = 6;
  scenario::Scenario paid = body;
  paid.replanning.trigger.kind = scenario::Trigger::Kind::clairvoyant_paid;
  simulation::Options unseen = options;
  unseen.probe = nullptr;
  std::vector<Stretch> stretches = stretches_of(body, changes);
  std::vector<Candidate> candidates;
  std::optional<Chosen> best;
  std::optional<simulation::DynamicResult> result;
  for (int round = 0; round < kMostRounds; ++round) {
    for (const Stretch& stretch : stretches) {
      Candidate plan = replanner.replan({stretch.world, nullptr, {}, stretch.begin}).plan;
      if (plan && std::find(candidates.begin(), candidates.end(), plan) == candidates.end())
        candidates.push_back(std::move(plan));
    }
    const Chosen chosen(stretches, choose(stretches, candidates, replanner));
    auto found = simulation::simulate_dynamic(paid, policy, replication, changes, chosen, unseen);
    std::vector<Stretch> next = stretches_of(body, changes, found);
    if (!result || found.total.completed_in_window() > result->total.completed_in_window()) {
      best.emplace(chosen);
      result = std::move(found);
    }
    if (same_worlds(stretches, next)) break;
    stretches = std::move(next);
  }
  if (options.probe == nullptr) return std::move(*result);
  return simulation::simulate_dynamic(paid, policy, replication, changes, *best, options);
}

}  // namespace synergy::run
