#include "synergy/max7800x/memory.hpp"

#include "synergy/model/load.hpp"
#include "synergy/model/lower.hpp"

#include <algorithm>
#include <bit>
#include <random>

#include "../csv.hpp"
#include "profiles.hpp"
#include "regression.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::max7800x;
using model::LayerIndex;
using model::LayerRange;
using model::Model;
using test::Row;
using Kind = device::Problem::Kind;

namespace {

Model zoo(const std::string& name) { return model::load_model(test::zoo_file(name)); }

MemoryLedger::Placement place(MemoryLedger& ledger, const Model& model, LayerRange layers) {
  const auto placed = ledger.place(model, layers);
  if (const auto* problem = std::get_if<device::Problem>(&placed)) FAIL(problem->message);
  return std::get<MemoryLedger::Placement>(placed);
}

/// Start words of the layers with weights, by the tool's table.
std::vector<int> tool_start_words(const std::vector<Row>& rows, LayerRange layers) {
  std::vector<int> starts;
  for (LayerIndex i = layers.first; i <= layers.last; ++i) {
    const Row& row = rows[static_cast<std::size_t>(i)];
    starts.push_back(row.empty("start_word") ? 0 : row.number("start_word"));
  }
  return starts;
}

}  // namespace

TEST_CASE("do all layers take the words per processor that the vendor tool gives them?") {
  for (const std::string& name : test::zoo_names()) {
    const Model model = zoo(name);
    for (const Row& row : test::read_csv("layers/" + name + ".csv")) {
      INFO(name << " layer " << row.text("index"));
      const WeightNeed need = weight_need(model.layer(row.number("index")));
      CHECK(need.words == row.number("words_per_processor"));
      CHECK(need.words * 9 * std::popcount(need.processors) == row.number("weight_mem_occupied_bytes"));
    }
  }
}

TEST_CASE("do the vendor's regression layers take the tool's words per processor?") {
  for (const Row& row : test::read_csv("cycle_vectors_regression.csv")) {
    INFO(row.text("test") << " layer " << row.text("layer"));
    const Model model = test::model_of_regression_row(row);
    if (model.layer(0).has_weights()) {
      CHECK(weight_need(model.layer(0)).words == row.number("words_per_processor"));
    }
  }
}

TEST_CASE("does the placement of whole models equal the vendor tool's?") {
  for (const Row& summary : test::read_csv("layers/summary.csv")) {
    const std::string name = summary.text("model");
    const bool large = summary.text("device") == "MAX78002";
    if (!large && summary.text("fits_one_MAX78000") == "n") continue;
    INFO(name);
    const Model model = zoo(name);
    const Profile accelerator = large ? test::max78002() : test::max78000();
    CHECK(check_segment(accelerator, model, model.all()).empty());
    MemoryLedger ledger(accelerator);
    const auto placed = place(ledger, model, model.all());
    CHECK(placed.starts == tool_start_words(test::read_csv("layers/" + name + ".csv"), model.all()));
    CHECK(ledger.words_used() == summary.number("busiest_processor_words_of_768"));
    CHECK(ledger.bias_bytes_used() == summary.number("busiest_quadrant_bias_of_512"));
    CHECK(ledger.layers_used() == model.layer_count());
    CHECK(ledger.problems(model, {0, 0}).empty());
  }
}

TEST_CASE("are the bytes per data memory bank those of the vendor tool?") {
  // A bank one byte too small must be refused with the tool's figure, one that is just large enough must not.
  for (const Row& summary : test::read_csv("layers/summary.csv")) {
    const std::string name = summary.text("model");
    const Model model = zoo(name);
    for (const Row& row : test::read_csv("layers/" + name + ".csv")) {
      const int i = row.number("index");
      const int input = row.number("dmem_in_bytes_per_bank");
      const int output = row.number("dmem_out_bytes_per_bank");
      INFO(name << " layer " << i);
      Profile accelerator = summary.text("device") == "MAX78002" ? test::max78002() : test::max78000();
      accelerator.data_bank = Bytes(std::max(input, output));
      CHECK(check_segment(accelerator, model, {i, i}).empty());
      accelerator.data_bank = Bytes(std::max(input, output) - 1);
      const auto problems = check_segment(accelerator, model, {i, i});
      REQUIRE(!problems.empty());
      CHECK(problems.front().kind == Kind::data);
      CHECK(problems.front().needed == (input > output - 1 ? input : output));
    }
  }
}

