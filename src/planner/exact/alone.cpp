#include "exact/alone.hpp"

#include <algorithm>
#include <limits>

#include "engine/app_order.hpp"
#include "engine/plan_walk.hpp"

namespace synergy::planner {
namespace {

/// Partial plans of an app to look at before the bound of all that are left is the answer.
constexpr std::int64_t kNodesAlone = 20'000;

/// Looks for the plan of one app with the least round.
class LeastRound {
 public:
  LeastRound(const plan::PlanningProblem& problem, const AppOptions& options, const SlottedLinks& links)
      : steps_(links.peaks(options)),
        peaks_(steps_, starts(options)),
        walk_(problem, options, false, effort_, *this) {
    walk_.run(links);
  }
  [[nodiscard]] Duration found() const { return Duration::from_ns(std::min(best_, left_out_)); }

  // What guides the walk.

  [[nodiscard]] Cost bound(const Score& score, AcceleratorSet used, int b, DeviceId at) const {
    const Cost rest = peaks_.rest(used, b, at.value());
    return rest == kImpossible ? rest : Cost{std::max(score.round.ns(), rest.first), -b};
  }
  [[nodiscard]] bool hopeless(const Cost& bound) {
    if (bound == kImpossible || bound.first >= best_) return true;
    if (walk_.nodes() < kNodesAlone) return false;
    left_out_ = std::min(left_out_, bound.first);
    return true;
  }
  [[nodiscard]] bool superfluous(const Cost& /*bound*/, const plan::ExecutionPlan& /*partial*/) const {
    return false;
  }
  [[nodiscard]] bool done() const { return false; }
  void complete(const Score& score, const plan::ExecutionPlan& /*plan*/,
                const std::vector<link::Ends>& /*own*/) {
    best_ = std::min(best_, score.round.ns());
  }

 private:
  static std::vector<int> starts(const AppOptions& options) {
    std::vector<int> starts;
    for (const auto& choice : options.sources) starts.push_back(choice.first.value());
    return starts;
  }

  Effort effort_;  // what a bound takes is no work of planning
  const StepCosts steps_;
  const CompletionBound<Peak> peaks_;
  PlanWalk<LeastRound> walk_;
  std::int64_t best_ = std::numeric_limits<std::int64_t>::max();
  std::int64_t left_out_ = std::numeric_limits<std::int64_t>::max();
};

}  // namespace

Alone::Alone(const plan::PlanningProblem& problem, LinkCosts& costs, Offered offered, Times times)
    : problem_(problem), costs_(costs), nothing_(problem, false, offered, times), empty_(problem) {}

Duration Alone::least_round(int slots) {
  const auto [place, is_new] = rounds_.try_emplace(slots);
  if (!is_new) return place->second;
  for (const AppId a : by_data_intensity(problem_)) {
    const AppOptions options(problem_, a, empty_, nothing_);
    if (options.sources.empty() || options.targets.empty()) continue;
    const SlottedLinks links(problem_, options, nothing_, slots, costs_);
    place->second = std::max(place->second, LeastRound(problem_, options, links).found());
    if (place->second == Duration::max()) break;
  }
  return place->second;
}

}  // namespace synergy::planner
