#include "read.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::test::onnx;
using Rows = std::vector<std::string>;

namespace {

Rows of(std::string_view inputs, std::string_view nodes, int opset = 13) {
  return operators(imported(body(inputs, nodes, opset)));
}

std::string wrong(std::string_view inputs, std::string_view nodes, int opset = 13) {
  return message(body(inputs, nodes, opset));
}

}  // namespace

TEST_CASE("does each operator arrive as what it computes?") {
  CHECK(of("float[1,4,6,6] x, float[4,2,3,3] w", "y = Conv <group = 2, dilations = [2,2]> (x, w)") ==
        Rows{"y conv2d 4x2x2"});
  CHECK(of("float[1,4,6,6] x, float[4,2,3,3] w",
           "y = ConvTranspose <strides = [2,2], pads = [1,1,1,1], "
           "output_padding = [1,1]> (x, w)") == Rows{"y conv_transpose2d 2x12x12"});
  CHECK(of("float[1,4,6,6] x, float[4,2,3,3] w",
           "y = ConvTranspose <strides = [2,2], auto_pad = \"SAME_UPPER\"> (x, w)") ==
        Rows{"y conv_transpose2d 2x12x12"});
  CHECK(of("float[1,4,6] x, float[4,2,3] w", "y = ConvTranspose <strides = [2]> (x, w)") ==
        Rows{"y conv_transpose1d 2x13x1"});
  CHECK(of("float[1,4,7,7] x", "y = MaxPool <kernel_shape = [2,2], strides = [2,2], ceil_mode = 1> (x)") ==
        Rows{"y max_pool2d 4x4x4"});
  CHECK(of("float[1,4,7] x", "y = AveragePool <kernel_shape = [3]> (x)") == Rows{"y avg_pool1d 4x5x1"});
  CHECK(of("float[1,4,7,7] x", "y = GlobalMaxPool (x)") == Rows{"y global_max_pool 4x1x1"});
  CHECK(of("float[1,4,7,7] x", "y = ReduceMax <axes = [-1,-2], keepdims = 0> (x)") ==
        Rows{"y global_max_pool 4x1x1"});
  CHECK(of("float[1,4,7,7] x", "a = Sigmoid (x)\ny = Mul (x, a)") == Rows{"a swish 4x7x7"});
  CHECK(of("float[1,4,7,7] x", "a = HardSigmoid (x)\ny = Mul (a, x)") == Rows{"a hard_swish 4x7x7"});
  CHECK(of("float[1,4,7,7] x", "y = HardSwish (x)", 14) == Rows{"y hard_swish 4x7x7"});
  CHECK(of("float[1,4,7,7] x", "y = LeakyRelu (x)") == Rows{"y leaky_relu 4x7x7"});
  CHECK(of("float[1,4,7,7] x", "y = Clip <min = 0.0, max = 6.0> (x)", 6) == Rows{"y relu6 4x7x7"});
  CHECK(of("float[1,4,7,7] x", "y = Clip <min = 0.0> (x)", 6) == Rows{"y relu 4x7x7"});
  CHECK(of("float[1,4,7,7] x, float[1,4,1,1] g", "y = Mul (x, g)") == Rows{"y mul 4x7x7"});
  CHECK(of("float[1,4,7,7] a, float[1,4,7,7] b", "y = Sub (a, b)") == Rows{"y sub 4x7x7"});
  CHECK(of("float[1,4,7,7] a, float[1,4,7,7] b", "y = Sum (a, b, a)") == Rows{"y add 4x7x7"});
  CHECK(of("float[1,4,7,7] a, float[1,2,7,7] b", "y = Concat <axis = 1> (a, b)") == Rows{"y concat 6x7x7"});
  CHECK(of("float[1,4,7,7] x, float[4] s, float[4] b, float[4] m, float[4] v",
           "y = BatchNormalization (x, s, b, m, v)") == Rows{"y batch_norm 4x7x7"});
  CHECK(of("uint8[1,3,8,8] x, uint8[4,3,3,3] w, uint8[1] z",
           "c = ConvInteger (x, w, z)\nf = Cast <to = 1> (c)\n"
           "y = Relu (f)") == Rows{"c conv2d 4x6x6", "y relu 4x6x6"});
}

