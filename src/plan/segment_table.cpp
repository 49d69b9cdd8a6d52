#include "synergy/plan/segment_table.hpp"

#include "synergy/base/ensure.hpp"

#include <algorithm>

namespace synergy::plan {

SegmentTable::SegmentTable(const device::AcceleratorProfile& accelerator,
                           std::shared_ptr<const model::Model> model, bool multi_tensor_cuts)
    : model_(std::move(model)), needs_(*model_) {
  for (model::LayerIndex after = 0; after + 1 < model_->layer_count(); ++after) {
    if (model_->cut(after).single() || multi_tensor_cuts) cuts_.push_back(after);
  }
  const int count = boundaries();
  crossing_.push_back(model_->input_bytes());
  for (const model::LayerIndex after : cuts_) crossing_.push_back(model_->cut(after).bytes);
  crossing_.emplace_back();
  costs_.resize(static_cast<std::size_t>(count) * static_cast<std::size_t>(count));
  const device::MemoryLedger empty(accelerator);
  for (int from = 0; from + 1 < count; ++from) {
    for (int to = from + 1; to < count; ++to) {
      const model::LayerRange range = layers(from, to);
      // A segment that is too large stays so when it grows.
      if (!device::check_segment(accelerator, *model_, range).empty()) break;
      device::MemoryLedger ledger = empty;
      device::MemoryLedger::Placement placement;
      if (!ledger.try_place(needs_, range, &placement)) break;
      costs_[static_cast<std::size_t>(from) * static_cast<std::size_t>(count) +
             static_cast<std::size_t>(to)] = device::segment_cost(accelerator, *model_, range, &placement);
    }
  }
}

model::LayerRange SegmentTable::layers(int from, int to) const {
  ensure(0 <= from && from < to && to < boundaries(), "a segment lies between two boundaries in order");
  const auto after = [&](int boundary) {
    if (boundary == 0) return -1;
    if (boundary + 1 == boundaries()) return model_->layer_count() - 1;
    return cuts_[static_cast<std::size_t>(boundary - 1)];
  };
  return {after(from) + 1, after(to)};
}

const device::SegmentCost* SegmentTable::cost(int from, int to) const {
  const auto& cost = costs_[static_cast<std::size_t>(from) * static_cast<std::size_t>(boundaries()) +
                            static_cast<std::size_t>(to)];
  return cost ? &*cost : nullptr;
}

const device::SegmentCost* SegmentTable::cost(model::LayerRange layers) const {
  const auto ends = boundaries_of(layers);
  return ends ? cost(ends->first, ends->second) : nullptr;
}

std::optional<std::pair<int, int>> SegmentTable::boundaries_of(model::LayerRange layers) const {
  if (layers.first < 0 || layers.last < layers.first || layers.last >= model_->layer_count()) return {};
  const auto from = layers.first == 0 ? std::optional(0) : boundary_after(layers.first - 1);
  const auto to = boundary_after(layers.last);
  if (!from || !to) return {};
  return std::pair(*from, *to);
}

std::optional<int> SegmentTable::boundary_after(model::LayerIndex last) const {
  if (last == model_->layer_count() - 1) return boundaries() - 1;
  const auto found = std::lower_bound(cuts_.begin(), cuts_.end(), last);
  if (found == cuts_.end() || *found != last) return {};
  return static_cast<int>(found - cuts_.begin()) + 1;
}

}  // namespace synergy::plan
