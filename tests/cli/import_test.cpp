// The command import: what it writes, what it says, and what it says of mistakes.
#include <nlohmann/json.hpp>

#include "program.hpp"

using namespace synergy::test;

namespace {

/// A project as the vendor's tool describes it in comments. By hand: 3 x 16 x 9 weights on 8x8 pixels, then
/// 16 x 4 on 4x4.
std::string project(const std::string& macs = "28,672") {
  return "// gesture\n"
         "// Configuring 2 layers\n"
         "// Input data: HWC\n"
         "// Layer 0: 3x8x8, no pooling, conv2d with kernel size 3x3, stride 1/1, pad 1/1, ReLU, 16x8x8 "
         "output\n"
         "// Layer 1: 16x8x8, max pool 2x2 with stride 2/2, conv2d with kernel size 1x1, stride 1/1, pad "
         "0/0, no "
         "activation, 4x4x4 output\n"
         "/*\n  SUMMARY OF OPS\n  Hardware: 57,344 ops (" +
         macs +
         " macc; 0 comp; 0 add; 0 mul; 0 bitwise)\n\n  RESOURCE USAGE\n"
         "  Weight memory: 496 bytes out of 442,368 bytes total (0.1%)\n*/\n";
}

struct Project : Folder {
  explicit Project(const std::string& text = project()) { put(path() / "cnn.c", text); }
  [[nodiscard]] Outcome import(std::vector<std::string> words) const {
    words.insert(words.begin(), {"import", "cnn.c"});
    return run_in(path(), words);
  }
};

nlohmann::json target_of(const Outcome& outcome, std::size_t index = 0) {
  return nlohmann::json::parse(outcome.out)["targets"].at(index);
}

/// The row of an operator in the report of a device.
nlohmann::json row_of(const nlohmann::json& target, const std::string& name) {
  for (const auto& row : target["operators"]) {
    if (row["operator"] == name) return row;
  }
  return nullptr;
}

/// A network in this program's own form cannot be imported, so a vendor's project stands for it; its layers
/// have what every family has.
const char* const kFamilies = "max78000,gap9_650mv_240mhz,stm32l4r5@3v0_120mhz";

}  // namespace

TEST_CASE("does import write a network file that the other commands take, and say what it read?") {
  const Project project;
  const Outcome outcome = project.import({"-o", "mine.yaml", "--name", "mine"});
  CHECK(outcome.code == 0);
  CHECK(outcome.err == "");
  CHECK_THAT(outcome.out, Catch::Contains("mine from cnn.c (format ai8x-c, content hash ") &&
                              Catch::Contains("28672 MACs (as the source states), 496 B of weights (as the "
                                              "source states), 0 biases (not stated)"));
  const std::string file = read(project.path() / "mine.yaml");
  CHECK_THAT(file,
             Catch::Contains("# Imported from cnn.c (format ai8x-c") && Catch::Contains("form: network"));
  CHECK(run_in(project.path(), {"validate", "mine.yaml"}).out == "mine.yaml: valid network\n");
  CHECK(run_in(project.path(), {"cost", "--model", "mine.yaml", "--device", "max78000"}).code == 0);
  // stdout is the file where that is asked for.
  const Outcome to_stdout = project.import({"-o", "-", "--name", "mine"});
  CHECK(to_stdout.out == file);
  CHECK_THAT(to_stdout.err, Catch::Contains("mine from cnn.c"));
  CHECK(project.import({"-q", "-o", "-", "--name", "mine"}).err == "");
}

