// Files of other programs where a network's name stands, and the program that reads some of them.
#include <filesystem>

#include "program.hpp"

using namespace synergy::test;

namespace {

namespace fs = std::filesystem;

const char* const kProject =
    "// tiny\n// Configuring 2 layers\n// Input data: HWC\n"
    "// Layer 0: 3x8x8, no pooling, conv2d with kernel size 3x3, stride 1/1, pad 1/1, ReLU, 16x8x8 output\n"
    "// Layer 1: 16x8x8, max pool 2x2 with stride 2/2, conv2d with kernel size 1x1, stride 1/1, pad 0/0, no "
    "activation, 4x4x4 output\n";

/// small_scenario() with another model and a sensor that has such data.
std::string scenario_with(const std::string& model) {
  std::string text = small_with("model: kws", "model: " + model + ", name: app");
  return text;
}

/// The program in a folder of its own, with a synergy-import beside it that notes each call, and answers as
/// `answer` says: lines of a shell script. $out is the file to write.
struct WithHelper : Folder {
  explicit WithHelper(const std::string& answer) {
    fs::create_directory(path() / "bin");
    std::error_code error;
    fs::create_hard_link(SYNERGY_SIM_BINARY, binary(), error);
    if (error) fs::copy_file(SYNERGY_SIM_BINARY, binary());
    if (answer.empty()) return;
    put(helper(),
        "#!/bin/sh\n"
        "echo \"$*\" >> \"$(dirname \"$0\")/calls\"\n"
        "for word in \"$@\"; do case \"$word\" in -o*) out=${word#-o};; esac; done\n" +
            answer);
    fs::permissions(helper(), fs::perms::owner_all);
    put(path() / "net.onnx", std::string("\x08\x08\x12\x04test", 8));
  }
  [[nodiscard]] fs::path helper() const { return path() / "bin" / "synergy-import"; }
  [[nodiscard]] fs::path binary() const { return path() / "bin" / "synergy-sim"; }
  [[nodiscard]] fs::path cache() const { return path() / "cache"; }
  [[nodiscard]] Outcome call(const std::vector<std::string>& words) const {
    return run_in(path(), words, {{"SYNERGY_SIM_CACHE", cache().string()}}, binary().string());
  }
  [[nodiscard]] std::vector<std::string> calls() const {
    return fs::exists(path() / "bin/calls") ? lines_of(read(path() / "bin/calls"))
                                            : std::vector<std::string>{};
  }
  [[nodiscard]] std::vector<fs::path> entries() const {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(cache())) files.push_back(entry.path());
    return files;
  }
};

/// A network as the helper gives it.
const char* const kAnswer =
    "cat > \"$out\" <<'END'\n"
    "schema_version: 1\nform: network\nname: net\ninputs:\n  - {name: x, channels: 3, height: 8, width: 8}\n"
    "operators:\n  - {name: conv, operator: conv2d, out_channels: 4, kernel: 3, padding: 1}\nEND\n"
    "echo '{\"provenance\": {\"file\": \"net.onnx\", \"hash\": \"0\", \"format\": \"onnx\"}, \"operators\": "
    "[{\"name\": \"c\", \"kind\": \"Conv\", \"fate\": \"mapped\", \"operators\": [0], \"reason\": \"\"}], "
    "\"notes\": [\"A note\"], \"inferred\": [{\"what\": \"x\", \"value\": \"1\", \"rule\": \"r\"}]}'\n";

}  // namespace

