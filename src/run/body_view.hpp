#pragma once

#include "synergy/run/workload.hpp"
#include "synergy/simulation/dynamic.hpp"

#include <memory>

namespace synergy::run {

/// Plans of a body that changes, said of the whole body, for tables that have a row for each of its apps,
/// units and links: of every app the first plan that there was for it. An app without any has no stages.
struct BodyView {
  std::shared_ptr<const plan::CompiledPlan> compiled;
  std::shared_ptr<const plan::Estimate> estimate;  ///< of the first plan; 0 for apps that it is not about
};
/// Pre: the result has a plan.
[[nodiscard]] BodyView view_of(const simulation::DynamicResult& result, const Workload& body);

}  // namespace synergy::run
