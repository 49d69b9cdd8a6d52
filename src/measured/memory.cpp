#include "memory.hpp"

#include "synergy/measured/family.hpp"

#include <algorithm>

#include "lowered.hpp"
#include <fmt/format.h>

namespace synergy::measured {
namespace {

using device::LayerRange;
using device::Lowered;
using device::Problem;

const LoweredNetwork& own(const Lowered& network) { return device::own<LoweredNetwork>(network, family()); }

class Amounts final : public device::Memory::State {
 public:
  explicit Amounts(const Profile& p)
      : name_(p.name),
        weights_(p.weight_memory.count()),
        activations_(p.activation_memory.count()),
        code_(p.code_memory ? p.code_memory->count() : 0) {}

  [[nodiscard]] std::shared_ptr<State> clone() const override { return std::make_shared<Amounts>(*this); }

  [[nodiscard]] bool fits(const Lowered& network, LayerRange layers) const override {
    const LoweredNetwork& lowered = own(network);
    return used_weights_ + lowered.stored_bytes(layers) <= weights_ &&
           used_code_ + lowered.code_bytes(layers) <= code_ &&
           lowered.activation_bytes(layers) <= activations_;
  }
  [[nodiscard]] bool try_place(const Lowered& network, LayerRange layers,
                               device::Placement* /*placement*/) override {
    if (!fits(network, layers)) return false;
    const LoweredNetwork& lowered = own(network);
    used_weights_ += lowered.stored_bytes(layers);
    used_code_ += lowered.code_bytes(layers);
    // Segments of a device take turns, and so share the room for tensors; weights and code stay.
    used_activations_ = std::max(used_activations_, lowered.activation_bytes(layers));
    return true;
  }
  [[nodiscard]] std::vector<Problem> problems(const Lowered& network, LayerRange layers) const override {
    const LoweredNetwork& lowered = own(network);
    std::vector<Problem> found;
    const auto check = [&](Problem::Kind kind, std::string_view what, std::int64_t needed, std::int64_t left,
                           std::int64_t of) {
      if (needed <= left) return;
      found.push_back(
          {kind, network.network().name(), layers.first, needed, left,
           fmt::format("layers {} to {} of '{}' need {} bytes of {}; the {} has {} left of {}", layers.first,
                       layers.last, network.network().name(), needed, what, name_, left, of)});
    };
    check(Problem::Kind::weights, "weights", lowered.stored_bytes(layers), weights_ - used_weights_,
          weights_);
    check(Problem::Kind::memory, "code", lowered.code_bytes(layers), code_ - used_code_, code_);
    check(Problem::Kind::data, "activations", lowered.activation_bytes(layers), activations_, activations_);
    return found;
  }
  [[nodiscard]] std::vector<device::MemoryUse> uses() const override {
    return {
        {"weights", "bytes of weights and biases", used_weights_, weights_},
        {"activations", "bytes of tensors of the segment that needs most", used_activations_, activations_},
        {"code", "bytes of networks' code, where it has a memory of its own", used_code_, code_}};
  }

 private:
  std::string name_;
  std::int64_t weights_, activations_, code_;
  std::int64_t used_weights_ = 0, used_activations_ = 0, used_code_ = 0;
};

}  // namespace

device::Memory empty_memory(const Profile& profile) {
  return device::Memory(std::make_shared<Amounts>(profile));
}

}  // namespace synergy::measured
