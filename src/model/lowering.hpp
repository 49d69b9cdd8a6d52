#pragma once

#include "synergy/model/lower.hpp"

#include "hints.hpp"

namespace synergy::model {

/// What a tensor of the network is to the hardware layer that reads it: tensors of the model, and what the
/// reader does to them before its operator, in the hardware's order: join by channel or (for each operand)
/// reshape, pool, combine, pool (`pool.before_eltwise` false), flatten.
struct Front {
  std::vector<LayerIndex> tensors;
  Eltwise eltwise = Eltwise::none;
  std::optional<Extent> reshape;
  Pool pool;
  bool flatten = false;
  std::vector<network::OperatorId> operators;  ///< that it stands for and that no layer has done yet
  bool faulty = false;

  [[nodiscard]] bool pools() const { return pool.type != PoolType::none; }
  /// Nobody has to do anything to read it.
  [[nodiscard]] bool is_tensor() const { return !must_be_made() && !reshape && !flatten; }
  /// More than another name for one tensor.
  [[nodiscard]] bool must_be_made() const {
    return tensors.size() != 1 || pools() || eltwise != Eltwise::none;
  }
};

/// The walk over a network's operators that makes its hardware layers: a call for each kind of operator, in
/// execution order. What can go in front of a later operator waits in `values_` until somebody reads it;
/// make() gives it a layer of its own. Operators return whether their output can be read; what cannot is
/// marked faulty, and silences its readers.
class Lowering {
 public:
  /// How to go on behind an operator that is refused: its readers are left out, or looked at as if it had
  /// been lowered.
  enum class Behind : std::uint8_t { leave_out, look_at };
  explicit Lowering(const network::Network& network, Behind refused = Behind::leave_out);

  [[nodiscard]] LoweringResult result();
  [[nodiscard]] IdVector<network::OperatorId, OperatorRole> roles();

  bool operator()(const network::Conv& conv);
  bool operator()(const network::ConvTranspose& conv);
  bool operator()(const network::Linear& linear);
  bool operator()(const network::Pool& pool);
  bool operator()(network::Elementwise operation);
  bool operator()(const network::Concat&);
  bool operator()(const network::Reshape& reshape);
  bool operator()(const network::Flatten&);
  bool operator()(const network::Copy&);
  bool operator()(network::Activation activation);
  bool operator()(const network::BatchNorm&);
  bool operator()(const network::Softmax&);

 private:
  void read_inputs();
  void walk();
  void take_for_lowered();
  template <class WithWeights>
  bool with_weights(const WithWeights& kind);
  bool refuse(std::string message);
  bool refuse_all(std::vector<std::string> messages);

  [[nodiscard]] const network::Operator& op() const { return network_.at(id_); }
  [[nodiscard]] Front& out() { return values_[network_.output_of(id_)]; }
  /// What the operator reads, made first where layers that the file states forbid to take it along.
  [[nodiscard]] Front read(network::TensorId tensor);
  [[nodiscard]] bool is_stated(network::OperatorId id) const { return !network_.at(id).layer.empty(); }
  [[nodiscard]] bool together(network::OperatorId a, network::OperatorId b) const;
  /// Makes the tensor one that simply lies in memory. False: it cannot be; a problem says why.
  bool make(network::TensorId tensor);
  /// make(), but only where more than one operator reads the tensor or it leaves the network.
  bool made_for_several(network::TensorId tensor);
  /// Appends `layer`, which does what `front` waits for and then the operator `main`.
  LayerIndex push(Layer layer, const Front& front, network::OperatorId main);
  /// Says which layer an operator is part of, and gives that layer its hints. The first one counts.
  void assign(network::OperatorId id, LayerIndex layer);
  /// The layer that computes what the operator reads, if it can do the operator too; else null, refused.
  [[nodiscard]] Layer* producer(std::string_view what);
  /// The operator becomes part of the layer in front of it.
  bool join_producer();
  [[nodiscard]] const network::Input& app_input() const;
  [[nodiscard]] std::vector<LayerIndex> outputs();
  [[nodiscard]] std::vector<std::optional<LayerIndex>> ends() const;
  [[nodiscard]] std::vector<network::LayerIndex> completing_layers() const;

  const network::Network& network_;
  Behind behind_;
  network::OperatorId id_;  // being looked at
  IdVector<network::TensorId, Front> values_;
  IdVector<network::OperatorId, std::optional<LayerIndex>> layer_of_;
  std::vector<Layer> layers_;
  std::vector<network::OperatorId> mains_;  // of each layer: its operator, for its name and for problems
  std::vector<LayerHints> hints_;           // of each layer
  ModelEnds ends_;
  std::vector<LoweringProblem> problems_;
};

}  // namespace synergy::model
