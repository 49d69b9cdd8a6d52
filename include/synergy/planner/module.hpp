#pragma once

#include "synergy/planner/in_force.hpp"
#include "synergy/planner/planner.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

// Planner modules: shared libraries with planners, which the program loads (synergy-sim --planner-module
// FILE). A module defines one function and is otherwise free:
//
//     extern "C" const synergy::planner::ModuleTable* synergy_planner_module() {
//       static const std::vector<synergy::planner::Planner> planners{make_mine()};
//       static const synergy::planner::ModuleTable table = synergy::planner::module_table(planners);
//       return &table;
//     }
//
// It links synergy::planner and so contains what it uses of it. What passes between it and the program are
// C++ types: both must be built from the same version of the headers and with compilers of the same ABI,
// which the first members of the table let the program check before it looks at the rest.
// tests/module_example is one.
namespace synergy::planner {

/// Raised whenever modules of before would be misunderstood though no type changed its size.
inline constexpr std::uint32_t kModuleAbi = 1;

/// A number made of the sizes of all types that pass between program and module: another one means other
/// headers, or another standard library.
[[nodiscard]] constexpr std::uint64_t module_layout() {
  constexpr std::array kSizes{sizeof(Planner),
                              sizeof(PlanningContext),
                              sizeof(PlanInForce),
                              sizeof(PlanInForce::App),
                              sizeof(Planned),
                              sizeof(Bound),
                              sizeof(Refinement),
                              sizeof(Effort),
                              sizeof(Parameter),
                              sizeof(ParameterValues),
                              sizeof(plan::PlanningProblem),
                              sizeof(plan::PlanResult),
                              sizeof(plan::ExecutionPlan),
                              sizeof(plan::CollaborationPlan),
                              sizeof(plan::Reason),
                              sizeof(plan::CompiledPlan),
                              sizeof(plan::Evaluation),
                              sizeof(plan::SegmentTable),
                              sizeof(plan::Placements),
                              sizeof(scenario::Scenario),
                              sizeof(scenario::Device),
                              sizeof(scenario::App),
                              sizeof(device::SegmentCost),
                              sizeof(device::Accelerator),
                              sizeof(device::Lowered),
                              sizeof(device::Network),
                              sizeof(link::LinkContext),
                              sizeof(link::TransferEstimate)};
  std::uint64_t hash = 14695981039346656037U;  // FNV-1a
  for (const std::size_t size : kSizes) {
    hash ^= size;
    hash *= 1099511628211U;
  }
  return hash;
}

/// What a module gives. The order of the members is the ABI: what a program of another version can still read
/// comes first.
struct ModuleTable {
  std::uint32_t abi = 0;           ///< kModuleAbi
  std::uint32_t size = 0;          ///< of this struct
  std::uint64_t layout = 0;        ///< module_layout()
  const char* compiler = nullptr;  ///< that built it, for messages
  const Planner* planners = nullptr;
  std::size_t planner_count = 0;
};

/// Of planners that live as long as the module is loaded, which is to the end of the program.
[[nodiscard]] inline ModuleTable module_table(const std::vector<Planner>& planners) {
  return {kModuleAbi, sizeof(ModuleTable), module_layout(), __VERSION__, planners.data(), planners.size()};
}

}  // namespace synergy::planner

/// The symbol that a module exports. Defined by modules, never by the program.
extern "C" [[gnu::visibility("default")]] const synergy::planner::ModuleTable* synergy_planner_module();
