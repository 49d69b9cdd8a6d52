#include "yaml_operation.hpp"

#include <algorithm>
#include <array>

#include "yaml_values.hpp"
#include <fmt/format.h>

namespace synergy::importer::ai8x {
namespace {

using input::Value;
using model::Eltwise;
using model::Operator;

constexpr int kMaxGroups = 4096;

struct OperatorWord {
  std::string_view word;
  Operator op;
  Eltwise eltwise;
};
constexpr std::array kOperatorWords = {
    OperatorWord{"conv1d", Operator::conv1d, Eltwise::none},
    OperatorWord{"conv2d", Operator::conv2d, Eltwise::none},
    OperatorWord{"convtranspose2d", Operator::conv_transpose2d, Eltwise::none},
    OperatorWord{"none", Operator::passthrough, Eltwise::none},
    OperatorWord{"passthrough", Operator::passthrough, Eltwise::none},
    OperatorWord{"linear", Operator::linear, Eltwise::none},
    OperatorWord{"fc", Operator::linear, Eltwise::none},
    OperatorWord{"mlp", Operator::linear, Eltwise::none},
    OperatorWord{"add", Operator::eltwise, Eltwise::add},
    OperatorWord{"sub", Operator::eltwise, Eltwise::sub},
    OperatorWord{"or", Operator::eltwise, Eltwise::bitwise_or},
    OperatorWord{"bitwiseor", Operator::eltwise, Eltwise::bitwise_or},
    OperatorWord{"bitwise_or", Operator::eltwise, Eltwise::bitwise_or},
    OperatorWord{"xor", Operator::eltwise, Eltwise::bitwise_xor},
    OperatorWord{"bitwisexor", Operator::eltwise, Eltwise::bitwise_xor},
    OperatorWord{"bitwise_xor", Operator::eltwise, Eltwise::bitwise_xor}};

class OperationReader {
 public:
  OperationReader(const Value& layer, const LayerKeys& keys, YamlLayer& made, FreeKeys& free)
      : value_(layer), keys_(keys), made_(made), free_(free) {}

  void read() {
    operation();
    pooling();
    kernel();
  }

 private:
  [[nodiscard]] const Value* find(std::string_view key) const { return keys_.find(key); }
  [[nodiscard]] const Value* one_of(std::initializer_list<std::string_view> names) const {
    return keys_.one_of(names);
  }

  void operation() {
    model::Layer& layer = made_.layer;
    made_.kind = "conv2d";
    if (const Value* value = one_of({"operation", "operator", "op", "convolution"})) {
      made_.kind = word(*value);
      const auto found = std::find_if(kOperatorWords.begin(), kOperatorWords.end(),
                                      [this](const OperatorWord& row) { return row.word == made_.kind; });
      if (found == kOperatorWords.end()) {
        std::vector<std::string_view> words;
        for (const OperatorWord& row : kOperatorWords) words.push_back(row.word);
        value->fail(unknown_name("operation", made_.kind, words));
      } else {
        layer.op = found->op;
        layer.eltwise = found->eltwise;
      }
    } else {
      free_.notes.push_back(fmt::format("line {}: no operation, which means conv2d", made_.line));
    }
    elementwise();
    if (const Value* value = one_of({"activate", "activation"})) {
      static const std::vector<std::string_view> words = {"relu", "abs", "none"};
      const std::string text = word(*value);
      const auto found = std::find(words.begin(), words.end(), text);
      if (found == words.end()) value->fail(unknown_name("activation", text, words));
      if (text == "relu") layer.activation = model::Activation::relu;
      if (text == "abs") layer.activation = model::Activation::abs;
      if (layer.activation != model::Activation::none && !layer.has_weights())
        value->fail("a layer without weights has no activation; give it to the layer in front or behind");
    }
    layer.streaming = keys_.flag("streaming", false, free_);
    layer.flatten = keys_.flag("flatten", false, free_);
    if (layer.flatten && layer.op != Operator::linear)
      find("flatten")->fail("only a linear layer flattens (operation: linear)");
  }

