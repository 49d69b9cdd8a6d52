#include "synergy/sweep/points.hpp"

#include "synergy/base/hash.hpp"
#include "synergy/input/error.hpp"
#include "synergy/scenario/digest.hpp"
#include "synergy/sweep/workers.hpp"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <unordered_set>

#include "derive.hpp"
#include <fmt/format.h>

namespace synergy::sweep {
namespace {

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Whether an exclusion holds for a group; what it says of planners and policies is left to excludes().
bool fits(const Exclusion& exclusion, const Group& group, const std::string& scenario) {
  for (std::size_t axis = 0; axis < exclusion.levels.size(); ++axis) {
    const std::vector<bool>& marked = exclusion.levels[axis];
    // An axis that is not named has no marks; one that came after the exclusion is not even in its list.
    if (!marked.empty() && !marked[group.levels[axis]]) return false;
  }
  return exclusion.scenarios.empty() || contains(exclusion.scenarios, scenario);
}

bool excludes(const Exclusion& exclusion, std::string_view planner, scenario::Policy policy) {
  return (exclusion.planners.empty() || contains(exclusion.planners, planner)) &&
         (exclusion.policies.empty() || contains(exclusion.policies, to_text(policy)));
}

/// The groups of one scenario in one part, without those that are left out as a whole.
std::vector<Group> groups_of(const Part& part, int part_index, int scenario, const std::string& name) {
  std::int64_t combinations = 1;
  const auto length = [&](const std::vector<int>& dimension) {
    return static_cast<std::int64_t>(part.axes[static_cast<std::size_t>(dimension.front())].levels.size());
  };
  // Checked factor by factor, before a product can overflow and before memory is taken for it.
  for (const auto& dimension : part.dimensions) {
    combinations *= length(dimension);
    if (combinations > Points::kMaxPoints) {
      throw InputError(part.axes[static_cast<std::size_t>(dimension.front())].where,
                       fmt::format("with this axis the sweep has more than {} points", Points::kMaxPoints));
    }
  }
  std::vector<Group> groups;
  for (std::int64_t i = 0; i < combinations; ++i) {
    Group group{part_index, scenario, std::vector<std::uint16_t>(part.axes.size()), 0, 0};
    std::int64_t rest = i;
    for (std::size_t d = part.dimensions.size(); d-- > 0;) {  // the last one changes fastest
      const auto& dimension = part.dimensions[d];
      for (const int axis : dimension)
        // The index counted in a mixed base: one digit per dimension.
        group.levels[static_cast<std::size_t>(axis)] = static_cast<std::uint16_t>(rest % length(dimension));
      rest /= length(dimension);
    }
    const bool left_out = std::any_of(
        part.exclusions.begin(), part.exclusions.end(),
        [&](const Exclusion& e) { return e.planners.empty() && e.policies.empty() && fits(e, group, name); });
    if (!left_out) groups.push_back(std::move(group));
  }
  return groups;
}

/// What the points of a group are, before they have numbers.
struct Draft {
  std::vector<Task> tasks;
  std::vector<std::uint64_t> inputs;  ///< per task: hash of all that its points have in common
  int replications = 1;
};

std::vector<std::string> planners_of(const Part& part, const Derived& derived) {
  if (!part.planners.empty()) return part.planners;
  return {derived.scenario ? derived.scenario->planner.name : std::string()};
}

std::vector<scenario::Policy> policies_of(const Part& part, const Derived& derived,
                                          const planner::Planner* planner) {
  const scenario::Policy paired = planner == nullptr ? scenario::Policy::sequential : planner->paired_policy;
  if (part.policies.empty()) return {derived.scenario ? derived.scenario->policy.value_or(paired) : paired};
  std::vector<scenario::Policy> policies;
  for (const std::string& name : part.policies) {
    const auto& known = names_of(scenario::Policy{});
    const auto found = std::find(known.begin(), known.end(), name);
    const auto policy = found == known.end() ? paired : static_cast<scenario::Policy>(found - known.begin());
    if (std::find(policies.begin(), policies.end(), policy) == policies.end()) policies.push_back(policy);
  }
  return policies;
}

/// Everything a scenario's runs depend on but planner, policy and replication, as a hash: of all that
/// `resolved.yaml` would say, since that is what a run can be reproduced from; it has every model and profile
/// in it. Planner, policy and replication are factors, which the key has by themselves.
std::uint64_t inputs_of(const Derived& derived, scenario::Digester& digester) {
  // A point that fails is the same point as long as it fails for the same reason; mended, it is run again.
  if (!derived.scenario) return fnv1a(derived.problem);
  scenario::Scenario common = *derived.scenario;
  common.planner = {};
  common.policy.reset();
  common.replications = 1;
  return digester(common);
}

Draft draft_of(const Sweep& sweep, const Group& group, const Derived& derived, const std::string& factors,
               scenario::Digester& digester) {
  const Part& part = sweep.parts[static_cast<std::size_t>(group.part)];
  const std::string scenario = scenario_name(sweep.scenarios[static_cast<std::size_t>(group.scenario)]);
  const std::uint64_t inputs = inputs_of(derived, digester);
  Draft draft;
  draft.replications = part.replications.value_or(derived.scenario ? derived.scenario->replications : 1);
  for (const std::string& name : planners_of(part, derived)) {
    const planner::Planner* planner = sweep.planners->find(name);
    std::string parameters;
    if (derived.scenario && derived.scenario->planner.name == name) {
      for (const auto& [key, value] : derived.scenario->planner.parameters)
        parameters += fmt::format("{}={} ", key, value);
    }
    for (const scenario::Policy policy : policies_of(part, derived, planner)) {
      const bool left_out = std::any_of(
          part.exclusions.begin(), part.exclusions.end(),
          [&](const Exclusion& e) { return excludes(e, name, policy) && fits(e, group, scenario); });
      if (left_out) continue;
      draft.tasks.push_back({0, planner, policy, 0, 0});
      // Parameters are part of it only where this planner gets them: others run with their defaults.
      draft.inputs.push_back(fnv1a(fmt::format("{}\n{}\n{}\n{}\n{}\n{:016x}\n", scenario, name, parameters,
                                               to_text(policy), factors, inputs)));
    }
  }
  return draft;
}

}  // namespace

std::string to_id(Key key) { return fmt::format("p{:016x}", key); }

Points::Points(Sweep sweep, scenario::Library& library, int threads)
    : sweep_(std::move(sweep)), library_(&library) {
  for (int p = 0; p < static_cast<int>(sweep_.parts.size()); ++p) {
    const Part& part = sweep_.parts[static_cast<std::size_t>(p)];
    add_columns(part);
    for (const int scenario : part.scenarios) {
      auto groups = groups_of(part, p, scenario,
                              sweep::scenario_name(sweep_.scenarios[static_cast<std::size_t>(scenario)]));
      groups_.insert(groups_.end(), std::make_move_iterator(groups.begin()),
                     std::make_move_iterator(groups.end()));
    }
  }
  // In slices, so that only some drafts are in memory at a time.
  constexpr std::size_t kSlice = 1024;
  std::unordered_set<std::uint64_t> seen;  // only asked, never listed
  scenario::Digester digester;
  for (std::size_t begin = 0; begin < groups_.size(); begin += kSlice) {
    std::vector<Draft> drafts(std::min(kSlice, groups_.size() - begin));
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
      for (std::size_t i = next++; i < drafts.size(); i = next++) {
        const Group& group = groups_[begin + i];
        drafts[i] = draft_of(sweep_, group, derive(group), factor_text(group), digester);
      }
    };
    Workers(threads, work).wait();
    for (std::size_t i = 0; i < drafts.size(); ++i) {
      Group& group = groups_[begin + i];
      group.first_task = static_cast<int>(tasks_.size());
      for (std::size_t t = 0; t < drafts[i].tasks.size(); ++t) {
        Task task = drafts[i].tasks[t];
        task.group = static_cast<int>(begin + i);
        task.first_point = count();
        for (int replication = 0; replication < drafts[i].replications; ++replication) {
          // 64 bits: that two different ones of five million points share a key has a probability below one
          // in a million.
          const std::uint64_t key = fnv1a(fmt::format("{} {:016x}", replication, drafts[i].inputs[t]));
          keys_.push_back(key);
          const bool is_new = seen.insert(key).second;
          distinct_.push_back(is_new);
          if (!is_new) ++repeated_;
        }
        task.last_point = count();
        // Numbered here, in one thread and in order: whichever thread made a draft, the point has the same
        // number.
        tasks_.push_back(task);
      }
      group.last_task = static_cast<int>(tasks_.size());
      if (count() > kMaxPoints)
        throw InputError({sweep_.name}, fmt::format("more than {} points", kMaxPoints));
    }
  }
  if (keys_.empty())
    throw InputError(sweep_.parts.back().exclusions_where, "this leaves the sweep without any point");
}

