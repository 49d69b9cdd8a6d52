#pragma once

#include "synergy/model/model.hpp"
#include "synergy/network/network.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace synergy::model {

/// The family's name in `hints:` of network files and in network::LoweredForm.
inline constexpr std::string_view kFamily = "max7800x";

/// A network as the hardware layers that execute it. Immutable, safe to share. The network's layers and the
/// hardware's need not be the same: fused operators share a hardware layer, and a layer of several operators
/// may take several.
class Lowered : public network::LoweredForm {
 public:
  /// `ends[n]` is the hardware layer that is complete exactly when layer n of the network is; none: layer n
  /// ends within a hardware layer, and no device can stop there.
  /// `layer_of[k]` is the layer of the network that has the last operator of hardware layer k.
  /// Pre: one end for each layer of the network, ascending where there are some; one `layer_of` for each
  /// layer of the model.
  Lowered(Model model, std::vector<std::optional<LayerIndex>> ends, std::vector<network::LayerIndex> layer_of)
      : model_(std::move(model)), ends_(std::move(ends)), layer_of_(std::move(layer_of)) {}

  [[nodiscard]] std::string_view family() const override { return kFamily; }
  /// The model as a model file.
  [[nodiscard]] std::string to_yaml() const override;
  /// Lives as long as this.
  [[nodiscard]] const Model& model() const { return model_; }
  /// Throws std::out_of_range for a layer that the network does not have.
  [[nodiscard]] std::optional<LayerIndex> end(network::LayerIndex n) const {
    return ends_.at(static_cast<std::size_t>(n));
  }
  /// The hardware layers of these layers of the network; none if either end lies within one.
  [[nodiscard]] std::optional<LayerRange> hardware(network::LayerRange layers) const;
  /// The layer of the network in which a hardware layer is complete.
  [[nodiscard]] network::LayerIndex layer_of(LayerIndex hardware) const {
    return layer_of_.at(static_cast<std::size_t>(hardware));
  }

 private:
  Model model_;
  std::vector<std::optional<LayerIndex>> ends_;
  std::vector<network::LayerIndex> layer_of_;
};

/// Why this family cannot execute an operator; without one, the network as a whole. Not an error: a body may
/// have an accelerator of another family that can.
struct LoweringProblem {
  std::optional<network::OperatorId> at;
  std::string message;  ///< without the operator's name
};

/// The hardware layers, or every problem in the operators' order; never an empty list of problems.
using LoweringResult = std::variant<std::shared_ptr<const Lowered>, std::vector<LoweringProblem>>;

/// Makes hardware layers of a network: batch norm is folded into the operator in front, as is an activation;
/// pooling, element-wise operators, concatenation, reshaping and flattening go in front of the operator
/// behind, or become layers of their own where it cannot take them; a softmax at the end stays with the host.
/// Layers that the file states stay among themselves. What the family cannot do is refused, every operator
/// with its reason; limits of one chip, such as its memory, are not looked at here.
///
/// The result depends on the operators and on hints alone: `processors`, `output_processors`, `streaming` and
/// `flatten` of an operator and `data_format` of the network mean what they mean in model files.
///
[[nodiscard]] LoweringResult lower_operators(const network::Network& network);

/// The form that the network carries, else lower_operators(): what accelerators call. A form of another
/// family counts as none.
[[nodiscard]] LoweringResult lower(const network::Network& network);

/// What lowering makes of one operator.
struct OperatorRole {
  /// The hardware layer that does it, counted as lower_operators() does where nothing is refused. None:
  /// nothing is done for it, or it is refused.
  std::optional<LayerIndex> layer;
  /// After which that layer is called: itself, if the layer is its own.
  std::optional<network::OperatorId> main;
  /// Why it cannot be lowered; empty if it can. Without the operator's name.
  std::string refusal;
};

/// What becomes of every operator, refused ones and those behind them included: each is looked at as if all
/// in front of it were lowered. What is wrong with the network as a whole stands at its first operator. One
/// for each operator; where none is refused, lower_operators() succeeds.
[[nodiscard]] IdVector<network::OperatorId, OperatorRole> roles_of(const network::Network& network);

/// The model as a network that has a layer for each hardware layer, and carries it: lower() gives it back,
/// and so does lower_operators(). Names of operators are those of the layers, with "/pool" and the like for
/// what a layer does besides. Layer indices mean the same in both.
[[nodiscard]] network::Network raise(const Model& model);

}  // namespace synergy::model