TEST_CASE("does the report of every family say what became of each operator, and what the network costs?") {
  const Project project;
  const Outcome outcome = project.import({"--target", kFamilies, "--report", "json"});
  REQUIRE(outcome.code == 0);
  const auto report = nlohmann::json::parse(outcome.out);
  CHECK(report["source"]["format"] == "ai8x-c");
  CHECK(report["totals"]["network"]["macs"] == 28'672);
  CHECK(report["totals"]["stated"]["macs"] == 28'672);
  CHECK(report["totals"]["stated"]["biases"].is_null());
  REQUIRE(report["targets"].size() == 3);
  for (const auto& target : report["targets"]) {
    CAPTURE(target["device"]);
    REQUIRE(target["operators"].size() == 4);
    int macs = 0;
    for (const auto& row : target["operators"]) macs += row["macs"].get<int>();
    CHECK(macs == 28'672);
    CHECK(target["fits"] == true);
    CHECK(target["problems"].empty());
    CHECK(target["cost"]["infer_us"].get<double>() > 0);
    CHECK(target["cost"]["energy_uj"].get<double>() > 0);
    CHECK(row_of(target, "layer0")["fate"] == "mapped");
    CHECK(row_of(target, "layer0/relu")["fate"] == "folded");
    CHECK(row_of(target, "layer0/relu")["by"] == "layer0");
    CHECK(row_of(target, "layer1/pool")["fate"] == "mapped");
  }
  CHECK(row_of(target_of(outcome, 0), "layer1/pool")["by"] == "hardware layer 'layer1'");
  CHECK(row_of(target_of(outcome, 1), "layer1/pool")["by"] == "cluster");
  CHECK(row_of(target_of(outcome, 2), "layer1/pool")["by"] == "by the law of pool");
  // For people the same.
  const Outcome table = project.import({"--target", "max78000"});
  CHECK(table.code == 0);
  CHECK_THAT(table.out, Catch::Contains("\non max78000: 3 mapped, 1 folded\n") &&
                            Catch::Contains("\nfits one max78000\n") && Catch::Contains("28672 MACs"));
}

TEST_CASE("is a network that fits no device an error of its own, and one that fits some none?") {
  // A bias memory that is far too small: 2,048 bytes in 4 quadrants; weights of 1024 x 1024.
  const Project large(
      "// Configuring 1 layers\n// Input data: HWC\n"
      "// Layer 0: 1024x8x8, no pooling, conv2d with kernel size 3x3, stride 1/1, pad 1/1, ReLU, 1024x8x8 "
      "output\n");
  const Outcome none = large.import({"--target", "max78000", "--report", "json"});
  CHECK(none.code == 4);
  CHECK(target_of(none)["fits"] == false);
  CHECK(target_of(none)["cost"].is_null());
  CHECK(!target_of(none)["problems"].empty());
  CHECK_THAT(large.import({"--target", "max78000"}).out, Catch::Contains("does not fit one max78000: "));
}

TEST_CASE("do mistakes on the command line of import say what is expected?") {
  const Project project;
  check_fails(project.import({"--input", "3x32x"}), 2, {"--input 3x32x", "expected CxHxW such as 3x32x32"});
  check_fails(project.import({"--input", "0x8x8"}), 2, {"--input"});
  check_fails(project.import({"--channels", "conv1"}), 2, {"--channels", "LAYER=CHANNELS", "'conv1'"});
  check_fails(project.import({"--channels", "a=1,a=2"}), 2, {"'a' stands twice"});
  check_fails(project.import({"--format", "c-project"}), 2,
              {"--format", "unknown format 'c-project'", "ai8x-c"});
  check_fails(project.import({"--target", ","}), 2, {"--target names no device", "list devices"});
  check_fails(project.import({"--target", ""}), 2, {"--target names no device"});
  check_fails(project.import({"--input", "3x8x8"}), 3, {"--input: ", "no use", "--name, --checkpoint"});
  check_fails(project.import({"--channels", "layer0=16"}), 3, {"--channels: ", "no use"});
  check_fails(project.import({"--from-c", "none"}), 3, {"--from-c: ", "no use"});
  check_fails(project.import({"--target", "max7800"}), 3, {"--target", "max7800", "max78000"});
  check_fails(project.import({"--target", "stm32l4r5@9v"}), 3, {"operating point", "3v0_120mhz"});
  check_fails(project.import({"--allow-rewrite"}), 2, {"--target"});
  check_fails(project.import({"--allow-rewrite", "--target", kFamilies, "-o", "x.yaml"}), 2, {"one device"});
  check_fails(project.import({"-o", "-", "--report", "json"}), 2, {"stdout"});
  check_fails(project.import({"-o", "no/such/folder/x.yaml"}), 8, {"no/such/folder/x.yaml"});
  check_fails(run_in(project.path(), {"import", "none.c"}), 3, {"none.c: no such file"});
  check_fails(run_in(project.path(), {"import", "."}), 3, {"not a regular file"});
  put(project.path() / "channels.txt", "# of the paper\nconv1=96\nconv2=many # or so\n");
  check_fails(project.import({"--channels-file", "channels.txt"}), 3, {"channels.txt:3:1: ", "'conv2=many'"});
  put(project.path() / "text.txt", "nothing that is a network\n");
  check_fails(run_in(project.path(), {"import", "text.txt"}), 3, {"text.txt: ", "no format"});
}

TEST_CASE("is a total that differs from the source's an error, and with --force a note?") {
  const Project wrong(project("28,673"));
  check_fails(wrong.import({"-o", "x.yaml"}), 3, {"cnn.c: states 28673 multiplications", "28672", "--force"});
  CHECK(!std::filesystem::exists(wrong.path() / "x.yaml"));
  const Outcome forced = wrong.import({"--force"});
  CHECK(forced.code == 0);
  CHECK_THAT(forced.out,
             Catch::Contains("28672 MACs (the source states 28673)") && Catch::Contains("note: "));
}

TEST_CASE("does a generated project say what the network file of the same network leaves open?") {
  const Project project;
  put(project.path() / "gesture.yaml",
      "arch: gesture\ndataset: ours\nlayers:\n"
      "- {processors: 0x7, op: conv2d, kernel_size: 3x3, pad: 1, activate: ReLU, out_offset: 0}\n"
      "- {processors: 0xffff, op: conv2d, kernel_size: 1x1, pad: 0, max_pool: 2, pool_stride: 2, "
      "out_offset: 0}\n");
  const Outcome open = run_in(project.path(), {"import", "gesture.yaml"});
  CHECK(open.code == 3);
  CHECK_THAT(open.err, Catch::Contains("gesture.yaml:"));
  const Outcome told = run_in(project.path(), {"import", "gesture.yaml", "--from-c", "cnn.c"});
  CHECK(told.code == 0);
  CHECK_THAT(told.out, Catch::Contains("28672 MACs") && Catch::Contains("--from-c"));
}

TEST_CASE("is what a device does not have rewritten where that is allowed, and said what it costs?") {
  // Dilated, which the NE16 and its cluster do not do; 3 taps become 5: 3 x 8 x 64 of each.
  const Project dilated(
      "// Configuring 1 layers\n// Input data: HWC\n"
      "// Layer 0: 3x64, no pooling, conv1d with kernel size 3, stride 1, pad 2, ReLU, dilation 2, 8x64 "
      "output\n");
  const std::string rewrite = "layer0: zeros between the taps instead of dilation (1.67 times the MACs)\n";
  const Outcome refused = dilated.import({"--target", "gap9_650mv_240mhz"});
  CHECK(refused.code == 4);
  CHECK_THAT(refused.out, Catch::Contains("unsupported") && Catch::Contains("is dilated") &&
                              Catch::Contains("the same kernel with zeros between its taps, undilated") &&
                              Catch::Contains("\nwith --allow-rewrite: " + rewrite));
  const Outcome allowed =
      dilated.import({"--target", "gap9_650mv_240mhz", "--allow-rewrite", "--out", "rewritten.yaml"});
  CHECK(allowed.code == 0);
  CHECK_THAT(allowed.out, Catch::Contains("\nrewritten: " + rewrite) && Catch::Contains("7680 MACs") &&
                              Catch::Contains("\nfits one gap9_650mv_240mhz\n"));
  const std::string file = read(dilated.path() / "rewritten.yaml");
  CHECK_THAT(file, Catch::Contains("# Note: Rewritten for gap9_650mv_240mhz: layer0: zeros") &&
                       Catch::Contains("kernel: 5") && !Catch::Contains("dilation:"));
  const auto target =
      target_of(dilated.import({"--target", "gap9_650mv_240mhz", "--allow-rewrite", "--report", "json"}));
  CHECK(target["rewritten"] == true);
  CHECK(target["rewrites"][0]["macs_before"] == 4608);
  CHECK(target["rewrites"][0]["macs_after"] == 7680);
  // A device that has what another has not is left alone.
  CHECK(target_of(dilated.import({"--target", "max78000", "--report", "json"}))["rewrites"].empty());
}

TEST_CASE("is every operator that a device does not have named, with what is nearest to it?") {
  const Folder folder;
  put(folder.path() / "net.onnxtxt",
      "<ir_version: 8, opset_import: [\"\" : 13]>\n"
      "net (float[1,3,32,32] x, float[8,3,3,3] v, float[8,8,5,5] w) => (float[1,8,4,4] y) {\n"
      "  a = Conv <pads = [1,1,1,1], strides = [2,2]> (x, v)\n"
      "  p = MaxPool <kernel_shape = [2,2], strides = [2,2]> (a)\n"
      "  b = Conv <pads = [2,2,2,2], strides = [2,2]> (p, w)\n"
      "  y = Sigmoid (b)\n}\n");
  const Outcome outcome =
      run_in(folder.path(), {"import", "net.onnxtxt", "--target", "max78000", "--report", "json"},
             {{"SYNERGY_SIM_CACHE", ""}});
  CHECK(outcome.code == 4);
  const auto target = target_of(outcome);
  REQUIRE(target["problems"].size() == 3);
  for (const auto& [i, name] : {std::pair(0, "'a'"), std::pair(1, "'b'"), std::pair(2, "'y'")})
    CHECK_THAT(target["problems"][static_cast<std::size_t>(i)].get<std::string>(), Catch::Contains(name));
  // It would go in front of the second convolution, if that were there.
  CHECK(row_of(target, "p")["fate"] == "mapped");
  const std::string stride = "stride 1, and a pooling of 1x1 at the stride behind it";
  CHECK(row_of(target, "a")["nearest"] == stride);
  CHECK_THAT(row_of(target, "b")["nearest"].get<std::string>(),
             Catch::StartsWith(stride + "; a kernel of 3x3, trained anew"));
  CHECK(row_of(target, "y")["nearest"] == "relu or abs; another network");
}
