#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::test::onnx {

/// A model in ONNX text as the binary file that exporters write.
std::string binary(std::string_view text);

/// What the library's shape inference says of each tensor of a model in text; -1: open.
std::map<std::string, std::vector<std::int64_t>> inferred_shapes(std::string_view text);

}  // namespace synergy::test::onnx
