#include "matrices.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace synergy::importer::onnx {
namespace {

/// Input 0, whose last side is one vector for each inference, times a matrix of [inputs, outputs] at input
/// `w`, or [outputs, inputs] if it is transposed.
network::OperatorId multiply(Translation& t, std::size_t w, bool transposed, bool bias) {
  const Value& weights = t.constant(w);
  Dims matrix = weights.dims;
  while (matrix.size() > 2 && matrix.front() == 1) matrix.erase(matrix.begin());
  if (matrix.size() != 2) t.fail(fmt::format("weights {}: a matrix is expected", to_text(weights.dims)));
  if (transposed) std::swap(matrix[0], matrix[1]);
  if (t.value(0).kind != Value::Kind::map)
    t.fail("a constant times a tensor: only a tensor times constant weights is possible");
  Dims out = t.value(0).dims;
  if (out.empty()) t.fail("a scalar times a matrix");
  if (out.back() != matrix[0])
    t.fail(fmt::format("{} times weights of {}", to_text(out), to_text(weights.dims)));
  // Weights that serve many rows are a 1x1 convolution over channels that come last here.
  for (std::size_t i = out.size() > 1 ? 1 : 0; i + 1 < out.size(); ++i) {
    if (out[i] != 1)
      t.fail(fmt::format(
          "multiplies {} rows of {} with the same weights; write it as a 1x1 convolution, channels "
          "first",
          out[i], to_text(out)));
  }
  const network::TensorId vector = t.flat(0);
  network::Linear linear;
  linear.weights = {.out_channels = t.whole(matrix[1], "outputs", 1, 65536),
                    .bits = t.weight_bits(weights),
                    .bias = bias,
                    .shared_with = t.earlier_user(weights, transposed ? "linear, transposed" : "linear")};
  out.back() = matrix[1];
  return t.add(linear, {vector}, std::move(out));
}

}  // namespace

void translate_gemm(Translation& t, const Node& node) {
  if (node.integer("transA", 0) != 0) t.fail("transA: only weights can be transposed");
  if (t.value(0).kind == Value::Kind::map && t.value(0).dims.size() != 2)
    t.fail(fmt::format("reads {}: [batch, elements] is expected", to_text(t.value(0).dims)));
  if (node.has_input(2)) (void)t.constant(2);
  const bool bias = node.has_input(2) && node.number("beta", 1) != 0;
  (void)multiply(t, 1, node.integer("transB", 0) != 0, bias);
}

void translate_matmul(Translation& t, const Node& /*node*/) { (void)multiply(t, 1, false, false); }

/// a, its scale and zero point, b, those of b, those of the result.
void translate_qlinear_matmul(Translation& t, const Node& /*node*/) {
  const network::OperatorId id = multiply(t, 3, false, false);
  const Element out = t.constant(7).element;
  if (!out.floating && out.bits != 8) t.at(id).output_bits = out.bits;
}

void translate_matmul_integer(Translation& t, const Node& /*node*/) {
  (void)multiply(t, 1, false, false);
  t.set_bits(t.output_tensor(), 32);
}

}  // namespace synergy::importer::onnx