TEST_CASE("does the ledger say precisely why the two large models do not fit one MAX78000?") {
  const Profile accelerator = test::max78000();
  const MemoryLedger empty(accelerator);

  const Model efficient = zoo("efficientnetv2");
  CHECK(check_segment(accelerator, efficient, efficient.all()).empty());  // 29 layers are fine
  const auto e = empty.problems(efficient, efficient.all());
  REQUIRE(e.size() == 2);
  CHECK(e[0].kind == Kind::weights);
  CHECK(
      e[0].message ==
      "layer 'mb_conv3.expand_conv' of 'efficientnetv2' needs 128 consecutive words of weight memory on each "
      "of its 32 processors, but at most 36 are free (all layers of the segment take 1362 words on the "
      "busiest processor, which has 768)");
  CHECK(e[1].kind == Kind::bias);
  CHECK(e[1].message.find("all biases of the segment take 3252 bytes") != std::string::npos);

  const Model mobile = zoo("mobilenetv2");
  const auto limits = check_segment(accelerator, mobile, mobile.all());
  REQUIRE(limits.size() == 1);
  CHECK(limits[0].kind == Kind::layer_count);
  CHECK(limits[0].message == "layers 0 to 55 of 'mobilenetv2' are 56 hardware layers; the max78000 has 32");
  const auto m = empty.problems(mobile, mobile.all());
  REQUIRE(m.size() == 2);
  CHECK(m[0].kind == Kind::weights);
  CHECK(m[1].kind == Kind::bias);

  const Model depthwise = zoo("mobilenetv2_max78002");
  const auto d = check_segment(accelerator, depthwise, {1, 1});
  REQUIRE(d.size() == 1);
  CHECK(
      d[0].message ==
      "layer 'feature_stage.0.0.conv2' of 'mobilenetv2_max78002' is depthwise, which the max78000 cannot do");
}

TEST_CASE("does the larger chip alone have dilated convolutions and poolings of two dimensions?") {
  model::Layer layer;
  layer.name = "a";
  layer.inputs = {model::kNetworkInput};
  layer.out_channels = 4;
  layer.kernel_height = layer.kernel_width = 3;
  layer.dilation = 16;
  layer.pool = {.type = model::PoolType::max, .height = 2, .width = 2, .dilation = 5};
  const Model model("m", {4, 48, 48}, {layer});
  const auto small = check_segment(test::max78000(), model, model.all());
  REQUIRE(small.size() == 2);
  CHECK(small[0].message == "layer 'a' of 'm' has a dilated conv2d, which the max78000 cannot do");
  CHECK(small[1].message == "layer 'a' of 'm' has dilated pooling, which the max78000 cannot do");
  CHECK(check_segment(test::max78002(), model, model.all()).empty());
  Profile less = test::max78002();
  less.max_dilation = 8;
  const auto some = check_segment(less, model, model.all());
  REQUIRE(some.size() == 1);
  CHECK(some[0].message == "layer 'a' of 'm' has a dilated conv2d of 16; the max78002 allows at most 8");
}

