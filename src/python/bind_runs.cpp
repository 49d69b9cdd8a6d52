#include "synergy/results/dictionary.hpp"
#include "synergy/results/tables.hpp"

#include <pybind11/stl.h>

#include "bind.hpp"
#include "runs.hpp"
#include "tables.hpp"

namespace py = pybind11;

namespace synergy::python {
namespace {

/// By name: the description of the columns, and the columns (columns_of).
py::dict tables_of(const Runs& runs) {
  py::dict tables;
  for (const results::Table& table : results::all_tables(runs.records))
    tables[py::str(std::string(table.name))] = columns_of(table);
  return tables;
}

py::dict csv_of(const Runs& runs) {
  py::dict texts;
  for (const results::Table& table : results::all_tables(runs.records))
    texts[py::str(std::string(table.name))] = results::to_csv(table);
  return texts;
}

std::vector<std::string> table_names() {
  std::vector<std::string> names;
  for (const results::Table& table : results::all_tables({})) names.emplace_back(table.name);
  return names;
}

/// Several scenarios in one result, as one call of `run` has them.
Runs joined(const std::vector<const Runs*>& parts) {
  Runs all;
  for (const Runs* part : parts)
    all.records.insert(all.records.end(), part->records.begin(), part->records.end());
  return all;
}

}  // namespace

void bind_runs(py::module_& module) {
  py::class_<Runs>(module, "Runs")
      .def("__len__", [](const Runs& runs) { return runs.records.size(); })
      .def_property_readonly("wall_simulate_ms",
                             [](const Runs& runs) {
                               double sum = 0;
                               for (const run::RunRecord& record : runs.records)
                                 sum += record.wall_simulate_ms;
                               return sum;
                             })
      .def("tables", &tables_of)
      .def("csv", &csv_of)
      .def_static("table_names", &table_names)
      .def_static("joined", &joined, py::arg("parts"));
  module.def("metrics", [] { return columns_of(results::dictionary_table()); });
}

}  // namespace synergy::python
