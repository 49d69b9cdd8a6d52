// The module synergy_sim._core: what the package of Python beside this file (synergy_sim/) is made of. Nobody
// else imports it.
#include "bind.hpp"

PYBIND11_MODULE(_core, module) {
  module.doc() = "The simulator, as synergy_sim needs it. Not for use by others: import synergy_sim.";
  synergy::python::bind_errors(module);
  synergy::python::bind_problem(module);
  synergy::python::bind_plan(module);
  synergy::python::bind_runs(module);
  synergy::python::bind_session(module);
  synergy::python::bind_commands(module);
}