  void elementwise() {
    model::Layer& layer = made_.layer;
    if (const Value* value = find("eltwise")) {
      static const std::vector<std::string_view> words = {"add", "sub", "or", "xor"};
      const std::string text = word(*value);
      const auto found = std::find(words.begin(), words.end(), text);
      if (found == words.end()) {
        value->fail(unknown_name("element-wise operation", text, words));
      } else {
        const auto wanted = static_cast<Eltwise>(1 + (found - words.begin()));
        if (layer.eltwise != Eltwise::none && layer.eltwise != wanted)
          value->fail(fmt::format("contradicts operation '{}'", made_.kind));
        layer.eltwise = wanted;
      }
      if (layer.op == Operator::passthrough) layer.op = Operator::eltwise;
    }
    made_.operands = layer.eltwise == Eltwise::none ? 1 : 2;
    const Value* operands = find("operands");
    if (operands == nullptr) return;
    if (layer.eltwise == Eltwise::none) operands->fail("'operands' needs an element-wise operation");
    made_.operands = static_cast<int>(whole_number(*operands, 2, 16));
  }

  void pooling() {
    model::Pool& pool = made_.layer.pool;
    const Value* max = find("max_pool");
    const Value* average = find("avg_pool");
    if (max != nullptr && average != nullptr)
      average->fail("'max_pool' and 'avg_pool' exclude each other; the vendor's tool would ignore this one");
    const Value* window = max != nullptr ? max : average;
    const Value* stride = find("pool_stride");
    const bool one_dimensional = made_.layer.op == Operator::conv1d;
    if (window == nullptr) {
      for (const std::string_view key : {"pool_stride", "pool_dilation"}) {
        if (const Value* value = find(key))
          value->fail(fmt::format("'{}' needs 'max_pool' or 'avg_pool'", key));
      }
    } else {
      const model::Extent size = rows_and_columns(*window, 1, 16);
      // Not the window: the tool's default, which it warns of.
      const model::Extent step = stride == nullptr ? model::Extent{1, 1} : rows_and_columns(*stride, 1, 16);
      if (stride == nullptr && size != model::Extent{1, 1})
        free_.notes.push_back(
            fmt::format("line {}: pooling without pool_stride has stride 1, not that of the window",
                        window->node().line));
      pool.height = size.rows;
      pool.stride_height = step.rows;
      if (!one_dimensional) {
        pool.width = size.columns;
        pool.stride_width = step.columns;
      }
      if (!one_dimensional && step.rows != step.columns)
        stride->fail("the stride of pooling is the same in both directions");
      if (size != model::Extent{1, 1} || step != model::Extent{1, 1})
        pool.type = max != nullptr ? model::PoolType::max : model::PoolType::average;
      if (const Value* dilation = find("pool_dilation")) {
        const model::Extent distance = rows_and_columns(*dilation, 1, 16);
        pool.dilation = distance.rows;
        if (distance.rows != distance.columns && !one_dimensional)
          dilation->fail("the dilation of pooling is the same in both directions");
      }
    }
    if (const Value* first = find("pool_first")) {
      pool.before_eltwise = truth(*first, "pool_first", free_.notes);
      if (!pool.before_eltwise && (made_.operands == 1 || pool.height * pool.width == 1))
        first->fail("'pool_first: false' needs both pooling and an element-wise operation");
    }
  }

  void kernel() {
    model::Layer& layer = made_.layer;
    const bool two = layer.op == Operator::conv2d || layer.op == Operator::conv_transpose2d;
    layer.kernel_height = layer.op == Operator::conv1d ? 9 : two ? 3 : 1;
    layer.kernel_width = two ? 3 : 1;
    if (const Value* value = find("kernel_size")) kernel_size(*value);
    const bool convolves = two || layer.op == Operator::conv1d;
    int pad = convolves ? 1 : 0;
    if (const Value* value = find("pad")) {
      pad = static_cast<int>(whole_number(*value, 0, 2));
      if (pad >= layer.kernel_height && pad > 0) value->fail("padding must be smaller than the kernel");
    } else if (pad >= layer.kernel_height) {
      // The tool's default does not go with it: it stops there.
      value_.fail("a kernel of 1 needs 'pad: 0', since the default is 1");
    }
    layer.pad_height = pad;
    layer.pad_width = two ? pad : 0;
    strides();
    if (const Value* value = one_of({"groups", "conv_groups"}))
      layer.groups = static_cast<int>(whole_number(*value, 1, kMaxGroups));
  }

