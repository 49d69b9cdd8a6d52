#include "memory.hpp"

#include "synergy/ne16/family.hpp"

#include <algorithm>

#include "lowered.hpp"
#include <fmt/format.h>

namespace synergy::ne16 {
namespace {

using device::LayerRange;
using device::Lowered;
using device::Problem;

const LoweredNetwork& own(const Lowered& network) { return device::own<LoweredNetwork>(network, family()); }

class State final : public device::Memory::State {
 public:
  explicit State(const Profile& profile) : l2_(profile.l2.count()), emram_(profile.emram.count()) {}

  [[nodiscard]] std::shared_ptr<device::Memory::State> clone() const override {
    return std::make_shared<State>(*this);
  }
  [[nodiscard]] bool fits(const Lowered& network, LayerRange layers) const override {
    const State with = after(own(network), layers);
    // In both: eMRAM keeps weights without power, and to be used they lie in L2 beside the tensors.
    return with.weights_ + with.live_ <= l2_ && with.weights_ <= emram_;
  }
  [[nodiscard]] bool try_place(const Lowered& network, LayerRange layers,
                               device::Placement* placement) override {
    if (!fits(network, layers)) return false;
    *this = after(own(network), layers);
    // Where weights lie makes no difference to this family.
    if (placement != nullptr) placement->starts.clear();
    return true;
  }
  [[nodiscard]] std::vector<Problem> problems(const Lowered& network, LayerRange layers) const override {
    const State with = after(own(network), layers);
    std::vector<Problem> found;
    const auto check = [&](std::string_view memory, std::int64_t needed, std::int64_t available) {
      if (needed <= available) return;
      found.push_back({Problem::Kind::memory, network.network().name(), layers.first, needed, available,
                       fmt::format("layers {}-{} of '{}' make it {} bytes in {}; there are {}", layers.first,
                                   layers.last, network.network().name(), needed, memory, available)});
    };
    check("L2, for weights and the tensors of one inference", with.weights_ + with.live_, l2_);
    check("eMRAM, for weights", with.weights_, emram_);
    return found;
  }
  [[nodiscard]] std::vector<device::MemoryUse> uses() const override {
    return {{"l2_bytes", "weights, and the tensors of one inference", weights_ + live_, l2_},
            {"emram_bytes", "weights, kept without power", weights_, emram_}};
  }

 private:
  /// What would be, for all questions alike: fitting, placing and explaining cannot contradict each other.
  [[nodiscard]] State after(const LoweredNetwork& network, LayerRange layers) const {
    State with = *this;
    with.weights_ += network.stored_bytes(layers);
    // A device infers one network at a time, and tensors of one give way to those of the next; weights stay.
    with.live_ = std::max(live_, network.live_bytes(layers));
    return with;
  }

  std::int64_t l2_, emram_;
  std::int64_t weights_ = 0;
  std::int64_t live_ = 0;
};

}  // namespace

std::shared_ptr<device::Memory::State> empty_state(const Profile& profile) {
  return std::make_shared<State>(profile);
}

}  // namespace synergy::ne16
