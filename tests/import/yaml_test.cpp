#include <vector>

#include "yaml_support.hpp"

using namespace synergy;
using test::error_of;
using test::imported_yaml;
using test::model_of;
using test::notes_say;
using test::says;

namespace {

/// 8 channels of 16x16, then the layer that is asked about, then 4 channels; both ends are stated.
std::string around(const std::string& layer, const std::string& head = "") {
  return "arch: net\ndataset: CIFAR-10\n" + head +
         "layers:\n"
         "  - {processors: 0x7, op: conv2d, pad: 1, name: first, output_processors: 0xff}\n"
         "  - {" +
         layer +
         "}\n"
         "  - {processors: 0xff, op: conv2d, kernel_size: 1x1, pad: 0, name: last, in_sequences: 1, "
         "out_channels: 4}\n";
}
const std::string kMap = "processors: 0xff, output_processors: 0xff, ";

model::Layer middle(const std::string& layer) { return model_of(around(kMap + layer)).layer(1); }
std::string refused(const std::string& layer) { return error_of(around(kMap + layer)); }

}  // namespace

TEST_CASE("does every key of a layer mean what the vendor's tool makes of it?") {
  using model::Operator;
  CHECK(middle("operation: Conv2d").op == Operator::conv2d);
  for (const std::string key : {"op", "operator", "convolution"}) {
    INFO(key);
    CHECK(middle(key + ": Conv2D").out == model::Shape{8, 32, 32});
  }
  for (const std::string word : {"None", "passthrough"})
    CHECK(middle("op: " + word).op == Operator::passthrough);
  CHECK(middle("op: conv2d, kernel_size: 1x1, pad: 0").kernel_height == 1);
  CHECK(middle("op: conv2d, kernel_size: 3X3, pad: 2").out == model::Shape{8, 34, 34});
  CHECK(middle("op: ConvTranspose2d").out == model::Shape{8, 64, 64});
  CHECK(middle("op: conv2d, max_pool: 2, pool_stride: 2").pooled == model::Shape{8, 16, 16});
  const model::Layer pooled = middle("op: conv2d, avg_pool: [4, 2], pool_stride: [3, 3]");
  CHECK(pooled.pool.type == model::PoolType::average);
  CHECK(pooled.pooled == model::Shape{8, 10, 11});
  CHECK(middle("op: conv2d, activate: ReLU").activation == model::Activation::relu);
  CHECK(middle("op: conv2d, activation: abs").activation == model::Activation::abs);
  CHECK(middle("op: conv2d, activation: None").activation == model::Activation::none);
  CHECK(middle("op: conv2d, groups: 8").groups == 8);
  CHECK(middle("op: conv2d, conv_groups: 8").is_depthwise());
  for (const int bits : {1, 2, 4, 8})
    CHECK(middle("op: conv2d, quantization: " + std::to_string(bits)).weight_bits == bits);
  CHECK(middle("op: conv2d, quantization: Binary").weight_bits == 1);
  CHECK(middle("op: conv2d, quantization: bin").binary);
  CHECK(!middle("op: conv2d, quantization: 1").binary);
  CHECK(middle("op: conv2d, bias_group: 2").bias);
  CHECK(middle("op: conv2d, bias_quadrant: [0, 1]").bias);
  CHECK(!middle("op: conv2d").bias);
  CHECK(middle("op: conv2d, in_dim: [64, 16], in_sequences: 0").in == model::Shape{8, 64, 16});
  CHECK(middle("op: conv1d, in_dim: 1024, kernel_size: 3").out == model::Shape{8, 1024, 1});
  CHECK(middle("op: conv1d, in_dim: 1024, kernel_size: 3, dilation: 5, pad: 0").out ==
        model::Shape{8, 1014, 1});
  CHECK(middle("op: conv2d, in_channels: 8, out_channels: 8, stride: 1, dilation: [1, 1]").macs ==
        8 * 8 * 9 * 1024);
  CHECK(middle("op: conv2d, dilation: 4, pad: 2").out == model::Shape{8, 28, 28});
  CHECK(middle("op: conv2d, max_pool: 2, pool_stride: 2, pool_dilation: 3").pooled ==
        model::Shape{8, 15, 15});
  CHECK(middle("op: conv2d, pool_first: true, name: Middle").name == "Middle");
  CHECK(middle("op: conv2d").name == "layer1");
}

