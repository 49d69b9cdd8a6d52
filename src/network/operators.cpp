#include "synergy/network/operators.hpp"

#include <fmt/format.h>

namespace synergy::network {

std::string to_text(const Shape& s) { return fmt::format("{}x{}x{}", s.channels, s.height, s.width); }

/// Whatever kind has weights calls them `weights`: a new one needs no change here.
const Weights* Operator::weights() const {
  return std::visit(
      [](const auto& kind) -> const Weights* {
        if constexpr (requires { kind.weights; }) {
          return &kind.weights;
        } else {
          return nullptr;
        }
      },
      operation);
}

Bytes Operator::weight_bytes() const {
  const Weights* own = weights();
  return own == nullptr ? Bytes() : packed_bytes(weight_count, own->bits);
}

bool Operator::is_view() const {
  return std::holds_alternative<Reshape>(operation) || std::holds_alternative<Flatten>(operation);
}

/// By kind alone: who else reads the input is not known here, and the ordering of apps does not ask.
bool Operator::is_in_place() const {
  return is_view() || std::holds_alternative<Activation>(operation) ||
         std::holds_alternative<BatchNorm>(operation) || std::holds_alternative<Softmax>(operation);
}

}  // namespace synergy::network
