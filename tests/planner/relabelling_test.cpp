// Names and the order of a list mean nothing to a body. Rules that look at the order of the list may answer
// differently when it changes; by how much is for their ties to say, and nothing else.
#include "synergy/planner/registry.hpp"

#include <algorithm>
#include <set>

#include "../../src/planner/engine/load.hpp"
#include "../../src/planner/engine/score.hpp"
#include "../../src/planner/engine/value.hpp"
#include "../support/tries.hpp"
#include "every_planner.hpp"
#include "random_problems.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using plan::AppId;
using plan::ExecutionPlan;

namespace {

/// A scenario in pieces, each of which is an entry of a list.
struct Pieces {
  std::string head, tail;
  std::vector<std::string> devices, apps;
  [[nodiscard]] std::string text() const {
    std::string all = head;
    for (const std::string& device : devices) all += device;
    all += tail;
    for (const std::string& app : apps) all += app;
    return all;
  }
};

Pieces pieces_of(const std::string& yaml) {
  Pieces pieces;
  for (std::size_t begin = 0; begin < yaml.size();) {
    const std::size_t end = yaml.find('\n', begin) + 1;
    const std::string line = yaml.substr(begin, end - begin);
    begin = end;
    if (line.starts_with("    - {name: d"))
      pieces.devices.push_back(line);
    else if (line.starts_with("  - {name: a"))
      pieces.apps.push_back(line);
    else
      (pieces.devices.empty() ? pieces.head : pieces.tail) += line;
  }
  return pieces;
}

template <class Entry>
void shuffle(RandomStream& random, std::vector<Entry>& list) {
  for (std::size_t i = list.size(); i > 1; --i)
    std::swap(list[i - 1],
              list[static_cast<std::size_t>(random.integer(0, static_cast<std::int64_t>(i) - 1))]);
}

/// Lists apps otherwise, and devices. Over Bluetooth devices stay as they are: the first listed of two is the
/// central of their link (link/link.hpp), so that their order says something about the body.
std::string relisted(RandomStream& random, const std::string& yaml) {
  Pieces pieces = pieces_of(yaml);
  if (yaml.find("wifi_tcp") != std::string::npos) shuffle(random, pieces.devices);
  shuffle(random, pieces.apps);
  return pieces.text();
}

planner::Planned plan_of(const planner::Planner& planner, const plan::PlanningProblem& problem,
                         const std::string& ties = "") {
  std::vector<std::pair<std::string, std::string>> written;
  if (!ties.empty()) written.emplace_back("tie_break", ties);
  return planner.plan({problem, planner::read_parameters(planner, written)});
}

planner::Value value_of(const plan::PlanningProblem& problem, const plan::CollaborationPlan& plan) {
  planner::LinkCosts costs(problem);
  return planner::value_of(planner::criteria_of(problem), planner::score_of(problem, plan, costs));
}

/// Nothing if there is no plan.
std::optional<planner::Value> value_of(const planner::Planner& planner, const plan::PlanningProblem& problem,
                                       const std::string& ties = "") {
  const auto planned = plan_of(planner, problem, ties);
  const auto* plan = std::get_if<plan::CollaborationPlan>(&planned.result);
  if (plan == nullptr) return {};
  return value_of(problem, *plan);
}

/// Everything that Synergy's rule allows where it leaves the choice to a tie: every order of apps of the same
/// data intensity, every plan of an app that the objective does not tell from the best.
class EveryTie {
 public:
  explicit EveryTie(const plan::PlanningProblem& problem)
      : problem_(problem), costs_(problem), criteria_(planner::criteria_of(problem)) {}

  /// Nothing among them: an app finds no place. Empty: too many ties to follow.
  std::set<std::optional<planner::Value>> values() {
    std::vector<AppId> left;
    for (const AppId a : problem_.app_ids()) left.push_back(a);
    follow(left, {}, plan::BodyMemory(problem_));
    if (steps_ > kMostSteps) values_.clear();
    return values_;
  }