  void kernel_size(const Value& value) {
    model::Layer& layer = made_.layer;
    switch (layer.op) {
      case Operator::linear:
        return value.fail("a linear layer has no 'kernel_size'");
      case Operator::conv2d:
      case Operator::conv_transpose2d: {
        const std::string text = word(value);
        const bool one = text == "1x1" && layer.op == Operator::conv2d;
        if (!one && text != "3x3")
          value.fail(fmt::format("'{}': a kernel of {} is 3x3{}", text, made_.kind,
                                 layer.op == Operator::conv2d ? " or 1x1" : ""));
        layer.kernel_height = layer.kernel_width = one ? 1 : 3;
        return;
      }
      default: {
        const std::string text = value.text();
        if (text.size() != 1 || text[0] < '1' || text[0] > '9')
          return value.fail(fmt::format("'{}': a kernel of {} is 1 to 9", text, made_.kind));
        // Layers without weights have none, whatever is said.
        if (layer.op == Operator::conv1d) layer.kernel_height = text[0] - '0';
      }
    }
  }

  void strides() {
    model::Layer& layer = made_.layer;
    if (const Value* value = find("stride")) {
      const int wanted = layer.op == Operator::conv_transpose2d ? 2 : 1;
      const model::Extent stride = rows_and_columns(*value, 1, 16);
      if (stride != model::Extent{wanted, wanted})
        value->fail(
            fmt::format("a {} has stride {} on this hardware; pool in the next layer for fewer pixels",
                        made_.kind, wanted));
    }
    if (const Value* value = find("output_pad")) {
      const std::int64_t wanted = layer.op == Operator::conv_transpose2d ? 1 : 0;
      if (whole_number(*value, 0, 16) != wanted)
        value->fail(
            fmt::format("'output_pad' of a {} is {}; another has no equivalent here", made_.kind, wanted));
    }
    const Value* value = find("dilation");
    if (value == nullptr) return;
    if (!layer.has_weights()) return value->fail("'dilation' needs a convolution");
    const model::Extent dilation = rows_and_columns(*value, 1, 1023);
    if (layer.op == Operator::conv1d || layer.op == Operator::conv2d) {
      layer.dilation = dilation.rows;
      if (layer.op == Operator::conv2d && (dilation.rows != dilation.columns || dilation.rows > 16))
        value->fail("the dilation of a conv2d is 1 to 16, the same in both directions");
    } else if (dilation != model::Extent{1, 1}) {
      value->fail(fmt::format("a {} is not dilated, only conv1d and conv2d are", made_.kind));
    }
  }

  const Value& value_;
  const LayerKeys& keys_;
  YamlLayer& made_;
  FreeKeys& free_;
};

}  // namespace

LayerKeys::LayerKeys(const Value& layer) {
  for (const input::Node::Entry& entry : layer.node().entries)
    values_.emplace(entry.key, Value(entry.value, layer.problems()));
}

const Value* LayerKeys::find(std::string_view key) const {
  const auto found = values_.find(key);
  return found == values_.end() ? nullptr : &found->second;
}

const Value* LayerKeys::one_of(std::initializer_list<std::string_view> names) const {
  const Value* first = nullptr;
  std::string_view first_name;
  for (const std::string_view name : names) {
    const Value* found = find(name);
    if (found == nullptr) continue;
    if (first != nullptr) {
      found->fail(fmt::format("'{}' and '{}' are the same key; give one of them", first_name, name));
      continue;
    }
    first = found;
    first_name = name;
  }
  return first;
}

bool LayerKeys::flag(std::string_view key, bool otherwise, FreeKeys& free) const {
  const Value* value = find(key);
  return value == nullptr ? otherwise : truth(*value, key, free.notes);
}

void read_operation(const Value& layer, const LayerKeys& keys, YamlLayer& made, FreeKeys& free) {
  OperationReader(layer, keys, made, free).read();
}

}  // namespace synergy::importer::ai8x
