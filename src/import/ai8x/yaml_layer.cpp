#include "yaml_layer.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <map>

#include "yaml_values.hpp"
#include <fmt/format.h>

namespace synergy::importer::ai8x {
namespace {

using input::Value;
using model::Eltwise;
using model::Operator;

/// Layer keys of the vendor's tool (analogdevicesinc/ai8x-synthesis ab4f4c0, izer/yamlcfg.py).
const std::vector<std::string_view> kLayerKeys = {"processors",
                                                  "output_processors",
                                                  "operation",
                                                  "operator",
                                                  "op",
                                                  "convolution",
                                                  "kernel_size",
                                                  "pad",
                                                  "stride",
                                                  "dilation",
                                                  "groups",
                                                  "conv_groups",
                                                  "max_pool",
                                                  "avg_pool",
                                                  "pool_stride",
                                                  "pool_dilation",
                                                  "pool_first",
                                                  "eltwise",
                                                  "operands",
                                                  "in_sequences",
                                                  "sequence",
                                                  "next_sequence",
                                                  "in_channels",
                                                  "out_channels",
                                                  "in_dim",
                                                  "in_crop",
                                                  "flatten",
                                                  "quantization",
                                                  "activate",
                                                  "activation",
                                                  "output_width",
                                                  "output_shift",
                                                  "bias_group",
                                                  "bias_quadrant",
                                                  "in_offset",
                                                  "out_offset",
                                                  "write_gap",
                                                  "read_gap",
                                                  "in_skip",
                                                  "in_channel_skip",
                                                  "data_format",
                                                  "streaming",
                                                  "output",
                                                  "name",
                                                  "weight_source",
                                                  "buffer_shift",
                                                  "buffer_insert",
                                                  "calcx4",
                                                  "readahead",
                                                  "tcalc",
                                                  "bypass",
                                                  "snoop_sequence",
                                                  "simulated_sequence",
                                                  "output_pad"};

constexpr int kMaxSequence = 1023;
constexpr int kMaxLayerChannels = 4096;
constexpr int kMaxLayerSide = 65536;
constexpr std::int64_t kMaxOffset = INT32_MAX;

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

/// One entry of `layers`. Members in the order of reading: what a key means depends on the operator.
class LayerReader {
 public:
  LayerReader(const Value& value, int sequence, FreeKeys& free) : value_(value), free_(free) {
    made_.sequence = sequence;
    made_.line = value.node().line;
    made_.column = value.node().column;
  }

  YamlLayer read() {
    if (!value_.is_mapping()) {
      value_.fail("expected a layer: a mapping with `processors` and `operation`");
      return std::move(made_);
    }
    refuse_unknown_keys(value_, kLayerKeys);
    for (const input::Node::Entry& entry : value_.node().entries)
      keys_.emplace(entry.key, Value(entry.value, value_.problems()));
    identity();
    processors();
    operation();
    pooling();
    kernel();
    inputs();
    weights();
    outputs();
    free_keys();
    refused_keys();
    return std::move(made_);
  }

