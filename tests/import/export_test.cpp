#include "synergy/max7800x/cycles.hpp"
#include "synergy/max7800x/load.hpp"
#include "synergy/max7800x/memory.hpp"
#include "synergy/max7800x/segment.hpp"
#include "synergy/max7800x/vendor_yaml.hpp"
#include "synergy/model/load.hpp"

#include <algorithm>
#include <map>
#include <random>

#include "../csv.hpp"
#include "yaml_support.hpp"

using namespace synergy;
using model::LayerIndex;
using model::LayerRange;

namespace {

const std::vector<std::string> kZoo = {"convnet5",
                                       "kws",
                                       "simplenet",
                                       "ressimplenet",
                                       "widenet",
                                       "unet",
                                       "unet_88x88",
                                       "efficientnetv2",
                                       "mobilenetv2",
                                       "efficientnetv2_max78002",
                                       "mobilenetv2_max78002"};

const max7800x::Profile& chip_for(const std::string& network) {
  static const auto load = [](const std::string& name) {
    return max7800x::read_profile(
        input::load(std::string(SYNERGY_SOURCE_DIR) + "/device_profiles/" + name + ".yaml"));
  };
  static const max7800x::Profile small = load("max78000");
  static const max7800x::Profile large = load("max78002");
  return network.ends_with("78002") ? large : small;
}

model::Model back(const std::string& yaml) {
  INFO(yaml);
  return test::model_of(yaml);
}

/// Layer by layer all that the family asks of one.
void check_same_layers(const model::Model& whole, LayerRange layers, const model::Model& again,
                       const max7800x::Profile& chip) {
  REQUIRE(again.layer_count() == layers.size());
  for (LayerIndex i = layers.first; i <= layers.last; ++i) {
    const model::Layer& a = whole.layer(i);
    const model::Layer& b = again.layer(i - layers.first);
    INFO("layer " << i << " " << a.name);
    CHECK(a.name == b.name);
    CHECK(a.op == b.op);
    CHECK(a.eltwise == b.eltwise);
    CHECK(a.operands == b.operands);
    CHECK(a.in == b.in);
    CHECK(a.pooled == b.pooled);
    CHECK(a.pool.before_eltwise == b.pool.before_eltwise);
    CHECK(a.out == b.out);
    CHECK(a.activation == b.activation);
    CHECK(a.weight_bits == b.weight_bits);
    CHECK(a.bias == b.bias);
    CHECK(a.groups == b.groups);
    CHECK(a.macs == b.macs);
    CHECK(a.streaming == b.streaming);
    CHECK(a.output_bits == b.output_bits);
    CHECK(a.input_map == b.input_map);
    CHECK(a.output_map == b.output_map);
    CHECK(max7800x::layer_cycles(max7800x::hardware_layer(chip, whole, i, 0)) ==
          max7800x::layer_cycles(max7800x::hardware_layer(chip, again, i - layers.first, 0)));
  }
  CHECK(whole.weight_bytes(layers) == again.weight_bytes(again.all()));
  CHECK(whole.bias_bytes(layers) == again.bias_bytes(again.all()));
}

bool fits(const max7800x::Profile& chip, const model::Model& network, LayerRange layers) {
  if (!max7800x::check_segment(chip, network, layers).empty()) return false;
  max7800x::MemoryLedger ledger(chip);
  return std::holds_alternative<max7800x::MemoryLedger::Placement>(ledger.place(network, layers));
}

/// Words of tensors that come in for later segments alone, which no file of this one can say.
model::Words travelling(const model::Model& network, LayerRange layers) {
  model::Words words;
  for (const LayerIndex tensor : network.cut(layers.first - 1).tensors) {
    bool here = false;
    for (LayerIndex i = layers.first; i <= layers.last; ++i) {
      for (const LayerIndex input : network.layer(i).inputs)
        here |= input == tensor || (input > model::kNetworkInput && network.original(input) == tensor);
    }
    if (!here && network.is_read_from(tensor, layers.first))
      words += network.words(tensor, model::DataFormat::hwc);
  }
  return words;
}

/// Words of tensors that go on as they came, likewise.
model::Words passing(const model::Model& network, LayerRange layers) {
  model::Words words;
  if (layers.last == network.layer_count() - 1) return words;
  for (const LayerIndex tensor : network.cut(layers.last).tensors) {
    bool copied = false;
    for (LayerIndex i = layers.first; i <= layers.last; ++i) copied |= network.original(i) == tensor;
    if (tensor < layers.first && !copied && network.is_read_from(tensor, layers.last + 1))
      words += network.words(tensor, model::DataFormat::hwc);
  }
  return words;
}

/// The numbers of a written file, read by their keys alone.
class StatedLayers {
 public:
  explicit StatedLayers(const std::string& yaml) : document_(input::parse(yaml, "written.yaml")) {
    for (const input::Node::Entry& entry : document_.root.entries) {
      if (entry.key == "layers") layers_ = &entry.value.items;
    }
    REQUIRE(layers_ != nullptr);
  }
  StatedLayers(const StatedLayers&) = delete;
  StatedLayers& operator=(const StatedLayers&) = delete;
  [[nodiscard]] std::size_t size() const { return layers_->size(); }
  /// 0 if there is none. Gaps are below ten, so that they read alike in both bases.
  [[nodiscard]] std::uint64_t number(std::size_t i, const std::string& key) const {
    for (const input::Node::Entry& entry : layers_->at(i).entries) {
      if (entry.key == key) return std::stoull(entry.value.scalar, nullptr, 16);
    }
    return 0;
  }

