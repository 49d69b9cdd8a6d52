#include "synergy/network/names.hpp"
#include "synergy/network/save.hpp"

#include "networks.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::network;
using test::errors_of;
using test::file_of;
using test::file_of_one;
using test::network_of;

TEST_CASE("does a network survive being written and read again?") {
  const std::string every_key =
      "schema_version: 1\nform: network\nname: \"a: b\"\nhints: {one: {k: v, l: w}, two: {k: v}}\n"
      "inputs:\n  - {name: x, channels: 4, height: 8, width: 8, bits: 16}\n"
      "  - {name: old, channels: 2, height: 8, width: 8, by_host: true}\n"
      "outputs: [c, sum]\noperators:\n"
      "  - {name: a, operator: conv2d, out_channels: 2, kernel: [3, 1], stride: [1, 2], dilation: [2, 1], "
      "padding: [2, 0, 2, 1], weight_bits: 4, bias: true, groups: 2, hints: {one: {k: v}}}\n"
      "  - {name: b, inputs: [x], operator: conv_transpose2d, out_channels: 2, kernel: 3, stride: 2, "
      "padding: 1, "
      "output_padding: 1, layer: bl}\n"
      "  - {name: p, operator: avg_pool2d, kernel: 2, stride: 2, layer: bl}\n"
      "  - {name: sum, inputs: [p, old], operator: add, output_bits: 16}\n"
      "  - {name: c, inputs: [a], operator: global_max_pool}\n";
  const auto check = [](const Network& network) {
    const std::string text = to_yaml(network);
    CAPTURE(text);
    const Network again = network_of(text);
    CHECK(to_yaml(again) == text);
    CHECK(again.outputs() == network.outputs());
    CHECK(again.hints() == network.hints());
    REQUIRE(again.layer_count() == network.layer_count());
    for (LayerIndex i = 0; i < network.layer_count(); ++i) {
      CHECK(again.layer(i).name == network.layer(i).name);
      CHECK(again.cut(i).bytes == network.cut(i).bytes);
    }
    for (const OperatorId id : network.operators().ids()) {
      CHECK(again.at(id).inputs == network.at(id).inputs);
      CHECK(again.at(id).out == network.at(id).out);
      CHECK(again.at(id).macs == network.at(id).macs);
      CHECK(again.at(id).output_bits == network.at(id).output_bits);
      CHECK(again.at(id).hints == network.at(id).hints);
    }
  };
  check(network_of(every_key));
  for (const char* name : {"kws", "convnet5", "simplenet", "ressimplenet", "unet", "mobilenetv2"})
    check(load_network(test::network_file(name)));
  CHECK(to_yaml(network_of(every_key)).find("padding: [2, 0, 2, 1]") != std::string::npos);
}

TEST_CASE("has every operation a word of its own, and does the word give it back?") {
  for (std::size_t i = 0; i < operation_names().size(); ++i)
    CHECK(to_text(operation_of(i)) == operation_names()[i]);
}

TEST_CASE("does a wrong file say where and what, with the choices?") {
  const auto says = [](const std::string& text, const std::string& what) {
    CAPTURE(text);
    CHECK_THAT(errors_of(text), Catch::Contains(what));
  };
  says(file_of_one("conv3d"), "n.yaml:6:25: unknown operator 'conv3d'; known: conv1d, conv2d");
  says(file_of_one("conv2d, out_channels: 6"), "n.yaml:6:5: missing key 'kernel'");
  says(file_of_one("relu, kernel: 3"), "n.yaml:6:31: unknown key 'kernel'");
  says(file_of_one("flatten, output_bits: 8"), "unknown key 'output_bits'");
  says(file_of_one("conv2d, out_channels: 6, kernel: 3, padding: [1, 2, 3]"),
       "n.yaml:6:70: expected one number, [rows, columns], or [top, left, bottom, right]");
  says(file_of_one("relu, inputs: [y]"), "n.yaml:6:40: unknown input or earlier operator 'y'; known: x");
  says(file_of_one("relu, inputs: [a]"), "unknown input or earlier operator 'a'; known: x");
  says(file_of("  - {name: x, operator: relu}\n"), "n.yaml:6:12: the name 'x' is taken in line 4");
  says(file_of("  - {name: a, operator: relu}\n  - {name: b, operator: relu, inputs: [x]}\n"),
       "n.yaml:6:5: operator 'a' no later operator reads its output; only the last one's output");
  says("schema_version: 1\nform: layers\nname: n\n", "n.yaml:2:7: unknown form 'layers'; known: network");
  says(file_of("  []"), "at least one of the operators is needed");
}

TEST_CASE("are all problems of a file said at once, and none that only follows from another?") {
  const std::string errors =
      errors_of(file_of("  - {name: a, operator: linear, out_channels: 2}\n"
                        "  - {name: b, operator: linear, out_channels: 2}\n"
                        "  - {name: c, operator: conv2d, inputs: [x], out_channels: 2, kernel: 9}\n"
                        "  - {name: d, operator: add, inputs: [b, c]}\n"));
  CHECK_THAT(errors, Catch::Contains("n.yaml:6:5: operator 'a'") &&
                         Catch::Contains("n.yaml:8:5: operator 'c'") && !Catch::Contains("operator 'b'") &&
                         !Catch::Contains("operator 'd'"));
}

TEST_CASE("are shared weights those of an operator of the same kind and size?") {
  const std::string first = "  - {name: a, operator: conv2d, out_channels: 4, kernel: 3, padding: 1}\n";
  const std::string same =
      "  - {name: b, operator: conv2d, out_channels: 4, kernel: 3, padding: 1, weights_of: a}\n"
      "  - {name: c, operator: conv2d, out_channels: 4, kernel: 3, padding: 1, weights_of: b}\n";
  const Network network = network_of(file_of(first + same));
  CHECK(network.weight_bytes(network.all()) == Bytes(4 * 4 * 9));
  CHECK(network.weight_bytes({1, 2}) == Bytes(4 * 4 * 9));
  CHECK(network.operators().back().weights()->shared_with == OperatorId(0));
  const std::string other =
      "  - {name: b, operator: conv2d, out_channels: 4, kernel: [9, 1], weights_of: a}\n";
  CHECK_THAT(errors_of(file_of(first + other)), Catch::Contains("kernel"));
  // 8 x 4 weights per position each, of one group and of two that read twice as many channels.
  const std::string groups =
      "  - {name: a, operator: conv2d, out_channels: 8, kernel: 1}\n"
      "  - {name: wide, operator: conv2d, out_channels: 8, kernel: 1}\n"
      "  - {name: b, operator: conv2d, out_channels: 8, kernel: 1, groups: 2, inputs: [wide], weights_of: "
      "a}\n";
  CHECK_THAT(errors_of(file_of(groups)), Catch::Contains("channels, groups and weight_bits"));
  CHECK_THAT(errors_of(file_of(first + "  - {name: b, operator: linear, out_channels: 2, weights_of: d}\n")),
             Catch::Contains("unknown earlier operator 'd'; known: a"));
}
