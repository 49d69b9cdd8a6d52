#pragma once

#include "translation.hpp"

namespace synergy::importer::onnx {

// Rules for what computes nothing (rules.hpp).
void translate_reshape(Translation& t, const Node& node);
void translate_flatten(Translation& t, const Node& node);
void translate_squeeze(Translation& t, const Node& node);
void translate_unsqueeze(Translation& t, const Node& node);
void translate_transpose(Translation& t, const Node& node);
void translate_identity(Translation& t, const Node& node);
void translate_dropout(Translation& t, const Node& node);
void translate_shape(Translation& t, const Node& node);
void translate_constant(Translation& t, const Node& node);
void translate_resize(Translation& t, const Node& node);

// The sides that each of them makes of `dims`, for constants as well.
[[nodiscard]] Dims reshaped(Translation& t, const Node& node, const Dims& dims);
[[nodiscard]] Dims flattened(Translation& t, const Node& node, const Dims& dims);
[[nodiscard]] Dims squeezed(Translation& t, const Node& node, const Dims& dims);
[[nodiscard]] Dims unsqueezed(Translation& t, const Node& node, const Dims& dims);
/// As the standard joins two shapes: from behind, sides of 1 count for any.
[[nodiscard]] Dims broadcast(Translation& t, const Dims& a, const Dims& b);
/// Where each side comes from.
[[nodiscard]] std::vector<int> permutation(Translation& t, const Node& node, std::size_t rank);
/// Elements of so many sides. Fails above 2^46, which no tensor has, and below 0.
[[nodiscard]] std::int64_t elements_of(Translation& t, const Dims& dims);

}  // namespace synergy::importer::onnx
