
#include <filesystem>

#include "../support/folder.hpp"
#include "checkpoint_writer.hpp"
#include "yaml_support.hpp"

using namespace synergy;
using synergy::test::error_of;
using synergy::test::imported_yaml;
using synergy::test::model_of;
using synergy::test::notes_say;
using synergy::test::says;

namespace {

/// A file of this test's own, gone with it.
class TemporaryFile {
 public:
  TemporaryFile(const std::string& name, const std::string& bytes) : path_(folder_.path() / name) {
    synergy::test::put(path_, bytes);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  synergy::test::Folder folder_;
  std::filesystem::path path_;
};

/// As a keyword spotter begins: 128 channels, 1-D, then a width that 52 processors do not tell.
const std::string kVoice =
    "arch: voicenet\ndataset: KWS_20\nlayers:\n"
    "  - {processors: 0xffffffffffffffff, op: conv1d, kernel_size: 1, pad: 0, name: voice_conv1}\n"
    "  - {processors: 0x000fffffffffffff, op: conv1d, kernel_size: 3, name: voice_conv2, "
    "output_processors: 0xffff}\n"
    "  - {processors: 0xffff, op: linear, flatten: true, max_pool: [8, 1], pool_stride: 8, name: fc, "
    "output_width: 32}\n";

/// Weights of the same network as training saves them.
std::vector<synergy::test::SavedTensor> voice_weights() {
  return {{"voice_conv1.op.weight", {100, 128, 1}},
          {"voice_conv1.weight_bits", {1}, 4},
          {"voice_conv2.op.weight", {16, 100, 3}},
          {"voice_conv2.op.bias", {16}},
          {"fc.op.weight", {21, 256}},
          {"fc.op.bias", {21}}};
}

std::string rule_of(const importer::ImportedNetwork& from, const std::string& what) {
  for (const importer::InferredNumber& number : from.provenance.inferred) {
    if (number.what == what) return number.value + " by " + number.rule;
  }
  return "none";
}

importer::Options with_channels(std::initializer_list<std::pair<const std::string, int>> channels) {
  importer::Options options;
  for (const auto& channel : channels) options.channels.insert(channel);
  return options;
}

}  // namespace

TEST_CASE("are channels that stay open told for every layer with all candidates, and none guessed?") {
  const std::string said = error_of(kVoice);
  CHECK(says(said,
             "net.yaml:4:5: voice_conv1: 52, 97..104, 145..156, ...; the file does not say which: give "
             "--checkpoint, --from-c or --channels voice_conv1=NUMBER"));
  CHECK(says(said, "net.yaml:6:5: fc: 1..2048; the file"));
  CHECK(!says(said, "voice_conv2:"));
  const importer::ImportedNetwork from =
      imported_yaml(kVoice, with_channels({{"voice_conv1", 100}, {"FC", 21}}));
  CHECK(synergy::test::hardware_of(from).layer(0).out_channels == 100);
  CHECK(rule_of(from, "voice_conv1.out_channels") == "100 by --channels voice_conv1=100");
  CHECK(rule_of(from, "voice_conv2.out_channels") == "16 by 16 output_processors of 'voice_conv2'");
  CHECK(rule_of(from, "input") == "128x128x1 by a sample of data set 'KWS_20'");
}

TEST_CASE("are channels by hand refused where the processors or the name do not suit?") {
  CHECK(says(error_of(kVoice, with_channels({{"voice_conv1", 105}, {"fc", 1}})),
             "'voice_conv1' cannot have any number of channels: 52 processors of 'voice_conv2'"));
  CHECK(says(error_of(kVoice, with_channels({{"voice", 100}})), "--channels: unknown layer 'voice'"));
  CHECK(says(error_of(kVoice, with_channels({{"fc", 0}})), "--channels fc=0 allows none"));
}

TEST_CASE("does a checkpoint give channels, widths and biases, and is another network's refused?") {
  const TemporaryFile file("right", synergy::test::checkpoint("VoiceNet", voice_weights()));
  importer::Options options;
  options.checkpoint = file.path();
  const importer::ImportedNetwork from = imported_yaml(kVoice, options);
  const model::Model made = synergy::test::hardware_of(from);
  CHECK(made.layer(0).out_channels == 100);
  CHECK(made.layer(0).weight_bits == 4);
  CHECK(!made.layer(0).bias);
  CHECK(made.layer(2).weight_count == 21 * 256);
  CHECK(made.layer(2).bias);
  CHECK(made.layer(2).output_bits == 32);
  CHECK(rule_of(from, "voice_conv1.out_channels") == "100 by --checkpoint ('voice_conv1')");

  const auto said = [&options](const std::string& name, const std::string& bytes) {
    const TemporaryFile other(name, bytes);
    options.checkpoint = other.path();
    return error_of(kVoice, options);
  };
  CHECK(says(said("arch", synergy::test::checkpoint("othernet", voice_weights())),
             "is of architecture 'othernet'"));
  auto weights = voice_weights();
  weights[2].shape = {16, 100, 5};
  CHECK(says(said("kernel", synergy::test::checkpoint("voicenet", weights)),
             "has a kernel of 5x1, but layer 'voice_conv2'"));
  weights = voice_weights();
  weights[0].shape = {110, 128, 1};
  CHECK(says(said("width", synergy::test::checkpoint("voicenet", weights)),
             "--checkpoint ('voice_conv2') allows 100, but "
             "--checkpoint ('voice_conv1') allows 110"));
  weights = voice_weights();
  weights.resize(2);
  CHECK(says(said("short", synergy::test::checkpoint("voicenet", weights)), "'voice_conv2' is the next"));
  weights = voice_weights();
  weights.push_back({"extra.op.weight", {3, 3}});
  const TemporaryFile longer("long", synergy::test::checkpoint("voicenet", weights));
  options.checkpoint = longer.path();
  CHECK(notes_say(imported_yaml(kVoice, options), "1 layers more than the network: from 'extra' on"));
}

TEST_CASE("does a generated project of the same network give what is open?") {
  const std::string comments =
      "// voice\n// Configuring 3 layers\n// Input data: HWC\n"
      "// Layer 0: 128x128, no pooling, conv1d with kernel size 1, stride 1, pad 0, no activation, 100x128 "
      "output\n"
      "// Layer 1: 100x128, no pooling, conv1d with kernel size 3, stride 1, pad 1, no activation, 16x128 "
      "output\n"
      "// Layer 2: 16x128 flattened to 256x1x1, max pool 8x1 with stride 8/8, linear, no activation, 21x1x1 "
      "output\n";
  const TemporaryFile file("cnn.c", comments);
  importer::Options options;
  options.c_project = file.path();
  const importer::ImportedNetwork from = imported_yaml(kVoice, options);
  CHECK(synergy::test::hardware_of(from).layer(0).out_channels == 100);
  CHECK(rule_of(from, "voice_conv1.out_channels") == "100 by --from-c");
  CHECK(rule_of(from, "fc.out_channels") == "21 by --from-c");
  CHECK(rule_of(from, "input") == "128x128x1 by --from-c");
  const std::size_t first = comments.find("// Input");
  const TemporaryFile two(
      "two.c", "// Configuring 1 layers\n" + comments.substr(first, comments.find("// Layer 1") - first));
  options.c_project = two.path();
  CHECK(says(error_of(kVoice, options), "describes 1 layers, but the network has 3"));
}

TEST_CASE("do equal operands, sums, copies, groups and shared weights settle what processors leave open?") {
  const std::string text =
      "arch: net\ndataset: cifar10\nlayers:\n"
      "  - {processors: 0x7, op: conv2d, name: a, output_processors: 0xffffffffffffffff}\n"
      "  - {processors: 0xffffffffffffffff, op: none, name: copy, output_processors: 0xffffffffffffffff}\n"
      "  - {processors: 0xffffffffffffffff, op: conv2d, in_sequences: a, name: b}\n"
      "  - {processors: 0xffffffffffffffff, op: add, in_sequences: [copy, b], name: sum}\n"
      "  - {processors: 0xffffffffffffffff, op: conv2d, groups: 128, name: wise, "
      "output_processors: 0xffffffffffffffff}\n"
      // 3 passes of 48: 133..144 channels, of which 128 come from 'wise'
      "  - {processors: 0x7, op: conv2d, in_sequences: input, name: side, output_processors: 0xfff}\n"
      "  - {processors: 0x0000ffffffffffff, op: conv2d, in_sequences: [wise, side], out_channels: 5, name: "
      "last}\n";
  const importer::ImportedNetwork from = imported_yaml(text);
  const model::Model made = synergy::test::hardware_of(from);
  for (const model::LayerIndex i : {0, 1, 2, 3, 4}) CHECK(made.layer(i).out_channels == 128);
  CHECK(made.layer(5).out_channels == 12);
  CHECK(made.layer(6).in.channels == 140);
  CHECK(rule_of(from, "a.out_channels") == "128 by groups of 'wise'");
  // The sum narrows: 'wide' has 121..128 or 64 or 181.., but 133..144 in all leave 121..128 and 12.
  std::string open = text;
  const auto replace = [&open](const std::string& what, const std::string& by) {
    open.replace(open.find(what), what.size(), by);
  };
  replace("groups: 128, ", "");
  replace("in_sequences: [copy, b]", "in_sequences: [copy, copy]");
  const std::string said = error_of(open);
  CHECK(says(said, "wise: 121..128; the file"));
  CHECK(says(said, "a: 64, 121..128, 181..192, ...; the file"));
  CHECK(says(said, "b: "));
}

TEST_CASE("does the input shape come from the option, the data set, or the first layer, in this order?") {
  std::string text = kVoice;
  text.replace(text.find("KWS_20"), 6, "mine");
  auto options = with_channels({{"voice_conv1", 100}, {"fc", 21}});
  CHECK(says(error_of(text, options), "give --input, such as --input 3x32x32"));
  options.input = network::Shape{128, 128, 1};
  CHECK(rule_of(imported_yaml(text, options), "input") == "128x128x1 by --input");
  options.input = network::Shape{128, 64, 1};
  const importer::ImportedNetwork from = imported_yaml(kVoice, options);
  CHECK(synergy::test::hardware_of(from).input() == model::Shape{128, 64, 1});
  CHECK(notes_say(from, "--input 128x64x1 wins over data set 'KWS_20'"));
  options.input.reset();
  text.replace(text.find("name: voice_conv1"), 17, "name: voice_conv1, in_channels: 128, in_dim: 96");
  CHECK(model_of(text, options).input() == model::Shape{128, 96, 1});
}

TEST_CASE("are the samples of the vendor's data sets known in any spelling?") {
  const auto input = [](const std::string& name, const std::string& map) {
    return model_of("arch: a\ndataset: " + name + "\nlayers:\n  - {op: none, processors: " + map + "}\n")
        .input();
  };
  // Sides of tests/sample_*.npy, analogdevicesinc/ai8x-synthesis ab4f4c0.
  CHECK(input("CamVid_s352_c3", "0xffffffffffff") == model::Shape{48, 88, 88});
  CHECK(input("CamVid_s352_c3_reduced", "0xffffffffffff") == model::Shape{48, 48, 48});
  CHECK(input("AISegment_352_reduced", "0xffffffffffff") == model::Shape{48, 48, 48});
  CHECK(input("cats_vs_dogs", "7") == model::Shape{3, 128, 128});
  CHECK(input("CIFAR-10", "7") == model::Shape{3, 32, 32});
  CHECK(input("FaceID", "7") == model::Shape{3, 160, 120});
  CHECK(input("svhn_74", "7") == model::Shape{3, 74, 74});
  CHECK(input("FashionMNIST", "1") == model::Shape{1, 28, 28});
}
