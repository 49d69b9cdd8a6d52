#pragma once

#include "translation.hpp"

namespace synergy::importer::onnx {

// Rules for fully connected operators (rules.hpp).
void translate_gemm(Translation& t, const Node& node);
void translate_matmul(Translation& t, const Node& node);
void translate_qlinear_matmul(Translation& t, const Node& node);
void translate_matmul_integer(Translation& t, const Node& node);

}  // namespace synergy::importer::onnx
