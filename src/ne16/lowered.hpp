#pragma once

#include "synergy/device/accelerator.hpp"
#include "synergy/ne16/profile.hpp"

#include <memory>
#include <string>
#include <vector>

#include "step.hpp"
#include "tiling.hpp"

namespace synergy::ne16 {

/// Cycles of one step on a profile.
struct StepTime {
  double computing = 0;  ///< accelerator or cluster at work, or waiting for the transfers beside it
  double overhead = 0;   ///< nothing computes
  [[nodiscard]] double cycles() const { return computing + overhead; }
};

/// What a chip of the family does at a speed that a planner may be told; 1 is the profile's own.
struct Chip {
  Profile profile;
  double speed = 1;
};

/// A network on a chip: its operators as steps, with their times and their way through L1.
class LoweredNetwork final : public device::Lowered {
 public:
  LoweredNetwork(std::shared_ptr<const device::Accelerator> accelerator, const Chip& chip,
                 std::shared_ptr<const device::Network> of);

  /// Weights and biases as stored, shared ones once.
  [[nodiscard]] std::int64_t stored_bytes(device::LayerRange layers) const;
  /// Of the tensors that L2 holds at once, at the layer of the range where they are most.
  [[nodiscard]] std::int64_t live_bytes(device::LayerRange layers) const;

  [[nodiscard]] bool can_stop_after(device::LayerIndex layer) const override;
  [[nodiscard]] std::vector<device::Problem> problems(device::LayerRange layers) const override;
  [[nodiscard]] device::SegmentCost cost(device::LayerRange layers,
                                         const device::Placement& placement) const override;
  [[nodiscard]] Bytes parameter_bytes(device::LayerRange layers) const override {
    return Bytes(stored_bytes(layers));
  }
  [[nodiscard]] std::vector<std::int64_t> least_need(device::LayerRange layers) const override;
  [[nodiscard]] std::vector<device::LayerFacts> layer_facts(device::LayerRange layers) const override;
  [[nodiscard]] IdVector<network::OperatorId, device::OperatorFate> operator_fates() const override;
  [[nodiscard]] std::string summary(device::LayerRange layers) const override;

 private:
  struct Placed {
    Parts parts;
    StepTime time;
  };
  [[nodiscard]] Placed place(const Step& step) const;
  /// Whether an operator's weights are stored for it in a range that begins with `first`.
  [[nodiscard]] bool stores(network::OperatorId id, network::OperatorId first) const;
  [[nodiscard]] IdRange<network::OperatorId> operators() const { return network().operators().ids(); }

  const Chip& chip_;  // of the accelerator, which device::Lowered keeps alive
  IdVector<network::OperatorId, Step> steps_;
  IdVector<network::OperatorId, Placed> placed_;
  std::vector<std::int64_t> live_;                     // of each layer of the network
  std::vector<std::vector<device::Problem>> refused_;  // of each layer of the network
};

/// The columns of layer_facts().
[[nodiscard]] std::vector<device::FactColumn> layer_columns();

}  // namespace synergy::ne16
