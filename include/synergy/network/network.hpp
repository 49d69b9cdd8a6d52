#pragma once

#include "synergy/network/layers.hpp"
#include "synergy/network/lowered_form.hpp"
#include "synergy/network/operators.hpp"

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace synergy::network {

/// A tensor that comes from outside.
struct Input {
  std::string name;
  Shape shape;
  int bits = 8;  ///< of one element: 1 to 32
  /// Written before each inference by the CPU beside the layer that reads it, such as a buffer of earlier
  /// results: it crosses no cut. The others arrive with the data of the app.
  bool by_host = false;
  [[nodiscard]] Bytes bytes() const { return bytes_of(shape, bits); }
};

/// What a network is made from; Network checks it.
struct NetworkParts {
  std::string name;
  std::vector<Input> inputs;
  std::vector<Operator> operators;  ///< in execution order
  std::vector<TensorId> outputs;    ///< that leave the network; empty: the last operator's output
  std::vector<Hint> hints;          ///< for the network as a whole
  std::shared_ptr<const LoweredForm> lowered;
};

/// What is wrong with one operator; without one, with the network as a whole.
struct OperatorProblem {
  std::optional<OperatorId> at;
  std::string message;  ///< without the operator's name
};

/// Operators that do not form a network: every problem found, in the operators' order. An operator that reads
/// the output of a faulty one is not looked at. `what()` has one line for each, naming the operator.
class NetworkError : public std::invalid_argument {
 public:
  NetworkError(const NetworkParts& parts, std::vector<OperatorProblem> problems);
  [[nodiscard]] const std::vector<OperatorProblem>& problems() const { return problems_; }

 private:
  std::vector<OperatorProblem> problems_;
};

/// A neural network as frameworks know it: operators in execution order, a directed acyclic graph over
/// tensors; immutable, shapes computed and consistent. It knows no hardware: each accelerator family lowers
/// it to what it executes, or refuses with reasons.
///
/// The operators are partitioned into consecutive layers, the unit of cutting: each operator is one, unless
/// Operator::layer names a larger one.
class Network {
 public:
  /// Throws NetworkError when the operators do not fit together; load_network turns that into an InputError
  /// with the operators' places.
  explicit Network(NetworkParts parts);

  [[nodiscard]] const std::string& name() const { return parts_.name; }
  [[nodiscard]] const std::vector<Input>& inputs() const { return parts_.inputs; }
  /// Of the inputs that come with the app's data.
  [[nodiscard]] Bytes input_bytes() const;
  /// Tensors that leave the network, ascending; at least one.
  [[nodiscard]] const std::vector<TensorId>& outputs() const { return parts_.outputs; }
  [[nodiscard]] Bytes output_bytes() const;
  [[nodiscard]] const std::vector<Hint>& hints() const { return parts_.hints; }
  /// The form that a family finds ready; null: there is none for it.
  [[nodiscard]] std::shared_ptr<const LoweredForm> lowered(std::string_view family) const;
  /// The form it carries, whoever's it is; null: none.
  [[nodiscard]] const LoweredForm* lowered() const { return parts_.lowered.get(); }

  [[nodiscard]] const IdVector<OperatorId, Operator>& operators() const { return operators_; }
  [[nodiscard]] const Operator& at(OperatorId id) const { return operators_.at(id); }

  [[nodiscard]] bool is_input(TensorId tensor) const { return tensor.index() < parts_.inputs.size(); }
  /// Pre: not is_input(tensor).
  [[nodiscard]] OperatorId producer(TensorId tensor) const {
    return OperatorId(tensor.value() - static_cast<int>(parts_.inputs.size()));
  }
  [[nodiscard]] TensorId output_of(OperatorId id) const {
    return TensorId(id.value() + static_cast<int>(parts_.inputs.size()));
  }
  [[nodiscard]] const Shape& shape(TensorId tensor) const;
  [[nodiscard]] Bytes bytes(TensorId tensor) const;
  [[nodiscard]] bool is_output(TensorId tensor) const;
  /// Operators that read the tensor, ascending, each once.
  [[nodiscard]] const std::vector<OperatorId>& readers(TensorId tensor) const { return readers_.at(tensor); }

  [[nodiscard]] int layer_count() const { return static_cast<int>(layers_.size()); }
  [[nodiscard]] const Layer& layer(LayerIndex i) const { return layers_.at(static_cast<std::size_t>(i)); }
  [[nodiscard]] LayerRange all() const { return {0, layer_count() - 1}; }
  /// What crosses after layer `after`, from graph analysis: at kBeforeFirst the inputs; after the last layer
  /// nothing.
  [[nodiscard]] const Cut& cut(LayerIndex after) const {
    const LayerIndex boundary = after + 1;
    return cuts_.at(static_cast<std::size_t>(boundary));
  }

  /// Sums over a range (whole network: all()); shared weights count once.
  [[nodiscard]] Bytes weight_bytes(LayerRange range) const;
  [[nodiscard]] std::int64_t macs(LayerRange range) const;
  [[nodiscard]] std::int64_t bias_count(LayerRange range) const;
  /// Bytes of all inputs and of the outputs of all layers that make a new tensor: Synergy's ordering of apps.
  [[nodiscard]] Bytes data_intensity() const;

 private:
  NetworkParts parts_;  // without its operators
  IdVector<OperatorId, Operator> operators_;
  IdVector<TensorId, std::vector<OperatorId>> readers_;
  std::vector<Layer> layers_;
  std::vector<Cut> cuts_;
};

}  // namespace synergy::network
