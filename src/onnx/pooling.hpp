#pragma once

#include "translation.hpp"

namespace synergy::importer::onnx {

// Rules for what takes a maximum or an average (rules.hpp).
void translate_max_pool(Translation& t, const Node& node);
void translate_average_pool(Translation& t, const Node& node);
void translate_global_max_pool(Translation& t, const Node& node);
void translate_global_average_pool(Translation& t, const Node& node);
void translate_reduce_mean(Translation& t, const Node& node);
void translate_reduce_max(Translation& t, const Node& node);

}  // namespace synergy::importer::onnx
