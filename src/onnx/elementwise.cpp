#include "elementwise.hpp"

#include <algorithm>

#include "views.hpp"
#include <fmt/format.h>

namespace synergy::importer::onnx {
namespace {

/// One number, or one for each channel: what a scale or shift of training looks like.
bool for_each_channel(const Dims& constant, const Dims& map) {
  for (std::size_t i = 0; i < constant.size(); ++i) {
    const std::int64_t side = constant[constant.size() - 1 - i];
    if (side == 1) continue;
    const bool channels = i < map.size() && map.size() - 1 - i == (map.size() > 1 ? 1u : 0u);
    if (!channels || side != map[map.size() - 1 - i]) return false;
  }
  return constant.size() <= map.size();
}

/// x * sigmoid(x) and the like, which exporters write as two operators.
bool fold_swish(Translation& t, std::size_t gate, std::size_t x) {
  const std::optional<network::OperatorId> id = t.sole_producer(gate);
  if (!id || t.value(x).kind != Value::Kind::map) return false;
  auto* activation = std::get_if<network::Activation>(&t.at(*id).operation);
  if (activation == nullptr || t.at(*id).inputs != std::vector{t.value(x).tensor}) return false;
  if (*activation == network::Activation::sigmoid)
    *activation = network::Activation::swish;
  else if (*activation == network::Activation::hard_sigmoid)
    *activation = network::Activation::hard_swish;
  else
    return false;
  t.fold(*id, t.value(gate), "times its own sigmoid: swish");
  return true;
}

/// A tensor and a constant.
void scale_or_shift(Translation& t, std::size_t map, bool shift) {
  const Value& read = t.value(map);
  const Value& constant = t.constant(1 - map);
  // Of an operator that gives one vector the sides are as the file likes them.
  if (broadcast(t, read.dims, constant.dims) != read.dims || !for_each_channel(constant.dims, read.dims)) {
    const bool last = !constant.dims.empty() && !read.dims.empty() && t.sole_weighted(map) &&
                      constant.dims.back() == read.dims.back() &&
                      std::holds_alternative<network::Linear>(t.at(*t.sole_weighted(map)).operation) &&
                      broadcast(t, read.dims, constant.dims) == read.dims;
    if (!last)
      t.fail(fmt::format("a constant {} with a tensor {}: one number, or one for each channel, is possible",
                         to_text(constant.dims), to_text(read.dims)));
  }
  if (const std::optional<network::OperatorId> id = t.sole_weighted(map)) {
    if (shift) t.set_bias(*id);
    return t.fold(*id, read, shift ? "biases of the operator in front" : "scales its weights");
  }
  const network::TensorId tensor = t.map(map);
  (void)t.add(network::BatchNorm{}, {tensor}, t.value(map).dims,
              shift ? "biases without weights in front: scale and shift of each channel"
                    : "scales without weights in front: scale and shift of each channel");
}

/// Two or more tensors.
void combine(Translation& t, const Node& node, network::Elementwise what) {
  std::vector<network::TensorId> inputs;
  Dims out = t.value(0).dims;
  for (std::size_t i = 0; i < node.inputs.size(); ++i) {
    inputs.push_back(t.map(i));
    if (t.value(i).dims.size() != out.size())
      t.fail(fmt::format("shapes {} and {}: tensors of equally many dimensions are possible", to_text(out),
                         to_text(t.value(i).dims)));
    out = broadcast(t, out, t.value(i).dims);
  }
  const auto pixels = [](const Dims& dims) {
    return Dims(dims.begin() + std::min<std::ptrdiff_t>(2, std::ssize(dims)), dims.end());
  };
  bool whole = false;
  for (std::size_t i = 0; i < node.inputs.size(); ++i) {
    const Dims& dims = t.value(i).dims;
    const Dims sides = pixels(dims);
    whole = whole || dims == out;
    const bool one_pixel =
        dims.size() > 1 && dims[1] == out[1] &&
        std::all_of(sides.begin(), sides.end(), [](std::int64_t side) { return side == 1; });
    if (dims != out && !one_pixel)
      t.fail(fmt::format("combines {} into {}: tensors of one shape, or of one pixel, are possible",
                         to_text(dims), to_text(out)));
  }
  if (!whole) t.fail(fmt::format("combines tensors into {}, which is larger than each", to_text(out)));
  if (inputs.size() == 1) return t.drop(t.value(0), "of one tensor");
  (void)t.add(what, std::move(inputs), std::move(out));
}

void arithmetic(Translation& t, const Node& node, network::Elementwise what) {
  // Before opset 7 shapes were joined from an axis on.
  if (t.opset() < 7 && node.integer("broadcast", 0) != 0)
    t.fail("broadcasts as before opset 7; convert the model to a newer opset");
  for (std::size_t map : {std::size_t{0}, std::size_t{1}}) {
    if (t.value(1 - map).kind == Value::Kind::constant)
      return scale_or_shift(t, map, what != network::Elementwise::mul);
  }
  if (what == network::Elementwise::mul && (fold_swish(t, 0, 1) || fold_swish(t, 1, 0))) return;
  combine(t, node, what);
}

}  // namespace

void translate_add(Translation& t, const Node& node) {
  if (node.inputs.size() == 2) return arithmetic(t, node, network::Elementwise::add);
  combine(t, node, network::Elementwise::add);
}

void translate_sub(Translation& t, const Node& node) { arithmetic(t, node, network::Elementwise::sub); }

void translate_mul(Translation& t, const Node& node) { arithmetic(t, node, network::Elementwise::mul); }

void translate_div(Translation& t, const Node& node) {
  if (t.value(1).kind != Value::Kind::constant || t.value(0).kind != Value::Kind::map)
    t.fail("divides by a tensor: only by constants");
  arithmetic(t, node, network::Elementwise::mul);
}

void translate_batch_norm(Translation& t, const Node& node) {
  for (std::size_t i = 1; i < node.outputs.size(); ++i) {
    if (t.is_read(node.outputs[i])) t.fail("its statistics are asked for: only inference is possible");
  }
  if (node.integer("training_mode", 0) != 0 || (t.opset() == 6 && node.integer("is_test", 1) == 0))
    t.fail("normalises as in training; export the model for inference");
  const Dims dims = t.value(0).dims;
  if (dims.size() < 2) t.fail(fmt::format("normalises {}, which has no channels", to_text(dims)));
  for (std::size_t i = 1; i <= 4; ++i) {
    const Value& constant = t.constant(i);
    if (constant.dims != Dims{dims[1]})
      t.fail(fmt::format("constants {} for {} channels", to_text(constant.dims), dims[1]));
  }
  if (const std::optional<network::OperatorId> id = t.sole_weighted(0)) {
    t.set_bias(*id);
    return t.fold(*id, t.value(0), "into weights and biases of the operator in front");
  }
  const network::TensorId map = t.map(0);
  (void)t.add(network::BatchNorm{}, {map}, dims, "no weights in front that nobody else reads");
}

void translate_concat(Translation& t, const Node& node) {
  std::vector<network::TensorId> inputs;
  Dims out = t.value(0).dims;
  const auto rank = static_cast<std::int64_t>(out.size());
  std::int64_t axis = node.integer("axis", 1);
  if (axis < 0) axis += rank;
  if (node.inputs.size() == 1) return t.drop(t.value(0), "of one tensor");
  if (axis != 1)
    t.fail(fmt::format("joins along side {} of {}: only channels can be joined", axis, to_text(out)));
  if (out.size() < 2) t.fail("joins tensors without channels");
  out[1] = 0;
  for (std::size_t i = 0; i < node.inputs.size(); ++i) {
    inputs.push_back(t.map(i));
    Dims dims = t.value(i).dims;
    if (dims.size() != out.size()) t.fail("joins tensors of different numbers of dimensions");
    out[1] += dims[1];
    dims[1] = out[1];
    if (dims != out)
      t.fail(fmt::format("'{}' is {}: all sides but the channels must agree", node.inputs[i],
                         to_text(t.value(i).dims)));
  }
  (void)t.add(network::Concat{}, std::move(inputs), std::move(out));
}

}  // namespace synergy::importer::onnx
