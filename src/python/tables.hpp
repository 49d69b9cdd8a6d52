#pragma once

#include "synergy/results/table.hpp"

#include <pybind11/pybind11.h>

namespace synergy::python {

/// A table in Python's hands: list of (name, unit, definition, type), and a dictionary of columns by name, in
/// order, of str, int, float and None for what is not available. Numbers are those of the CSV, whose text
/// reads back to the same double.
[[nodiscard]] pybind11::tuple columns_of(const results::Table& table);

}  // namespace synergy::python
