#pragma once

#include "synergy/device/accelerator.hpp"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace synergy::plan {

/// The layers after which a network may be cut, ascending, without the last: where one tensor crosses (or
/// several, if `multi_tensor_cuts`) and at least one of the accelerators it is lowered for can stop.
///
/// All are lowerings of one network; without any there are no cuts. Where a chip can stop is its family's
/// rule (device_profiles/max7800x.md, "Cutting a network").
[[nodiscard]] std::vector<device::LayerIndex> allowed_cuts(
    const std::vector<std::shared_ptr<const device::Lowered>>& lowered, bool multi_tensor_cuts);

/// Costs of every segment of one network on one kind of accelerator, each taken alone in the memory.
/// Immutable after construction, shared by all runs and threads that use the same model and profile.
///
/// Only segments between allowed cuts exist; those that cannot run even on an empty accelerator have no cost.
///
/// It has a place for every pair of boundaries; making it asks the family for the cost of each segment at
/// most once.
class SegmentTable {
 public:
  /// `cuts`: allowed_cuts() of all accelerators that may take part, so that boundaries are the same for all.
  /// A segment that begins or ends where this one cannot stop has no cost.
  SegmentTable(std::shared_ptr<const device::Lowered> network, std::vector<device::LayerIndex> cuts);
  /// Of an accelerator among its like.
  SegmentTable(const std::shared_ptr<const device::Lowered>& network, bool multi_tensor_cuts)
      : SegmentTable(network, allowed_cuts({network}, multi_tensor_cuts)) {}

  /// The network on the accelerator, which answers for what depends on the rest of the memory.
  [[nodiscard]] const device::Lowered& lowered() const { return *lowered_; }
  /// The layers after which the model may be cut: allowed_cuts().
  [[nodiscard]] const std::vector<device::LayerIndex>& cuts() const { return cuts_; }
  /// Segments start and end at boundaries: boundary 0 is before layer 0, boundary b > 0 after layer
  /// cuts()[b-1], the last boundary after the last layer.
  [[nodiscard]] int boundaries() const { return static_cast<int>(cuts_.size()) + 2; }
  /// The layers between two boundaries. Pre: 0 <= from < to < boundaries().
  [[nodiscard]] device::LayerRange layers(int from, int to) const;
  /// Bytes that cross boundary b: the model's input at 0; 0 at the last one.
  [[nodiscard]] Bytes crossing(int boundary) const { return crossing_[static_cast<std::size_t>(boundary)]; }
  /// Taken alone; with other segments beside it a placement may cost more (Lowered::cost).
  /// Null if the segment does not fit an empty accelerator.
  [[nodiscard]] const device::SegmentCost* cost(int from, int to) const;
  /// The same for layers; null too if they do not lie between allowed cuts.
  [[nodiscard]] const device::SegmentCost* cost(device::LayerRange layers) const;
  /// Boundary that lies after `last`, if a cut is allowed there.
  [[nodiscard]] std::optional<int> boundary_after(device::LayerIndex last) const;
  /// The two boundaries that layers lie between; nothing if they are not allowed as a segment.
  [[nodiscard]] std::optional<std::pair<int, int>> boundaries_of(device::LayerRange layers) const;

 private:
  std::shared_ptr<const device::Lowered> lowered_;
  std::vector<device::LayerIndex> cuts_;
  std::vector<Bytes> crossing_;
  std::vector<std::optional<device::SegmentCost>> costs_;  // [from * boundaries + to]
};

}  // namespace synergy::plan
