#pragma once

#include "synergy/import/formats.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace synergy::importer::onnx {

using Dims = std::vector<std::int64_t>;

/// What one element of a tensor is.
struct Element {
  int bits = 32;  ///< 0: no number, such as a text
  bool floating = true;
};

/// Of an initialiser or an attribute.
struct Tensor {
  std::string name;
  Element element;
  Dims dims;  ///< none: a scalar
  /// Only of small tensors whose values the file has: paddings and shapes, not weights.
  std::optional<std::vector<double>> numbers;
};

/// std::monostate: of a type that no operator here reads, such as a graph.
using Attribute =
    std::variant<std::monostate, std::int64_t, double, std::string, Dims, std::vector<double>, Tensor>;

/// One operator of the file.
struct Node {
  std::string name;  ///< distinct and not empty: its own, else that of its first output
  std::string kind;  ///< with the domain in front, if it is not the standard's: "com.microsoft.QGemm"
  std::vector<std::string> inputs;  ///< an empty name: left out
  std::vector<std::string> outputs;
  std::map<std::string, Attribute, std::less<>> attributes;

  [[nodiscard]] std::int64_t integer(std::string_view key, std::int64_t otherwise) const;
  [[nodiscard]] double number(std::string_view key, double otherwise) const;
  [[nodiscard]] std::string_view text(std::string_view key, std::string_view otherwise) const;
  [[nodiscard]] const Dims* integers(std::string_view key) const;  ///< null: not there
  [[nodiscard]] const Tensor* tensor(std::string_view key) const;  ///< null: not there
  [[nodiscard]] bool has_input(std::size_t i) const { return i < inputs.size() && !inputs[i].empty(); }
  [[nodiscard]] bool has_output(std::size_t i) const { return i < outputs.size() && !outputs[i].empty(); }
};

/// One side of a tensor: a number, or open.
struct Side {
  std::optional<std::int64_t> size;
  std::string symbol;  ///< of an open one; may be empty
};

/// What the file says of a tensor by name.
struct Stated {
  std::string name;
  Element element;
  std::optional<std::vector<Side>> sides;  ///< none: not even how many
};

/// A model as the file has it, free of the library that read it.
struct Graph {
  int opset = 1;
  std::vector<Node> nodes;
  std::vector<Tensor> initialisers;
  std::vector<Stated> inputs;  ///< those that are no initialisers
  std::vector<Stated> outputs;
  std::vector<Stated> values;
  std::vector<std::string> notes;
};

/// A name for files and reports: characters that are not of ASCII, or that no terminal shows, as '_'.
[[nodiscard]] std::string plain_name(std::string_view name);

/// Reads either form and checks each operator against the standard, as far as the library knows it (opset
/// 17). Throws InputError naming the file: damaged, of another standard, more than a network can need.
[[nodiscard]] Graph parse(const Source& source);

}  // namespace synergy::importer::onnx
