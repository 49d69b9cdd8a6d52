#include "synergy/device/lowered.hpp"

#include "synergy/device/accelerator.hpp"
#include "synergy/device/number_bounds.hpp"
#include "synergy/quantities/checked.hpp"
#include "synergy/quantities/parse.hpp"

#include <string_view>
#include <variant>

#include <fmt/format.h>

namespace synergy::device {
namespace {

/// What is too large of a cost; empty if nothing is.
std::string too_large_of(const SegmentCost& cost) {
  const auto time = [](std::string_view phase, Duration of) {
    return of <= kLongestPhase
               ? std::string()
               : fmt::format("{} takes {:.3g} s, more than the {:.0f} s that a phase may take", phase, of.s(),
                             kLongestPhase.s());
  };
  const auto energy = [](std::string_view phase, Energy of) {
    return of <= kMostOfAPhase
               ? std::string()
               : fmt::format("{} takes {:.3g} J, more than the {:.0f} J that a phase may take", phase,
                             of.si(), kMostOfAPhase.si());
  };
  // The first that there is: one of them is enough to refuse, and mostly one number is behind all.
  for (const std::string& text :
       {time("loading the input", cost.load), time("inferring", cost.infer),
        time("unloading the output", cost.unload), time("switching to it", cost.switch_reload),
        energy("loading the input", cost.load_energy), energy("inferring", cost.infer_energy),
        energy("unloading the output", cost.unload_energy),
        energy("switching to it", cost.switch_reload_energy)}) {
    if (!text.empty()) return text;
  }
  return {};
}

/// The range's cost, or why it is none that a run could add up. Families compute what their profiles say, and
/// each number of a profile is within bounds; products of several need not be.
std::variant<SegmentCost, Problem> bounded_cost(const Lowered& lowered, LayerRange layers,
                                                const Placement& placement) {
  std::string why;
  try {
    SegmentCost cost = lowered.cost(layers, placement);
    why = too_large_of(cost);
    if (why.empty()) return cost;
  } catch (const OutOfRange& error) {
    why = error.what();
  }
  const std::string& network = lowered.network().name();
  return Problem{Problem::Kind::unsupported,
                 network,
                 layers.first,
                 0,
                 0,
                 fmt::format("layers {} to {} of '{}' by the numbers of {}: {}", layers.first, layers.last,
                             network, lowered.accelerator().name(), why)};
}

}  // namespace

Bytes Lowered::parameter_bytes(LayerRange layers) const {
  return network().weight_bytes(layers) + Bytes(network().bias_count(layers));
}

/// The memory is asked even where the layers have problems: users see all reasons at once.
std::vector<Problem> Lowered::problems_alone(LayerRange layers) const {
  std::vector<Problem> found = problems(layers);
  const std::vector<Problem> of_memory = accelerator().empty_memory().problems(*this, layers);
  found.insert(found.end(), of_memory.begin(), of_memory.end());
  Memory memory = accelerator().empty_memory();
  Placement placement;
  // Costs are defined for what is in order and has its place.
  if (found.empty() && memory.try_place(*this, layers, &placement)) {
    const auto cost = bounded_cost(*this, layers, placement);
    if (const auto* problem = std::get_if<Problem>(&cost)) found.push_back(*problem);
  }
  return found;
}

std::optional<SegmentCost> Lowered::cost_alone(LayerRange layers) const {
  // Before the memory: a placement of a range that the chip cannot run means nothing.
  if (!problems(layers).empty()) return {};
  // A memory of its own each time, since placing changes it.
  Memory memory = accelerator().empty_memory();
  Placement placement;
  if (!memory.try_place(*this, layers, &placement)) return {};
  auto found = bounded_cost(*this, layers, placement);
  if (std::holds_alternative<Problem>(found)) return {};
  return std::get<SegmentCost>(found);
}

}  // namespace synergy::device