 private:
  static constexpr int kMostSteps = 60;

  void follow(const std::vector<AppId>& left, const plan::CollaborationPlan& before,
              const plan::BodyMemory& memory) {
    if (++steps_ > kMostSteps) return;
    if (left.empty()) {
      values_.insert(value_of(problem_, before));
      return;
    }
    Bytes most;
    for (const AppId a : left) most = std::max(most, problem_.app(a).model->data_intensity());
    for (const AppId a : left) {
      if (problem_.app(a).model->data_intensity() == most) plan(a, left, before, memory);
    }
  }

  void plan(AppId a, std::vector<AppId> left, const plan::CollaborationPlan& before,
            const plan::BodyMemory& memory) {
    std::erase(left, a);
    planner::BodyLoad load(problem_, false, criteria_.offered);
    for (const AppId other : before.deployment) load.add(other, before.apps[other]);
    std::optional<planner::Value> least;
    std::vector<ExecutionPlan> best;
    test::for_each_plan(problem_, a.value(), memory, [&](const ExecutionPlan& app) {
      planner::BodyLoad with = load;
      with.add(a, app);
      const int slots = costs_.slots(with.links());
      if (!costs_.feasible(slots)) return;
      const planner::Value value = planner::value_of(criteria_, with.score(slots, costs_));
      if (least && value > *least) return;
      if (!least || value < *least) best.clear();
      least = value;
      best.push_back(app);
    });
    if (best.empty()) values_.insert(std::nullopt);
    for (const ExecutionPlan& app : best) {
      plan::CollaborationPlan with = before;
      with.apps.resize(problem_.scenario().apps.size());
      with.apps[a] = app;
      with.deployment.push_back(a);
      plan::BodyMemory rest = memory;
      for (const plan::Segment& segment : app.segments) (void)rest.place(a, segment);
      follow(left, with, rest);
    }
  }

  const plan::PlanningProblem& problem_;
  planner::LinkCosts costs_;
  const planner::Criteria criteria_;
  std::set<std::optional<planner::Value>> values_;
  int steps_ = 0;
};

/// Two of three on links whose ends are alike.
std::string small_problem(RandomStream& random, int i) {
  const std::string yaml = test::random_scenario(random, static_cast<int>(random.integer(2, 3)), 2);
  return i % 3 != 0 ? test::on_wifi(yaml) : yaml;
}

}  // namespace

TEST_CASE("does listing devices or apps otherwise leave the proven optimum where it is?") {
  plan::TableCache cache;
  RandomStream random(stream_seed(1, 0, "relabelling_test"));
  const planner::Planner& optimal = planner::Registry::builtin().at("optimal");
  int feasible = 0;
  for (int i = 0; i < test::tries(40); ++i) {
    const std::string yaml = small_problem(random, i);
    CAPTURE(i, yaml);
    const scenario::Scenario s = test::from_yaml(yaml);
    const plan::PlanningProblem problem(s, cache);
    const auto value = value_of(optimal, problem);
    for (int n = 0; n < 3; ++n) {
      const scenario::Scenario other = test::from_yaml(relisted(random, yaml));
      CHECK(value_of(optimal, plan::PlanningProblem(other, cache)) == value);
    }
    feasible += value ? 1 : 0;
  }
  CHECK(feasible > test::tries(20));
}

