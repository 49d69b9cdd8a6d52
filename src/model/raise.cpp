#include "synergy/model/lower.hpp"
#include "synergy/model/names.hpp"

#include <set>

#include "hints.hpp"
#include <fmt/format.h>

namespace synergy::model {
namespace {

using network::Operation;
using network::OperatorId;
using network::TensorId;

network::Pool general(const Pool& pool, bool one_dimensional) {
  network::Pool made;
  made.type = pool.type == PoolType::max ? network::PoolType::max : network::PoolType::average;
  made.dimensions = one_dimensional && pool.width == 1 && pool.stride_width == 1 ? 1 : 2;
  made.window.size = {pool.height, pool.width};
  made.window.stride = {pool.stride_height, pool.stride_width};
  // Where there is one row or column, it has no distance to another.
  made.window.dilation = {pool.height > 1 ? pool.dilation : 1, pool.width > 1 ? pool.dilation : 1};
  return made;
}

/// Pre: not `none`.
network::Elementwise general(Eltwise eltwise) {
  if (eltwise == Eltwise::add) return network::Elementwise::add;
  if (eltwise == Eltwise::sub) return network::Elementwise::sub;
  return eltwise == Eltwise::bitwise_or ? network::Elementwise::bitwise_or
                                        : network::Elementwise::bitwise_xor;
}

/// Writes the operators of each layer in the order in which the hardware does them.
class Raising {
 public:
  explicit Raising(const Model& model) {
    // Operators are called as their layers, so that those names are taken from the start.
    for (const Layer& layer : model.layers()) names_.insert(layer.name);
    parts_.name = model.name();
    // The app's input comes first, host inputs follow: tensor_of() relies on it.
    parts_.inputs.push_back({std::string(kInputName), model.input(), 8, false});
    for (const HostInput& input : model.host_inputs())
      parts_.inputs.push_back({input.name, input.shape, 8, true});
    if (const auto format = model.data_format())
      parts_.hints = {{std::string(kFamily), "data_format", std::string(to_text(*format))}};
    // One to one: every layer of the network is a hardware layer, so it can be cut behind each.
    std::vector<std::optional<LayerIndex>> ends;
    std::vector<network::LayerIndex> layer_of;
    for (LayerIndex i = 0; i < model.layer_count(); ++i) {
      layer_ = &model.layer(i);
      add_layer();
      ends.emplace_back(i);
      layer_of.push_back(i);
    }
    for (const LayerIndex output : model.outputs()) parts_.outputs.push_back(tensor_of(output));
    parts_.lowered = std::make_shared<const Lowered>(model, std::move(ends), std::move(layer_of));
  }

  network::Network result() { return network::Network(std::move(parts_)); }

 private:
  void add_layer() {
    const Layer& l = *layer_;
    std::vector<TensorId> tensors;
    for (const LayerIndex input : l.inputs) tensors.push_back(tensor_of(input));
    if (l.eltwise == Eltwise::none && tensors.size() > 1)
      tensors = {add("concat", tensors, network::Concat{})};
    // Each operand is reshaped and pooled by itself before they are combined.
    for (TensorId& tensor : tensors) {
      if (l.reshape) tensor = add("reshape", {tensor}, network::Reshape{l.in});
      if (l.has_pool() && l.pool.before_eltwise) tensor = pool(tensor);
    }
    if (l.eltwise != Eltwise::none) {
      tensors = {l.op == Operator::eltwise ? add_main(tensors, general(l.eltwise))
                                           : add(to_text(l.eltwise), tensors, general(l.eltwise))};
    }
    if (l.has_pool() && !l.pool.before_eltwise) tensors = {pool(tensors[0])};
    if (l.flatten) tensors = {add("flatten", tensors, network::Flatten{})};
    if (l.op != Operator::eltwise) tensors = {add_main(tensors, main_operation())};
    if (l.activation != Activation::none) {
      tensors = {
          add(to_text(l.activation), tensors,
              l.activation == Activation::relu ? network::Activation::relu : network::Activation::abs)};
    }
    // What follows the main operator keeps its bits, and the layer's are those of the last.
    outputs_.push_back(tensors[0]);
  }

  TensorId pool(TensorId tensor) {
    return add("pool", {tensor}, general(layer_->pool, layer_->op == Operator::conv1d));
  }

  [[nodiscard]] network::Weights weights() const {
    const Layer& l = *layer_;
    network::Weights made{l.out_channels, l.weight_bits, l.bias, {}};
    if (l.weights_of >= 0) made.shared_with = mains_[static_cast<std::size_t>(l.weights_of)];
    return made;
  }

  [[nodiscard]] Operation main_operation() const {
    const Layer& l = *layer_;
    if (l.op == Operator::linear) return network::Linear{weights()};
    if (l.op == Operator::passthrough) return network::Copy{};
    network::Window window;
    window.size = {l.kernel_height, l.kernel_width};
    // Registers say one number; general windows one for each direction and side.
    window.dilation = {l.dilation, l.op == Operator::conv2d ? l.dilation : 1};
    window.padding = {l.pad_height, l.pad_width, l.pad_height, l.pad_width};
    if (l.op == Operator::conv_transpose2d) {
      window.stride = {2, 2};
      return network::ConvTranspose{weights(), 2, window, {1, 1}, 1};
    }
    return network::Conv{weights(), l.op == Operator::conv1d ? 1 : 2, window, l.groups};
  }

  /// The operator that the layer is called by, and that has its wishes and its bits.
  TensorId add_main(std::vector<TensorId> inputs, Operation operation) {
    mains_.emplace_back(parts_.operators.size());
    return append(layer_->name, std::move(inputs), std::move(operation), layer_->output_bits,
                  hints_of(*layer_));
  }

  /// What a layer does besides; `what` follows the layer's name, and primes make the two unique.
  TensorId add(std::string_view what, std::vector<TensorId> inputs, Operation operation) {
    std::string name = fmt::format("{}/{}", layer_->name, what);
    while (!names_.insert(name).second) name += '\'';
    return append(std::move(name), std::move(inputs), std::move(operation), 0, {});
  }

  TensorId append(std::string name, std::vector<TensorId> inputs, Operation operation, int bits,
                  std::vector<network::Hint> hints) {
    network::Operator op;
    op.name = std::move(name);
    op.inputs = std::move(inputs);
    op.operation = std::move(operation);
    op.output_bits = bits;
    // Stated, so that lowering anew fuses the same operators again and no others.
    op.layer = layer_->name;
    op.hints = std::move(hints);
    parts_.operators.push_back(std::move(op));
    return TensorId(parts_.inputs.size() + parts_.operators.size() - 1);
  }

  [[nodiscard]] TensorId tensor_of(LayerIndex tensor) const {
    if (is_host_input(tensor)) return TensorId(host_input_index(tensor) + 1);
    return tensor == kNetworkInput ? TensorId(0) : outputs_[static_cast<std::size_t>(tensor)];
  }

  const Layer* layer_ = nullptr;
  network::NetworkParts parts_;
  std::set<std::string> names_;
  std::vector<TensorId> outputs_;  // of each layer so far
  std::vector<OperatorId> mains_;  // its operator with the layer's name
};

}  // namespace

network::Network raise(const Model& model) { return Raising(model).result(); }

}  // namespace synergy::model
