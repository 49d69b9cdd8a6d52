#pragma once

#include "synergy/device/accelerator.hpp"
#include "synergy/max7800x/memory.hpp"
#include "synergy/max7800x/profile.hpp"
#include "synergy/max7800x/segment.hpp"
#include "synergy/model/lower.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace synergy::max7800x {

inline constexpr std::size_t kProcessors = 64;

/// A network on a chip, as its hardware layers; what placing them takes is computed once. A network that the
/// family cannot lower has none, and problems in every range.
class LoweredNetwork final : public device::Lowered {
 public:
  LoweredNetwork(std::shared_ptr<const device::Accelerator> chip, const Profile& profile,
                 std::shared_ptr<const device::Network> network);

  /// The hardware layers that a range of the network's is; none if it ends within one, or nothing is lowered.
  [[nodiscard]] std::optional<model::LayerRange> hardware(device::LayerRange layers) const {
    return form_ ? form_->hardware(layers) : std::nullopt;
  }
  /// Pre: hardware() of some range.
  [[nodiscard]] const model::Model& model() const { return form_->model(); }
  [[nodiscard]] const ModelNeeds& needs() const { return *needs_; }
  /// Problems found in hardware layers, as those of the network's layers.
  [[nodiscard]] std::vector<device::Problem> in_network(std::vector<device::Problem> found) const;

  [[nodiscard]] bool can_stop_after(device::LayerIndex layer) const override {
    return form_ != nullptr && form_->end(layer).has_value();
  }
  [[nodiscard]] std::vector<device::Problem> problems(device::LayerRange layers) const override;
  [[nodiscard]] device::SegmentCost cost(device::LayerRange layers,
                                         const Placement& placement) const override;
  [[nodiscard]] Bytes parameter_bytes(device::LayerRange layers) const override;
  [[nodiscard]] std::vector<std::int64_t> least_need(device::LayerRange layers) const override;
  [[nodiscard]] std::vector<device::LayerFacts> layer_facts(device::LayerRange layers) const override;
  [[nodiscard]] IdVector<network::OperatorId, device::OperatorFate> operator_fates() const override;
  [[nodiscard]] std::string summary(device::LayerRange layers) const override;

 private:
  [[nodiscard]] std::vector<device::Problem> refusals(device::LayerRange layers) const;

  const Profile& profile_;  // of the chip, which device::Lowered keeps alive
  std::shared_ptr<const model::Lowered> form_;
  std::vector<device::Problem> refused_;  // of the whole network
  std::optional<ModelNeeds> needs_;
};

/// The columns of layer_facts().
[[nodiscard]] std::vector<device::FactColumn> layer_columns();

}  // namespace synergy::max7800x