TEST_CASE("does a scenario that names a file of another program give the results of importing it first?") {
  const Folder folder;
  put(folder.path() / "cnn.c", kProject);
  put(folder.path() / "direct.yaml", scenario_with("cnn.c"));
  put(folder.path() / "first.yaml", scenario_with("tiny.yaml"));
  REQUIRE(run_in(folder.path(), {"import", "cnn.c", "-o", "tiny.yaml"}).code == 0);
  CHECK(run_in(folder.path(), {"run", "direct.yaml", "--out", "direct"}).code == 0);
  CHECK(run_in(folder.path(), {"run", "first.yaml", "--out", "first"}).code == 0);
  CHECK(run_in(folder.path(), {"compare", "direct", "first"}).code == 0);
  for (const char* table : {"apps.csv", "segments.csv", "phases.csv", "resolved.yaml"})
    CHECK(read(folder.path() / "direct" / table) == read(folder.path() / "first" / table));
  // The network is in what was saved: it runs without the source, and elsewhere.
  const Folder elsewhere;
  fs::copy_file(folder.path() / "direct" / "resolved.yaml", elsewhere.path() / "again.yaml");
  CHECK(run_in(elsewhere.path(), {"run", "again.yaml", "--out", "again"}).code == 0);
  CHECK(read(elsewhere.path() / "again" / "apps.csv") == read(folder.path() / "direct" / "apps.csv"));
  // Paths start at the scenario's folder; those of --set where the program was called.
  const Folder other;
  const std::string scenario = (folder.path() / "direct.yaml").string();
  CHECK(run_in(other.path(), {"validate", scenario}).code == 0);
  CHECK(run_in(folder.path(), {"validate", "first.yaml", "--set", "apps.app.model=cnn.c"}).code == 0);
  CHECK(run_in(other.path(), {"validate", scenario, "--set", "apps.app.model=cnn.c"}).code == 3);
}

TEST_CASE("does cost take a file of another program?") {
  const Folder folder;
  put(folder.path() / "cnn.c", kProject);
  const Outcome outcome =
      run_in(folder.path(), {"cost", "--model", "cnn.c", "--device", "gap9_650mv_240mhz"});
  CHECK(outcome.code == 0);
  CHECK_THAT(outcome.out, Catch::Contains("28672 MACs"));
}

TEST_CASE("does a mistake in such a file stand at the key that names it, with what its reader says?") {
  const Folder folder;
  std::string text = kProject;
  text.replace(text.find("16x8x8 output"), 13, "17x8x8 output");
  put(folder.path() / "cnn.c", text);
  put(folder.path() / "day.yaml", scenario_with("cnn.c"));
  // The apps are at line 11, and the path behind "  - {model: ".
  check_fails(run_in(folder.path(), {"run", "day.yaml"}), 3, {"day.yaml:11:13: ", "cnn.c:5:1: ", "layer1"});
  put(folder.path() / "day.yaml", scenario_with("none.tflite"));
  check_fails(run_in(folder.path(), {"run", "day.yaml"}), 3, {"day.yaml:11:13: no such file: none.tflite"});
  // What nobody can import is read as a file of this program, and called what it is not.
  put(folder.path() / "cnn.c", "neither: nor\n");
  check_fails(run_in(folder.path(), {"cost", "--model", "cnn.c", "--device", "max78000"}), 3, {"cnn.c:1:1"});
}

TEST_CASE("is an ONNX model read by the program beside this one, and without it said what is missing?") {
  const WithHelper helper(kAnswer);
  const Outcome outcome = helper.call(
      {"import", "net.onnx", "--name", "n", "--input", "3x8x8", "--channels", "a=4", "-o", "n.yaml"});
  CHECK(outcome.code == 0);
  CHECK_THAT(outcome.out, Catch::Contains("format onnx") && Catch::Contains("Conv") &&
                              Catch::Contains("note: A note") &&
                              Catch::Contains("not stated by the source: x: 1 (r)"));
  REQUIRE(helper.calls().size() == 1);
  CHECK_THAT(helper.calls()[0],
             Catch::StartsWith("--format=onnx --report=json --quiet --name=n --input=3x8x8 "
                               "--channels=a=4 -o") &&
                 Catch::EndsWith(" -- net.onnx"));
  CHECK(helper.call({"validate", "n.yaml"}).code == 0);
  fs::remove(helper.helper());
  check_fails(helper.call({"import", "net.onnx"}), 3, {"net.onnx: ", "synergy-import", "not there"});
}

