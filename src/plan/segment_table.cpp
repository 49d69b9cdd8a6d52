#include "synergy/plan/segment_table.hpp"

#include "synergy/base/ensure.hpp"

#include <algorithm>

namespace synergy::plan {
namespace {

/// Whether a segment that begins as this one may be in order when it ends later: a layer that streams into
/// the next one holds its output only if nothing follows.
bool only_its_end_is_wrong(const device::Lowered& network, device::LayerRange layers) {
  const std::vector<device::Problem> problems = network.problems(layers);
  return !problems.empty() &&
         std::all_of(problems.begin(), problems.end(), [&](const device::Problem& problem) {
           using Kind = device::Problem::Kind;
           return problem.layer == layers.last &&
                  (problem.kind == Kind::data || problem.kind == Kind::unsupported);
         });
}

}  // namespace

std::vector<device::LayerIndex> allowed_cuts(
    const std::vector<std::shared_ptr<const device::Lowered>>& lowered, bool multi_tensor_cuts) {
  std::vector<device::LayerIndex> cuts;
  if (lowered.empty()) return cuts;
  const device::Network& network = lowered.front()->network();
  for (device::LayerIndex after = 0; after + 1 < network.layer_count(); ++after) {
    const bool somebody_can = std::any_of(lowered.begin(), lowered.end(),
                                          [&](const auto& one) { return one->can_stop_after(after); });
    if (somebody_can && (network.cut(after).single() || multi_tensor_cuts)) cuts.push_back(after);
  }
  return cuts;
}

/// Costs are asked for from short to long of every start, so that the first that is too large ends the row:
/// most of the square is never computed.
SegmentTable::SegmentTable(std::shared_ptr<const device::Lowered> network,
                           std::vector<device::LayerIndex> cuts)
    : lowered_(std::move(network)), cuts_(std::move(cuts)) {
  const device::Network& layers_of = lowered_->network();
  const int count = boundaries();
  crossing_.push_back(layers_of.input_bytes());
  for (const device::LayerIndex after : cuts_) crossing_.push_back(layers_of.cut(after).bytes);
  // Nothing crosses the end: an app's result has a size of its own (App::result).
  crossing_.emplace_back();
  costs_.resize(static_cast<std::size_t>(count) * static_cast<std::size_t>(count));
  const auto stops_at = [&](int boundary) {
    const bool inside = boundary > 0 && boundary + 1 < count;
    return !inside || lowered_->can_stop_after(cuts_[static_cast<std::size_t>(boundary - 1)]);
  };
  for (int from = 0; from + 1 < count; ++from) {
    for (int to = from + 1; to < count && stops_at(from); ++to) {
      if (!stops_at(to)) continue;
      auto cost = lowered_->cost_alone(layers(from, to));
      // A segment that is too large stays so when it grows.
      if (!cost && only_its_end_is_wrong(*lowered_, layers(from, to))) continue;
      if (!cost) break;
      costs_[static_cast<std::size_t>(from) * static_cast<std::size_t>(count) +
             static_cast<std::size_t>(to)] = std::move(cost);
    }
  }
}

device::LayerRange SegmentTable::layers(int from, int to) const {
  ensure(0 <= from && from < to && to < boundaries(), "a segment lies between two boundaries in order");
  const auto after = [&](int boundary) {
    if (boundary == 0) return -1;
    if (boundary + 1 == boundaries()) return lowered_->network().layer_count() - 1;
    return cuts_[static_cast<std::size_t>(boundary - 1)];
  };
  return {after(from) + 1, after(to)};
}

const device::SegmentCost* SegmentTable::cost(int from, int to) const {
  const auto& cost = costs_[static_cast<std::size_t>(from) * static_cast<std::size_t>(boundaries()) +
                            static_cast<std::size_t>(to)];
  return cost ? &*cost : nullptr;
}

const device::SegmentCost* SegmentTable::cost(device::LayerRange layers) const {
  const auto ends = boundaries_of(layers);
  return ends ? cost(ends->first, ends->second) : nullptr;
}

std::optional<std::pair<int, int>> SegmentTable::boundaries_of(device::LayerRange layers) const {
  if (layers.first < 0 || layers.last < layers.first || layers.last >= lowered_->network().layer_count())
    return {};
  const auto from = layers.first == 0 ? std::optional(0) : boundary_after(layers.first - 1);
  const auto to = boundary_after(layers.last);
  if (!from || !to) return {};
  return std::pair(*from, *to);
}

std::optional<int> SegmentTable::boundary_after(device::LayerIndex last) const {
  if (last == lowered_->network().layer_count() - 1) return boundaries() - 1;
  const auto found = std::lower_bound(cuts_.begin(), cuts_.end(), last);
  if (found == cuts_.end() || *found != last) return {};
  return static_cast<int>(found - cuts_.begin()) + 1;
}

}  // namespace synergy::plan