 private:
  [[nodiscard]] const Value* find(std::string_view key) const {
    const auto found = keys_.find(key);
    return found == keys_.end() ? nullptr : &found->second;
  }
  /// The key of several with one meaning that is there; two of them are a problem.
  [[nodiscard]] const Value* one_of(std::initializer_list<std::string_view> names) const {
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
  bool flag(std::string_view key, bool otherwise) {
    const Value* value = find(key);
    return value == nullptr ? otherwise : truth(*value, key, free_.notes);
  }

  void identity() {
    if (const Value* value = find("sequence"))
      made_.sequence = static_cast<int>(whole_number(*value, 0, kMaxSequence));
    const Value* name = find("name");
    if (name == nullptr) return;
    made_.layer.name = name->text();
    const std::string lower = lower_case(made_.layer.name);
    if (lower == "stop" || lower == "input")
      name->fail(fmt::format("'{}' is reserved; call the layer otherwise", made_.layer.name));
  }

  void processors() {
    if (const Value* map = find("processors")) {
      made_.layer.processors = processor_map(*map);
    } else {
      value_.fail("misses the key 'processors': a map of the processors that hold the layer's input");
    }
    if (const Value* map = find("output_processors")) made_.layer.output_processors = processor_map(*map);
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
    layer.streaming = flag("streaming", false);
    layer.flatten = flag("flatten", false);
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
        if (rows_and_columns(*dilation, 1, 16) != model::Extent{1, 1})
          dilation->fail("pooling with dilation has no equivalent here; leave it out");
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
      layer.groups = static_cast<int>(whole_number(*value, 1, kMaxLayerChannels));
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
    if (layer.op == Operator::conv1d) {
      layer.dilation = dilation.rows;
    } else if (dilation != model::Extent{1, 1}) {
      value->fail(fmt::format("a {} with dilation has no equivalent here, only a conv1d has", made_.kind));
    }
  }

  void inputs() {
    if (const Value* value = find("in_sequences")) {
      if (value->is_sequence()) {
        for (const Value& item : value->items()) made_.in_sequences.push_back(read_reference(item));
        if (made_.in_sequences.empty())
          value->fail("names no layer; leave the key out to read the layer before");
        if (made_.in_sequences.size() > 16) value->fail("a layer reads at most 16 others");
      } else {
        made_.in_sequences.push_back(read_reference(*value));
      }
    }
    if (const Value* value = find("in_channels"))
      made_.in_channels = static_cast<int>(whole_number(*value, 1, std::int64_t{kMaxLayerChannels} * 256));
    if (const Value* value = find("in_dim")) {
      if (value->is_sequence()) {
        made_.in_dim = rows_and_columns(*value, 1, kMaxLayerSide);
      } else {
        made_.in_dim = model::Extent{static_cast<int>(whole_number(*value, 1, kMaxLayerSide)), 1};
      }
    }
    if (const Value* value = find("data_format")) {
      static const std::vector<std::string_view> words = {"hwc", "little", "chw", "big"};
      const std::string text = word(*value);
      if (std::find(words.begin(), words.end(), text) == words.end())
        value->fail(unknown_name("data_format", text, words));
      made_.chw = text == "chw" || text == "big";
    }
  }

  void weights() {
    if (const Value* value = find("quantization")) {
      const std::string text = value->is_scalar() ? word(*value) : "";
      made_.states_weight_bits = true;
      if (text == "bin" || text == "binary") {
        made_.layer.weight_bits = 1;
        free_.notes.push_back(
            fmt::format("line {}: binary weights are counted as weights of 1 bit", value->node().line));
      } else if (text == "1" || text == "2" || text == "4" || text == "8") {
        made_.layer.weight_bits = text[0] - '0';
      } else {
        value->fail(fmt::format("'{}': weights have 1, 2, 4 or 8 bits, or are binary", text));
      }
    }
    if (const Value* value = find("weight_source")) made_.weight_source = read_reference(*value);
    // Which quadrant is the tool's business; that there are biases is said nowhere else.
    if (const Value* value = one_of({"bias_group", "bias_quadrant"})) {
      const std::vector<Value> quadrants = value->is_sequence() ? value->items() : std::vector<Value>{*value};
      for (const Value& quadrant : quadrants) (void)whole_number(quadrant, 0, 3);
      if (quadrants.empty()) value->fail("expected a quadrant, 0 to 3, or a list of some");
      made_.layer.bias = made_.layer.has_weights();
    }
  }

  void outputs() {
    if (const Value* value = find("out_channels"))
      made_.out_channels = static_cast<int>(whole_number(*value, 1, kMaxLayerChannels));
    if (const Value* value = find("output_width")) {
      const std::int64_t bits = whole_number(*value, 0, 64);
      if (bits != 8 && bits != 32) value->fail("an output has 8 or 32 bits");
      made_.layer.output_bits = bits == 32 ? 32 : 8;
    }
    made_.output = flag("output", false);
    if (const Value* value = find("next_sequence")) made_.next = read_reference(*value);
  }

  void free_keys() {
    for (const std::string_view key :
         {"in_offset", "out_offset", "write_gap", "read_gap", "in_channel_skip"}) {
      if (const Value* value = key == "read_gap" ? one_of({"read_gap", "in_skip"}) : find(key)) {
        const int bytes = static_cast<int>(whole_number(*value, 0, kMaxOffset));
        if (key == "in_offset") made_.in_offset = bytes;
        if (key == "out_offset") made_.out_offset = bytes;
        free_.placement.emplace(key);
      }
    }
    if (const Value* value = find("output_shift")) {
      (void)whole_number(*value, -15, 15);
      free_.numeric.emplace("output_shift");
    }
    for (const std::string_view key : {"calcx4", "readahead", "tcalc"}) {
      if (flag(key, false)) free_.faster.emplace(key);
    }
    for (const std::string_view key : {"snoop_sequence", "simulated_sequence"}) {
      if (const Value* value = find(key)) {
        (void)read_reference(*value);
        free_.testing.emplace(key);
      }
    }
  }

  void refused_keys() {
    if (flag("bypass", false))
      find("bypass")->fail("a layer that is bypassed has no equivalent here; leave the layer out");
    if (const Value* value = find("in_crop")) {
      const auto crop = value->items();
      for (const Value& edge : crop) {
        if (whole_number(edge, 0, kMaxLayerSide) != 0)
          edge.fail("cropping has no equivalent here; crop where the tensor is made");
      }
      if (value->is_sequence() && crop.size() != 2) value->fail("expected two numbers: first and last rows");
    }
    for (const std::string_view key : {"buffer_shift", "buffer_insert"}) {
      if (const Value* value = find(key)) {
        (void)whole_number(*value, 1, kMaxLayerSide);
        value->fail(
            fmt::format("'{}' keeps results from one inference to the next, which networks here do not; "
                        "import the layers in front of the buffer and those behind it as two networks",
                        key));
      }
    }
  }

  const Value& value_;
  FreeKeys& free_;
  std::map<std::string, Value, std::less<>> keys_;
  YamlLayer made_;
};

}  // namespace

YamlLayer read_layer(const Value& value, int sequence, FreeKeys& free) {
  return LayerReader(value, sequence, free).read();
}

Reference read_reference(const Value& value) {
  Reference reference;
  reference.line = value.node().line;
  reference.column = value.node().column;
  if (is_number(value)) {
    reference.number = static_cast<int>(whole_number(value, -1, kMaxSequence));
  } else {
    reference.name = word(value);
    if (reference.name == "input") {
      reference.name.clear();
      reference.number = -1;
    }
  }
  return reference;
}

void refuse_unknown_keys(const Value& value, const std::vector<std::string_view>& known) {
  for (const input::Node::Entry& entry : value.node().entries) {
    if (std::find(known.begin(), known.end(), entry.key) == known.end())
      value.problems().add(entry.line, entry.column, unknown_name("key", entry.key, known));
  }
}

}  // namespace synergy::importer::ai8x
