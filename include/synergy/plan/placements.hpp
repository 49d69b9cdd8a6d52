#pragma once

#include "synergy/device/accelerator.hpp"
#include "synergy/plan/segment_table.hpp"

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

namespace synergy::plan {

/// The memory of one accelerator after certain segments were placed on it in a certain order, with what has
/// been found out about it: what fits beside them, and what comes of placing one more. Only Placements looks
/// inside; several threads may ask about one at once.
class PlacedMemory {
 public:
  /// With nothing found out. `memory` is a copy that nobody changes any more.
  explicit PlacedMemory(device::Memory memory);
  ~PlacedMemory();
  PlacedMemory(const PlacedMemory&) = delete;
  PlacedMemory& operator=(const PlacedMemory&) = delete;

  /// For what is asked rarely: uses() and problems().
  [[nodiscard]] const device::Memory& memory() const { return memory_; }

 private:
  friend class Placements;
  struct Answers;
  struct Next;
  device::Memory memory_;
  std::atomic<Answers*> answers_{nullptr};  // a list to whose front tables are added; owned
  std::mutex mutex_;                        // guards what follows
  std::vector<Next> next_;
};

/// Remembers what fits the memories of accelerators: placing is what planners ask for most, and they ask the
/// same again and again, for devices with the same accelerator, for apps with the same model, in other
/// planners' turns and at other points of a sweep.
///
/// Whether a segment fits depends on the accelerator and on what lies there, in the order in which it was
/// placed. Every such memory is made once and keeps the answers. Answers do not depend on what is remembered,
/// so that neither threads nor the limit of size show in any result.
///
/// Lowered networks and segment tables are recognised by their address: pre, all that are ever asked about
/// live as long as anybody asks (TableCache keeps them; it owns one of these and shares it with its
/// problems). Safe to share between threads.
class Placements {
 public:
  using State = std::shared_ptr<PlacedMemory>;
  /// Once the memories take more than about so much, all are forgotten and begun anew: planners that draw by
  /// chance would fill any space.
  static constexpr std::size_t kMostBytes = std::size_t{16} << 20;

  /// Nothing placed. Never null.
  [[nodiscard]] State empty(const std::shared_ptr<const device::Accelerator>& accelerator);
  /// Whether a segment between two boundaries fits beside what lies there. Pre: it has a cost, and the table
  /// is of the memory's accelerator.
  [[nodiscard]] bool fits(PlacedMemory& state, const SegmentTable& table, int from, int to);
  /// The memory with these layers placed, and where they landed in `placement`; null if they do not fit. Pre:
  /// `network` is lowered for the memory's accelerator.
  [[nodiscard]] State place(PlacedMemory& state, const device::Lowered& network, device::LayerRange layers,
                            device::Placement& placement);

 private:
  struct Root {
    std::shared_ptr<const device::Accelerator> accelerator;  // kept, so that its address stays its own
    State state;
  };
  std::mutex mutex_;  // guards roots_
  std::vector<Root> roots_;
  std::atomic<std::size_t> bytes_{0};  // of all memories made since the last beginning, about
};

}  // namespace synergy::plan
