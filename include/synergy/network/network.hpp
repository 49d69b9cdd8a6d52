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

/// A tensor that comes from outside. Whatever a network reads has a name, by which files refer to it.
struct Input {
  /// Distinct among inputs and operators: they share one space of names.
  std::string name;
  /// Every side 1 to 65,536, and 2^30 elements at most.
  Shape shape;
  /// Of one element: 1 to 32.
  int bits = 8;
  /// Written before each inference by the CPU beside the layer that reads it, such as a buffer of earlier
  /// results: it crosses no cut. The others arrive with the data of the app.
  bool by_host = false;
  [[nodiscard]] Bytes bytes() const { return bytes_of(shape, bits); }
};

/// What a network is made from; Network checks it. May be inconsistent; nothing looks at it before Network
/// does.
struct NetworkParts {
  std::string name;
  /// 1 to 64. Their order gives the first TensorIds.
  std::vector<Input> inputs;
  /// In execution order, 1 to 4,096: each reads inputs and what stands before it.
  std::vector<Operator> operators;
  /// That leave the network, in any order; empty: the last operator's output. Whatever nobody reads must be
  /// among them.
  std::vector<TensorId> outputs;
  /// For the network as a whole, each for one family.
  std::vector<Hint> hints;
  /// What a family made of these operators, if the file states that; usually null. Not checked against the
  /// operators.
  std::shared_ptr<const LoweredForm> lowered;
};

/// What is wrong with one operator; without one, with the network as a whole.
/// Something that a file's author can mend.
struct OperatorProblem {
  std::optional<OperatorId> at;
  std::string message;  ///< without the operator's name
};

/// Operators that do not form a network: every problem found, in the operators' order. An operator that reads
/// the output of a faulty one is not looked at. `what()` has one line for each, naming the operator.
///
/// Thrown for networks that programs build; readers of files report the same problems as InputError, with
/// places.
class NetworkError : public std::invalid_argument {
 public:
  /// Pre: at least one problem.
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
///
/// Safe to share between threads. Accelerators keep a shared_ptr to it, so that it is not copied.
class Network {
 public:
  /// Throws NetworkError when the operators do not fit together; load_network turns that into an InputError
  /// with the operators' places. Afterwards every default is filled in, outputs included.
  explicit Network(NetworkParts parts);

  /// Tables and measured powers go by it.
  [[nodiscard]] const std::string& name() const { return parts_.name; }
  [[nodiscard]] const std::vector<Input>& inputs() const { return parts_.inputs; }
  /// Of the inputs that come with the app's data.
  [[nodiscard]] Bytes input_bytes() const;
  /// Tensors that leave the network, ascending; at least one.
  [[nodiscard]] const std::vector<TensorId>& outputs() const { return parts_.outputs; }
  /// Of the tensors that leave the network.
  [[nodiscard]] Bytes output_bytes() const;
  /// Those for the network as a whole; an operator has its own.
  [[nodiscard]] const std::vector<Hint>& hints() const { return parts_.hints; }
  /// The form that a family finds ready; null: there is none for it.
  [[nodiscard]] std::shared_ptr<const LoweredForm> lowered(std::string_view family) const;
  /// The form it carries, whoever's it is; null: none.
  [[nodiscard]] const LoweredForm* lowered() const { return parts_.lowered.get(); }

  /// In execution order.
  [[nodiscard]] const IdVector<OperatorId, Operator>& operators() const { return operators_; }
  /// Throws std::out_of_range for an operator that is not there.
  [[nodiscard]] const Operator& at(OperatorId id) const { return operators_.at(id); }

  /// Inputs of the host count as well.
  [[nodiscard]] bool is_input(TensorId tensor) const { return tensor.index() < parts_.inputs.size(); }
  /// Pre: not is_input(tensor).
  [[nodiscard]] OperatorId producer(TensorId tensor) const {
    return OperatorId(tensor.value() - static_cast<int>(parts_.inputs.size()));
  }
  /// The inverse of producer().
  [[nodiscard]] TensorId output_of(OperatorId id) const {
    return TensorId(id.value() + static_cast<int>(parts_.inputs.size()));
  }
  /// As its reader sees it; one of a view is that of the view.
  [[nodiscard]] const Shape& shape(TensorId tensor) const;
  /// Packed, as it travels over a link.
  [[nodiscard]] Bytes bytes(TensorId tensor) const;
  /// Whether it leaves the network. Logarithmic in the outputs.
  [[nodiscard]] bool is_output(TensorId tensor) const;
  /// Operators that read the tensor, ascending, each once.
  [[nodiscard]] const std::vector<OperatorId>& readers(TensorId tensor) const { return readers_.at(tensor); }

  [[nodiscard]] int layer_count() const { return static_cast<int>(layers_.size()); }
  /// Throws std::out_of_range.
  [[nodiscard]] const Layer& layer(LayerIndex i) const { return layers_.at(static_cast<std::size_t>(i)); }
  [[nodiscard]] LayerRange all() const { return {0, layer_count() - 1}; }
  /// What crosses after layer `after`, from graph analysis: at kBeforeFirst the inputs; after the last layer
  /// nothing. Computed once, so cheap to ask; throws std::out_of_range elsewhere.
  [[nodiscard]] const Cut& cut(LayerIndex after) const {
    const LayerIndex boundary = after + 1;
    return cuts_.at(static_cast<std::size_t>(boundary));
  }

  /// Sums over a range (whole network: all()); shared weights count once. If the owner of shared weights lies
  /// in front of the range, they count at their first user in it: each device needs them.
  [[nodiscard]] Bytes weight_bytes(LayerRange range) const;
  [[nodiscard]] std::int64_t macs(LayerRange range) const;
  /// Biases, not bytes: how many bits one has is the family's business.
  [[nodiscard]] std::int64_t bias_count(LayerRange range) const;
  /// Bytes of all inputs and of the outputs of all layers that make a new tensor: Synergy's ordering of apps.
  /// The reconstruction's rule; "makes" leaves out activations and the like, which work in place.
  [[nodiscard]] Bytes data_intensity() const;

 private:
  NetworkParts parts_;  // without its operators
  IdVector<OperatorId, Operator> operators_;
  IdVector<TensorId, std::vector<OperatorId>> readers_;
  std::vector<Layer> layers_;
  std::vector<Cut> cuts_;
};

}  // namespace synergy::network
