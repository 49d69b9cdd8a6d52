#pragma once

#include "synergy/device/problem.hpp"

#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace synergy::device {

class Lowered;

/// Where the layers of a range landed, one number for each in the family's own counting. Memory makes it,
/// Lowered::cost() reads it, nobody else looks inside. Empty before the first successful try_place().
/// Means something for the accelerator and the range it was made for alone. Families in which places change
/// no cost leave it empty.
struct Placement {
  /// In the order of the family's layers of the range, whose number need not be that of the network's layers.
  std::vector<int> starts;
};

/// How much of one memory of an accelerator is used.
/// `used` is at most `available`: what does not fit is never placed.
/// A snapshot: placing more does not change it.
struct MemoryUse {
  /// As columns are called: "words". Those of an accelerator are distinct and the same for all of a family.
  /// Static.
  std::string_view name;
  /// For people: "weights on the fullest of the processors". Static.
  std::string_view what;
  /// In the family's unit, such as words or bytes; where a memory has parts, of the fullest part.
  std::int64_t used = 0;
  /// In the same unit, what is used included: it never changes as ranges are placed.
  std::int64_t available = 0;
};

/// The memory of one accelerator while ranges of layers are placed on it, one after the other, as its tools
/// would place them. What fits may depend on the order.
///
/// A value: copy it to try something. A copy shares everything until one of the two is changed, so copying
/// allocates nothing, and an attempt that only asks (fits()) never does more than the family's own rules
/// need. Several threads may use copies of one memory, but not the same object.
class Memory {
 public:
  /// What a family implements: the same questions, on a state that belongs to one Memory alone.
  ///
  /// `network` was lowered by an accelerator of the same family, and `layers` is a range of it without
  /// problems of its own (Lowered::problems()). Never called by two threads at once while one of them changes
  /// it: Memory clones what is shared first.
  class State {
   public:
    virtual ~State() = default;
    /// An equal state of its own. Called at most once for each copy that is changed.
    /// Never null. Whatever is done to the one is not seen by the other.
    [[nodiscard]] virtual std::shared_ptr<State> clone() const = 0;
    /// Whether try_place() on a clone would succeed. Planners ask this most often of all.
    [[nodiscard]] virtual bool fits(const Lowered& network, LayerRange layers) const = 0;
    /// On failure nothing has changed. `placement` may be null. Where it is given it says where the range
    /// landed; after a failure it means nothing.
    [[nodiscard]] virtual bool try_place(const Lowered& network, LayerRange layers, Placement* placement) = 0;
    /// What Memory::problems() promises; may be slow, since it is asked once a plan has failed.
    [[nodiscard]] virtual std::vector<Problem> problems(const Lowered& network, LayerRange layers) const = 0;
    /// What Memory::uses() promises.
    [[nodiscard]] virtual std::vector<MemoryUse> uses() const = 0;
  };

  /// Pre: the state is not null, and nobody else changes it from now on.
  /// Families make it; everybody else copies Accelerator::empty_memory().
  explicit Memory(std::shared_ptr<State> state) : state_(std::move(state)) {}

  /// Whether try_place() would succeed now.
  /// Changes nothing and copies nothing.
  [[nodiscard]] bool fits(const Lowered& network, LayerRange layers) const {
    return state_->fits(network, layers);
  }
  /// Places a range beside those already there; on failure nothing has changed. `placement` may be null.
  /// There is no way to take a range away: keep a copy from before.
  /// Clones the state first where a copy shares it, also for an attempt that fails. `network` was lowered by
  /// an accelerator of the same family (BrokenInvariant otherwise).
  [[nodiscard]] bool try_place(const Lowered& network, LayerRange layers, Placement* placement = nullptr) {
    if (state_.use_count() > 1) state_ = state_->clone();
    return state_->try_place(network, layers, placement);
  }
  /// Every reason why try_place() would fail now, the first one first; empty if it would not. Problems::layer
  /// counts the network's layers.
  [[nodiscard]] std::vector<Problem> problems(const Lowered& network, LayerRange layers) const {
    return state_->problems(network, layers);
  }
  /// Every memory of the accelerator, in an order of the family's; first the one that runs out first with
  /// most networks. At least one.
  [[nodiscard]] std::vector<MemoryUse> uses() const { return state_->uses(); }

 private:
  std::shared_ptr<State> state_;
};

}  // namespace synergy::device
