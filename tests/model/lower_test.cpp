#include "synergy/model/lower.hpp"

#include "synergy/input/error.hpp"
#include "synergy/model/load.hpp"
#include "synergy/model/save.hpp"
#include "synergy/network/load.hpp"
#include "synergy/network/save.hpp"

#include <filesystem>

#include "../csv.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::model;

namespace {

network::Network network_of(const std::string& operators) {
  return network::read_network(
      input::parse("schema_version: 1\nform: network\nname: n\ninputs: [{name: x, channels: 4, height: 8, "
                   "width: 8}]\noperators:\n" +
                       operators,
                   "n.yaml"));
}

std::string conv(const std::string& name, int channels, const std::string& more = "") {
  return "  - {name: " + name +
         ", operator: conv2d, kernel: 3, padding: 1, out_channels: " + std::to_string(channels) + more +
         "}\n";
}

std::string op(const std::string& name, const std::string& what) {
  return "  - {name: " + name + ", operator: " + what + "}\n";
}

/// What is refused, one line for each operator.
std::string refusals(const network::Network& network) {
  const LoweringResult result = lower_operators(network);
  const auto* problems = std::get_if<std::vector<LoweringProblem>>(&result);
  if (problems == nullptr) return "";
  std::string text;
  for (const LoweringProblem& problem : *problems)
    text += (problem.at ? network.at(*problem.at).name + " " : "") + problem.message + "\n";
  return text;
}

Lowered lowered(const network::Network& network) {
  INFO(network.name() << ": " << refusals(network));
  LoweringResult result = lower_operators(network);
  REQUIRE(std::holds_alternative<std::shared_ptr<const Lowered>>(result));
  const Lowered& made = *std::get<std::shared_ptr<const Lowered>>(result);
  std::vector<std::optional<LayerIndex>> ends;
  for (network::LayerIndex n = 0; n < network.layer_count(); ++n) ends.push_back(made.end(n));
  std::vector<network::LayerIndex> layer_of;
  for (LayerIndex k = 0; k < made.model().layer_count(); ++k) layer_of.push_back(made.layer_of(k));
  return Lowered(made.model(), std::move(ends), std::move(layer_of));
}

/// Everything that time, energy and memory depend on.
void check_same_layer(const Layer& a, const Layer& b) {
  CHECK(a.op == b.op);
  CHECK(a.inputs == b.inputs);
  CHECK(a.reshape == b.reshape);
  CHECK(a.out_channels == b.out_channels);
  CHECK(a.kernel_height == b.kernel_height);
  CHECK(a.kernel_width == b.kernel_width);
  CHECK(a.pad_height == b.pad_height);
  CHECK(a.pad_width == b.pad_width);
  CHECK(a.dilation == b.dilation);
  CHECK(a.groups == b.groups);
  CHECK(a.pool.type == b.pool.type);
  CHECK(a.pool.height == b.pool.height);
  CHECK(a.pool.width == b.pool.width);
  CHECK(a.pool.stride_height == b.pool.stride_height);
  CHECK(a.pool.stride_width == b.pool.stride_width);
  CHECK(a.pool.dilation == b.pool.dilation);
  CHECK(a.binary == b.binary);
  CHECK(a.pool.before_eltwise == b.pool.before_eltwise);
  CHECK(a.eltwise == b.eltwise);
  CHECK(a.flatten == b.flatten);
  CHECK(a.streaming == b.streaming);
  CHECK(a.activation == b.activation);
  CHECK(a.weight_bits == b.weight_bits);
  CHECK(a.weights_of == b.weights_of);
  CHECK(a.bias == b.bias);
  CHECK(a.output_bits == b.output_bits);
  CHECK(a.in == b.in);
  CHECK(a.pooled == b.pooled);
  CHECK(a.out == b.out);
  CHECK(a.operands == b.operands);
  CHECK(a.input_map == b.input_map);
  CHECK(a.output_map == b.output_map);
  CHECK(a.weight_count == b.weight_count);
  CHECK(a.macs == b.macs);
}

void check_same_model(const Model& a, const Model& b) {
  CHECK(a.name() == b.name());
  CHECK(a.input() == b.input());
  CHECK(a.data_format() == b.data_format());
  CHECK(a.outputs() == b.outputs());
  REQUIRE(a.layer_count() == b.layer_count());
  for (LayerIndex i = 0; i < a.layer_count(); ++i) {
    INFO(a.name() << ", layer " << i << " '" << a.layer(i).name << "'");
    check_same_layer(a.layer(i), b.layer(i));
    CHECK(a.cut(i).bytes == b.cut(i).bytes);
  }
}

/// Where a device can stop, the network and its hardware layers agree on what crosses.
void check_cuts(const network::Network& network, const Lowered& made) {
  for (network::LayerIndex n = 0; n < network.layer_count(); ++n) {
    const std::optional<LayerIndex> end = made.end(n);
    if (!end) continue;
    INFO(network.name() << " after '" << network.layer(n).name << "'");
    CHECK(network.cut(n).bytes == made.model().cut(*end).bytes);
    CHECK(network.cut(n).single() == made.model().cut(*end).single());
  }
  CHECK(made.end(network.layer_count() - 1) == made.model().layer_count() - 1);
}

}  // namespace