TEST_CASE("are the tool's own defaults taken, and said where users expect others?") {
  // Kernel 9 and padding 1 of a conv1d, padding 1 of a conv2d, pooling stride 1, operation conv2d.
  CHECK(middle("op: conv1d, in_dim: 1024").out == model::Shape{8, 1018, 1});
  CHECK(middle("kernel_size: 3x3").out == model::Shape{8, 32, 32});
  CHECK(middle("op: conv2d, max_pool: 2").pooled == model::Shape{8, 31, 31});
  const importer::ImportedNetwork from = imported_yaml(around(kMap + "max_pool: 2"));
  CHECK(notes_say(from, "line 5: no operation, which means conv2d"));
  CHECK(notes_say(from, "line 5: pooling without pool_stride has stride 1"));
  CHECK(says(refused("op: conv2d, kernel_size: 1x1"), "net.yaml:5:5: a kernel of 1 needs 'pad: 0'"));
  CHECK(says(refused("op: conv2d, max_pool: 2, avg_pool: 2"), "exclude each other"));
}

TEST_CASE("are maps of processors read as the tool reads them, numbers, text and separators?") {
  const auto map = [](const std::string& text) {
    return model_of(around("op: conv2d, output_processors: 0xff, processors: " + text)).layer(1).input_map;
  };
  CHECK(map("0xff00") == 0xff00);
  CHECK(map("0x0000_ff00") == 0xff00);
  CHECK(map("0x0000.ff00") == 0xff00);
  CHECK(map("\"0x0000.ff00\"") == 0xff00);
  CHECK(map("ff00") == 0xff00);              // text: hexadecimal
  CHECK(map("65280") == 0xff00);             // a number: decimal
  CHECK(map("\"11111111\"") == 0x11111111);  // in quotes it is text again
  CHECK(map("0b1111111100000000") == 0xff00);
  for (const std::string bad : {"0", "xyz", "1.5", "-1", "0x1ffffffffffffffff", "[1]", "0377", "''"}) {
    INFO(bad);
    CHECK(says(error_of(around("op: conv2d, output_processors: 0xff, processors: " + bad)), "net.yaml:5:"));
  }
  CHECK(says(error_of(around("op: conv2d")), "net.yaml:5:5: misses the key 'processors'"));
}

TEST_CASE("is the text \"false\" true, as it is to the tool, and is that said?") {
  const std::string text = around(kMap + "op: conv2d, output: \"false\"");
  const importer::ImportedNetwork from = imported_yaml(text);
  CHECK(test::hardware_of(from).is_output(1));
  CHECK(notes_say(from, "'output' is the text \"false\" in quotes"));
  for (const std::string word : {"on", "Yes", "true", "1"})
    CHECK(model_of(around(kMap + "op: conv2d, output: " + word)).is_output(1));
  for (const std::string word : {"off", "No", "FALSE", "0", "~"})
    CHECK(!model_of(around(kMap + "op: conv2d, output: " + word)).is_output(1));
}

