#include "synergy/run/record.hpp"

#include <fmt/format.h>

namespace synergy::run {

std::string_view to_text(Status status) {
  switch (status) {
    case Status::ok:
      return "ok";
    case Status::infeasible:
      return "infeasible";
    case Status::nothing_completed:
      return "nothing_completed";
    case Status::failed_check:
      break;
  }
  return "failed_check";
}

std::string RunRecord::run_id() const {
  if (!id.empty()) return id;
  // The scenario's name comes first: it alone may contain a slash, so the last three parts are always clear.
  return fmt::format("{}/{}/{}/{}", scenario->name, planner, scenario::to_text(policy), replication);
}

void share_bounds(std::vector<RunRecord>& records) {
  for (RunRecord& record : records) {
    record.bound.reset();
    for (const RunRecord& other : records) {
      // By address: names need not be unique, and equal scenarios may come from runs that are not comparable.
      if (other.scenario != record.scenario || !other.own_bound) continue;
      if (!record.bound || other.own_bound->least > record.bound->least) record.bound = other.own_bound;
    }
  }
}

}  // namespace synergy::run
