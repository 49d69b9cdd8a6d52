#pragma once

#include "translation.hpp"

namespace synergy::importer::onnx {

// Rules for changes of number format: nothing is left of them but bits (rules.hpp).
void translate_quantize(Translation& t, const Node& node);
void translate_dequantize(Translation& t, const Node& node);
void translate_dynamic_quantize(Translation& t, const Node& node);
void translate_fake_quantize(Translation& t, const Node& node);
void translate_requant_shift(Translation& t, const Node& node);
void translate_cast(Translation& t, const Node& node);

/// What the output of such a node has for elements, if its input has `from`; for constants as well.
[[nodiscard]] Element element_behind(Translation& t, const Node& node, const Element& from);

}  // namespace synergy::importer::onnx