void Points::add_columns(const Part& part) {
  for (const Axis& axis : part.axes) {
    const auto known = std::find_if(columns_.begin(), columns_.end(),
                                    [&](const results::Column& c) { return c.name == axis.column; });
    if (known == columns_.end()) {
      definitions_.push_back(fmt::format("value of axis {}", axis.name));
      columns_.push_back({axis.column, axis.unit, definitions_.back(), axis.type});
    } else if (known->type != axis.type) {
      // Parts may write one factor differently; the column takes the type that holds both.
      const bool text = known->type == results::Type::text || axis.type == results::Type::text;
      known->type = text ? results::Type::text : results::Type::number;
    }
  }
}

std::vector<results::Cell> Points::factor_cells(const Group& group) const {
  const Part& part = sweep_.parts[static_cast<std::size_t>(group.part)];
  std::vector<results::Cell> cells(columns_.size());
  for (std::size_t axis = 0; axis < part.axes.size(); ++axis) {
    const auto column = std::find_if(columns_.begin(), columns_.end(), [&](const results::Column& c) {
      return c.name == part.axes[axis].column;
    });
    cells[static_cast<std::size_t>(column - columns_.begin())] =
        part.axes[axis].levels[group.levels[axis]].cell;
  }
  return cells;
}

std::string Points::scenario_name(const Group& group) const {
  return sweep::scenario_name(sweep_.scenarios[static_cast<std::size_t>(group.scenario)]);
}