TEST_CASE("do networks in general form lower to the hardware layers of their zoo files?") {
  for (const char* name : {"kws", "convnet5", "simplenet", "ressimplenet", "unet", "mobilenetv2"}) {
    const Model zoo = load_model(test::zoo_file(name));
    const network::Network network =
        network::load_network(std::string(SYNERGY_TEST_DATA) + "/networks/" + name + ".yaml");
    const Lowered made = lowered(network);
    check_same_model(made.model(), zoo);
    check_cuts(network, made);
    for (LayerIndex i = 0; i < zoo.layer_count(); ++i)
      if (zoo.layer(i).op != Operator::eltwise && zoo.layer(i).name.find(".pool") == std::string::npos)
        CHECK(made.model().layer(i).name == zoo.layer(i).name);
  }
}

TEST_CASE("does a zoo file as a network have the same numbers, and lower to the same file?") {
  std::vector<Model> models;
  for (const std::string& name : test::zoo_names()) models.push_back(load_model(test::zoo_file(name)));
  for (const auto& entry : std::filesystem::directory_iterator(std::string(SYNERGY_TEST_DATA) + "/cases")) {
    const std::string file = entry.path().filename().string();
    if (entry.path().extension() != ".yaml" || (file[0] != 'u' && file[0] != 'i' && file != "faceid.yaml"))
      continue;
    try {
      models.push_back(load_model(entry.path()));
    } catch (const InputError&) {
      // Some cases of refused networks are no models of the family at all.
    }
  }
  CHECK(models.size() > 30);
  for (const Model& model : models) {
    INFO(model.name());
    const network::Network network = raise(model);
    CHECK(network.name() == model.name());
    CHECK(network.input_bytes() == model.input_bytes());
    CHECK(network.data_intensity() == model.data_intensity());
    CHECK(network.weight_bytes(network.all()) == model.weight_bytes(model.all()));
    REQUIRE(network.layer_count() == model.layer_count());
    Bytes output;
    for (const LayerIndex layer : model.outputs()) output += model.layer(layer).output_bytes();
    CHECK(network.output_bytes() == output);
    for (LayerIndex i = 0; i < model.layer_count(); ++i) {
      INFO("layer " << i);
      const Layer& layer = model.layer(i);
      CHECK(network.layer(i).name == layer.name);
      CHECK(network.layer(i).output_bytes == layer.output_bytes());
      CHECK(network.macs({i, i}) == layer.macs);
      CHECK(network.weight_bytes({i, model.layer_count() - 1}) ==
            model.weight_bytes({i, model.layer_count() - 1}));
      CHECK(network.cut(i).bytes == model.cut(i).bytes);
      CHECK(network.cut(i).tensors.size() == model.cut(i).tensors.size());
    }
    const network::LoweredForm& carried = *std::get<std::shared_ptr<const Lowered>>(lower(network));
    CHECK(&carried == network.lowered(kFamily).get());
    // Without what it carries, and even as a file in general form.
    check_cuts(network, lowered(network));
    CHECK(network::to_yaml(network) == to_yaml(model));
    CHECK(to_yaml(lowered(network).model()) == to_yaml(model));
    const network::Network again =
        network::read_network(input::parse(network::general_yaml(network), "again.yaml"));
    CHECK(to_yaml(lowered(again).model()) == to_yaml(model));
    for (LayerIndex i = 0; i < model.layer_count(); ++i) CHECK(lowered(again).end(i) == i);
  }
}

