#include "synergy/import/formats.hpp"
#include "synergy/input/error.hpp"
#include "synergy/max7800x/cycles.hpp"
#include "synergy/max7800x/load.hpp"
#include "synergy/model/load.hpp"
#include "synergy/model/lower.hpp"
#include "synergy/network/load.hpp"

#include <algorithm>
#include <bit>
#include <filesystem>
#include <random>

#include "../csv.hpp"
#include "../support/tries.hpp"
#include "c_writer.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using synergy::test::CStyle;
using synergy::test::Row;

namespace {

importer::ImportedNetwork imported(const std::string& text, const importer::Options& options = {}) {
  return importer::read({"cnn.c", text}, options);
}

/// What the family makes of it, from the file that the import writes: nothing may hide in memory.
model::Model hardware(const importer::ImportedNetwork& from) {
  const network::Network network =
      network::read_network(input::parse(importer::to_yaml(from), "imported.yaml"));
  const model::LoweringResult result = model::lower_operators(network);
  REQUIRE(std::holds_alternative<std::shared_ptr<const model::Lowered>>(result));
  return std::get<std::shared_ptr<const model::Lowered>>(result)->model();
}

std::string message(const std::string& text, const importer::Options& options = {}) {
  try {
    (void)imported(text, options);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::vector<test::CPlace> places_of(const std::string& name) {
  std::vector<test::CPlace> places;
  for (const Row& row : test::read_csv("layers/" + name + ".csv"))
    places.push_back({row.number("dmem_in_offset"), row.number("dmem_out_offset")});
  return places;
}

/// Without copies: it does not matter which of two equal tensors is read.
std::vector<model::LayerIndex> originals(const model::Model& model, const model::Layer& layer) {
  std::vector<model::LayerIndex> tensors = layer.inputs;
  for (model::LayerIndex& tensor : tensors) tensor = model.original(tensor);
  std::sort(tensors.begin(), tensors.end());
  return tensors;
}

void check_same(const model::Model& a, const model::Model& b, const max7800x::Profile& chip) {
  REQUIRE(a.layer_count() == b.layer_count());
  CHECK(a.input() == b.input());
  for (model::LayerIndex i = 0; i < a.layer_count(); ++i) {
    const model::Layer& one = a.layer(i);
    const model::Layer& two = b.layer(i);
    INFO("layer " << i << " " << two.name);
    CHECK(originals(a, one) == originals(b, two));
    // Old generators call a linear layer of one pixel a convolution, which it is.
    if (two.pooled.height * two.pooled.width > 1) CHECK(one.op == two.op);
    CHECK(one.in == two.in);
    CHECK(one.pooled == two.pooled);
    CHECK(one.out == two.out);
    CHECK(one.macs == two.macs);
    CHECK(one.weight_bytes() == two.weight_bytes());
    CHECK(one.activation == two.activation);
    CHECK(one.weight_bits == two.weight_bits);
    CHECK(one.bias == two.bias);
    CHECK(one.groups == two.groups);
    CHECK(one.output_bits == two.output_bits);
    CHECK(one.pool.before_eltwise == two.pool.before_eltwise);
    CHECK(one.input_map == two.input_map);
    CHECK(one.output_map == two.output_map);
    CHECK(max7800x::layer_cycles(max7800x::hardware_layer(chip, a, i, 0)) ==
          max7800x::layer_cycles(max7800x::hardware_layer(chip, b, i, 0)));
    CHECK(a.cut(i).bytes == b.cut(i).bytes);
  }
}

max7800x::Profile chip() {
  return max7800x::read_profile(
      input::load(std::string(SYNERGY_SOURCE_DIR) + "/device_profiles/max78000.yaml"));
}

}  // namespace

TEST_CASE("does a project written from a network of the zoo come back as the same layers and cycles?") {
  const max7800x::Profile max78000 = chip();
  for (const std::string name :
       {"convnet5", "kws", "simplenet", "ressimplenet", "widenet", "unet", "efficientnetv2_max78002"}) {
    const model::Model zoo = model::load_model(test::zoo_file(name));
    for (const CStyle style : {CStyle::now, CStyle::wrapped, CStyle::old}) {
      INFO(name << " style " << static_cast<int>(style));
      const importer::ImportedNetwork from =
          imported(test::c_project(zoo, style, places_of(name), contains(name, "78002") ? 15 : 13));
      CHECK(from.provenance.format == "ai8x-c");
      CHECK(from.network.name() == name);
      check_same(hardware(from), zoo, max78000);
    }
  }
}

TEST_CASE("is it told when the data memory does not say what the layers' order suggests?") {
  // Published placements of two networks contradict their graphs: a layer reads where another tensor lies.
  const model::Model effnet = model::load_model(test::zoo_file("efficientnetv2"));
  const importer::ImportedNetwork from =
      imported(test::c_project(effnet, CStyle::now, places_of("efficientnetv2")));
  CHECK(std::any_of(from.notes.begin(), from.notes.end(), [](const std::string& note) {
    return contains(note, "No layer reads where 'layer19' is written");
  }));
  const model::Model mobile = model::load_model(test::zoo_file("mobilenetv2"));
  CHECK(contains(message(test::c_project(mobile, CStyle::now, places_of("mobilenetv2"))),
                 "where no layer has written such a map; of that shape: layer3, layer5, layer6"));
}

TEST_CASE("is a chain understood without register writes, and a branch refused with the candidates?") {
  const model::Model kws = model::load_model(test::zoo_file("kws"));
  const model::Model back = hardware(imported(test::c_project(kws)));
  REQUIRE(back.layer_count() == kws.layer_count());
  CHECK(back.layer(8).macs == kws.layer(8).macs);
  // 2 operands, three tensors that could be them.
  const std::string text =
      "// Configuring 4 layers\n// Input data: HWC\n"
      "// Layer 0: 3x8x8, no pooling, conv2d with kernel size 3x3, stride 1/1, pad 1/1, ReLU, 8x8x8 output\n"
      "// Layer 1: 8x8x8, no pooling, conv2d with kernel size 3x3, stride 1/1, pad 1/1, ReLU, 8x8x8 output\n"
      "// Layer 2: 8x8x8, no pooling, conv2d with kernel size 3x3, stride 1/1, pad 1/1, ReLU, 8x8x8 output\n"
      "// Layer 3: 2x8x8x8, no pooling, 2-element add, no convolution, 8x8x8 output\n";
  CHECK(contains(message(text), "cnn.c:6:1: layer 'layer3' combines 2 inputs"));
  CHECK(contains(message(text), "layer0, layer1, layer2"));
}

TEST_CASE("is a total that differs from ours an error, and with --force a note?") {
  const model::Model kws = model::load_model(test::zoo_file("kws"));
  std::string text = test::c_project(kws);
  const std::string macs = "8,345,344";  // of KWS20 v3, tests/data/layers/summary.csv
  REQUIRE(contains(text, macs));
  text.replace(text.find(macs + " macc"), macs.size(), "8,345,345");
  CHECK(contains(message(text), "8345345"));
  CHECK(contains(message(text), "--force"));
  importer::Options force;
  force.force = true;
  const importer::ImportedNetwork from = imported(text, force);
  CHECK(std::any_of(from.notes.begin(), from.notes.end(),
                    [](const std::string& note) { return contains(note, "8345345"); }));
}

TEST_CASE("does one width of weights follow from the weight memory?") {
  const model::Model kws = model::load_model(test::zoo_file("kws"));
  std::string text = test::c_project(kws);
  const std::string bytes = "169,472";
  text.replace(text.find(bytes), bytes.size(), "84,736");  // half
  const model::Model back = hardware(imported(text));
  for (const model::Layer& layer : back.layers()) CHECK(layer.weight_bits == 4);
}

TEST_CASE("are words that the grammar does not have refused with their line?") {
  const std::string head = "// x\n// Configuring 1 layer\n// Input data: HWC\n// Layer 0: ";
  const auto said = [&](const std::string& layer) { return message(head + layer + "\n"); };
  CHECK(contains(
      said("3x8x8, no pooling, conv3d with kernel size 3x3, stride 1/1, pad 1/1, ReLU, 8x8x8 output"),
      "cnn.c:4:1: 'conv3d"));
  CHECK(contains(
      said("3x8x8, no pooling, conv2d with kernel size 3x3, stride 2/2, pad 1/1, ReLU, 8x4x4 output"),
      "stride 1"));
  CHECK(contains(
      said("3x8x8, no pooling, conv2d with kernel size 3x3, stride 1/1, pad 1/1, ReLU, 8x7x8 output"),
      "states an output of 8x7x8, but its operators give 8x8x8"));
  CHECK(contains(said("3x8x8, no pooling, 2-element mul, no convolution, 3x8x8 output"), "operands of add"));
  CHECK(contains(said("3x8x8, max pool 2x2 with stride 65536/2, no convolution, 3x1x4 output"),
                 "pooling windows and strides of 1 to 16"));
  CHECK(contains(said("3x8x8, max pool 2x2 with stride 2/2 and dilation 2/1, no convolution, 3x4x4 output"),
                 "the same dilation in both directions"));
  CHECK(said("3x8x8, max pool 2x2 with stride 1/1 and dilation 3/3, no convolution, 3x5x5 output") ==
        "no error");
  CHECK(said("3x8x8, no pooling, conv2d with kernel size 3x3, stride 1/1, pad 0/0, ReLU, dilation 2/2, 8x4x4 "
             "output") == "no error");
  CHECK(contains(
      said("3x8x8, no pooling, conv2d with kernel size 3x3, stride 1/1, pad 0/0, ReLU, dilation 2/1, "
           "8x4x6 output"),
      "the same dilation in both directions"));
  CHECK(contains(said("99999999999x8x8, no pooling, no convolution, 3x8x8 output"), "not understood"));
  CHECK(contains(
      message("// Configuring 2 layers\n// Layer 0: 3x8x8, no pooling, no convolution, 3x8x8 output\n"),
      "announces 2 layers, but does not describe layer 1"));
}

TEST_CASE("do 30,000 damaged projects end in a network or an error?") {
  const std::string whole =
      test::c_project(model::load_model(test::zoo_file("convnet5")), CStyle::wrapped, places_of("convnet5"));
  std::mt19937 random(1);
  int errors = 0;
  for (int i = 0; i < synergy::test::tries(30'000); ++i) {
    std::string text = whole;
    for (auto n = 1 + random() % 3; n-- > 0;) {
      const std::size_t at = random() % std::min<std::size_t>(text.size(), 1500);  // the description mostly
      if (random() % 3 == 0)
        text.erase(at, random() % 30);
      else if (random() % 3 == 0)
        text.insert(at, text.substr(random() % text.size(), random() % 40));
      else
        text[at] = "0123456789x/, LayerHWC"[random() % 22];
    }
    try {
      (void)imported(text);
    } catch (const InputError&) {
      ++errors;
    }
  }
  CHECK(errors > synergy::test::tries(10'000));
}

TEST_CASE("is a project that contradicts itself refused, at the line?") {
  const std::string conv =
      "8x8x8, no pooling, conv2d with kernel size 3x3, stride 1/1, pad 1/1, ReLU, 8x8x8 output\n";
  const auto layers = [&](int announced, const std::vector<int>& described) {
    std::string text = "// Configuring " + std::to_string(announced) + " layers\n// Input data: HWC\n";
    for (const int i : described) text += "// Layer " + std::to_string(i) + ": " + conv;
    return text;
  };
  CHECK(message(layers(3, {0, 1, 2})) == "no error");
  CHECK(message(layers(3, {0, 1, 1, 2})) ==
        "cnn.c:5:1: describes layer 1 behind layer 1, where layer 2 is expected");
  CHECK(message(layers(3, {0, 0, 1, 2})) ==
        "cnn.c:4:1: describes layer 0 behind layer 0, where layer 1 is expected");
  CHECK(message(layers(2, {0, 1, 1})) ==
        "cnn.c:5:1: announces 2 layers, but describes layer 1 behind the last of them");
  CHECK(message(layers(2, {0, 1, 2})) ==
        "cnn.c:5:1: announces 2 layers, but describes layer 2 behind the last of them");
  CHECK(message(layers(3, {0, 2})) == "cnn.c:1:1: announces 3 layers, but does not describe layer 1");
  CHECK(message(layers(3, {0, 1})) == "cnn.c:1:1: announces 3 layers, but does not describe layer 2");
  // What else names layers is no description.
  CHECK(message(layers(2, {0, 1}) + "// Layer 0: 36,864 ops (36,864 macc)\n// Layer 1 quadrant 0\n") ==
        "no error");
  const auto flat = [&](const std::string& to) {
    return message("// Configuring 1 layers\n// Layer 0: 8x4x4 flattened to " + to +
                   "x1x1, no pooling, linear, no activation, 5x1x1 output\n");
  };
  CHECK(flat("128") == "no error");
  CHECK(contains(flat("127"), "cnn.c:2:1: '8x4x4 flattened to 127x1x1'"));
  CHECK(contains(flat("127"), "expected 'flattened to 128x1x1'"));
  const auto device = [&](const std::string& command, const std::string& memory, bool force = false) {
    importer::Options options;
    options.force = force;
    return message("// net\n// This file was @generated by ai8xize.py" + command + "\n" + layers(1, {0}) +
                       "// Weight memory: 576 bytes out of " + memory + " bytes total (0.1%)\n",
                   options);
  };
  CHECK(device(" --device MAX78000", "442,368") == "no error");
  CHECK(device("", "2,396,160") == "no error");
  CHECK(contains(device(" --device MAX78002", "442,368"),
                 "is generated for MAX78002, but states the weight memory of the MAX78000; --force"));
  CHECK(contains(device("", "442,367"), "states a weight memory of 442367 bytes; the MAX78000 has 442368"));
  CHECK(device("", "442,367", true) == "no error");
}