std::string Points::factor_text(const Group& group) const {
  const Part& part = sweep_.parts[static_cast<std::size_t>(group.part)];
  std::vector<std::string> texts;
  for (std::size_t axis = 0; axis < part.axes.size(); ++axis) {
    texts.push_back(fmt::format("{}={}", part.axes[axis].column,
                                results::to_text(part.axes[axis].levels[group.levels[axis]].cell)));
  }
  // By column: the order of axes in the file is no part of what a point computes.
  std::sort(texts.begin(), texts.end());
  return fmt::format("{}", fmt::join(texts, " "));
}

std::string Points::digest() const {
  std::uint64_t hash = fnv1a(sweep_.name);
  for (const results::Column& column : columns_) hash = fnv1a(fmt::format(" {}", column.name), hash);
  for (const std::string& table : sweep_.tables) hash = fnv1a(fmt::format(" {}", table), hash);
  // In the order of the file, by id: what a point computes counts, wherever its files lie; points that are
  // repeated do not.
  for (int point = 0; point < count(); ++point) {
    if (distinct(point)) hash = fnv1a(to_id(key(point)), hash);
  }
  return fmt::format("{:016x}", hash);
}

Derived Points::derive(const Group& group) const {
  const Part& part = sweep_.parts[static_cast<std::size_t>(group.part)];
  std::vector<const Level*> levels;
  for (std::size_t axis = 0; axis < part.axes.size(); ++axis)
    levels.push_back(&part.axes[axis].levels[group.levels[axis]]);
  return sweep::derive(sweep_.scenarios[static_cast<std::size_t>(group.scenario)], part, levels, *library_);
}

}  // namespace synergy::sweep
