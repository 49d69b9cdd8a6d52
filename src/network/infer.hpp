#pragma once

#include "synergy/network/network.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace synergy::network {

/// A tensor that an operator reads.
struct Operand {
  std::string_view name;  ///< of the input, or of the operator that makes it
  bool is_input = false;
  Shape shape;
  int bits = 8;
  /// For messages: "input 'audio'" or "'conv1'".
  [[nodiscard]] std::string text() const;
};

/// What an operator makes of its operands, or what is wrong with it.
struct Inferred {
  Shape out;
  std::int64_t weight_count = 0;
  std::vector<std::string>
      problems;  ///< without the operator's name; the rest means nothing if there are any
};

/// Checks one operator and computes its output. Pre: there are operands.
[[nodiscard]] Inferred infer(const Operation& operation, const std::vector<Operand>& operands);

}  // namespace synergy::network