TEST_CASE("are keys, values and operators that cannot be refused with their place and what would do?") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"op: conv2d, kernel: 3x3", "unknown key 'kernel'"},
      {"op: conv3d", "unknown operation 'conv3d'; known: conv1d, conv2d"},
      {"op: conv2d, operation: conv2d", "'operation' and 'op' are the same key"},
      {"op: conv2d, activate: relu, activation: relu", "are the same key"},
      {"op: conv2d, groups: 8, conv_groups: 8", "are the same key"},
      {"op: conv2d, read_gap: 1, in_skip: 1", "are the same key"},
      {"op: conv2d, bias_group: 1, bias_quadrant: 1", "are the same key"},
      {"op: conv2d, pad: 1, pad: 1", "net.yaml:5:"},
      {"op: conv2d, activate: gelu", "unknown activation 'gelu'"},
      {"op: none, activate: relu", "a layer without weights has no activation"},
      {"op: conv2d, activate: ReLU, output_width: 32", "a 32-bit output has no activation"},
      {"op: conv2d, kernel_size: 5x5", "a kernel of conv2d is 3x3 or 1x1"},
      {"op: convtranspose2d, kernel_size: 1x1", "is 3x3"},
      {"op: conv1d, in_dim: 1024, kernel_size: 10", "1 to 9"},
      {"op: linear, kernel_size: 1x1", "a linear layer has no 'kernel_size'"},
      {"op: conv2d, pad: 3", "out of range: 0 to 2"},
      {"op: conv2d, pad: 01", "octal"},
      {"op: conv2d, stride: 2", "has stride 1 on this hardware; pool"},
      {"op: convtranspose2d, stride: 1", "has stride 2"},
      {"op: conv2d, dilation: 17", "1 to 16, the same in both directions"},
      {"op: conv2d, dilation: [2, 1]", "1 to 16, the same in both directions"},
      {"op: convtranspose2d, dilation: 2", "is not dilated, only conv1d and conv2d are"},
      {"op: none, dilation: 1", "needs a convolution"},
      {"op: conv2d, max_pool: 17", "out of range: 1 to 16"},
      {"op: conv2d, max_pool: 2, pool_stride: [1, 2]", "the same in both directions"},
      {"op: conv2d, pool_stride: 2", "'pool_stride' needs 'max_pool' or 'avg_pool'"},
      {"op: conv2d, max_pool: 2, pool_dilation: [1, 2]", "the same in both directions"},
      {"op: conv2d, max_pool: 2, pool_dilation: 17", "out of range: 1 to 16"},
      {"op: conv2d, max_pool: 3, pool_dilation: 2", "a window of at most 2x2"},
      {"op: conv2d, pool_first: false", "needs both pooling and an element-wise operation"},
      {"op: conv2d, eltwise: mul", "unknown element-wise operation 'mul'; known: add, sub, or, xor"},
      {"op: add, eltwise: sub, in_sequences: [0, 0]", "contradicts operation 'add'"},
      {"op: conv2d, operands: 2", "needs an element-wise operation"},
      {"op: add, operands: 17, in_sequences: [0, 0]", "out of range: 2 to 16"},
      {"op: add", "combines 2 inputs, but in_sequences names 0"},
      {"op: conv2d, flatten: true", "only a linear layer flattens"},
      {"op: conv2d, quantization: 3", "1, 2, 4 or 8 bits"},
      {"op: conv2d, output_width: 16", "8 or 32 bits"},
      {"op: conv2d, data_format: nchw", "unknown data_format 'nchw'"},
      {"op: conv2d, data_format: big", "only the first layer reads channel by channel"},
      {"op: conv2d, streaming: true", "only the first layers can be"},
      {"op: conv2d, output_pad: 1", "'output_pad' of a conv2d is 0"},
      {"op: convtranspose2d, output_pad: 0", "is 1; another has no equivalent"},
      {"op: conv2d, bypass: true", "bypassed"},
      {"op: conv2d, in_crop: [1, 0]", "cropping has no equivalent here"},
      {"op: none, buffer_shift: 1", "from one inference to the next"},
      {"op: conv2d, buffer_insert: 1, out_offset: 0", "from one inference to the next"},
      {"op: conv2d, name: stop", "'stop' is reserved"},
      {"op: conv2d, name: FIRST", "the name 'FIRST' is that of line 4, too"},
      {"op: conv2d, sequence: 0", "layer 0 is also that of line"},
      {"op: conv2d, in_sequences: 7", "there is no layer 7"},
      {"op: conv2d, in_sequences: furst",
       "unknown layer 'furst'; known: first, layer1, last; did you mean 'first'?"},
      {"op: conv2d, in_sequences: last", "'last' is no earlier layer"},
      {"op: conv2d, in_sequences: []", "names no layer"},
      {"op: conv2d, weight_source: last", "those of an earlier layer"},
      {"op: conv2d, next_sequence: 0", "executed in the order of their numbers"},
      {"op: conv2d, next_sequence: stop", "leave out the layers behind"},
      {"op: conv2d, in_dim: 100", "reshapes 8x32x32 to 100x1"},
      {"op: conv2d, in_channels: 16", "in_channels of 'layer1' allows 16"},
      {"op: conv2d, groups: 4", "groups of 'layer1' allows 4"}};
  for (const auto& [layer, message] : cases) {
    INFO(layer);
    const std::string said = refused(layer);
    INFO(said);
    CHECK(says(said, "net.yaml:"));
    CHECK(says(said, message));
  }
}

