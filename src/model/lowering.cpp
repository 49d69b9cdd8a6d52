#include "lowering.hpp"

#include <algorithm>

#include "lower_convert.hpp"
#include <fmt/format.h>

namespace synergy::model {

using network::OperatorId;
using network::TensorId;

bool Lowering::refuse(std::string message) {
  problems_.push_back({id_, std::move(message)});
  return false;
}

/// Whether there was nothing to refuse.
bool Lowering::refuse_all(std::vector<std::string> messages) {
  for (std::string& message : messages) refuse(std::move(message));
  return messages.empty();
}

bool Lowering::together(OperatorId a, OperatorId b) const {
  return network_.at(a).layer == network_.at(b).layer;
}

Front Lowering::read(TensorId tensor) {
  const Front& front = values_[tensor];
  // Names for tensors cost nothing and belong anywhere; the rest stays in the layer that the file put it in.
  const bool apart = !front.operators.empty() && !together(front.operators.back(), id_);
  if (front.must_be_made() && apart && !make(tensor)) values_[tensor].faulty = true;
  return values_[tensor];
}

bool Lowering::make(TensorId tensor) {
  const Front front = values_[tensor];
  if (front.is_tensor()) return true;
  // A layer made for what waits is called after the last operator of it, and has its bits.
  const OperatorId last = network_.producer(tensor);
  if (front.flatten) {
    problems_.push_back({last, "flattens for something else than a linear layer, which alone can"});
    return false;
  }
  Layer layer;
  layer.op = front.eltwise == Eltwise::none ? Operator::passthrough : Operator::eltwise;
  layer.output_bits = network_.at(last).output_bits;
  Front made;
  made.tensors = {push(std::move(layer), front, last)};
  values_[tensor] = std::move(made);
  return true;
}

/// What several read is computed once; what leaves the network has to be there.
bool Lowering::made_for_several(TensorId tensor) {
  const bool several = network_.readers(tensor).size() > 1 || network_.is_output(tensor);
  return !several || make(tensor);
}

LayerIndex Lowering::push(Layer layer, const Front& front, OperatorId main) {
  const auto index = static_cast<LayerIndex>(layers_.size());
  layer.name = network_.at(main).name;
  layer.inputs = front.tensors;
  layer.eltwise = front.eltwise;
  layer.reshape = front.reshape;
  layer.pool = front.pool;
  layer.flatten = front.flatten;
  layers_.push_back(std::move(layer));
  mains_.push_back(main);
  hints_.emplace_back();
  // What waited in front is done now, and nowhere else.
  for (const OperatorId id : front.operators) assign(id, index);
  assign(main, index);
  return index;
}

/// The first layer that does what a reshape asks for has it.
void Lowering::assign(OperatorId id, LayerIndex layer) {
  if (layer_of_[id]) return;
  layer_of_[id] = layer;
  for (std::string& message : add_hints(network_.at(id), hints_[static_cast<std::size_t>(layer)]))
    problems_.push_back({id, std::move(message)});
}

template <class WithWeights>
bool Lowering::with_weights(const WithWeights& kind) {
  const Front front = read(op().inputs[0]);
  if (front.faulty) return false;
  Layer layer;
  if (!refuse_all(convert(kind, layer))) return false;
  // Only a map of more than one pixel is marked so, and to a convolution that is another thing.
  if (front.flatten && layer.op != Operator::linear)
    return refuse("convolves what is flattened; only a linear layer flattens");
  layer.output_bits = op().output_bits;
  if (kind.weights.shared_with) layer.weights_of = *layer_of_[*kind.weights.shared_with];
  out().tensors = {push(std::move(layer), front, id_)};
  return true;
}

bool Lowering::operator()(const network::Conv& conv) { return with_weights(conv); }
bool Lowering::operator()(const network::ConvTranspose& conv) { return with_weights(conv); }
bool Lowering::operator()(const network::Linear& linear) { return with_weights(linear); }

/// A second pooling of what is pooled needs a layer in between; one of what is combined comes last in it.
bool Lowering::operator()(const network::Pool& pool) {
  const TensorId from = op().inputs[0];
  Front front = read(from);
  if (!front.faulty && (front.pools() || front.flatten)) {
    if (!make(from)) return false;
    front = values_[from];
  }
  if (front.faulty) return false;
  if (!refuse_all(convert(pool, network_.shape(from), front.pool))) return false;
  // What is combined already is pooled behind it: the file's order decides, and the cycles follow.
  front.pool.before_eltwise = front.eltwise == Eltwise::none;
  front.operators.push_back(id_);
  out() = std::move(front);
  return made_for_several(network_.output_of(id_));
}

/// Operands that are pooled or reshaped must all be so in the same way; else each gets a layer of its own
/// first.
bool Lowering::operator()(network::Elementwise operation) {
  Front combined;
  if (!refuse_all(convert(operation, combined.eltwise))) return false;
  const Front first = read(op().inputs[0]);
  const auto same_window = [](const Pool& a, const Pool& b) {
    return a.type == b.type && a.height == b.height && a.width == b.width &&
           a.stride_height == b.stride_height && a.stride_width == b.stride_width && a.dilation == b.dilation;
  };
  // The hardware has one reshape and one window for all operands of a layer.
  bool alike = true;
  for (const TensorId tensor : op().inputs) {
    const Front operand = read(tensor);
    if (operand.faulty) return false;
    alike = alike && operand.tensors.size() == 1 && operand.eltwise == Eltwise::none && !operand.flatten &&
            operand.reshape == first.reshape && same_window(operand.pool, first.pool);
  }
  for (const TensorId tensor : op().inputs) {
    if (!alike && !make(tensor)) return false;
    const Front& operand = values_[tensor];
    combined.tensors.push_back(operand.tensors[0]);
    combined.reshape = operand.reshape;
    combined.pool = operand.pool;
    combined.operators.insert(combined.operators.end(), operand.operators.begin(), operand.operators.end());
  }
  combined.operators.push_back(id_);
  out() = std::move(combined);
  return made_for_several(network_.output_of(id_));
}

/// Tensors that lie side by side are one to whoever reads them, unless something is to be done to one of
/// them.
bool Lowering::operator()(const network::Concat&) {
  Front joined;
  for (const TensorId tensor : op().inputs) {
    Front part = read(tensor);
    if (!part.faulty && (part.eltwise != Eltwise::none || part.pools() || part.reshape || part.flatten)) {
      if (!make(tensor)) return false;
      part = values_[tensor];
    }
    if (part.faulty) return false;
    joined.tensors.insert(joined.tensors.end(), part.tensors.begin(), part.tensors.end());
    joined.operators.insert(joined.operators.end(), part.operators.begin(), part.operators.end());
  }
  joined.operators.push_back(id_);
  out() = std::move(joined);
  return !network_.is_output(network_.output_of(id_)) || make(network_.output_of(id_));
}

/// The hardware's order is reshape, pool, combine: what is pooled already has to be written first.
bool Lowering::operator()(const network::Reshape& reshape) {
  const TensorId from = op().inputs[0];
  if (reshape.to.channels != network_.shape(from).channels) {
    return refuse(
        fmt::format("reshapes {} to {}; the family keeps the channels and changes their rows and "
                    "columns alone",
                    network::to_text(network_.shape(from)), network::to_text(reshape.to)));
  }
  Front front = read(from);
  if (!front.faulty && (front.pools() || front.eltwise != Eltwise::none)) {
    if (!make(from)) return false;
    front = values_[from];
  }
  if (front.faulty) return false;
  front.reshape = Extent{reshape.to.height, reshape.to.width};
  front.operators.push_back(id_);
  out() = std::move(front);
  return true;
}

/// No chip pools and flattens in one layer: unless the file states one, the pooling gets its own.
bool Lowering::operator()(const network::Flatten&) {
  const TensorId from = op().inputs[0];
  const bool one_pixel = network_.shape(from).pixels() == 1;
  Front front = read(from);
  if (!front.faulty && !one_pixel && front.pools() && !is_stated(id_)) {
    if (!make(from)) return false;
    front = values_[from];
  }
  if (front.faulty) return false;
  front.flatten = front.flatten || !one_pixel;
  front.operators.push_back(id_);
  out() = std::move(front);
  return true;
}

/// A copy costs a layer, and is the file's own decision: where operands must lie side by side, it says so.
bool Lowering::operator()(const network::Copy&) {
  const TensorId from = op().inputs[0];
  Front front = read(from);
  if (!front.faulty && (front.eltwise != Eltwise::none || front.flatten)) {
    if (!make(from)) return false;
    front = values_[from];
  }
  if (front.faulty) return false;
  Layer layer;
  layer.op = Operator::passthrough;
  layer.output_bits = op().output_bits;
  out().tensors = {push(std::move(layer), front, id_)};
  return true;
}

Layer* Lowering::producer(std::string_view what) {
  const TensorId from = op().inputs[0];
  const Front& front = values_[from];
  const bool by_layer = front.is_tensor() && front.tensors[0] > kNetworkInput;
  Layer* layer = by_layer ? &layers_[static_cast<std::size_t>(front.tensors[0])] : nullptr;
  if (layer == nullptr || !layer->has_weights()) {
    refuse(fmt::format(
        "is {} behind something else than a convolution or a linear layer, which it is part of in "
        "this family",
        what));
  } else if (network_.readers(from).size() > 1 || network_.is_output(from)) {
    refuse(fmt::format("is {} of a tensor that is needed without it as well", what));
  } else if (!together(network_.producer(from), id_)) {
    refuse(fmt::format("is {} in another stated layer than the operator in front of it", what));
  } else if (layer->activation != Activation::none) {
    refuse(fmt::format("is {} behind an activation, the last that a hardware layer does", what));
  } else {
    return layer;
  }
  return nullptr;
}

/// The layer that made what the operator reads makes its output instead.
bool Lowering::join_producer() {
  const LayerIndex layer = values_[op().inputs[0]].tensors[0];
  layers_[static_cast<std::size_t>(layer)].output_bits = op().output_bits;
  assign(id_, layer);
  out().tensors = {layer};
  return true;
}

/// In the accumulator's way out: never a layer of its own.
bool Lowering::operator()(network::Activation activation) {
  if (activation != network::Activation::relu && activation != network::Activation::abs)
    return refuse("is an activation that the family does not have: it has relu and abs");
  Layer* layer = producer("an activation");
  if (layer == nullptr) return false;
  layer->activation = activation == network::Activation::relu ? Activation::relu : Activation::abs;
  return join_producer();
}

/// Folded when weights are made for the chip: scales go into the kernels, shifts into a bias.
bool Lowering::operator()(const network::BatchNorm&) {
  Layer* layer = producer("a batch norm");
  if (layer == nullptr) return false;
  // Weights that a scale has gone into are no longer those that the other operator was trained with.
  const OperatorId main = mains_[static_cast<std::size_t>(values_[op().inputs[0]].tensors[0])];
  bool shared = layer->weights_of >= 0;
  for (const network::Operator& other : network_.operators()) {
    const network::Weights* weights = other.weights();
    shared = shared || (weights != nullptr && weights->shared_with == main);
  }
  if (shared) return refuse("is a batch norm that would be folded into weights that operators share");
  layer->bias = true;  // its shift
  return join_producer();
}

/// The host's work stays with the host: what it reads leaves the accelerator instead.
bool Lowering::operator()(const network::Softmax&) {
  const TensorId result = network_.output_of(id_);
  if (!network_.is_output(result) || !network_.readers(result).empty())
    return refuse("is a softmax in the middle of the network; the host does it, at the end");
  Front front = read(op().inputs[0]);
  if (front.faulty) return false;
  front.operators.push_back(id_);
  out() = std::move(front);
  return !out().must_be_made() || make(result);
}

}  // namespace synergy::model
