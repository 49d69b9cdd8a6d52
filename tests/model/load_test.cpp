#include "synergy/model/load.hpp"

#include "synergy/input/error.hpp"
#include "synergy/model/save.hpp"

#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::model;

namespace {

const std::string kHead = "schema_version: 1\nname: m\ninput: {channels: 4, height: 8, width: 8}\nlayers:\n";

/// The loader's messages for a file whose layers, from line 5 on, are `layers`.
std::string errors_of(const std::string& layers, const std::string& head = kHead) {
  try {
    (void)read_model(input::parse(head + layers, "m.yaml"));
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

Model model_of(const std::string& layers) { return read_model(input::parse(kHead + layers, "m.yaml")); }

const std::string kConv = "  - {name: a, operator: conv2d, out_channels: 8, kernel: 3, padding: 1}\n";

}  // namespace

TEST_CASE("are unknown keys, duplicate keys, wrong types and wrong words refused with their place?") {
  CHECK_THAT(errors_of("  - {name: a, operator: conv2d, out_channel: 8, kernel: 3}\n"),
             Catch::Contains("m.yaml:5:33: unknown key 'out_channel'") &&
                 Catch::Contains("did you mean 'out_channels'?") &&
                 !Catch::Contains("missing key 'out_channels'"));  // said once
  CHECK_THAT(errors_of("  - name: a\n    operator: conv2d\n    name: b\n"),
             Catch::StartsWith("m.yaml:7:5: duplicate key 'name'"));
  CHECK_THAT(errors_of("  - {name: a, operator: conv2d, out_channels: many, kernel: 3}\n"),
             Catch::StartsWith("m.yaml:5:47: expected a whole number, found 'many'"));
  CHECK_THAT(errors_of("  - {name: a, operator: conv2d, out_channels: 8, kernel: 3, bias: yes}\n"),
             Catch::StartsWith("m.yaml:5:67: expected true or false"));
  CHECK_THAT(errors_of("  - {name: a, operator: conv3d, out_channels: 8}\n"),
             Catch::StartsWith("m.yaml:5:25: unknown operator 'conv3d'; known: conv1d, conv2d") &&
                 !Catch::Contains("\n"));
  CHECK_THAT(errors_of(kConv, "schema_version: 2\nname: m\ninput: {channels: 4, height: 8}\nlayers:\n"),
             Catch::Contains("m.yaml:1:17: this program reads schema_version 1 only"));
  CHECK_THAT(errors_of(kConv, "schema_version: 1\nname: m\ninput: 8\nlayers:\n"),
             Catch::Contains("m.yaml:3:8: expected a mapping"));
  CHECK_THAT(errors_of("  []\n"), Catch::Contains("0 layers"));
  CHECK_THAT(errors_of("  - {name: a, operator: passthrough, kernel: 3}\n"),
             Catch::Contains("m.yaml:5:38: unknown key 'kernel'"));
}

TEST_CASE("are names of inputs checked, with the earlier layers as choices?") {
  CHECK_THAT(errors_of(kConv + "  - {name: b, inputs: [aa], operator: passthrough}\n"),
             Catch::Contains("m.yaml:6:24: unknown earlier layer 'aa'; known: input, a; did you mean 'a'?"));
  CHECK_THAT(
      errors_of("  - {name: a, inputs: [b], operator: passthrough}\n  - {name: b, operator: passthrough}\n"),
      Catch::Contains("m.yaml:5:24: unknown earlier layer 'b'; known: input"));
  CHECK_THAT(errors_of("  - {name: a, inputs: [a], operator: passthrough}\n"),
             Catch::Contains("m.yaml:5:24: unknown earlier layer 'a'"));
  CHECK_THAT(errors_of(kConv + "  - {name: a, operator: passthrough}\n"),
             Catch::Contains("m.yaml:6:12: a layer named 'a' is already in line 5"));
  CHECK_THAT(errors_of("  - {name: input, operator: passthrough}\n"),
             Catch::Contains("m.yaml:5:12: 'input' is the name of the model's own input"));
}

TEST_CASE("is a layer that does not fit its inputs, or no hardware has, refused at its line?") {
  const auto second = [](const std::string& keys) {
    return errors_of(kConv + "  - {name: b, " + keys + "}\n");
  };
  CHECK_THAT(second("operator: conv2d, out_channels: 8, kernel: 5"),
             Catch::StartsWith("m.yaml:6:5: layer 'b' conv2d has a kernel of 1 or 3"));
  CHECK_THAT(second("operator: conv2d, out_channels: 8, kernel: 1, padding: 1"),
             Catch::Contains("padding must be smaller than the kernel"));
  CHECK_THAT(second("operator: conv1d, out_channels: 8, kernel: 3"),
             Catch::Contains("conv1d needs an input of one column, but reads 8x8x8"));
  CHECK_THAT(second("operator: linear, out_channels: 8"), Catch::Contains("needs 'flatten: true'"));
  CHECK_THAT(
      second("operator: eltwise, eltwise: add, inputs: [a, input]"),
      Catch::Contains("m.yaml:6:5: layer 'b' combines 'a' (8x8x8) and the model's input (4x8x8), whose "
                      "shapes differ"));
  CHECK_THAT(second("operator: conv2d, out_channels: 8, kernel: 1, groups: 4"),
             Catch::Contains("groups must be 1, or equal"));
  CHECK_THAT(second("operator: passthrough, pool: {type: max, window: 9}"),
             Catch::Contains("pools 9x9 on an input of 8x8x8"));
  CHECK_THAT(second("operator: conv2d, out_channels: 8, kernel: 1, processors: 0x0f"),
             Catch::Contains("8 channels take 8 processors, but 'processors' has 4"));
  CHECK_THAT(second("operator: conv2d, out_channels: 8, kernel: 1, weight_bits: 3"),
             Catch::Contains("weight_bits must be 1, 2, 4 or 8"));
  CHECK_THAT(second("operator: passthrough, pool: {type: max, window: 2, before_eltwise: false}"),
             Catch::Contains("needs an 'eltwise' to pool after"));
  CHECK_THAT(
      errors_of(kConv + kConv.substr(0, 11) + "b" + kConv.substr(12) +
                "  - {name: c, inputs: [b], operator: passthrough, pool: {type: max, window: 2}}\n"
                "  - {name: d, inputs: [a, c], operator: conv2d, out_channels: 4, kernel: 1}\n"),
      Catch::Contains("layer 'd' concatenates 'a' (8x8x8) and 'c' (8x4x4), whose heights or widths differ"));
  CHECK_THAT(errors_of(kConv + "  - {name: b, inputs: [input], operator: passthrough}\n"),
             Catch::Contains("m.yaml:5:5: layer 'a' no later layer reads its output"));
}

TEST_CASE("are all problems of a file reported at once, also those behind others?") {
  const std::string text = errors_of(
      "  - {name: a, operator: conv2d, out_channels: 8, kernel: 7}\n"
      "  - {name: b, operator: conv2d, out_channels: 8, kernel: 1}\n"
      "  - {name: c, inputs: [input], operator: conv2d, out_channels: x, kernel: 1}\n"
      "  - {name: d, inputs: [input], operator: linear, out_channels: 2}\n");
  CHECK_THAT(text, Catch::Contains("m.yaml:5:5: layer 'a' conv2d has a kernel") &&
                       Catch::Contains("m.yaml:7:64: expected a whole number") &&
                       Catch::Contains("m.yaml:8:5: layer 'd' a linear layer") &&
                       !Catch::Contains("m.yaml:6"));
}

TEST_CASE("do hostile models end in a clear error?") {
  std::string many;
  for (int i = 0; i < 2000; ++i) many += "  - {name: l" + std::to_string(i) + ", operator: passthrough}\n";
  CHECK_THAT(errors_of(many), Catch::Contains("more than 1024 layers"));
  CHECK_THAT(errors_of(many), !Catch::Contains("0 layers"));
  std::string inputs = "input";
  for (int i = 0; i < 100; ++i) inputs += ", input";
  CHECK_THAT(errors_of("  - {name: a, inputs: [" + inputs + "], operator: passthrough}\n"),
             Catch::Contains("more than 16 inputs"));
  std::string growing;
  for (int i = 0; i < 30; ++i) {
    growing += "  - {name: l" + std::to_string(i) +
               ", operator: conv_transpose2d, out_channels: 1, kernel: 3, padding: 1}\n";
  }
  CHECK_THAT(errors_of(growing), Catch::Contains("too large"));
  CHECK_THAT(
      errors_of(kConv, "schema_version: 1\nname: m\ninput: {channels: 9999999999, height: 8}\nlayers:\n"),
      Catch::Contains("out of range"));
}

TEST_CASE("are defaults what the format promises?") {
  const Model model = model_of(
      "  - {name: a, operator: conv2d, out_channels: 6, kernel: 3}\n"
      "  - {name: b, operator: conv2d, out_channels: 5, kernel: 1, pool: {type: average, window: [2, 3]}}\n");
  const Layer& a = model.layer(0);
  CHECK(a.inputs == std::vector<LayerIndex>{kNetworkInput});
  CHECK(a.out == Shape{6, 6, 6});
  CHECK(a.weight_bits == 8);
  CHECK(!a.bias);
  CHECK(a.input_map == 0xf);
  CHECK(a.output_map == 0x3f);
  const Layer& b = model.layer(1);
  CHECK(b.inputs == std::vector<LayerIndex>{0});
  CHECK(b.pool.stride_height == 2);
  CHECK(b.pool.stride_width == 3);
  CHECK(b.out == Shape{5, 3, 2});
}

TEST_CASE("is a name with special characters kept through writing and reading?") {
  const Model model =
      model_of("  - {name: \"x: [\\\"1\\\"] \\x01#\", operator: conv2d, out_channels: 6, kernel: 3}\n");
  CHECK(read_model(input::parse(to_yaml(model), "again")).layer(0).name == model.layer(0).name);
}