TEST_CASE("are names, orders and number formats of elements without a cost, and said so?") {
  const auto rank = [](std::string_view nodes) {
    return of("float[1,4,2,2] x, float[16,3] w", fmt::format("r = Relu (x)\n{}\ny = Gemm (f, w)", nodes));
  };
  const Rows whole{"r relu 4x2x2", "f flatten 16x1x1", "y linear 3x1x1"};
  CHECK(rank("f = Flatten (r)") == whole);
  CHECK(rank("i = Identity (r)\nd = Dropout (i)\nf = Flatten (d)") == whole);
  // Transposed in front of a matrix: its rows have another order.
  CHECK(rank("t = Transpose <perm = [0,2,3,1]> (r)\nf = Flatten (t)") ==
        Rows{"r relu 4x2x2", "y/view flatten 16x1x1", "y linear 3x1x1"});
  CHECK(rank("t = Transpose <perm = [0,2,3,1]> (r)\nb = Transpose <perm = [0,3,1,2]> (t)\nf = Flatten (b)") ==
        whole);
  // Five dimensions are nothing that a network has, but nobody reads them as such.
  CHECK(rank("s = Constant <value_ints = [1,2,2,2,2]> ()\nt = Reshape (r, s)\nf = Flatten (t)") ==
        Rows{"r relu 4x2x2", "f flatten 16x1x1", "y linear 3x1x1"});
  CHECK(of("float[1,4,1,1] x",
           "r = Relu (x)\na = Constant <value_ints = [2,3]> ()\n"
           "f = Squeeze (r, a)\nw = Constant <value = float[4,3] {0}> ()\ny = MatMul (f, w)") ==
        Rows{"r relu 4x1x1", "y linear 3x1x1"});
}

TEST_CASE("is a matrix among the inputs that is only multiplied with weights, and one with a batch data?") {
  const importer::ImportedNetwork net = imported(body("float[1,4] x, float[4,3] w", "y = MatMul (x, w)"));
  CHECK(operators(net) == Rows{"y linear 3x1x1"});
  CHECK(net.network.inputs().size() == 1);
  CHECK(net.provenance.inferred.at(0).what == "w");
  CHECK(contains(wrong("float[1,1,4] x, float[1,4,3] w", "y = MatMul (x, w)"), "or an input with data"));
}

TEST_CASE("does an error in the text say at which line it is?") {
  const std::string head =
      "<ir_version: 8, opset_import: [\"\" : 13]>\nnet (float[1,4] x) => (float[1,4] y) {\n";
  CHECK(message(head + "  y = Relu (x\n}\n").starts_with("net.onnx:4:1: not ONNX text: "));
  CHECK(!contains(message(head + "  y = Relu (x\n}\n"), "ParseError"));
}

TEST_CASE("is a dilated pooling kept as such?") {
  const importer::ImportedNetwork net =
      imported(body("float[1,4,7,7] x", "y = MaxPool <kernel_shape = [2,2], dilations = [3,2]> (x)"));
  CHECK(operators(net) == Rows{"y max_pool2d 4x4x5"});
  CHECK(std::get<network::Pool>(net.network.at(network::OperatorId(0)).operation).window.dilation ==
        network::Extent{3, 2});
}

TEST_CASE("do images that arrive channels last become those that the first convolution reads?") {
  const importer::ImportedNetwork net = imported(
      body("float[1,49,10,3] x, float[8,3,3,3] w", "t = Transpose <perm = [0,3,1,2]> (x)\ny = Conv (t, w)"));
  CHECK(net.network.inputs().front().shape == network::Shape{3, 49, 10});
  CHECK(operators(net) == Rows{"y conv2d 8x47x8"});
}

TEST_CASE("do two convolutions with the same weights share them?") {
  const importer::ImportedNetwork net = imported(body("float[1,3,8,8] a, float[1,3,8,8] b, float[3,3,3,3] w",
                                                      "p = Conv (a, w)\nq = Conv (b, w)\ny = Add (p, q)"));
  CHECK(importer::totals_of(net.network).weight_bytes == 81);
  CHECK(importer::totals_of(net.network).macs == 2 * 36 * 81);
}