TEST_CASE("is what synergy comes to, however things are listed, what some choice among its ties comes to?") {
  plan::TableCache cache;
  RandomStream random(stream_seed(2, 0, "relabelling_test"));
  const planner::Registry& planners = planner::Registry::builtin();
  int tied = 0;
  int single = 0;
  for (int i = 0; i < test::tries(60); ++i) {
    const std::string yaml = small_problem(random, i);
    CAPTURE(i, yaml);
    const scenario::Scenario s = test::from_yaml(yaml);
    const plan::PlanningProblem problem(s, cache);
    const auto allowed = EveryTie(problem).values();
    if (allowed.empty()) continue;
    (allowed.size() > 1 ? tied : single) += 1;
    for (int n = 0; n < 3; ++n) {
      const scenario::Scenario other = test::from_yaml(relisted(random, yaml));
      const plan::PlanningProblem relabelled(other, cache);
      const std::string ties = n == 0 ? "scarcity" : "listing";
      const auto value = value_of(planners.at("synergy"), relabelled, ties);
      CHECK(allowed.count(value) == 1);
      // Who starts from there and only improves lies between the optimum and that.
      if (!value) continue;
      const auto refined = value_of(planners.at("refine"), relabelled);
      const auto optimum = value_of(planners.at("optimal"), relabelled);
      REQUIRE(refined);
      CHECK(*refined <= *allowed.rbegin());
      CHECK(*refined >= *optimum);
    }
  }
  CHECK(tied >= test::tries(4));
  CHECK(single > test::tries(20));
}

TEST_CASE("where no two devices are alike and no two apps, does any order of the list matter?") {
  // Three families, one place to sense and one to interact: no ties. Rules whose first criterion is the order
  // of the list itself (min_dev, max_dev) and those by chance stand apart.
  plan::TableCache cache;
  RandomStream random(stream_seed(3, 0, "relabelling_test"));
  const std::string body =
      "sensing: latest\nbody:\n  devices:\n"
      "    - {name: d0, radio: nrf52840, accelerator: max78000, sensors: [camera_hm01b0, "
      "microphone_sph0645], interactions: []}\n"
      "    - {name: d1, radio: nrf52840, accelerator: max78002, sensors: [], interactions: [haptic_lra]}\n"
      "    - {name: d2, radio: nrf52840, accelerator: gap9_650mv_240mhz, sensors: [], interactions: []}\n"
      "link: {kind: wifi_tcp}\napps:\n"
      "  - {name: a0, model: kws, sensor: microphone, interaction: haptic}\n"
      "  - {name: a1, model: simplenet, sensor: camera, interaction: haptic}\n"
      "  - {name: a2, model: ressimplenet, sensor: camera, interaction: haptic}\n";
  const scenario::Scenario s = test::from_yaml(body);
  const plan::PlanningProblem problem(s, cache);
  for (const planner::Planner& planner : planner::Registry::builtin()) {
    const bool by_listing =
        planner.name == "min_dev" || planner.name == "max_dev" || planner.name == "random";
    if (by_listing) continue;
    const auto value = value_of(planner, problem);
    for (int n = 0; n < 6; ++n) {
      const scenario::Scenario other = test::from_yaml(relisted(random, body));
      CAPTURE(planner.name, n);
      CHECK(value_of(planner, plan::PlanningProblem(other, cache)) == value);
    }
  }
}

TEST_CASE("do names of devices and apps mean nothing to any planner?") {
  plan::TableCache cache;
  RandomStream random(stream_seed(4, 0, "relabelling_test"));
  for (int i = 0; i < 12; ++i) {
    const std::string yaml = small_problem(random, i);
    CAPTURE(i, yaml);
    const scenario::Scenario s = test::from_yaml(yaml);
    scenario::Scenario renamed = s;
    // Backwards, so that an order by names would turn round.
    for (const plan::DeviceId d : renamed.devices.ids())
      renamed.devices[d].name = "z" + std::to_string(9 - d.value());
    for (const AppId a : renamed.apps.ids()) renamed.apps[a].name = "y" + std::to_string(9 - a.value());
    const plan::PlanningProblem problem(s, cache);
    const plan::PlanningProblem other(renamed, cache);
    for (const planner::Planner& planner : test::every_planner()) {
      CAPTURE(planner.name);
      const auto before = plan_of(planner, problem).result;
      const auto after = plan_of(planner, other).result;
      REQUIRE(before.index() == after.index());
      if (const auto* plan = std::get_if<plan::CollaborationPlan>(&before))
        CHECK(*plan == std::get<plan::CollaborationPlan>(after));
    }
  }
}
