// The networks of MLPerf Tiny: files written from the published list of their operators
// (tests/data/mlperf_tiny_layers.csv), against the networks of the zoo and published totals.
#include "synergy/network/load.hpp"

#include <map>

#include "../csv.hpp"
#include "tflite_support.hpp"

using namespace synergy;
using namespace synergy::network;
using synergy::test::Row;
using synergy::test::TfliteFile;
namespace op = synergy::test::op;

namespace {

std::vector<int> sides_of(const std::string& text) {
  std::vector<int> all;
  std::size_t used = 0;
  for (std::size_t at = 0; at < text.size(); at += used + 1) all.push_back(std::stoi(text.substr(at), &used));
  return all;
}

int code_of(const std::string& word) {
  const std::map<std::string, int> codes = {{"CONV_2D", op::conv},
                                            {"DEPTHWISE_CONV_2D", op::depthwise},
                                            {"FULLY_CONNECTED", op::fully_connected},
                                            {"ADD", op::add},
                                            {"AVERAGE_POOL_2D", op::average_pool},
                                            {"RESHAPE", op::reshape},
                                            {"SOFTMAX", op::softmax}};
  return codes.at(word);
}

TfliteFile::Options options_of(const Row& row) {
  const auto number = [&row](const char* column) { return row.empty(column) ? 0 : row.number(column); };
  const int padding = row.text("padding") == "SAME" ? 0 : 1;
  const int stride = number("stride_h");
  const int activation = number("fused_act");
  const std::string& kind = row.text("op");
  const std::vector<int> in = sides_of(row.text("input_nhwc"));
  if (kind == "CONV_2D") return synergy::test::conv_options(padding, stride, stride, activation);
  if (kind == "DEPTHWISE_CONV_2D") return synergy::test::depthwise_options(padding, stride, 1, activation);
  // All of them pool everything.
  if (kind == "AVERAGE_POOL_2D") return synergy::test::pool_options(padding, stride, in.at(1), in.at(2));
  return {{0, synergy::test::i8(activation)}};
}

/// The file of a network whose operators follow each other, but for the residuals of ResNet-8.
TfliteFile file_of(const std::vector<Row>& rows, bool residual) {
  const std::map<std::size_t, std::pair<std::size_t, std::size_t>> joins = {
      {3, {0, 2}}, {7, {5, 6}}, {11, {9, 10}}};
  const std::map<std::size_t, std::size_t> branches = {{6, 3}, {10, 7}};
  TfliteFile file;
  int before = file.input(sides_of(rows.at(0).text("input_nhwc")));
  std::vector<int> made;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Row& row = rows[i];
    std::vector<int> in = {before};
    if (residual && joins.count(i) > 0) in = {made.at(joins.at(i).first), made.at(joins.at(i).second)};
    if (residual && branches.count(i) > 0) in = {made.at(branches.at(i))};
    const std::vector<int> out = sides_of(row.text("output_nhwc"));
    if (!row.empty("weights")) {
      in.push_back(file.weights(sides_of(row.text("weights"))));
      in.push_back(file.weights({out.back()}, synergy::test::kInt32));
    }
    if (row.text("op") == "RESHAPE") in.push_back(file.numbers({-1, out.back()}));
    before = file.op(code_of(row.text("op")), in, out, options_of(row));
    made.push_back(before);
  }
  file.outputs = {before};
  return file;
}

std::map<std::string, std::vector<Row>> published() {
  std::map<std::string, std::vector<Row>> networks;
  for (const Row& row : synergy::test::read_csv("mlperf_tiny_layers.csv"))
    networks[row.text("benchmark")].push_back(row);
  return networks;
}

/// Of a network in the order of the file, without names for tensors.
std::vector<const network::Operator*> computing(const Network& network) {
  std::vector<const network::Operator*> all;
  for (const network::Operator& op : network.operators()) {
    if (!op.is_view()) all.push_back(&op);
  }
  return all;
}

/// Convolutions of one column are 1-D when they are imported, and 2-D in the zoo: the same in other words.
std::string word_of(const network::Operator& op) {
  const std::string word(to_text(op.operation));
  return word == "conv1d" ? "conv2d" : word;
}

}  // namespace

TEST_CASE("do files of MLPerf Tiny's networks become those of the zoo, operator by operator?") {
  const auto networks = published();
  REQUIRE(networks.size() == 6);
  for (const auto& [name, rows] : networks) {
    CAPTURE(name);
    const auto from = synergy::test::read_tflite(file_of(rows, name == "ic" || name == "ic2"));
    const Network zoo = load_network(synergy::test::zoo_file("mlperf_" + name));
    CHECK(from.operators.size() == rows.size());
    CHECK(from.network.inputs().at(0).shape == zoo.inputs().at(0).shape);
    const auto ours = computing(from.network);
    const auto theirs = computing(zoo);
    REQUIRE(ours.size() == theirs.size());
    for (std::size_t i = 0; i < ours.size(); ++i) {
      CAPTURE(i, ours[i]->name);
      CHECK(word_of(*ours[i]) == word_of(*theirs[i]));
      CHECK(ours[i]->out == theirs[i]->out);
      CHECK(ours[i]->macs == theirs[i]->macs);
      CHECK(ours[i]->weight_count == theirs[i]->weight_count);
      CHECK(ours[i]->output_bits == theirs[i]->output_bits);
      const auto* conv = std::get_if<Conv>(&ours[i]->operation);
      if (conv == nullptr) continue;
      const Conv& zoo_conv = std::get<Conv>(theirs[i]->operation);
      CHECK(conv->window.size == zoo_conv.window.size);
      CHECK(conv->window.padding == zoo_conv.window.padding);
      CHECK(conv->window.stride.rows == zoo_conv.window.stride.rows);
      CHECK(conv->groups == zoo_conv.groups);
    }
    // Activations are in the layer of what computes, in both; the file that is written reads back as the
    // same.
    const Network again = read_network(input::parse(importer::to_yaml(from), "a.yaml"));
    CHECK(again.macs(again.all()) == zoo.macs(zoo.all()));
    CHECK(again.cut(0).bytes == zoo.cut(0).bytes);
    if (name == "ic") CHECK(again.cut(3).tensors.size() == 2);
  }
}

TEST_CASE("do those files have the multiplications and bytes that are published of them?") {
  struct Published {
    std::int64_t macs, bytes;
  };
  // Weights, and biases of four bytes; the two numbers of a reshape are 8 bytes of what is published.
  const std::map<std::string, Published> totals = {
      {"kws", {2'656'768, 24'376 - 8}},  {"ic", {12'501'632, 78'752 - 8}}, {"ic2", {76'473'920, 482'888 - 8}},
      {"vww", {7'489'664, 219'072 - 8}}, {"ad", {264'192, 270'880}},       {"sww", {826'368, 49'420 - 8}}};
  for (const auto& [name, rows] : published()) {
    CAPTURE(name);
    const auto found =
        importer::totals_of(synergy::test::read_tflite(file_of(rows, name == "ic" || name == "ic2")).network);
    CHECK(*found.macs == totals.at(name).macs);
    CHECK(*found.weight_bytes + 4 * *found.biases == totals.at(name).bytes);
  }
}