TEST_CASE("are the keys of the whole file a closed set, and those that cost nothing told?") {
  const std::string layer = kMap +
                            "op: conv2d, in_offset: 0, out_offset: 0x2000, write_gap: 1, read_gap: 1, "
                            "in_channel_skip: 0, output_shift: -3, calcx4: true, readahead: on, "
                            "tcalc: off, snoop_sequence: 0, simulated_sequence: 2, next_sequence: 2";
  const importer::ImportedNetwork from = imported_yaml(
      around(layer,
             "bias: sample\nweights: sample\nsnoop: [1]\nunload: [{processors: 0xf, channels: 4, dim: "
             "[32, 32], offset: 0, width: 32, write_gap: 0}]\noutput_map: 0xf0\n"));
  CHECK(test::hardware_of(from).layer(2).output_map == 0xf0);
  CHECK(
      notes_say(from, "in_channel_skip, in_offset, out_offset, read_gap, write_gap: places in data memory"));
  CHECK(notes_say(from, "output_shift: scales values"));
  CHECK(notes_say(from, "calcx4, readahead: makes a MAX78002 faster"));
  CHECK(notes_say(from, "simulated_sequence, snoop, snoop_sequence, weights: for tests"));
  CHECK(notes_say(from, "reads no 'width' in unload"));
  CHECK(notes_say(from, "bias names a file of sample biases"));
  CHECK(says(error_of(around(kMap + "op: conv2d", "name: x\n")), "net.yaml:3:1: unknown key 'name'"));
  CHECK(says(error_of(around(kMap + "op: conv2d", "arch: x\n")), "net.yaml:3:"));
  CHECK(says(error_of("dataset: mnist\nlayers: []\n"), "misses the key 'arch'"));
  CHECK(says(error_of("arch: a\nlayers: [{processors: 1}]\n"), "misses the key 'dataset'"));
  CHECK(says(error_of("arch: a\ndataset: mnist\nlayers: []\n"), "no layers"));
  CHECK(says(error_of("arch: a\ndataset: mnist\nlayers: [3]\n"), "expected a layer"));
  CHECK(says(error_of(around(kMap + "op: conv2d", "unload: [{gap: 1}]\n")), "unknown key 'gap'"));
}

