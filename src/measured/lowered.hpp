#pragma once

#include "synergy/device/accelerator.hpp"
#include "synergy/measured/profile.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "state.hpp"

namespace synergy::measured {

/// A network as laws and rows see it; what its layers do is summed up once, so that a range costs a
/// subtraction.
class LoweredNetwork final : public device::Lowered {
 public:
  LoweredNetwork(std::shared_ptr<const device::Accelerator> of, const Profile& profile, const State& state,
                 std::shared_ptr<const device::Network> network);

  /// Parameters as stored: packed weights, 4 bytes for each bias; shared weights once.
  [[nodiscard]] std::int64_t stored_bytes(device::LayerRange layers) const;
  /// Alive at once, at most.
  [[nodiscard]] std::int64_t activation_bytes(device::LayerRange layers) const;
  [[nodiscard]] std::int64_t code_bytes(device::LayerRange layers) const;

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
  [[nodiscard]] std::vector<std::string> doubts(device::LayerRange layers) const override;

 private:
  /// What of one layer laws and memories ask for. Times are of the first operating point.
  struct LayerWork {
    std::string kinds;  // of its operators that take time, for people
    double seconds = 0;
    std::int64_t tensor_bytes = 0;
    std::int64_t activations = 0;
    std::int64_t least_bytes = 0;
    int operators = 0;
    std::vector<Kind> without_law;
    std::vector<Kind> of_kind;
  };
  /// Inferring a range at the first operating point.
  struct Inference {
    double seconds = 0;
    /// Above idle; what rows without an energy and laws take at the power of the state is not in it.
    double joules = 0;
    /// Of `seconds`, what has no energy of its own.
    double at_state_power = 0;
    bool energy_is_measured = false;
  };

  [[nodiscard]] LayerWork work_of(device::LayerIndex index) const;
  void take_rows();
  /// Nothing where the table has no rows that make up the range.
  [[nodiscard]] std::optional<Inference> inference(device::LayerRange layers) const;
  [[nodiscard]] std::optional<Inference> from_rows(device::LayerRange layers) const;
  [[nodiscard]] std::string no_rows(device::LayerRange layers) const;
  [[nodiscard]] std::string times_from(device::LayerRange layers) const;

  const Profile& profile_;  // of the accelerator, which device::Lowered keeps alive
  const State& state_;
  std::vector<LayerWork> layers_;
  const Row* whole_ = nullptr;
  std::vector<const Row*> rows_;  // of layers, ascending; kept only if they make up the network
  int rows_stated_ = 0;           // of this network
};

/// The columns of layer_facts().
[[nodiscard]] std::vector<device::FactColumn> layer_columns();

}  // namespace synergy::measured
