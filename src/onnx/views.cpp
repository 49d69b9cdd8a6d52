#include "views.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace synergy::importer::onnx {
namespace {

constexpr std::string_view kNoCost = "the same elements under other dimensions: no cost";

/// The same elements under other dimensions. Where a network can say so it does; else whoever reads them says
/// what it takes them for.
void take_as(Translation& t, const Dims& dims) {
  Value view = t.value(0);
  if (view.kind != Value::Kind::map) t.fail("reads a constant");
  if (view.padding != network::Padding{}) (void)t.map(0);  // which fails
  view.dims = dims;
  // How they were transposed is lost with the dimensions.
  view.plain.clear();
  if (!view.order.empty() || !t.has_shape(dims)) return t.drop(std::move(view), std::string(kNoCost));
  const network::Shape shape = t.shape_of(dims);
  if (shape == t.shape(view.tensor)) return t.drop(std::move(view), std::string(kNoCost));
  network::Operation operation = network::Reshape{shape};
  if (shape.pixels() == 1) operation = network::Flatten{};
  (void)t.add(operation, {view.tensor}, dims, std::string(kNoCost));
}

Dims permuted(const Dims& dims, const std::vector<int>& order) {
  Dims out;
  for (const int from : order) out.push_back(dims[static_cast<std::size_t>(from)]);
  return out;
}

/// Sides of 1 may go anywhere: the elements stay where they are.
bool moves_elements(const Dims& dims, const std::vector<int>& order) {
  int last = -1;
  for (const int from : order) {
    if (dims[static_cast<std::size_t>(from)] == 1) continue;
    if (from < last) return true;
    last = from;
  }
  return false;
}

}  // namespace

void translate_reshape(Translation& t, const Node& node) { take_as(t, reshaped(t, node, t.value(0).dims)); }
void translate_flatten(Translation& t, const Node& node) { take_as(t, flattened(t, node, t.value(0).dims)); }
void translate_squeeze(Translation& t, const Node& node) { take_as(t, squeezed(t, node, t.value(0).dims)); }
void translate_unsqueeze(Translation& t, const Node& node) {
  take_as(t, unsqueezed(t, node, t.value(0).dims));
}

void translate_transpose(Translation& t, const Node& node) {
  Value value = t.value(0);
  if (value.padding != network::Padding{}) (void)t.map(0);  // which fails
  const std::vector<int> order = permutation(t, node, value.dims.size());
  const Dims dims = permuted(value.dims, order);
  if (!moves_elements(value.dims, order)) return take_as(t, dims);
  if (value.order.empty()) {
    // Samples can be written into memory in any order.
    if (t.reorder_input(dims)) return;
    value.plain = value.dims;
    value.order = order;
  } else if (!value.plain.empty()) {
    std::vector<int> both;
    for (const int from : order) both.push_back(value.order[static_cast<std::size_t>(from)]);
    value.order = both;
    if (!moves_elements(value.plain, both)) {
      value.order.clear();
      value.plain.clear();
    }
  }
  value.dims = dims;
  t.drop(std::move(value),
         "nothing moves: weights and readers behind it take the elements in the order they have");
}

void translate_identity(Translation& t, const Node& /*node*/) { t.drop(t.value(0), "computes nothing"); }

void translate_dropout(Translation& t, const Node& node) {
  if (node.has_output(1) && t.is_read(node.outputs[1]))
    t.fail("its mask is asked for: only inference is possible");
  if (node.has_input(2) && t.value(2).numbers && t.value(2).numbers->front() != 0)
    t.fail("drops as in training; export the model for inference");
  t.drop(t.value(0), "computes nothing at inference");
}

void translate_shape(Translation& t, const Node& node) {
  const Dims& dims = t.value(0).dims;
  const auto rank = static_cast<std::int64_t>(dims.size());
  const auto clamp = [&](std::int64_t n) { return std::clamp<std::int64_t>(n < 0 ? n + rank : n, 0, rank); };
  const std::int64_t begin = clamp(node.integer("start", 0));
  const std::int64_t end = std::max(begin, clamp(node.integer("end", rank)));
  Value shape;
  shape.kind = Value::Kind::constant;
  shape.element = {64, false};
  shape.dims = {end - begin};
  shape.numbers.emplace(dims.begin() + begin, dims.begin() + end);
  t.drop(std::move(shape), "known before inference");
}

void translate_constant(Translation& t, const Node& node) {
  Value value;
  value.kind = Value::Kind::constant;
  if (const Tensor* tensor = node.tensor("value")) {
    for (const std::int64_t dim : tensor->dims) {
      if (dim < 0) t.fail(fmt::format("has a side of {}", dim));
    }
    value.element = tensor->element;
    value.dims = tensor->dims;
    value.numbers = tensor->numbers;
  } else if (const Dims* integers = node.integers("value_ints")) {
    value.element = {64, false};
    value.dims = {std::ssize(*integers)};
    value.numbers.emplace(integers->begin(), integers->end());
  } else if (const auto found = node.attributes.find("value_floats");
             found != node.attributes.end() && std::holds_alternative<std::vector<double>>(found->second)) {
    value.numbers = std::get<std::vector<double>>(found->second);
    value.dims = {std::ssize(*value.numbers)};
  } else if (node.attributes.contains("value_int")) {
    value.element = {64, false};
    value.numbers = {static_cast<double>(node.integer("value_int", 0))};
  } else if (node.attributes.contains("value_float")) {
    value.numbers = {node.number("value_float", 0)};
  } else {
    t.fail("is no dense tensor of numbers");
  }
  value.weights = node.outputs.empty() ? std::string() : node.outputs.front();
  t.drop(std::move(value), "known before inference");
}

/// Exporters leave them in where the size does not change.
void translate_resize(Translation& t, const Node& node) {
  const std::size_t scales = node.kind == "Upsample" ? 1 : t.opset() < 11 ? 1 : 2;
  Dims to;
  bool same = false;
  if (node.has_input(3)) {
    same = t.integers(3) == t.value(0).dims;
  } else if (node.has_input(scales)) {
    const std::vector<double>& factors = t.numbers(scales);
    same = !factors.empty() &&
           std::all_of(factors.begin(), factors.end(), [](double factor) { return factor == 1; });
  }
  if (!same)
    t.fail(
        "no operator of a network in general form; nearest: a transposed convolution with stride 2 and fixed "
        "weights, or leave out what follows");
  t.drop(t.value(0), "keeps its size");
}

}  // namespace synergy::importer::onnx
