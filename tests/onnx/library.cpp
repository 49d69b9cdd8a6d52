#include "library.hpp"

#include <onnx/defs/parser.h>
#include <onnx/shape_inference/implementation.h>
#include <stdexcept>

namespace synergy::test::onnx {
namespace {

::onnx::ModelProto model(std::string_view text) {
  ::onnx::ModelProto parsed;
  const auto status = ::onnx::OnnxParser::Parse(parsed, std::string(text).c_str());
  if (!status.IsOK()) throw std::runtime_error(status.ErrorMessage());
  return parsed;
}

}  // namespace

std::string binary(std::string_view text) { return model(text).SerializeAsString(); }

std::map<std::string, std::vector<std::int64_t>> inferred_shapes(std::string_view text) {
  ::onnx::ModelProto parsed = model(text);
  ::onnx::shape_inference::InferShapes(parsed);
  std::map<std::string, std::vector<std::int64_t>> shapes;
  for (const auto* values : {&parsed.graph().value_info(), &parsed.graph().output()}) {
    for (const auto& value : *values) {
      if (!value.type().tensor_type().has_shape()) continue;
      std::vector<std::int64_t>& dims = shapes[value.name()];
      for (const auto& dim : value.type().tensor_type().shape().dim())
        dims.push_back(dim.has_dim_value() ? dim.dim_value() : -1);
    }
  }
  return shapes;
}

}  // namespace synergy::test::onnx
