#include "synergy/base/ensure.hpp"
#include "synergy/input/error.hpp"
#include "synergy/input/usage_error.hpp"

#include <exception>
#include <utility>

#include "bind.hpp"

namespace py = pybind11;

namespace synergy::python {
namespace {

/// Raises a class of synergy_sim._errors, which exists once the package is imported; the module alone is
/// nobody's to use.
void raise(const char* name, const py::object& argument) {
  const py::object type = py::module_::import("synergy_sim._errors").attr(name);
  PyErr_SetObject(type.ptr(), type(argument).ptr());
}

py::list problems_of(const InputError& error) {
  py::list problems;
  for (const Problem& problem : error.problems())
    problems.append(
        py::make_tuple(problem.where.file, problem.where.line, problem.where.column, problem.message));
  return problems;
}

void translate(std::exception_ptr pending) {
  try {
    std::rethrow_exception(std::move(pending));
  } catch (const InputError& error) {
    raise("InputError", problems_of(error));
  } catch (const UsageError& error) {
    py::list problems;
    problems.append(py::make_tuple("", 0, 0, error.what()));
    raise("InputError", problems);
  } catch (const BrokenInvariant& error) {
    raise("InternalError", py::str(error.what()));
  }
}

}  // namespace

void bind_errors(py::module_& /*module*/) { py::register_exception_translator(&translate); }

}  // namespace synergy::python
