#include "engine/placement.hpp"

#include "synergy/base/ensure.hpp"

#include <algorithm>

namespace synergy::planner {

bool try_place(plan::BodyMemory& memory, plan::AppId a, const plan::Segment& segment) {
  // What does not fit would be told with its reasons, which takes longer than to look whether it fits.
  return memory.fits(a, segment) && std::holds_alternative<device::Placement>(memory.place(a, segment));
}

bool try_place(plan::BodyMemory& memory, plan::AppId a, const plan::ExecutionPlan& app) {
  return std::all_of(app.segments.begin(), app.segments.end(),
                     [&](const plan::Segment& segment) { return try_place(memory, a, segment); });
}

void place(plan::BodyMemory& memory, plan::AppId a, const plan::ExecutionPlan& app) {
  ensure(try_place(memory, a, app), "a plan that was found to fit fits");
}

}  // namespace synergy::planner
