#pragma once

#include "synergy/network/operators.hpp"

#include <string_view>
#include <vector>

namespace synergy::network {

/// The words of network files for what an operator does, such as "conv2d" or "hard_swish": those of the
/// frameworks, with the number of dimensions where it tells two apart. In the order of the documentation.
/// Static.
[[nodiscard]] const std::vector<std::string_view>& operation_names();

/// The operation that a word names, parameters at their defaults. Pre: `index` is one of operation_names().
/// Throws std::out_of_range for any other index.
[[nodiscard]] Operation operation_of(std::size_t index);

/// The word for an operation; operation_of() gives it back. Two operations that differ in more than
/// parameters have different words.
[[nodiscard]] std::string_view to_text(const Operation& operation);

}  // namespace synergy::network
