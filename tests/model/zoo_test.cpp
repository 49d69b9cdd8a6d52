#include "synergy/model/load.hpp"
#include "synergy/model/names.hpp"
#include "synergy/model/save.hpp"
#include "synergy/network/load.hpp"

#include <filesystem>

#include "../csv.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::model;
using test::Row;

namespace {

std::string vendor_operator(const Layer& layer) {
  if (layer.op == Operator::conv_transpose2d) return "convtranspose2d";
  if (layer.op == Operator::eltwise) return "eltwise_add";
  return std::string(to_text(layer.op));
}

std::vector<int> tensors_of(const Row& row) {
  std::vector<int> tensors = row.numbers("inputs");
  return tensors;
}

std::string map_text(const Layer& layer) {
  char text[40];
  std::snprintf(text, sizeof text, "0x%016llx->0x%016llx", static_cast<unsigned long long>(layer.input_map),
                static_cast<unsigned long long>(layer.output_map));
  return text;
}

}  // namespace

TEST_CASE("does every zoo model have the shapes, weights and operations of the vendor tool's layers?") {
  for (const std::string& name : test::zoo_names()) {
    const Model model = load_model(test::zoo_file(name));
    const std::vector<Row> rows = test::read_csv("layers/" + name + ".csv");
    CHECK(model.name() == name);
    REQUIRE(model.layer_count() == static_cast<int>(rows.size()));
    CHECK(model.input() ==
          Shape{rows[0].number("in_channels"), rows[0].number("in_h"), rows[0].number("in_w")});
    for (LayerIndex i = 0; i < model.layer_count(); ++i) {
      const Layer& layer = model.layer(i);
      const Row& row = rows[static_cast<std::size_t>(i)];
      INFO(name << " layer " << i << " " << layer.name);
      CHECK(vendor_operator(layer) == row.text("operator"));
      CHECK(layer.in == Shape{row.number("in_channels"), row.number("in_h"), row.number("in_w")});
      CHECK(layer.out == Shape{row.number("out_channels"), row.number("out_h"), row.number("out_w")});
      CHECK(layer.inputs == tensors_of(row));
      CHECK(layer.operands == row.number("operands"));
      CHECK(layer.groups == row.number("groups"));
      CHECK(layer.kernel_height == row.number("kernel_h"));
      CHECK(layer.kernel_width == row.number("kernel_w"));
      CHECK(layer.pool.height == row.number("pool_h"));
      CHECK(layer.pool.stride_width == row.number("pool_stride_w"));
      CHECK(layer.pool.before_eltwise == (row.number("pool_first") == 1));
      CHECK(layer.flatten == (row.number("flatten") == 1));
      CHECK((layer.activation == Activation::relu) == (row.text("activation") == "ReLU"));
      CHECK(layer.weight_count == row.number("weight_count"));
      CHECK(layer.weight_bytes().count() == row.number("weight_bytes_on_chip"));
      CHECK(layer.bias_bytes().count() == row.number("bias_bytes"));
      CHECK(layer.output_bytes().count() == row.number("output_bytes"));
      CHECK(layer.macs == row.number("macs"));
      CHECK(map_text(layer) == row.text("proc_map_in_to_out"));
    }
  }
}

TEST_CASE("do the totals of every zoo model agree with the vendor tool's?") {
  for (const Row& row : test::read_csv("layers/summary.csv")) {
    const Model model = load_model(test::zoo_file(row.text("model")));
    INFO(model.name());
    std::int64_t macs = 0;
    for (const Layer& layer : model.layers()) macs += layer.macs;
    CHECK(macs == std::stoll(row.text("total_macs")));
    CHECK(model.input_bytes().count() == row.number("input_bytes"));
    CHECK(model.weight_bytes(model.all()).count() == row.number("total_weight_bytes"));
    CHECK(model.bias_bytes(model.all()).count() == row.number("total_bias_values"));
    CHECK(model.layers().back().output_bytes().count() == row.number("output_bytes"));
  }
}

TEST_CASE("does the graph analysis find the tensors that cross each cut?") {
  for (const std::string& name : test::zoo_names()) {
    const Model model = load_model(test::zoo_file(name));
    const std::vector<Row> rows = test::read_csv("layers/" + name + ".csv");
    CHECK(model.cut(kNetworkInput).tensors == std::vector<LayerIndex>{kNetworkInput});
    CHECK(model.cut(kNetworkInput).bytes == model.input_bytes());
    for (LayerIndex i = 0; i < model.layer_count(); ++i) {
      const Row& row = rows[static_cast<std::size_t>(i)];
      INFO(name << " after layer " << i);
      CHECK(model.cut(i).bytes.count() == row.number("cut_after_bytes_no_copies"));
      CHECK(model.cut(i).single() == (row.text("cut_single_tensor") == "y"));
    }
    CHECK(model.cut(model.layer_count() - 1).tensors.empty());
  }
}

TEST_CASE("does a model survive being written and read again?") {
  for (const std::string& name : test::zoo_names()) {
    const Model model = load_model(test::zoo_file(name));
    const std::string text = to_yaml(model);
    const Model again = read_model(input::parse(text, name));
    CHECK(to_yaml(again) == text);
    CHECK(again.name() == model.name());
    REQUIRE(again.layer_count() == model.layer_count());
    for (LayerIndex i = 0; i < model.layer_count(); ++i) {
      const Layer& a = model.layer(i);
      const Layer& b = again.layer(i);
      INFO(name << " layer " << i);
      CHECK(b.name == a.name);
      CHECK(b.inputs == a.inputs);
      CHECK(b.in == a.in);
      CHECK(b.pooled == a.pooled);
      CHECK(b.out == a.out);
      CHECK(b.macs == a.macs);
      CHECK(b.weight_bytes() == a.weight_bytes());
      CHECK(b.bias == a.bias);
      CHECK(b.output_bits == a.output_bits);
      CHECK(b.input_map == a.input_map);
      CHECK(b.output_map == a.output_map);
      CHECK(b.pool.before_eltwise == a.pool.before_eltwise);
    }
  }
}

TEST_CASE("is every file of hardware layers of the zoo named after its model and covered by these tests?") {
  std::vector<std::string> names = test::zoo_names();
  std::size_t files = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(SYNERGY_SOURCE_DIR) + "/model_zoo")) {
    if (entry.path().extension() != ".yaml" || network::is_network_file(input::load(entry.path()))) continue;
    ++files;
    INFO(entry.path());
    CHECK(load_model(entry.path()).name() == entry.path().stem().string());
  }
  CHECK(files == names.size());
}
