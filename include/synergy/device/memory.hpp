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
/// Lowered::cost() reads it, nobody else looks inside.
struct Placement {
  std::vector<int> starts;
};

/// How much of one memory of an accelerator is used.
struct MemoryUse {
  std::string_view name;       ///< as columns are called: "words"; those of an accelerator are distinct
  std::string_view what;       ///< for people: "weights on the fullest of the processors"
  std::int64_t used = 0;       ///< in the family's unit, such as words or bytes
  std::int64_t available = 0;  ///< in the same unit, with what is used
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
  /// problems of its own (Lowered::problems()).
  class State {
   public:
    virtual ~State() = default;
    [[nodiscard]] virtual std::shared_ptr<State> clone() const = 0;
    [[nodiscard]] virtual bool fits(const Lowered& network, LayerRange layers) const = 0;
    /// On failure nothing has changed. `placement` may be null.
    [[nodiscard]] virtual bool try_place(const Lowered& network, LayerRange layers, Placement* placement) = 0;
    [[nodiscard]] virtual std::vector<Problem> problems(const Lowered& network, LayerRange layers) const = 0;
    [[nodiscard]] virtual std::vector<MemoryUse> uses() const = 0;
  };

  explicit Memory(std::shared_ptr<State> state) : state_(std::move(state)) {}

  /// Whether try_place() would succeed now.
  [[nodiscard]] bool fits(const Lowered& network, LayerRange layers) const {
    return state_->fits(network, layers);
  }
  /// Places a range beside those already there; on failure nothing has changed. `placement` may be null.
  [[nodiscard]] bool try_place(const Lowered& network, LayerRange layers, Placement* placement = nullptr) {
    if (state_.use_count() > 1) state_ = state_->clone();
    return state_->try_place(network, layers, placement);
  }
  /// Every reason why try_place() would fail now, the first one first; empty if it would not.
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
