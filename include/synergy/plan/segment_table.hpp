#pragma once

#include "synergy/device/segment.hpp"
#include "synergy/model/model.hpp"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace synergy::plan {

/// Costs of every segment of one model on one kind of accelerator, each taken alone in the memory.
/// Immutable after construction, shared by all runs and threads that use the same model and profile.
///
/// Only segments between allowed cuts exist; those that cannot run even on an empty accelerator have no cost.
class SegmentTable {
 public:
  SegmentTable(const device::AcceleratorProfile& accelerator, std::shared_ptr<const model::Model> model,
               bool multi_tensor_cuts);

  [[nodiscard]] const model::Model& model() const { return *model_; }
  /// What placing the layers takes, for the many placements a planner tries.
  [[nodiscard]] const device::ModelNeeds& needs() const { return needs_; }
  /// The layers after which the model may be cut, ascending, without the last layer.
  [[nodiscard]] const std::vector<model::LayerIndex>& cuts() const { return cuts_; }
  /// Segments start and end at boundaries: boundary 0 is before layer 0, boundary b > 0 after layer
  /// cuts()[b-1], the last boundary after the last layer.
  [[nodiscard]] int boundaries() const { return static_cast<int>(cuts_.size()) + 2; }
  [[nodiscard]] model::LayerRange layers(int from, int to) const;
  /// Bytes that cross boundary b: the model's input at 0; 0 at the last one.
  [[nodiscard]] Bytes crossing(int boundary) const { return crossing_[static_cast<std::size_t>(boundary)]; }
  /// Null if the segment does not fit an empty accelerator.
  [[nodiscard]] const device::SegmentCost* cost(int from, int to) const;
  /// The same for layers; null too if they do not lie between allowed cuts.
  [[nodiscard]] const device::SegmentCost* cost(model::LayerRange layers) const;
  /// Boundary that lies after `last`, if a cut is allowed there.
  [[nodiscard]] std::optional<int> boundary_after(model::LayerIndex last) const;
  /// The two boundaries that layers lie between; nothing if they are not allowed as a segment.
  [[nodiscard]] std::optional<std::pair<int, int>> boundaries_of(model::LayerRange layers) const;

 private:
  std::shared_ptr<const model::Model> model_;
  device::ModelNeeds needs_;
  std::vector<model::LayerIndex> cuts_;
  std::vector<Bytes> crossing_;
  std::vector<std::optional<device::SegmentCost>> costs_;  // [from * boundaries + to]
};

}  // namespace synergy::plan