 private:
  input::Document document_;
  const std::vector<input::Node>* layers_ = nullptr;
};

/// Offsets of the words of a layer's output in each of its banks.
std::vector<std::uint64_t> words_of(const max7800x::Profile& chip, const model::Model& network,
                                    const StatedLayers& layers, LayerIndex i) {
  const auto n = static_cast<std::size_t>(i);
  const auto count =
      static_cast<std::uint64_t>(max7800x::data_need(chip, network, network.all(), i).output / 4);
  std::vector<std::uint64_t> words;
  for (std::uint64_t w = 0; w < count; ++w)
    words.push_back(layers.number(n, "out_offset") + 4 * w * (layers.number(n, "write_gap") + 1));
  return words;
}

}  // namespace

TEST_CASE("does the vendor's form of a network of the zoo import to the same layers, cycles and words?") {
  for (const std::string& name : kZoo) {
    INFO(name);
    const model::Model zoo = model::load_model(test::zoo_file(name));
    const max7800x::Profile& chip = chip_for(name);
    const max7800x::VendorYaml yaml = max7800x::vendor_yaml(chip, zoo, zoo.all());
    const model::Model again = back(yaml.text);
    CHECK(again.input() == zoo.input());
    CHECK(again.data_format() == max7800x::input_format(chip, zoo));
    CHECK(again.outputs() == zoo.outputs());
    check_same_layers(zoo, zoo.all(), again, chip);
  }
}

TEST_CASE("do random segments of the zoo come back with their layers, cycles, memory and words?") {
  std::mt19937 random(7);
  int compared = 0;
  for (const std::string& name : kZoo) {
    const model::Model zoo = model::load_model(test::zoo_file(name));
    const max7800x::Profile& chip = chip_for(name);
    for (int n = 0; n < 25; ++n) {
      const auto first = static_cast<LayerIndex>(random() % static_cast<unsigned>(zoo.layer_count()));
      const auto size = static_cast<LayerIndex>(random() % static_cast<unsigned>(zoo.layer_count() - first));
      const LayerRange layers{first, first + size};
      INFO(name << " " << layers.first << "-" << layers.last);
      const model::Model again = back(max7800x::vendor_yaml(chip, zoo, layers).text);
      check_same_layers(zoo, layers, again, chip);
      CHECK(fits(chip, zoo, layers) == fits(chip, again, again.all()));
      if (!fits(chip, zoo, layers)) continue;
      ++compared;
      const max7800x::SegmentCost one = max7800x::segment_cost(chip, zoo, layers, nullptr);
      const max7800x::SegmentCost two = max7800x::segment_cost(chip, again, again.all(), nullptr);
      CHECK(one.cycles == two.cycles);
      CHECK(one.loaded_words == two.loaded_words + travelling(zoo, layers));
      CHECK(one.fed_words == two.fed_words);
      CHECK(one.unloaded_words == two.unloaded_words + passing(zoo, layers));
    }
  }
  CHECK(compared > 100);
}

TEST_CASE("are processors and offsets of the zoo's networks those of the vendor's own files?") {
  // Published placements: tests/data/layers, from network files of analogdevicesinc/ai8x-synthesis ab4f4c0.
  // How many output offsets differ: those of MNIST's last layer and of the larger networks are hand-made.
  const std::map<std::string, int> differing = {
      {"convnet5", 1}, {"kws", 0}, {"simplenet", 0}, {"widenet", 0}, {"ressimplenet", 0}};
  for (const auto& [name, expected] : differing) {
    const model::Model zoo = model::load_model(test::zoo_file(name));
    const StatedLayers layers(max7800x::vendor_yaml(chip_for(name), zoo, zoo.all()).text);
    int others = 0;
    const auto rows = test::read_csv("layers/" + name + ".csv");
    REQUIRE(rows.size() == layers.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      INFO(name << " layer " << i);
      const std::string maps = rows[i].text("proc_map_in_to_out");
      CHECK(layers.number(i, "processors") == std::stoull(maps, nullptr, 16));
      CHECK(layers.number(i, "output_processors") ==
            std::stoull(maps.substr(maps.find("->") + 2), nullptr, 16));
      CHECK(layers.number(i, "write_gap") == static_cast<unsigned>(rows[i].number("write_gap")));
      if (layers.number(i, "out_offset") != static_cast<unsigned>(rows[i].number("dmem_out_offset")))
        ++others;
    }
    CHECK(others == expected);
  }
}