TEST_CASE("what goes in front of an operator, and what becomes a layer of its own?") {
  const auto kinds = [](const std::string& operators) {
    const Lowered made = lowered(network_of(operators));
    std::string text;
    for (const Layer& l : made.model().layers()) {
      text += text.empty() ? "" : " ";
      text += l.name;
      if (l.inputs.size() > 1) text += l.eltwise == Eltwise::none ? "[concat]" : "[eltwise]";
      if (l.has_pool()) text += l.pool.before_eltwise ? "[pool]" : "[pool last]";
      if (l.flatten) text += "[flatten]";
      if (l.bias) text += "[bias]";
      if (l.activation != Activation::none) text += "[activation]";
    }
    return text;
  };
  const std::string p = op("p", "max_pool2d, kernel: 2");
  CHECK(kinds(conv("a", 4) + op("n", "batch_norm") + op("r", "relu") + p + conv("b", 4)) ==
        "a[bias][activation] b[pool]");
  // Pooling whose result two operators read, or that leaves the network, has a layer.
  CHECK(kinds(p + conv("a", 4) + op("s", "add, inputs: [p, a]") + conv("b", 4)) == "p[pool] a b[eltwise]");
  CHECK(kinds(conv("a", 4) + p) == "a p[pool]");
  // Both operands pooled alike: pooled where they are combined. Otherwise each by itself.
  const std::string two = conv("a", 4) + conv("b", 4, ", inputs: [x]");
  CHECK(kinds(two + op("p", "max_pool2d, kernel: 2, inputs: [a]") +
              op("q", "max_pool2d, kernel: 2, inputs: [b]") + op("s", "add, inputs: [p, q]") +
              conv("c", 4)) == "a b c[eltwise][pool]");
  CHECK(kinds(two + op("p", "max_pool2d, kernel: 2, inputs: [a]") +
              op("q", "avg_pool2d, kernel: 2, inputs: [b]") + op("s", "add, inputs: [p, q]") +
              conv("c", 4)) == "a b p[pool] q[pool] c[eltwise]");
  CHECK(kinds(two + op("s", "add, inputs: [a, b]") + p + conv("c", 4)) == "a b c[eltwise][pool last]");
  CHECK(kinds(two + op("s", "add, inputs: [a, b]")) == "a b s[eltwise]");
  CHECK(kinds(two + op("s", "concat, inputs: [a, b]") + conv("c", 4)) == "a b c[concat]");
  // Nothing joins a layer that the file states.
  CHECK(kinds(two + op("s", "add, inputs: [a, b], layer: s") + conv("c", 4)) == "a b s[eltwise] c");
  CHECK(kinds(conv("a", 4) + op("p", "max_pool2d, kernel: 2, layer: p") + conv("b", 4)) == "a p[pool] b");
  // One pixel needs no flattening; no chip pools and flattens more in one layer.
  CHECK(kinds(op("p", "global_avg_pool") + op("f", "flatten") + op("l", "linear, out_channels: 2")) ==
        "l[pool]");
  CHECK(kinds(p + op("f", "flatten") + op("l", "linear, out_channels: 2")) == "p[pool] l[flatten]");
}

TEST_CASE("is a softmax at the end left to the host?") {
  const network::Network network = network_of(conv("a", 4) + op("s", "softmax"));
  const Lowered made = lowered(network);
  CHECK(made.model().layer_count() == 1);
  CHECK(made.end(0) == std::nullopt);
  CHECK(made.end(1) == 0);
}

TEST_CASE("can a device stop where a hardware layer ends, and nowhere else?") {
  const network::Network network = network_of(
      conv("a", 4) + op("r", "relu") + op("p", "max_pool2d, kernel: 2") + conv("b", 4) + op("q", "relu"));
  const Lowered made = lowered(network);
  CHECK(made.end(0) == std::nullopt);
  CHECK(made.end(1) == 0);
  CHECK(made.end(2) == std::nullopt);
  CHECK(made.end(3) == std::nullopt);
  CHECK(made.end(4) == 1);
  CHECK(made.layer_of(0) == 1);
  CHECK(made.layer_of(1) == 4);
  CHECK(made.hardware({0, 1}) == LayerRange{0, 0});
  CHECK(made.hardware({2, 4}) == LayerRange{1, 1});
  CHECK(made.hardware({0, 4}) == LayerRange{0, 1});
  CHECK(made.hardware({0, 2}) == std::nullopt);
  CHECK(made.hardware({1, 4}) == std::nullopt);
}