TEST_CASE("does the larger chip alone have binary weights, through a file and lowering?") {
  const std::string text =
      "schema_version: 1\nname: m\ninput: {channels: 4, height: 8, width: 8}\nlayers:\n"
      "  - {name: a, operator: conv2d, kernel: 3, out_channels: 4, weight_bits: 1, binary: true}\n";
  const Model model = model::read_model(input::parse(text, "m.yaml"));
  const auto lowered = model::lower_operators(model::raise(model));
  const Model& back = std::get<std::shared_ptr<const model::Lowered>>(lowered)->model();
  CHECK(back.layer(0).binary);
  const auto problems = check_segment(test::max78000(), back, back.all());
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].message == "layer 'a' of 'm' has binary weights, which the max78000 cannot do");
  CHECK(check_segment(test::max78002(), back, back.all()).empty());
}

TEST_CASE("do the splits that the first author's tool made fit, each alone?") {
  // The fork ran EfficientNetV2 as 0-19, 20-28 and MobileNetV2 as 0-31, 32-41, 42-51, 52-55.
  const Profile accelerator = test::max78000();
  const auto fits = [&](const std::string& name, LayerRange layers) {
    const Model model = zoo(name);
    MemoryLedger ledger(accelerator);
    CHECK(check_segment(accelerator, model, layers).empty());
    return ledger.try_place(ModelNeeds(model), layers);
  };
  CHECK(fits("efficientnetv2", {0, 19}));
  CHECK(fits("efficientnetv2", {20, 28}));
  CHECK(fits("mobilenetv2", {0, 31}));
  CHECK(fits("mobilenetv2", {32, 41}));
  CHECK(fits("mobilenetv2", {42, 51}));
  CHECK(fits("mobilenetv2", {52, 55}));
}

TEST_CASE("do segments of several models share one memory, and does a failed placement change nothing?") {
  const Model kws = zoo("kws");           // 367 words on the busiest processor
  const Model simple = zoo("simplenet");  // 318, 512 bytes of bias in a quadrant
  const Model wide = zoo("widenet");      // 553
  MemoryLedger ledger(test::max78000());
  (void)place(ledger, kws, kws.all());
  (void)place(ledger, simple, simple.all());
  CHECK(ledger.words_used() == 367 + 318);
  CHECK(ledger.layers_used() == 23);
  const MemoryLedger before = ledger;
  const auto refused = ledger.place(wide, wide.all());
  REQUIRE(std::holds_alternative<device::Problem>(refused));
  CHECK(std::get<device::Problem>(refused).available < std::get<device::Problem>(refused).needed);
  CHECK(ledger.words_used() == before.words_used());
  CHECK(ledger.bias_bytes_used() == before.bias_bytes_used());
  MemoryLedger again = before;
  CHECK(place(ledger, zoo("convnet5"), {0, 0}).starts == place(again, zoo("convnet5"), {0, 0}).starts);
}

