#pragma once

#include <atomic>
#include <exception>
#include <pybind11/pybind11.h>

namespace synergy::python {

/// Long work of the library that Python looks at: reports go to a function of Python's, and Ctrl-C ends it as
/// soon as the points at work are finished. Made and asked while Python's lock is held, but for stop() and
/// tell(), which take it where they need it.
class Watched {
 public:
  /// `report` may be None.
  explicit Watched(pybind11::object report) : report_(std::move(report)) {}

  [[nodiscard]] bool stop() const { return stopped_.load(std::memory_order_relaxed); }

  /// Never throws: what the function raises, or the signal, is kept for finish().
  template <class... Arguments>
  void tell(Arguments... arguments) {
    const pybind11::gil_scoped_acquire lock;
    if (failure_) return;
    try {
      if (PyErr_CheckSignals() != 0) throw pybind11::error_already_set();
      if (!report_.is_none()) report_(arguments...);
    } catch (const pybind11::error_already_set&) {
      failure_ = std::current_exception();
      stopped_.store(true, std::memory_order_relaxed);
    }
  }

  /// Throws what was kept.
  void finish() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  pybind11::object report_;
  std::atomic<bool> stopped_ = false;
  std::exception_ptr failure_;
};

}  // namespace synergy::python
