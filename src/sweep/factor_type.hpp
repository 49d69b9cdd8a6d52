#pragma once

#include "synergy/results/table.hpp"

#include <string>
#include <vector>

namespace synergy::sweep {

/// What the values of an axis have in common, and thus how its column looks. One of a fixed table: never made
/// or changed.
struct FactorType {
  std::string_view suffix;  ///< of the column's name, "ms"; empty for plain numbers and text
  std::string_view unit;    ///< "ms"
  results::Type type = results::Type::text;
  /// The cell for a value; empty if it is not of this type.
  results::Cell (*cell)(const std::string& text) = nullptr;
};

/// The first type that all of these texts have: whole number, number, one of the quantities,
/// true or false (written y or n), else text.
[[nodiscard]] const FactorType& common_type(const std::vector<std::string>& texts);

}  // namespace synergy::sweep