TEST_CASE("is a placement free of overlaps and first fit, against brute force over single words?") {
  std::mt19937 random(20240607);
  const std::vector<std::string> names = {"convnet5", "kws", "simplenet", "ressimplenet", "efficientnetv2"};
  std::vector<Model> models;
  for (const std::string& name : names) models.push_back(zoo(name));
  for (int round = 0; round < 60; ++round) {
    const Profile accelerator = test::max78000();
    MemoryLedger ledger(accelerator);
    std::vector<std::uint64_t> used(768);
    for (int step = 0; step < 8; ++step) {
      const Model& model = models[random() % models.size()];
      const int first = static_cast<int>(random() % static_cast<unsigned>(model.layer_count()));
      const int last = std::min(model.layer_count() - 1, first + static_cast<int>(random() % 8));
      const LayerRange layers{first, last};
      std::vector<std::uint64_t> trial = used;
      std::vector<int> expected(static_cast<std::size_t>(layers.size()), 0);
      bool fits = true;
      for (const bool whole : {true, false}) {
        for (int i = first; i <= last && fits; ++i) {
          const WeightNeed need = weight_need(model.layer(i));
          if (need.words == 0 || (need.processors == ~std::uint64_t{0}) != whole) continue;
          int start = 0;
          const auto free_at = [&](int at) {
            if (at + need.words > 768) return false;
            return std::all_of(trial.begin() + at, trial.begin() + at + need.words,
                               [&](std::uint64_t word) { return (word & need.processors) == 0; });
          };
          while (start < 768 && !free_at(start)) start += 4;
          fits = start < 768;
          if (!fits) break;
          for (int w = 0; w < need.words; ++w) trial[static_cast<std::size_t>(start + w)] |= need.processors;
          expected[static_cast<std::size_t>(i - first)] = start;
        }
      }
      const auto placed = ledger.place(model, layers);
      INFO("round " << round << " step " << step << " " << model.name() << " " << first << "-" << last);
      if (const auto* problem = std::get_if<device::Problem>(&placed)) {
        if (problem->kind == Kind::weights) CHECK(!fits);
        if (problem->kind == Kind::bias) continue;
      } else {
        CHECK(fits);
        CHECK(std::get<MemoryLedger::Placement>(placed).starts == expected);
        used = trial;
      }
      int busiest = 0;
      for (int p = 0; p < 64; ++p) {
        busiest = std::max(busiest, static_cast<int>(std::count_if(used.begin(), used.end(), [&](auto word) {
                             return ((word >> p) & 1) != 0;
                           })));
      }
      CHECK(ledger.words_used() == busiest);
    }
  }
}

TEST_CASE("do the extra words of a MAX78002's quadrant heads serve layers on those processors alone?") {
  model::Layer layer;
  layer.name = "a";
  layer.inputs = {model::kNetworkInput};
  layer.out_channels = 1024;
  layer.kernel_height = layer.kernel_width = 3;
  layer.pad_height = layer.pad_width = 1;
  layer.processors = 0x0001000100010001;
  const Model heads("m", {4, 8, 8}, {layer});
  layer.processors = 0x0003000300000000;
  const Model others("m", {4, 8, 8}, {layer});
  const auto copies_that_fit = [&](const Model& model) {
    MemoryLedger ledger(test::max78002());
    int count = 0;
    while (ledger.try_place(ModelNeeds(model), model.all())) ++count;
    return count;
  };
  CHECK(copies_that_fit(heads) == 5);   // 5 x 1,024 words in 5,120
  CHECK(copies_that_fit(others) == 4);  // 4,096
}

