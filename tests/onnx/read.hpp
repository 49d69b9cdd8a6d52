#pragma once

#include "synergy/input/error.hpp"
#include "synergy/network/names.hpp"
#include "synergy/onnx/format.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace synergy::test::onnx {

inline synergy::importer::ImportedNetwork imported(std::string_view bytes,
                                                   const synergy::importer::Options& options = {}) {
  return synergy::importer::read({"net.onnx", std::string(bytes)}, options, "auto",
                                 {synergy::importer::onnx::format()});
}

/// "net.onnx: ..." of the error, or "no error".
inline std::string message(std::string_view bytes, const synergy::importer::Options& options = {}) {
  try {
    (void)imported(bytes, options);
  } catch (const synergy::InputError& error) {
    return error.what();
  }
  return "no error";
}

/// "c1 conv2d 6x28x28" for each operator of the network.
inline std::vector<std::string> operators(const synergy::importer::ImportedNetwork& from) {
  std::vector<std::string> rows;
  for (const synergy::network::Operator& op : from.network.operators())
    rows.push_back(fmt::format("{} {} {}", op.name, synergy::network::to_text(op.operation),
                               synergy::network::to_text(op.out)));
  return rows;
}

/// "c1 mapped" for each operator of the source, with those of the network that it is part of: "n1 folded 0".
inline std::vector<std::string> fates(const synergy::importer::ImportedNetwork& from) {
  std::vector<std::string> rows;
  for (const synergy::importer::SourceOperator& op : from.operators) {
    std::string row = op.name + " " + synergy::importer::to_text(op.fate);
    for (const synergy::network::OperatorId id : op.operators) row += fmt::format(" {}", id.value());
    rows.push_back(std::move(row));
  }
  return rows;
}

inline bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

/// A network of one or few operators: inputs and body in ONNX text, the output is y.
inline std::string body(std::string_view inputs, std::string_view nodes, int opset = 13) {
  return fmt::format("<ir_version: 8, opset_import: [\"\" : {}]>\ng ({}) => (float[] y) {{\n{}\n}}\n", opset,
                     inputs, nodes);
}

}  // namespace synergy::test::onnx
