#pragma once

#include "synergy/scenario/ids.hpp"

#include <vector>

namespace synergy::planner {

/// A value for every ordered pair of devices, in one piece of memory: searches ask for them all the time.
template <class Value>
class DeviceMatrix {
 public:
  explicit DeviceMatrix(std::size_t devices, const Value& value = {})
      : devices_(devices), values_(devices * devices, value) {}

  [[nodiscard]] decltype(auto) operator()(scenario::DeviceId from, scenario::DeviceId to) {
    return values_[from.index() * devices_ + to.index()];
  }
  [[nodiscard]] decltype(auto) operator()(scenario::DeviceId from, scenario::DeviceId to) const {
    return values_[from.index() * devices_ + to.index()];
  }

 private:
  std::size_t devices_;
  std::vector<Value> values_;
};

}  // namespace synergy::planner
