#include "synergy/suite/improve.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/input/error.hpp"
#include "synergy/plan/io.hpp"
#include "synergy/results/write.hpp"

#include <algorithm>
#include <utility>

namespace synergy::suite {
namespace {

/// The second word of results::program(). Without the commit: a value is found before it is committed.
std::string version() {
  const std::string program = results::program();
  const std::size_t begin = program.find(' ') + 1;
  return program.substr(begin, program.find(' ', begin) - begin);
}

/// Whether what is known still holds: models and profiles may have changed since.
bool holds(const std::filesystem::path& folder, const BestKnown& known, const run::Workload& workload) {
  if (known.best.answer == Answer::none) return true;
  try {
    return replay(folder, known.instance, workload) == known.best;
  } catch (const InputError&) {  // a layer or a device that the plan names is no longer there
    return false;
  }
}

/// The tightest bound on answers of this kind that any of the planners proved, or that was known.
std::optional<double> tightest(std::optional<double> known, const std::vector<const Outcome*>& outcomes,
                               Answer answer) {
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

std::vector<Improvement> improve(const std::filesystem::path& folder, const std::vector<Outcome>& outcomes,
                                 BestKnownValues& values) {
  std::vector<Improvement> improvements;
  for (auto first = outcomes.begin(); first != outcomes.end();) {
    const std::string id = first->instance.id();
    std::vector<const Outcome*> of_instance;
    for (; first != outcomes.end() && first->instance.id() == id; ++first) of_instance.push_back(&*first);
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
    const bool known = before && holds(folder, *before, best.plan.workload());
    BestKnown after = known ? *before : BestKnown{id, best.row.objective, {}, {}, "", ""};
    if (!known || best.row.value < after.best) {
      // What was proven about answers of another kind says nothing about this one.
      if (after.best.answer != best.row.value.answer) after.bound.reset();
      after.best = best.row.value;
      after.found_by = best.made_by;
      after.version = version();
      if (best.plan.compiled() != nullptr) write_and_check(folder, best);
    }
    after.bound = tightest(after.bound, of_instance, after.best.answer);
    if (before && before->best == after.best && before->bound == after.bound) continue;
    values[id] = after;
    improvements.push_back({id, before, after});
  }
  return improvements;
}

}  // namespace synergy::suite
