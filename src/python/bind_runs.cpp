#include "synergy/input/error.hpp"
#include "synergy/results/dictionary.hpp"
#include "synergy/results/tables.hpp"

#include <algorithm>
#include <pybind11/stl.h>
#include <stdexcept>

#include "bind.hpp"
#include "runs.hpp"
#include "tables.hpp"

namespace py = pybind11;

namespace synergy::python {
namespace {

results::Table table_of(const Runs& runs, const std::string& name) {
  const auto known = results::names_of_all_tables(runs.records);
  if (std::find(known.begin(), known.end(), name) == known.end())
    throw std::out_of_range(unknown_name("table", name, known));
  return results::table_named(name, runs.records);
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
      .def("table_names",
           [](const Runs& runs) {
             const auto names = results::names_of_all_tables(runs.records);
             return std::vector<std::string>(names.begin(), names.end());
           })
      .def(
          "table", [](const Runs& runs, const std::string& name) { return columns_of(table_of(runs, name)); },
          py::arg("name"))
      .def(
          "csv",
          [](const Runs& runs, const std::string& name) { return results::to_csv(table_of(runs, name)); },
          py::arg("name"))
      .def_static("joined", &joined, py::arg("parts"));
  module.def("metrics", [] { return columns_of(results::dictionary_table()); });
}

}  // namespace synergy::python
