#include "synergy/network/names.hpp"

#include "synergy/base/ensure.hpp"

#include <utility>

namespace synergy::network {
namespace {

using Entry = std::pair<std::string_view, Operation>;

/// As frameworks do, words tell 1-D operators from 2-D ones: 1-D data have one column, where a 2-D kernel
/// would mean another thing.
template <class Kind>
Kind of_dimensions(int dimensions) {
  Kind kind;
  kind.dimensions = dimensions;
  return kind;
}

Pool pool(PoolType type, int dimensions) {
  Pool pool = of_dimensions<Pool>(dimensions);
  pool.type = type;
  return pool;
}

Pool global_pool(PoolType type) {
  Pool pool;
  pool.type = type;
  pool.global = true;
  return pool;
}

/// Each word with what it stands for: the one place that knows both.
const std::vector<Entry>& entries() {
  static const std::vector<Entry> all = {
      {"conv1d", of_dimensions<Conv>(1)},
      {"conv2d", of_dimensions<Conv>(2)},
      {"conv_transpose1d", of_dimensions<ConvTranspose>(1)},
      {"conv_transpose2d", of_dimensions<ConvTranspose>(2)},
      {"linear", Linear{}},
      {"max_pool1d", pool(PoolType::max, 1)},
      {"max_pool2d", pool(PoolType::max, 2)},
      {"avg_pool1d", pool(PoolType::average, 1)},
      {"avg_pool2d", pool(PoolType::average, 2)},
      {"global_max_pool", global_pool(PoolType::max)},
      {"global_avg_pool", global_pool(PoolType::average)},
      {"add", Elementwise::add},
      {"sub", Elementwise::sub},
      {"mul", Elementwise::mul},
      {"or", Elementwise::bitwise_or},
      {"xor", Elementwise::bitwise_xor},
      {"concat", Concat{}},
      {"reshape", Reshape{}},
      {"flatten", Flatten{}},
      {"copy", Copy{}},
      {"relu", Activation::relu},
      {"relu6", Activation::relu6},
      {"leaky_relu", Activation::leaky_relu},
      {"abs", Activation::abs},
      {"sigmoid", Activation::sigmoid},
      {"hard_sigmoid", Activation::hard_sigmoid},
      {"tanh", Activation::tanh},
      {"swish", Activation::swish},
      {"hard_swish", Activation::hard_swish},
      {"gelu", Activation::gelu},
      {"batch_norm", BatchNorm{}},
      {"softmax", Softmax{}},
  };
  return all;
}

/// What a word says of an operation, beside its kind. Three numbers are enough for every kind; the variant's
/// index tells kinds apart.
struct Distinction {
  int a = 0, b = 0, c = 0;
  auto operator<=>(const Distinction&) const = default;
};

Distinction distinction(const Operation& operation) {
  if (const auto* conv = std::get_if<Conv>(&operation)) return {conv->dimensions, 0, 0};
  if (const auto* conv = std::get_if<ConvTranspose>(&operation)) return {conv->dimensions, 0, 0};
  if (const auto* p = std::get_if<Pool>(&operation))
    return {static_cast<int>(p->type), p->global ? 1 : 0, p->global ? 0 : p->dimensions};
  if (const auto* combined = std::get_if<Elementwise>(&operation)) return {static_cast<int>(*combined), 0, 0};
  if (const auto* function = std::get_if<Activation>(&operation)) return {static_cast<int>(*function), 0, 0};
  return {};
}

}  // namespace

const std::vector<std::string_view>& operation_names() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> all;
    for (const Entry& entry : entries()) all.push_back(entry.first);
    return all;
  }();
  return names;
}

Operation operation_of(std::size_t index) { return entries().at(index).second; }

/// Goes through the list: words are asked for when files and tables are written, not while planning.
std::string_view to_text(const Operation& operation) {
  for (const Entry& entry : entries()) {
    if (entry.second.index() == operation.index() && distinction(entry.second) == distinction(operation))
      return entry.first;
  }
  ensure(false, "every operation has a word");
  return {};
}

}  // namespace synergy::network
