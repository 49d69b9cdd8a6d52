#pragma once

#include <pybind11/pybind11.h>

// What each source of this folder adds to the module (module.cpp), in this order: what stands later names
// what stands earlier.
namespace synergy::python {

/// InputError and UsageError become synergy_sim.InputError, broken invariants synergy_sim.InternalError.
void bind_errors(pybind11::module_& module);
void bind_problem(pybind11::module_& module);
void bind_plan(pybind11::module_& module);
void bind_runs(pybind11::module_& module);
void bind_session(pybind11::module_& module);
/// Sweeps, the suite and the command line.
void bind_commands(pybind11::module_& module);

}  // namespace synergy::python
