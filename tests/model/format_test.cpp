// The keys of the model format beyond plain networks: folding, several inputs and outputs, shared weights.
#include "synergy/input/error.hpp"
#include "synergy/model/load.hpp"
#include "synergy/model/save.hpp"

#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::model;

namespace {

const std::string kHead = "schema_version: 1\nname: m\ninput: {channels: 4, height: 8, width: 8}\n";

Model model_of(const std::string& text) { return read_model(input::parse(text, "m.yaml")); }

std::string errors_of(const std::string& text) {
  try {
    (void)model_of(text);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

std::string conv(const std::string& name, int channels, const std::string& more = "") {
  return "  - {name: " + name +
         ", operator: conv2d, kernel: 3, padding: 1, out_channels: " + std::to_string(channels) + more +
         "}\n";
}

/// Writing and reading changes nothing.
void check_round_trip(const Model& model) {
  const std::string text = to_yaml(model);
  CAPTURE(text);
  const Model again = model_of(text);
  CHECK(to_yaml(again) == text);
  CHECK(again.data_format() == model.data_format());
  CHECK(again.outputs() == model.outputs());
  REQUIRE(again.host_inputs().size() == model.host_inputs().size());
  for (LayerIndex i = 0; i < model.layer_count(); ++i) {
    CHECK(again.layer(i).inputs == model.layer(i).inputs);
    CHECK(again.layer(i).in == model.layer(i).in);
    CHECK(again.layer(i).reshape == model.layer(i).reshape);
    CHECK(again.layer(i).weights_of == model.layer(i).weights_of);
    CHECK(again.cut(i).bytes == model.cut(i).bytes);
  }
}

const std::string kSound = "schema_version: 1\nname: m\ninput: {channels: 16, height: 128}\n";

}  // namespace

TEST_CASE("does a reshape fold 1-D data to two dimensions and back, and nothing else?") {
  const Model model = model_of(
      kSound + "layers:\n" + "  - {name: a, operator: conv1d, kernel: 3, padding: 1, out_channels: 8}\n" +
      conv("b", 6, ", reshape: [16, 8]") +
      "  - {name: c, operator: conv1d, kernel: 3, out_channels: 2, reshape: [128, 1]}\n");
  CHECK(model.layer(1).in == Shape{8, 16, 8});
  CHECK(model.layer(1).out == Shape{6, 16, 8});
  CHECK(model.layer(1).macs == 6 * 8 * 9 * 128);
  CHECK(model.layer(2).out == Shape{2, 126, 1});
  CHECK(model.cut(0).bytes == Bytes(8 * 128));
  check_round_trip(model);
  CHECK_THAT(
      errors_of(kSound + "layers:\n" + conv("b", 6, ", reshape: [16, 9]")),
      Catch::Contains("m.yaml:5:5: layer 'b' reshapes 16x128x1 to 16x9, which has 144 elements in each "
                      "channel instead of 128"));
  CHECK_THAT(errors_of(kSound + "layers:\n" + conv("b", 6, ", reshape: [128]")),
             Catch::Contains("expected [rows, columns]"));
}

TEST_CASE("is a 3x3 convolution of unfolded 1-D data refused, with the ways out?") {
  CHECK_THAT(
      errors_of(kSound + "layers:\n" + conv("b", 6)),
      Catch::Contains("m.yaml:5:5: layer 'b' conv2d with a kernel of 3 on a map of one column (16x128x1)") &&
          Catch::Contains("conv1d") && Catch::Contains("reshape: [rows, columns]"));
  // A single pixel is no such map: networks end in them.
  const Model pixel =
      model_of("schema_version: 1\nname: m\ninput: {channels: 4, height: 1}\nlayers:\n" + conv("a", 2));
  CHECK(pixel.layer(0).out == Shape{2, 1, 1});
}

TEST_CASE("do all outputs of a network leave it, and cross the cuts behind them?") {
  // a (512 B) -> b (1,024 B of 32 bits, an output) and c (64 B) -> d (128 B).
  const std::string layers =
      conv("a", 8) + conv("b", 4, ", output_bits: 32") + conv("c", 1, ", inputs: [a]") + conv("d", 2);
  const Model model = model_of(kHead + "outputs: [d, b]\nlayers:\n" + layers);
  CHECK(model.outputs() == std::vector<LayerIndex>{1, 3});
  CHECK(model.cut(0).tensors == std::vector<LayerIndex>{0});
  CHECK(model.cut(1).tensors == std::vector<LayerIndex>{0, 1});
  CHECK(model.cut(1).bytes == Bytes(512 + 1024));
  CHECK(!model.cut(1).single());
  CHECK(model.cut(2).tensors == std::vector<LayerIndex>{1, 2});
  CHECK(model.cut(2).bytes == Bytes(1024 + 64));
  CHECK(model.cut(3).tensors.empty());
  CHECK(!model.is_read_from(1, 0));
  CHECK(model.is_read_from(0, 2));
  CHECK(!model.is_read_from(0, 3));
  check_round_trip(model);
  CHECK_THAT(errors_of(kHead + "layers:\n" + layers),
             Catch::Contains("layer 'b' no later layer reads its output") && Catch::Contains("'outputs'"));
  CHECK_THAT(errors_of(kHead + "outputs: [b]\nlayers:\n" + layers),
             Catch::Contains("layer 'd' no later layer reads its output, and 'outputs' does not name it"));
  CHECK_THAT(errors_of(kHead + "outputs: [b, e, d, d]\nlayers:\n" + layers),
             Catch::Contains("m.yaml:4:14: unknown layer 'e'; known: a, b, c, d") &&
                 Catch::Contains("'d' is named twice"));
  CHECK_THAT(errors_of(kHead + "outputs: []\nlayers:\n" + layers), Catch::Contains("at least one layer"));
}

TEST_CASE("can layers read buffers that the host writes, which cross no cut?") {
  const std::string hosts = "host_inputs:\n  - {name: past, channels: 3, height: 8, width: 8}\n";
  const Model model =
      model_of(kHead + hosts + "layers:\n" + conv("a", 5) + conv("b", 2, ", inputs: [a, past]"));
  CHECK(model.layer(1).in == Shape{8, 8, 8});
  CHECK(model.cut(kNetworkInput).tensors == std::vector<LayerIndex>{kNetworkInput});
  CHECK(model.cut(0).tensors == std::vector<LayerIndex>{0});
  CHECK(model.input_bytes() == Bytes(256));
  CHECK(model.data_intensity() == Bytes(256 + 3 * 64 + 5 * 64 + 2 * 64));
  CHECK(model.words(host_input_tensor(0), DataFormat::hwc) == Words(64));
  check_round_trip(model);
  CHECK_THAT(errors_of(kHead + hosts + "layers:\n" + conv("a", 5, ", inputs: [pats]")),
             Catch::Contains("unknown earlier layer 'pats'; known: input, past; did you mean 'past'?"));
  CHECK_THAT(errors_of(kHead + hosts + "layers:\n" + conv("past", 5)),
             Catch::Contains("'past' is the name of a host input"));
  CHECK_THAT(
      errors_of(kHead + "host_inputs: [{name: input, channels: 1, height: 1}]\nlayers:\n" + conv("a", 5)),
      Catch::Contains("'input' is the name of the model's own input"));
  CHECK_THAT(errors_of(kHead + hosts + "layers:\n" + conv("a", 5, ", inputs: [input, past], eltwise: add")),
             Catch::Contains("combines the model's input (4x8x8) and 'past' (3x8x8), whose shapes differ"));
}

TEST_CASE("are shared weights stored once, and only where they can be?") {
  const std::string three =
      conv("a", 4) + conv("b", 4, ", weights_of: a") + conv("c", 4, ", weights_of: b") + conv("d", 2);
  const Model model = model_of(kHead + "layers:\n" + three);
  CHECK(model.layer(2).weights_of == 0);
  CHECK(model.weight_bytes(model.all()) == Bytes(4 * 4 * 9 + 4 * 2 * 9));
  CHECK(model.weight_bytes({1, 2}) == Bytes(4 * 4 * 9));  // a segment of its own stores them again
  CHECK(model.weights_owner(2, 0) == 0);
  CHECK(model.weights_owner(2, 1) == 1);
  CHECK(model.layer(1).macs == model.layer(0).macs);
  check_round_trip(model);
  CHECK_THAT(errors_of(kHead + "layers:\n" + conv("a", 4) + conv("b", 3, ", weights_of: a")),
             Catch::Contains("m.yaml:6:5: layer 'b' cannot use the weights of 'a'"));
  CHECK_THAT(
      errors_of(kHead + "layers:\n" + conv("a", 4) + conv("b", 4, ", weights_of: a, processors: 0xf0")),
      Catch::Contains("layer 'b' uses the weights of 'a', but on other processors"));
  CHECK_THAT(errors_of(kHead + "layers:\n" + conv("a", 4, ", output_processors: 0x1111") +
                       conv("b", 4, ", weights_of: a")),
             Catch::Contains("spaced otherwise"));
  CHECK_THAT(errors_of(kHead + "layers:\n" + conv("a", 4, ", weights_of: a")),
             Catch::Contains("unknown earlier layer 'a'"));
}

TEST_CASE("are dilated kernels stored with the zeros between their taps?") {
  const auto dilated = [](int taps, int dilation, int channels) {
    return model_of(kSound + "layers:\n  - {name: a, operator: conv1d, kernel: " + std::to_string(taps) +
                    ", dilation: " + std::to_string(dilation) +
                    ", out_channels: " + std::to_string(channels) + "}\n");
  };
  const Model two = dilated(3, 2, 64);  // 5 taps
  CHECK(two.weight_bytes(two.all()) == Bytes(3072));
  CHECK(two.stored_weight_bytes(two.all()) == Bytes(5120));
  const Model wide = dilated(3, 16, 10);  // folded, 3x3
  CHECK(wide.weight_bytes(wide.all()) == Bytes(480));
  CHECK(wide.stored_weight_bytes(wide.all()) == Bytes(1440));
  const Model plain = dilated(3, 1, 10);
  CHECK(plain.stored_weight_bytes(plain.all()) == Bytes(480));
}

TEST_CASE("do dilated 2-D convolutions and poolings reach further, with the same weights?") {
  // 8 rows: two that are 3 apart, every other time; then 3 taps that are 1 apart on the 3 that are left.
  const Model model =
      model_of(kHead +
               "layers:\n  - {name: a, operator: conv2d, kernel: 3, padding: 2, dilation: 4, "
               "out_channels: 2}\n"
               "  - {name: b, operator: passthrough, inputs: [input], pool: {type: max, window: "
               "[2, 1], stride: 2, dilation: 3}}\noutputs: [a, b]\n");
  CHECK(model.layer(0).out == Shape{2, 4, 4});  // 8 + 4 - 8 places
  CHECK(model.layer(0).macs == 2 * 4 * 9 * 16);
  CHECK(model.layer(0).stored_weight_bytes() == Bytes(2 * 4 * 9));
  CHECK(model.layer(1).out == Shape{4, 3, 4});  // (8 - 4) / 2 + 1 rows, every other column
  check_round_trip(model);
  const auto pooled = [](const std::string& keys) {
    return errors_of(kHead + "layers:\n  - {name: a, operator: passthrough, pool: {type: max, " + keys +
                     "}}\n");
  };
  CHECK(pooled("window: 2, dilation: 7").empty());
  CHECK_THAT(pooled("window: 2, dilation: 8"),
             Catch::Contains("pools 2x2 with dilation 8 on an input of 4x8x8"));
  CHECK_THAT(pooled("window: [3, 1], dilation: 2"), Catch::Contains("window of at most 2x2"));
  CHECK_THAT(pooled("window: 2, dilation: 17"), Catch::Contains("a dilation of at most 16"));
  CHECK_THAT(
      errors_of(kHead + "layers:\n  - {name: a, operator: conv_transpose2d, kernel: 3, out_channels: 2, "
                        "dilation: 2}\n"),
      Catch::Contains("unknown key 'dilation'"));
}

TEST_CASE("may a processor map be written in hexadecimal or decimal digits, within 64 bits?") {
  const auto map_of = [](const std::string& map) {
    return model_of(kHead + "layers:\n" + conv("a", 2, ", processors: " + map)).layer(0).input_map;
  };
  CHECK(map_of("0x00000000000000f0") == 0xf0);
  CHECK(map_of("0XF0") == 0xf0);
  CHECK(map_of("240") == 0xf0);
  CHECK(map_of("'240'") == 0xf0);
  CHECK(map_of("17293822569102704640") == 0xf000000000000000);
  const auto error = [](const std::string& map) {
    return errors_of(kHead + "layers:\n" + conv("a", 2, ", processors: " + map));
  };
  CHECK_THAT(error("18446744073709551616"),
             Catch::Contains("a processor map has 64 bits; '18446744073709551616' has more"));
  CHECK_THAT(error("0x10000000000000000"), Catch::Contains("has more"));
  for (const char* bad : {"0", "0x0", "-1", "f0", "0x", "1e3", "12 "})
    CHECK_THAT(error("\"" + std::string(bad) + "\""),
               Catch::Contains("expected a processor map such as 0x00000000ffffffff or 4294967295"));
  CHECK_THAT(error("7"), Catch::Contains("4 channels take 4 processors, but 'processors' has 3"));
}

TEST_CASE("is the data format read, kept and checked?") {
  const Model chw = model_of(kHead + "data_format: chw\nlayers:\n" + conv("a", 2));
  CHECK(chw.data_format() == DataFormat::chw);
  CHECK(chw.words(kNetworkInput, DataFormat::chw) == Words(64));
  CHECK(!model_of(kHead + "layers:\n" + conv("a", 2)).data_format());
  check_round_trip(chw);
  CHECK_THAT(errors_of(kHead + "data_format: HWC\nlayers:\n" + conv("a", 2)),
             Catch::Contains("unknown data_format 'HWC'; known: hwc, chw"));
}
