#pragma once

#include "synergy/device/accelerator.hpp"
#include "synergy/max7800x/memory.hpp"
#include "synergy/max7800x/profile.hpp"
#include "synergy/max7800x/segment.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace synergy::max7800x {

inline constexpr std::size_t kProcessors = 64;

/// A network on a chip. Its layers are hardware layers already; what placing them takes is computed once.
class LoweredNetwork final : public device::Lowered {
 public:
  LoweredNetwork(std::shared_ptr<const device::Accelerator> chip, const Profile& profile,
                 std::shared_ptr<const device::Network> network)
      : Lowered(std::move(chip), std::move(network)), profile_(profile), needs_(this->network()) {}

  [[nodiscard]] const ModelNeeds& needs() const { return needs_; }

  [[nodiscard]] std::vector<device::Problem> problems(model::LayerRange layers) const override;
  [[nodiscard]] device::SegmentCost cost(model::LayerRange layers, const Placement& placement) const override;
  [[nodiscard]] std::vector<std::int64_t> least_need(model::LayerRange layers) const override;
  [[nodiscard]] std::vector<std::vector<device::Fact>> layer_facts(model::LayerRange layers) const override;
  [[nodiscard]] std::string summary(model::LayerRange layers) const override;

 private:
  const Profile& profile_;  // of the chip, which Lowered keeps alive
  ModelNeeds needs_;
};

/// The columns of layer_facts().
[[nodiscard]] std::vector<device::FactColumn> layer_columns();

}  // namespace synergy::max7800x