TEST_CASE(
    "do the hand-made placements of larger networks contradict every rule that sees the network alone?") {
  // device_profiles/max7800x.md, "What is left out": why these are not compared with ours.
  const auto small = test::read_csv("layers/unet.csv");
  const auto large = test::read_csv("layers/unet_88x88.csv");
  REQUIRE(small.size() == large.size());
  int overwriting = 0;
  for (std::size_t i = 0; i < small.size(); ++i) {
    CHECK(small[i].number("dmem_out_offset") == large[i].number("dmem_out_offset"));
    CHECK(small[i].number("dmem_out_bytes_per_bank") < large[i].number("dmem_out_bytes_per_bank"));
    const auto in = large[i].number("dmem_in_offset"), out = large[i].number("dmem_out_offset");
    overwriting += in < out + large[i].number("dmem_out_bytes_per_bank") &&
                           out < in + large[i].number("dmem_in_bytes_per_bank")
                       ? 1
                       : 0;
  }
  CHECK(overwriting >= 12);
  const std::map<std::string, int> expected = {{"mobilenetv2", 12},
                                               {"efficientnetv2", 1},
                                               {"kws", 0},
                                               {"ressimplenet", 0},
                                               {"mobilenetv2_max78002", 0}};
  for (const auto& [name, count] : expected) {
    const model::Model zoo = model::load_model(test::zoo_file(name));
    const auto rows = test::read_csv("layers/" + name + ".csv");
    int elsewhere = 0;
    for (std::size_t i = 1; i < rows.size(); ++i) {
      int written = 1 << 30;
      for (const LayerIndex tensor : zoo.layer(static_cast<LayerIndex>(i)).inputs)
        written =
            std::min(written, tensor < 0 ? rows[0].number("dmem_in_offset")
                                         : rows[static_cast<std::size_t>(tensor)].number("dmem_out_offset"));
      elsewhere += rows[i].number("dmem_in_offset") != written ? 1 : 0;
    }
    INFO(name);
    CHECK(elsewhere == count);
  }
}

TEST_CASE("does a segment that several tensors enter say which are buffers and what the host must do?") {
  const model::Model zoo = model::load_model(test::zoo_file("ressimplenet"));
  // Layer 4 adds layers 2 and 3; cut between them.
  const max7800x::VendorYaml yaml = max7800x::vendor_yaml(chip_for("ressimplenet"), zoo, {3, 5});
  INFO(yaml.text);
  CHECK(test::says(yaml.text, "in_sequences: [\"input\", "));
  REQUIRE(yaml.doubts.size() == 1);
  CHECK(test::says(yaml.doubts[0], "with 1 free words behind each word"));
  const model::Model unet = model::load_model(test::zoo_file("unet"));
  const max7800x::VendorYaml skip = max7800x::vendor_yaml(chip_for("unet"), unet, {6, 12});
  CHECK(test::says(skip.text, "data_buffer:\n"));
  CHECK_THROWS_AS(max7800x::vendor_yaml(chip_for("unet"), unet, {6, 19}), std::out_of_range);
}

TEST_CASE(
    "is no tensor overwritten while a layer still reads it, unless the file says that there is no room?") {
  for (const std::string& name : kZoo) {
    const model::Model zoo = model::load_model(test::zoo_file(name));
    const max7800x::Profile& chip = chip_for(name);
    const max7800x::VendorYaml yaml = max7800x::vendor_yaml(chip, zoo, zoo.all());
    const StatedLayers layers(yaml.text);
    const bool tight = std::any_of(yaml.doubts.begin(), yaml.doubts.end(), [](const std::string& doubt) {
      return test::says(doubt, "data memory has no room for the outputs of '");
    });
    // A map of 88x88 fills a bank, and the networks for the other chip hold more than this one has.
    CHECK(tight == (name == "unet_88x88" || name == "mobilenetv2"));
    // Who wrote each word last.
    std::map<std::uint64_t, LayerIndex> memory;
    for (LayerIndex i = 0; i < zoo.layer_count(); ++i) {
      INFO(name << " layer " << i);
      bool intact = true;
      for (const LayerIndex input : zoo.layer(i).inputs) {
        if (input < 0) continue;
        for (const std::uint64_t word : words_of(chip, zoo, layers, input)) {
          // Side by side in other banks: one offset for several.
          const auto writer = memory.find(word);
          intact &= writer != memory.end() &&
                    (writer->second == input ||
                     (zoo.layer(writer->second).output_map & zoo.layer(input).output_map) == 0);
        }
      }
      CHECK((intact || tight));
      bool apart = true;
      for (const std::uint64_t word : words_of(chip, zoo, layers, i)) {
        CHECK(word < static_cast<std::uint64_t>(chip.data_bank.count()));
        const auto before = memory.find(word);
        const auto& inputs = zoo.layer(i).inputs;
        apart &= before == memory.end() ||
                 std::find(inputs.begin(), inputs.end(), before->second) == inputs.end() ||
                 (zoo.layer(before->second).output_map & zoo.layer(i).output_map) == 0;
        memory[word] = i;
      }
      CHECK((apart || tight));
    }
  }
}
