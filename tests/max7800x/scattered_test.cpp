// Weights that do not simply lie one after the other: output maps with gaps, layers that share.
#include "synergy/max7800x/memory.hpp"

#include <algorithm>
#include <bit>
#include <random>

#include "profiles.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::max7800x;
using model::LayerIndex;
using model::Model;

TEST_CASE("do kernels for an output map with gaps lie a word further for each missing processor?") {
  model::Layer layer;
  layer.name = "a";
  layer.inputs = {model::kNetworkInput};
  layer.op = model::Operator::linear;
  layer.out_channels = 4;
  layer.output_processors = 0x1111;
  const auto need_of = [&] { return weight_need(Model("m", {1, 1, 1}, {layer}).layer(0)); };
  // Four bytes with three missing processors after each but the last; 13 bytes searched for.
  CHECK(need_of().words == 2);
  CHECK(need_of().scattered == std::vector<int>{0, 3, 6, 9});
  layer.output_processors = 0xf;
  CHECK(need_of().words == 1);
  CHECK(need_of().scattered.empty());
  layer.op = model::Operator::conv2d;  // a word for each kernel: holes
  layer.kernel_height = layer.kernel_width = 3;
  layer.pad_height = layer.pad_width = 1;
  layer.out_channels = 2;
  layer.output_processors = 0x11;
  CHECK(need_of().words == 5);
  CHECK(need_of().scattered == std::vector<int>{0, 4});
}

TEST_CASE("do layers with gaps never lie on another's words, and leave no trace when they do not fit?") {
  std::mt19937 random(20260801);
  for (int round = 0; round < 40; ++round) {
    std::vector<model::Layer> layers;
    for (int i = 0; i < 12; ++i) {
      model::Layer layer;
      layer.name = "l" + std::to_string(i);
      layer.inputs = {i - 1};
      layer.out_channels = 1 + static_cast<int>(random() % 6);
      layer.kernel_height = layer.kernel_width = random() % 2 == 0 ? 1 : 3;
      layer.pad_height = layer.pad_width = layer.kernel_height / 2;
      std::uint64_t map = 0;
      while (std::popcount(map) < layer.out_channels) map |= std::uint64_t{1} << (random() % 24);
      layer.output_processors = map;
      if (i > 0) layer.processors = layers.back().output_processors;
      layers.push_back(layer);
    }
    const Model model("m", {1, 8, 8}, layers);
    Profile accelerator = test::max78000();
    accelerator.words_per_processor = accelerator.words_of_quadrant_head = 160;
    MemoryLedger ledger(accelerator);
    std::vector<std::uint64_t> used(160);
    for (LayerIndex i = 0; i < model.layer_count(); ++i) {
      INFO("round " << round << " layer " << i);
      const int before = ledger.words_used();
      MemoryLedger::Placement placed;
      if (!ledger.try_place(ModelNeeds(model), {i, i}, &placed)) {
        CHECK(ledger.words_used() == before);
        continue;
      }
      const WeightNeed need = weight_need(model.layer(i));
      std::vector<int> words = need.scattered;
      if (words.empty()) {
        for (int word = 0; word < need.words; ++word) words.push_back(word);
      }
      for (const int word : words) {
        std::uint64_t& processors = used.at(static_cast<std::size_t>(placed.starts[0] + word));
        CHECK((processors & need.processors) == 0);
        processors |= need.processors;
      }
    }
    int busiest = 0;
    for (int p = 0; p < 64; ++p) {
      busiest = std::max(busiest, static_cast<int>(std::count_if(used.begin(), used.end(), [&](auto word) {
                           return ((word >> p) & 1) != 0;
                         })));
    }
    CHECK(ledger.words_used() == busiest);
    // Too much at once changes nothing.
    const int before = ledger.words_used();
    while (ledger.try_place(ModelNeeds(model), model.all())) {
    }
    MemoryLedger again = ledger;
    CHECK(!again.try_place(ModelNeeds(model), model.all()));
    CHECK(again.words_used() == ledger.words_used());
    CHECK(ledger.words_used() >= before);
  }
}

TEST_CASE("do layers that share weights take the words of one, wherever their segment begins?") {
  model::Layer layer;
  layer.name = "a";
  layer.out_channels = 4;
  layer.kernel_height = layer.kernel_width = 3;
  layer.pad_height = layer.pad_width = 1;
  std::vector<model::Layer> layers;
  for (int i = 0; i < 4; ++i) {
    layer.inputs = {i - 1};
    layer.weights_of = i == 0 || i == 2 ? -1 : 0;
    layers.push_back(layer);
  }
  const Model model("m", {4, 8, 8}, layers);
  for (const LayerIndex first : {0, 1}) {
    MemoryLedger ledger(test::max78000());
    MemoryLedger::Placement placed;
    REQUIRE(ledger.try_place(ModelNeeds(model), {first, 3}, &placed));
    CHECK(placed.starts == (first == 0 ? std::vector<int>{0, 0, 4, 0} : std::vector<int>{0, 4, 0}));
    CHECK(ledger.words_used() == 8);
  }
  CHECK(model.weight_bytes({1, 3}) == Bytes(2 * 4 * 4 * 9));
}
