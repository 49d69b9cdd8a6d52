#include "yaml_layer.hpp"

#include <algorithm>
#include <initializer_list>

#include "yaml_operation.hpp"
#include "yaml_values.hpp"
#include <fmt/format.h>

namespace synergy::importer::ai8x {
namespace {

using input::Value;

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

/// One entry of `layers`, in the order of reading: what a key means depends on the operator.
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
    keys_ = LayerKeys(value_);
    identity();
    processors();
    read_operation(value_, keys_, made_, free_);
    inputs();
    weights();
    outputs();
    free_keys();
    refused_keys();
    return std::move(made_);
  }

 private:
  [[nodiscard]] const Value* find(std::string_view key) const { return keys_.find(key); }
  [[nodiscard]] const Value* one_of(std::initializer_list<std::string_view> names) const {
    return keys_.one_of(names);
  }
  bool flag(std::string_view key, bool otherwise) { return keys_.flag(key, otherwise, free_); }

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
        made_.layer.binary = made_.layer.has_weights();
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
  LayerKeys keys_;
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