TEST_CASE("is what has no cost or no place refused, with the operator and what to do?") {
  CHECK(wrong("float[1,4,7,7] x", "y = Elu (x)") ==
        "net.onnx: operator 'y' (Elu): not supported; nearest: LeakyRelu, HardSwish, Tanh, Sigmoid");
  // All kinds at once.
  CHECK(contains(wrong("float[1,4,7,7] x", "a = Elu (x)\nb = Elu (a)\ny = Selu (b)"),
                 "operator 'a' and 1 more (Elu)"));
  CHECK(
      contains(wrong("float[1,4,7,7] x", "a = Elu (x)\ny = Selu (a)"), "operator 'y' (Selu): not supported"));
  CHECK(contains(wrong("float[1,4,7,7] x, float[4,4] w", "y = MatMul (x, w)"), "shapes") == false);
  CHECK(contains(wrong("float[1,7,4] x, float[1,4,5] a", "r = Relu (a)\ny = MatMul (x, r)"),
                 "computed at inference"));
  CHECK(contains(wrong("float[1,7,4] x", "w = Constant <value = float[4,1] {1,2,3,4}> ()\ny = MatMul (x, w)"),
                 "1x1 convolution"));
  CHECK(contains(wrong("float[1,4,4,4,4] x, float[4,4,3,3,3] w", "y = Conv (x, w)"), "4 dimensions at most"));
  CHECK(contains(wrong("float[1,4,7,7] x, float[4,3,3,3] w", "y = Conv (x, w)"), "for a map of 4 channels"));
  CHECK(contains(wrong("float[1,4,7,7] x, float[4,4,3,3] w", "y = Conv <strides = [0,1]> (x, w)"),
                 "strides: 0 is out"));
  CHECK(contains(wrong("float[1,4,7,7] x, float[4,4,3,3] w", "y = Conv <pads = [1,1]> (x, w)"),
                 "pads: 2 numbers, not 4"));
  CHECK(contains(wrong("float[1,4,7,7] x, float[4,4,3,3] w", "y = Conv <pads = [-1,0,0,0]> (x, w)"),
                 "pads: -1"));
  CHECK(contains(wrong("float[1,4,7,7] x, float[4,4,9,9] w", "y = Conv (x, w)"), "sides of [1, 4, 0, 0]"));
  CHECK(contains(wrong("float[1,4,7,7] x", "a = ReduceMean <axes = [2]> (x)\ny = Relu (a)"),
                 "only all rows and columns"));
  CHECK(contains(wrong("float[1,4,7,7] x", "y = Clip <min = -1.0, max = 1.0> (x)", 6), "from 0 to anything"));
  CHECK(contains(wrong("float[1,4,7,7] a, float[1,4,7,1] b", "y = Add (a, b)"), "one pixel"));
  CHECK(contains(wrong("float[1,4,7,7] a, float[7,7] b", "y = Add (a, b)"), "but the batch is 1"));
  CHECK(contains(
      wrong("float[1,4,7,7] x", "c = Constant <value = float[7] {1,2,3,4,5,6,7}> ()\ny = Add (x, c)"),
      "one for each channel"));
  CHECK(contains(wrong("float[1,4,7,7] a, float[1,4,7,7] b", "c = Concat <axis = 2> (a, b)\ny = Relu (c)"),
                 "only channels can be joined"));
  CHECK(contains(wrong("float[1,4,7,7] x, float[4,4,1,1] w",
                       "r = Relu (x)\nt = Transpose <perm = [0,2,3,1]> (r)\ny = Relu (t)"),
                 "elements were transposed"));
  CHECK(contains(wrong("float[1,4,7,7] x",
                       "p = Constant <value_ints = [0,0,1,1,0,0,1,1]> ()\nq = Pad (x, p)\ny = Relu (q)"),
                 "zeros that 'q' puts around"));
  CHECK(contains(wrong("float[1,4,7,7] x",
                       "p = Constant <value_ints = [0,0,1,1,0,0,1,1]> ()\n"
                       "y = Pad <mode = \"reflect\"> (x, p)"),
                 "mode reflect"));
  CHECK(contains(wrong("float[1,4,7,7] x, float[4] s",
                       "s2 = Constant <value = float[4] {1,1,2,2}> ()\ny = Upsample (x, s2)", 9),
                 "transposed convolution"));
  CHECK(contains(wrong("float[1,4,7,7] x", "y = Identity (x)"), "nothing is left for an accelerator"));
}

