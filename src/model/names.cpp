#include "synergy/model/names.hpp"

namespace synergy::model {

/// Lists in the order of the enumerators: readers and to_text() use positions as values.
const std::vector<std::string_view>& operator_names() {
  static const std::vector<std::string_view> names = {"conv1d", "conv2d",      "conv_transpose2d",
                                                      "linear", "passthrough", "eltwise"};
  return names;
}

const std::vector<std::string_view>& eltwise_names() {
  static const std::vector<std::string_view> names = {"none", "add", "sub", "or", "xor"};
  return names;
}

const std::vector<std::string_view>& pool_names() {
  static const std::vector<std::string_view> names = {"none", "max", "average"};
  return names;
}

const std::vector<std::string_view>& activation_names() {
  static const std::vector<std::string_view> names = {"none", "relu", "abs"};
  return names;
}

const std::vector<std::string_view>& data_format_names() {
  static const std::vector<std::string_view> names = {"hwc", "chw"};
  return names;
}

std::string_view to_text(Operator op) { return operator_names()[static_cast<std::size_t>(op)]; }
std::string_view to_text(Eltwise eltwise) { return eltwise_names()[static_cast<std::size_t>(eltwise)]; }
std::string_view to_text(PoolType pool) { return pool_names()[static_cast<std::size_t>(pool)]; }
std::string_view to_text(Activation activation) {
  return activation_names()[static_cast<std::size_t>(activation)];
}
std::string_view to_text(DataFormat format) { return data_format_names()[static_cast<std::size_t>(format)]; }

}  // namespace synergy::model