TEST_CASE("is everything that the family cannot do refused, with the reason?") {
  const auto refused = [](const std::string& operators, const std::string& why) {
    CAPTURE(operators);
    CHECK_THAT(refusals(network_of(operators)), Catch::Contains(why));
  };
  refused(op("a", "conv2d, kernel: 3, stride: 2, out_channels: 2"),
          "a convolves at a stride of 2x2; the family");
  refused(op("a", "conv2d, kernel: 3, padding: [0, 0, 1, 1], out_channels: 2"),
          "a pads 0 rows above and 1 below");
  refused(op("a", "conv2d, kernel: 5, padding: 2, out_channels: 2"), "a conv2d has a kernel of 1 or 3");
  refused(op("a", "conv2d, kernel: [3, 1], out_channels: 2"), "a conv2d has a kernel of 1 or 3");
  refused(op("a", "conv2d, kernel: 3, dilation: [2, 1], out_channels: 2"), "dilated differently in rows and");
  refused(op("a", "conv2d, kernel: 1, dilation: 17, out_channels: 2"), "a conv2d has a dilation of 1 to 16");
  refused(op("p", "max_pool2d, kernel: 2, dilation: [2, 1]"), "dilated differently in rows and columns");
  refused(op("p", "max_pool2d, kernel: 3, stride: 1, dilation: 2"),
          "dilated pooling has a window of at most 2x2");
  refused(op("a", "conv2d, kernel: 3, groups: 2, out_channels: 4"),
          "groups must be 1, or equal input and output");
  refused(op("a", "conv2d, kernel: 3, weight_bits: 3, out_channels: 4"), "weight_bits must be 1, 2, 4 or 8");
  refused(op("a", "conv_transpose2d, kernel: 2, stride: 2, out_channels: 4"),
          "which doubles rows and columns");
  refused(op("p", "max_pool2d, kernel: 3, stride: 2, padding: 1"), "p pads the map it pools");
  refused(conv("a", 4) + op("r", "relu6"),
          "r is an activation that the family does not have: it has relu and abs");
  refused(op("r", "relu"), "r is an activation behind something else than a convolution");
  refused(conv("a", 4) + op("s", "add, inputs: [x, a]") + op("r", "relu"),
          "r is an activation behind something else");
  refused(conv("a", 4) + op("r", "relu") + op("s", "add, inputs: [a, r]"),
          "r is an activation of a tensor that is needed without it as well");
  refused(conv("a", 4) + op("r", "relu") + op("n", "batch_norm"), "n is a batch norm behind an activation");
  refused(conv("a", 4) + conv("b", 4, ", weights_of: a") + op("n", "batch_norm"),
          "folded into weights that operators");
  refused(conv("a", 4) + op("m", "mul, inputs: [x, a]"), "m multiplies element by element");
  refused(op("s", "softmax") + conv("a", 4), "s is a softmax in the middle of the network");
  refused(op("v", "reshape, to: {channels: 16, height: 4, width: 4}") + conv("a", 4),
          "v reshapes 4x8x8 to 16x4x4");
  refused(op("f", "flatten") + op("a", "conv2d, kernel: 1, out_channels: 2"),
          "a convolves what is flattened");
  refused(op("v", "reshape, to: {channels: 4, height: 64}"), "v leaves the network as it came");
  refused(conv("a", 4, ", hints: {max7800x: {processor: 1}}"), "unknown hint 'processor'; known: processors");
  refused(conv("a", 4, ", hints: {max7800x: {processors: all}}"), "expected a processor map");
  refused(conv("a", 4, ", hints: {max7800x: {processors: 0x1}}"),
          "4 channels take 4 processors, but 'processors'");
  CHECK(refusals(network_of(conv("a", 4, ", hints: {another: {processor: 1}}"))).empty());
}

TEST_CASE("is every operator that is refused named, and none that only reads one?") {
  const std::string text =
      refusals(network_of(op("a", "conv2d, kernel: 3, stride: 2, out_channels: 2") + op("r", "relu6") +
                          op("s", "tanh, inputs: [x]") + op("m", "global_max_pool, inputs: [s]") +
                          op("q", "global_max_pool, inputs: [r]") + op("c", "concat, inputs: [m, q]")));
  CHECK_THAT(text, Catch::Contains("a convolves at") && Catch::Contains("s is an activation") &&
                       !Catch::Contains("r is") && !Catch::Contains("c "));
}
