#pragma once

#include "translation.hpp"

namespace synergy::importer::onnx {

// Rules for what works element by element or channel by channel (rules.hpp).
void translate_activation(Translation& t, const Node& node);
void translate_clip(Translation& t, const Node& node);
void translate_softmax(Translation& t, const Node& node);
void translate_add(Translation& t, const Node& node);
void translate_sub(Translation& t, const Node& node);
void translate_mul(Translation& t, const Node& node);
void translate_div(Translation& t, const Node& node);
void translate_batch_norm(Translation& t, const Node& node);
void translate_concat(Translation& t, const Node& node);

/// The word of the standard for an activation that networks have.
[[nodiscard]] std::optional<network::Activation> activation_of(std::string_view kind);

}  // namespace synergy::importer::onnx