TEST_CASE("is a file read once by the helper, until it, its options or the helper change?") {
  const WithHelper helper(kAnswer);
  const std::vector<std::string> cost{"cost", "--model", "net.onnx", "--device", "max78000"};
  const Outcome first = helper.call(cost);
  CHECK(first.code == 0);
  CHECK(helper.call(cost).out == first.out);
  CHECK(helper.calls().size() == 1);
  CHECK(helper.entries().size() == 1);
  (void)helper.call({"import", "net.onnx", "--name", "other"});
  CHECK(helper.calls().size() == 2);
  put(helper.path() / "net.onnx", std::string("\x08\x08\x12\x04tesT", 8));
  CHECK(helper.call(cost).out == first.out);
  CHECK(helper.calls().size() == 3);
  // Of a later build.
  put(helper.helper(), read(helper.helper()) + "# another\n");
  CHECK(helper.call(cost).out == first.out);
  CHECK(helper.calls().size() == 4);
  CHECK(helper.entries().size() == 4);
}

TEST_CASE("is a broken entry of the cache made anew, and none needed?") {
  const WithHelper helper(kAnswer);
  const std::vector<std::string> cost{"cost", "--model", "net.onnx", "--device", "max78000"};
  const Outcome first = helper.call(cost);
  REQUIRE(helper.entries().size() == 1);
  const fs::path entry = helper.entries()[0];
  const std::string whole = read(entry);
  std::string changed = whole;
  changed[changed.size() - 10] ^= 1;
  int calls = 1;
  for (const std::string& broken : {std::string(), whole.substr(0, whole.size() / 2), whole + "x", changed}) {
    put(entry, broken);
    CHECK(helper.call(cost).out == first.out);
    CHECK(static_cast<int>(helper.calls().size()) == ++calls);
    CHECK(read(entry) == whole);
  }
  // A folder that cannot be, and no folder.
  put(helper.path() / "file", "");
  for (const std::string& cache : {(helper.path() / "file").string(), std::string()}) {
    const Outcome outcome =
        run_in(helper.path(), cost, {{"SYNERGY_SIM_CACHE", cache}}, helper.binary().string());
    CHECK(outcome.code == 0);
    CHECK(outcome.out == first.out);
    CHECK(static_cast<int>(helper.calls().size()) == ++calls);
  }
}

TEST_CASE("is what the helper says of a file told as a problem of the file?") {
  const WithHelper helper("echo 'net.onnx: operator 3 (Einsum) is not known' >&2\nexit 3\n");
  check_fails(helper.call({"import", "net.onnx"}), 3, {"net.onnx: operator 3 (Einsum) is not known\n"});
  put(helper.path() / "day.yaml", scenario_with("net.onnx"));
  check_fails(helper.call({"run", "day.yaml"}), 3, {"day.yaml:11:13: ", "operator 3 (Einsum) is not known"});
  CHECK(!fs::exists(helper.cache()));
}

TEST_CASE("does the program that is built beside this one read an ONNX model?") {
  const Folder folder;
  put(folder.path() / "net.onnxtxt",
      "<ir_version: 8, opset_import: [\"\" : 13]>\n"
      "net (float[1,3,8,8] x, float[4,3,3,3] w) => (float[1,4,8,8] y) {\n"
      "  c = Conv <pads = [1,1,1,1]> (x, w)\n  y = Relu (c)\n}\n");
  const Environment no_cache{{"SYNERGY_SIM_CACHE", ""}};
  const Outcome outcome =
      run_in(folder.path(), {"cost", "--model", "net.onnxtxt", "--device", "max78000"}, no_cache);
  CHECK(outcome.code == 0);
  // 3 x 4 x 9 weights on 64 pixels.
  CHECK_THAT(outcome.out, Catch::Contains("6912 MACs, 108 B of weights"));
}
