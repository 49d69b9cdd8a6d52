#include "synergy/suite/improve.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/input/error.hpp"
#include "synergy/plan/io.hpp"
#include "synergy/results/write.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace synergy::suite {
namespace {

/// The second word of results::program(). Without the commit: a value is found before it is committed.
std::string version() {
  const std::string program = results::program();
  const std::size_t begin = program.find(' ') + 1;
  return program.substr(begin, program.find(' ', begin) - begin);
}

/// Of one instance, by all planners that were asked.
using Group = std::vector<const Outcome*>;

std::vector<Group> by_instance(const std::vector<Outcome>& outcomes) {
  std::vector<Group> groups;
  for (const Outcome& outcome : outcomes) {
    if (groups.empty() || groups.back().front()->instance.id() != outcome.instance.id())
      groups.emplace_back();
    groups.back().push_back(&outcome);
  }
  return groups;
}

/// Of values that are simulated: what who found it makes of the instance today, if it was asked.
std::string why_not_again(const BestKnown& known, const Group& group) {
  for (const Outcome* outcome : group) {
    if (outcome->made_by != known.found_by || outcome->row.value == known.best) continue;
    return fmt::format("{} makes {:.9g} of it today, not {:.9g}", known.found_by, outcome->row.value.value,
                       known.best.value);
  }
  return {};
}

/// Why what is known of an instance holds no longer; empty if it does. Models, profiles and the instance may
/// have changed since.
std::string why_stale(const std::filesystem::path& folder, const BestKnown& known, const Group& group) {
  const Outcome& outcome = *group.front();
  if (known.objective != outcome.row.objective)
    return fmt::format("its objective is {}, that of the instance {}", known.objective,
                       outcome.row.objective);
  if (known.objective == kOverTime) return why_not_again(known, group);
  if (known.best.answer == Answer::none) return {};
  try {
    const SuiteValue value = replay(folder, known.instance, outcome.plan.workload());
    if (value == known.best) return {};
    return fmt::format("its plan is worth {:.9g} today, not {:.9g}", value.value, known.best.value);
  } catch (const InputError& error) {  // a layer or a device that the plan names is no longer there
    return error.problems().front().message;
  }
}

bool is_there(const std::filesystem::path& folder, const std::string& id) {
  return std::filesystem::exists(folder / (id + ".yaml"));
}

/// The tightest bound on answers of this kind that any of the planners proved, or that was known.
std::optional<double> tightest(std::optional<double> known, const Group& outcomes, Answer answer) {
  // A bound is about one plan, on a body that stays as it is.
  if (outcomes.front()->row.objective == kOverTime) return {};
  for (const Outcome* outcome : outcomes) {
    const auto proven = bound_of(outcome->plan, answer);
    if (proven && (!known || *proven > *known)) known = proven;
  }
  return known;
}

void write_and_check(const std::filesystem::path& folder, const Outcome& outcome) {
  const std::string id = outcome.instance.id();
  const run::Workload& workload = outcome.plan.workload();
  const std::filesystem::path file = plan_file(folder, id);
  results::make_folder(file.parent_path());
  results::write_file(file, plan::to_yaml(*outcome.plan.made(), workload.scenario()));
  ensure(replay(folder, id, workload) == outcome.row.value,
         "a saved plan has the value that it was saved with");
}

}  // namespace

std::vector<std::string> stale_rows(const std::filesystem::path& folder, const std::vector<Outcome>& outcomes,
                                    const BestKnownValues& values) {
  std::vector<std::string> doubts;
  for (const auto& [id, known] : values) {
    if (!is_there(folder, id))
      doubts.push_back(
          fmt::format("best_known.csv: {}: there is no such instance; --improve takes the row out", id));
  }
  for (const Group& group : by_instance(outcomes)) {
    const auto found = values.find(group.front()->instance.id());
    if (found == values.end()) continue;
    const std::string why = why_stale(folder, found->second, group);
    if (!why.empty())
      doubts.push_back(
          fmt::format("best_known.csv: {}: {}; --improve finds it anew", found->second.instance, why));
  }
  return doubts;
}

std::vector<Improvement> improve(const std::filesystem::path& folder, const std::vector<Outcome>& outcomes,
                                 BestKnownValues& values) {
  std::erase_if(values, [&](const auto& row) { return !is_there(folder, row.first); });
  std::vector<Improvement> improvements;
  for (const Group& of_instance : by_instance(outcomes)) {
    const std::string id = of_instance.front()->instance.id();
    // Of equals the first; that there is no plan is found by who proves it.
    const auto rank = [](const Outcome* o) {
      const bool unproven = o->row.value.answer == Answer::none && !bound_of(o->plan, Answer::none);
      return std::pair(o->row.value, unproven);
    };
    const auto less = [&](const Outcome* a, const Outcome* b) { return rank(a) < rank(b); };
    const Outcome& best = **std::min_element(of_instance.begin(), of_instance.end(), less);
    const auto found = values.find(id);
    std::optional<BestKnown> before;
    if (found != values.end()) before = found->second;
    const bool known = before && why_stale(folder, *before, of_instance).empty();
    BestKnown after = known ? *before : BestKnown{id, best.row.objective, {}, {}, "", ""};
    if (!known || best.row.value < after.best) {
      // What was proven about answers of another kind says nothing about this one.
      if (after.best.answer != best.row.value.answer) after.bound.reset();
      after.best = best.row.value;
      after.found_by = best.made_by;
      after.version = version();
      if (best.plan.compiled() != nullptr && best.row.objective != kOverTime) write_and_check(folder, best);
    }
    after.bound = tightest(after.bound, of_instance, after.best.answer);
    if (before && before->objective == after.objective && before->best == after.best &&
        before->bound == after.bound)
      continue;
    values[id] = after;
    improvements.push_back({id, before, after});
  }
  return improvements;
}

}  // namespace synergy::suite
