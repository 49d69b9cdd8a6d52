#include "tables.hpp"

#include "synergy/results/dictionary.hpp"

#include <variant>

namespace py = pybind11;

namespace synergy::python {
namespace {

py::object object_of(const results::Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return py::str(*text);
  if (const auto* integer = std::get_if<std::int64_t>(&cell)) return py::int_(*integer);
  if (const auto* number = std::get_if<double>(&cell)) return py::float_(*number);
  return py::none();
}

}  // namespace

py::tuple columns_of(const results::Table& table) {
  py::list described;
  py::dict columns;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const results::Column& column = table.columns[c];
    described.append(py::make_tuple(py::str(std::string(column.name)), py::str(std::string(column.unit)),
                                    py::str(std::string(column.definition)),
                                    py::str(std::string(results::to_text(column.type)))));
    py::list cells(table.rows.size());
    for (std::size_t r = 0; r < table.rows.size(); ++r) cells[r] = object_of(table.rows[r][c]);
    columns[py::str(std::string(column.name))] = cells;
  }
  return py::make_tuple(described, columns);
}

}  // namespace synergy::python
