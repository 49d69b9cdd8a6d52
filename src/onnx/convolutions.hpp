#pragma once

#include "translation.hpp"

namespace synergy::importer::onnx {

// Rules for operators with kernels (rules.hpp).
void translate_conv(Translation& t, const Node& node);
void translate_conv_transpose(Translation& t, const Node& node);
void translate_qlinear_conv(Translation& t, const Node& node);
void translate_conv_integer(Translation& t, const Node& node);
void translate_pad(Translation& t, const Node& node);

}  // namespace synergy::importer::onnx