TEST_CASE("is each limit of the hardware checked, with its numbers?") {
  const auto first_problem = [](const model::Shape& input, std::vector<model::Layer> layers,
                                const Profile& accelerator) {
    const Model model("m", input, std::move(layers));
    const auto problems = check_segment(accelerator, model, model.all());
    return problems.empty() ? std::string() : problems.front().message;
  };
  const Profile small = test::max78000();
  const Profile large = test::max78002();
  model::Layer l;
  l.name = "a";
  l.inputs = {model::kNetworkInput};
  l.out_channels = 8;

  model::Layer wide = l;
  CHECK_THAT(first_problem({2000, 2, 2}, {wide}, small),
             Catch::Contains("has 2000 input channels; the max78000 allows at most 1024"));
  CHECK(first_problem({2000, 2, 2}, {wide}, large).empty());
  CHECK_THAT(first_problem({1, 1100, 4}, {wide}, small), Catch::Contains("1100 input rows"));

  model::Layer copy = l;
  copy.op = model::Operator::passthrough;
  copy.pool = {model::PoolType::max, 2, 2, 2, 2, true};
  CHECK_THAT(first_problem({128, 4, 4}, {copy}, small), Catch::Contains("to more than one pixel"));
  CHECK(first_problem({128, 2, 2}, {copy}, small).empty());
  CHECK_THAT(first_problem({1024, 2, 2}, {copy}, small), Catch::Contains("has 31 passes"));
  model::Layer sum = copy;  // has no kernel either
  sum.op = model::Operator::eltwise;
  sum.eltwise = model::Eltwise::add;
  sum.inputs.assign(2, model::kNetworkInput);
  CHECK_THAT(first_problem({128, 4, 4}, {sum}, small), Catch::Contains("to more than one pixel"));
  CHECK(first_problem({1024, 2, 2}, {copy}, large).empty());
  copy.pool = {model::PoolType::max, 17, 17, 17, 17, true};
  CHECK_THAT(first_problem({4, 17, 17}, {copy}, small), Catch::Contains("17 rows or columns of pooling"));

  model::Layer flat = l;
  flat.op = model::Operator::linear;
  flat.flatten = true;
  CHECK(first_problem({4, 16, 16}, {flat}, small).empty());
  CHECK_THAT(first_problem({4, 16, 17}, {flat}, small), Catch::Contains("272 pixels to flatten"));
  flat.pool = {model::PoolType::max, 2, 2, 2, 2, true};
  CHECK_THAT(first_problem({4, 16, 16}, {flat}, small), Catch::Contains("pools and flattens"));

  model::Layer add = l;
  add.eltwise = model::Eltwise::add;
  add.inputs.assign(2, model::kNetworkInput);
  CHECK(first_problem({128, 4, 4}, {add}, small).empty());  // 2 operands x 2 passes
  CHECK_THAT(first_problem({192, 4, 4}, {add}, small), Catch::Contains("combines 2 operands in 3 passes"));
  CHECK(first_problem({192, 4, 4}, {add}, large).empty());
  add.bias = true;
  CHECK_THAT(first_problem({192, 4, 4}, {add}, large), Catch::Contains("adds a bias in 3 passes"));
  add.inputs.assign(3, model::kNetworkInput);
  add.bias = false;
  add.pool = {model::PoolType::max, 2, 2, 2, 2, false};
  CHECK_THAT(first_problem({4, 4, 4}, {add}, small), Catch::Contains("3 operands combined before pooling"));

  model::Layer row = l;
  row.op = model::Operator::conv1d;
  row.kernel_height = 3;
  row.pad_height = 1;
  CHECK(first_problem({100, 20, 1}, {row}, small).empty());
  CHECK_THAT(first_problem({100, 20, 1}, {row}, large), Catch::Contains("padded conv1d"));

  // 160 x 160 takes 102,400 bytes at four channels a word, 25,600 at one channel a bank.
  model::Layer image = l;
  image.pool = {model::PoolType::max, 2, 2, 2, 2, true};
  CHECK_THAT(first_problem({3, 160, 160}, {image}, small),
             Catch::Contains("needs 102400 bytes for its input") && Catch::Contains("has 32768"));
  image.processors = 0x111;
  CHECK(first_problem({3, 160, 160}, {image}, small).empty());
  image.processors.reset();
  image.pad_height = image.pad_width = 1;
  image.kernel_height = image.kernel_width = 3;
  image.streaming = true;
  CHECK(first_problem({3, 160, 160}, {image}, small).empty());
  image.pad_height = image.pad_width = 0;
  CHECK_THAT(first_problem({3, 160, 160}, {image}, small), Catch::Contains("last to stream"));
}

TEST_CASE("does average pooling of a sum take one more layer on the MAX78002?") {
  model::Layer add;
  add.name = "a";
  add.op = model::Operator::eltwise;
  add.eltwise = model::Eltwise::add;
  add.inputs.assign(2, model::kNetworkInput);
  model::Layer pool;
  pool.name = "p";
  pool.op = model::Operator::passthrough;
  pool.inputs = {0};
  pool.pool = {model::PoolType::average, 2, 2, 2, 2, true};
  const Model model("m", {4, 4, 4}, {add, pool});
  Profile accelerator = test::max78002();
  accelerator.max_layers = 2;
  const auto problems = check_segment(accelerator, model, model.all());
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].needed == 3);
  accelerator.pooled_eltwise_adds_layer = false;
  CHECK(check_segment(accelerator, model, model.all()).empty());
}