TEST_CASE("are graphs that are no networks refused?") {
  CHECK(contains(wrong("float[1,4] x", "y = Relu (z)"), "reads 'z', which nothing in front of it makes"));
  CHECK(contains(wrong("float[1,4] x", "a = Add (x, b)\nb = Relu (a)\ny = Relu (b)"), "a cycle"));
  CHECK(contains(wrong("float[1,4] x", "y = Relu (x)\ny = Relu (x)"), "makes 'y', which is there already"));
  CHECK(contains(wrong("float[1,4] x", "z = Relu (x)"), "output 'y' is made by no operator"));
  CHECK(contains(wrong("float[1,-4] x", "y = Relu (x)"), "[1, -4]"));
  CHECK(contains(wrong("float[1,4] x, float[2147483647,4,3,3] w", "y = Conv (x, w)"), "2147483647") == false);
  CHECK(contains(wrong("float[1,4,8,8] x, float[2147483647,4,3,3] w", "y = Conv (x, w)"), "2147483647"));
  CHECK(contains(wrong("float[1,4,2147483648,8] x", "y = Relu (x)"), "sides of 1 to 65536"));
  CHECK(contains(wrong("float[1,4] x", "y = Relu (x, x)"), "not as the standard has it"));
  // Neither the standard's domain nor one that is known.
  CHECK(contains(wrong("float[1,4] x", "y = mine.Relu (x)"), "Relu"));
}

TEST_CASE("is what the user says taken where the file leaves something open, and only there?") {
  const std::string open = body("float[N,3,H,W] x, float[4,3,3,3] w", "y = Conv (x, w)");
  CHECK(message(open) == "net.onnx: input 'x' is [N, 3, H, W], open: give --input CxHxW");
  importer::Options options;
  options.input = network::Shape{3, 10, 12};
  CHECK(operators(imported(open, options)) == Rows{"y conv2d 4x8x10"});
  options.input = network::Shape{1, 10, 12};
  CHECK(contains(message(open, options), "--input: 1x10x12 is not what the source states"));
  options.input.reset();
  options.name = "mine";
  CHECK(imported(body("float[1,3] x", "y = Relu (x)"), options).network.name() == "mine");
}

TEST_CASE("is a batch one inference, whatever the file's is?") {
  const importer::ImportedNetwork net =
      imported(body("float[32,3,8,8] x, float[192,4] w", "f = Flatten (x)\ny = Gemm (f, w)"));
  CHECK(operators(net) == Rows{"f flatten 192x1x1", "y linear 4x1x1"});
  CHECK(net.provenance.inferred[0].what == "batch");
}

TEST_CASE("is what nothing depends on left out, and said so?") {
  const importer::ImportedNetwork net =
      imported(body("float[1,3] x, float[7,3] z", "y = Relu (x)\nd = Relu (z)"));
  CHECK(net.notes == Rows{"Input 'z' was left out: no operator reads it"});
  CHECK(fates(net) == Rows{"y mapped 0", "d dropped"});
}

TEST_CASE("are sizes that the file states a second opinion?") {
  const std::string text =
      "<ir_version: 8, opset_import: [\"\" : 13]>\ng (float[1,4,8,8] x) => (float[1,4,9,9] y) {\n"
      "y = Relu (x)\n}\n";
  CHECK(contains(message(text), "'y' is stated as [1, 4, 9, 9], but its operators make [1, 4, 8, 8]"));
  importer::Options options;
  options.force = true;
  CHECK(imported(text, options).notes.size() == 1);
}

TEST_CASE("is a newer standard read by what its operators state?") {
  const importer::ImportedNetwork net =
      imported(body("float[1,4,8,8] x", "a = Constant <value_ints = [2,3]> ()\ny = ReduceMean (x, a)", 18));
  CHECK(operators(net) == Rows{"y global_avg_pool 4x1x1"});
  REQUIRE(net.notes.size() == 1);
  CHECK(contains(net.notes[0], "Opset 18 is newer than 17"));
}