TEST_CASE("are inputs found by number, name and list, combined, side by side, and from buffers?") {
  const std::string text =
      "arch: net\ndataset: cifar100\n"
      "data_buffer:\n  - {processors: 0xf000, dim: [32, 32], channels: 4, offset: 0, name: Past}\n"
      "layers:\n"
      "  - {processors: 0x7, op: conv2d, output_processors: 0xff, name: a}\n"
      "  - {processors: 0xff, op: conv2d, output_processors: 0xff, name: b, in_sequences: [a]}\n"
      "  - {processors: 0xff, op: conv2d, eltwise: add, in_sequences: [0, B], max_pool: 2, pool_stride: 2, "
      "pool_first: no, output_processors: 0xff, name: c}\n"
      "  - {processors: 0x7, op: none, in_sequences: input, max_pool: 2, pool_stride: 2, name: half, "
      "output_processors: 0x70}\n"
      "  - {processors: 0x7ff, op: conv2d, in_sequences: [c, half], out_channels: 20, "
      "output_processors: 0xfffff, name: d, output: true, output_width: 32}\n"
      "  - {processors: 0xf, op: fc, in_sequences: past, in_dim: [1024, 1], max_pool: [16, 1], pool_stride: "
      "16, "
      "flatten: true, out_channels: 3, output: true}\n"
      "  - {processors: 0x7, op: xor, operands: 3, in_sequences: [-1, -1, -1], output: on}\n";
  const model::Model made = model_of(text);
  REQUIRE(made.layer_count() == 7);
  CHECK(made.layer(2).operands == 2);
  CHECK(!made.layer(2).pool.before_eltwise);
  CHECK(made.layer(3).inputs == std::vector<model::LayerIndex>{model::kNetworkInput});
  CHECK(made.layer(4).in == model::Shape{11, 16, 16});
  CHECK(made.layer(4).output_bits == 32);
  CHECK(made.host_inputs().size() == 1);
  CHECK(made.layer(5).inputs == std::vector<model::LayerIndex>{model::host_input_tensor(0)});
  CHECK(made.layer(5).weight_count == 3 * 4 * 64);
  CHECK(made.layer(6).eltwise == model::Eltwise::bitwise_xor);
  CHECK(made.outputs() == std::vector<model::LayerIndex>{4, 5, 6});
}

TEST_CASE("may numbers have gaps, and are references that gaps make ambiguous refused?") {
  const auto text = [](const std::string& source) {
    return "arch: net\ndataset: cifar10\nlayers:\n"
           "  - {processors: 0x7, op: conv2d, output_processors: 0xff, name: a}\n"
           "  - {sequence: 9, processors: 0xff, op: conv2d, output_processors: 0xff, name: c, "
           "in_sequences: " +
           source +
           ", out_channels: 8}\n"
           "  - {sequence: 4, processors: 0xff, op: conv2d, output_processors: 0xff, name: b}\n";
  };
  const model::Model made = model_of(text("b"));
  CHECK(made.layer(1).name == "b");
  CHECK(made.layer(2).inputs == std::vector<model::LayerIndex>{1});
  CHECK(says(error_of(text("4")), "can mean two layers"));
}

TEST_CASE("do layers share weights, and is one without any told that it cannot?") {
  const std::string text =
      "arch: net\ndataset: cifar10\nlayers:\n"
      "  - {processors: 0x7, op: conv2d, output_processors: 0xff, name: a}\n"
      "  - {processors: 0xff, op: conv2d, output_processors: 0xff, name: b}\n"
      "  - {processors: 0xff, op: conv2d, output_processors: 0xff, name: c, weight_source: b}\n"
      "  - {processors: 0xff, op: none, output_processors: 0xff, weight_source: c}\n";
  const importer::ImportedNetwork from = imported_yaml(text);
  const model::Model made = test::hardware_of(from);
  CHECK(made.layer(2).weights_of == 1);
  CHECK(made.weight_bytes(made.all()).count() == 3 * 8 * 9 + 8 * 8 * 9);
  CHECK(notes_say(from, "has no weights for its weight_source"));
}

TEST_CASE("is a network file known by its content, and no other file taken for one?") {
  const auto format = [](const std::string& text) {
    const importer::Format* found = importer::recognise({"x", text});
    return found == nullptr ? std::string_view("none") : found->name;
  };
  CHECK(format("# a\n---\narch: x\ndataset: y\nlayers:\n  - op: none\n") == "ai8x");
  CHECK(format("layers : []\n\"arch\": x\n") == "ai8x");
  CHECK(format("{\"arch\": \"x\", \"layers\": []}") == "ai8x");
  CHECK(format("schema_version: 1\narch: x\nlayers:\n") == "none");
  CHECK(format("model:\n  arch: x\n  layers: []\n") == "none");
  CHECK(format("// arch: x, layers: 3\n") == "none");
  CHECK(format("") == "none");
}
