// What `cost` says of the zoo and of a model that a user wrote.
#include <nlohmann/json.hpp>

#include "../csv.hpp"
#include "program.hpp"

using namespace synergy::test;

namespace {

std::vector<nlohmann::json> rows(const std::vector<std::string>& arguments) {
  std::vector<std::string> words{"cost", "--format", "json"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  const Outcome outcome = run(words);
  REQUIRE((outcome.code == 0 || outcome.code == 4));
  CHECK(outcome.err == "");
  const auto layers = nlohmann::json::parse(outcome.out);
  for (const auto& layer : layers) CHECK(layer["fits"] == (outcome.code == 0 ? "y" : "n"));
  return layers;
}

}  // namespace

TEST_CASE("are the cycles of every layer the vendor tool's, and for the MAX78002 the formula's?") {
  for (const synergy::test::Row& summary : synergy::test::read_csv("layers/summary.csv")) {
    const std::string model = summary.text("model");
    const std::string device = summary.text("device") == "MAX78002" ? "max78002" : "max78000";
    CAPTURE(model);
    const auto found = rows({"--model", model, "--device", device});
    const auto expected = synergy::test::read_csv("layers/" + model + ".csv");
    REQUIRE(found.size() == expected.size());
    std::int64_t sum = 1;  // the start-up cycle is not a layer
    for (std::size_t i = 0; i < found.size(); ++i) {
      CHECK(found[i]["index"] == expected[i].number("index"));
      CHECK(found[i]["words_per_processor"] == expected[i].number("words_per_processor"));
      CHECK(found[i]["output_bytes"] == expected[i].number("output_bytes"));
      CHECK(found[i]["macs"] == expected[i].number("macs"));
      CHECK(found[i]["bank_in_bytes"] == expected[i].number("dmem_in_bytes_per_bank"));
      CHECK(found[i]["bank_out_bytes"] == expected[i].number("dmem_out_bytes_per_bank"));
      sum += found[i]["cycles"].get<std::int64_t>();
      CHECK(found[i]["cycles"] ==
            expected[i].number(device == "max78000" ? "vendor_cycles" : "model_cycles"));
    }
    CHECK(sum == summary.number(device == "max78000" ? "total_vendor_cycles" : "total_model_cycles"));
  }
}

TEST_CASE("is the CSV of cost one header and one row per layer?") {
  const Outcome outcome = run({"cost", "--model", "kws", "--device", "max78000", "--format", "csv"});
  CHECK(outcome.code == 0);
  CHECK(outcome.err == "");
  const auto lines = lines_of(outcome.out);
  REQUIRE(lines.size() == 10);
  CHECK_THAT(lines[0], Catch::StartsWith("index,name,operator,") && Catch::Contains(",cycles,time_us,"));
  CHECK_THAT(
      lines[1],
      Catch::StartsWith("0,voice_conv1,conv1d,128x128x1,,conv1d 1,100x128x1,27136,542.72,vendor_formula,"));
  CHECK_THAT(lines[9], Catch::EndsWith(",,,y,"));  // nothing crosses after the last layer
}

TEST_CASE("is a range of layers costed as one segment?") {
  const auto found = rows({"--model", "kws", "--device", "max78000", "--layers", "3:4"});
  REQUIRE(found.size() == 2);
  CHECK(found[0]["index"] == 3);
  CHECK(found[1]["cycles"] == 2'016);
  for (const char* bad : {"4:3", "-1:3", "3", "3:", "a:b", "0:9", "0:8x"}) {
    CAPTURE(bad);
    const Outcome outcome =
        run({"cost", "--model", "kws", "--device", "max78000", std::string("--layers=") + bad});
    check_fails(outcome, 2, {"--layers"});
  }
}

TEST_CASE("does cost say whether the power of inferring was measured for the network, or where it is from?") {
  const Outcome kws = run({"cost", "--model", "kws", "--device", "max78000"});
  CHECK_THAT(kws.out, Catch::Contains(
                          "power while inferring: 97 mW above idle on the core rail, as measured for kws"));
  const Outcome simplenet = run({"cost", "--model", "simplenet", "--device", "max78000"});
  CHECK_THAT(simplenet.out, Catch::Contains("from 0.454 pJ per multiply-accumulate and 691 pJ per cycle"));
}

TEST_CASE("does the table for people say what does not fit?") {
  const Outcome fits = run({"cost", "--model", "kws", "--device", "max78000"});
  CHECK(fits.code == 0);
  CHECK_THAT(fits.out, Catch::Contains("71782 cycles") && Catch::Contains("367 of 768 words") &&
                           Catch::Contains("load 1.106 ms (4096 words)") &&
                           Catch::Contains("unload 0.00819 ms (21 words)") &&
                           Catch::Contains("\nfits one max78000\n") && !Catch::Contains("does not fit"));
  const Outcome large = run({"cost", "--model", "efficientnetv2", "--device", "max78000"});
  CHECK(large.code == 4);
  CHECK_THAT(large.out, Catch::Contains("does not fit one max78000") && Catch::Contains("768") &&
                            Catch::Contains("3252 bytes"));
}

TEST_CASE("does every format say that a model does not fit, and where?") {
  for (const char* format : {"table", "csv", "json", "markdown"}) {
    CAPTURE(format);
    CHECK(run({"cost", "--model", "efficientnetv2", "--device", "max78000", "--format", format}).code == 4);
  }
  CHECK(run({"cost", "--model", "efficientnetv2", "--device", "max78000", "--quiet"}).code == 4);
  const auto found = rows({"--model", "efficientnetv2", "--device", "max78000"});
  int problems = 0;
  for (const auto& layer : found) {
    if (layer["problem"].is_null()) continue;
    ++problems;
    CHECK_THAT(layer["problem"].get<std::string>(),
               Catch::StartsWith("layer '" + layer["name"].get<std::string>() + "'"));
  }
  CHECK(problems == 2);  // one for the weights, one for the biases
  const Outcome csv = run({"cost", "--model", "efficientnetv2", "--device", "max78000", "--format", "csv"});
  CHECK(lines_of(csv.out).size() == 1 + found.size());
  CHECK(run({"cost", "--model", "efficientnetv2", "--device", "max78000", "--layers", "0:19"}).code == 0);
}

TEST_CASE("does the table show a layer's steps in the order of the hardware?") {
  const auto steps_of = [](const std::string& model, int layer) {
    return rows({"--model", model, "--device", "max78000"}).at(static_cast<std::size_t>(layer))["steps"];
  };
  CHECK(steps_of("convnet5", 1) == "max 2x2 > conv2d 3x3");
  CHECK(steps_of("ressimplenet", 12) == "add > max 2x2 > conv2d 3x3");
  CHECK(steps_of("kws", 0) == "conv1d 1");
  CHECK_THAT(run({"cost", "--model", "convnet5", "--device", "max78000"}).out,
             Catch::Contains("max 2x2 > conv2d 3x3"));
}

TEST_CASE("is a user's own model costed as the vendor's simulation counted it?") {
  // Vectors 2 and 3 of cycle_vectors.csv: 3x3 convolutions of 3x32x32 to 64 channels, padded by 1 and not.
  for (const synergy::test::Row& vector : synergy::test::read_csv("cycle_vectors.csv")) {
    if (vector.text("case") != "2" && vector.text("case") != "3") continue;
    const Folder folder;
    put(folder.path() / "mine.yaml",
        "schema_version: 1\n"
        "name: my own\n"
        "input: {channels: 3, height: 32, width: 32}\n"
        "layers:\n"
        "  - {name: only, operator: conv2d, out_channels: 64, kernel: 3, padding: " +
            vector.text("pad_h") + ", activation: relu}\n");
    const Outcome outcome =
        run_in(folder.path(), {"cost", "--model", "mine.yaml", "--device", "max78000", "--format", "json"});
    REQUIRE(outcome.code == 0);
    const auto layers = nlohmann::json::parse(outcome.out);
    REQUIRE(layers.size() == 1);
    CHECK(layers[0]["cycles"] == vector.number("expected_layer_cycles"));
    CHECK(layers[0]["weight_bytes"] == 3 * 64 * 9);
    CHECK(layers[0]["words_per_processor"] == 64);
    CHECK(run_in(folder.path(), {"validate", "mine.yaml"}).out == "mine.yaml: valid model\n");
  }
}

TEST_CASE("does a mistake in a user's model end with 3 and its place?") {
  const Folder folder;
  put(folder.path() / "mine.yaml",
      "schema_version: 1\n"
      "name: mine\n"
      "input: {channels: 3, height: 32, width: 32}\n"
      "layers:\n"
      "  - {name: a, operator: conv2d, out_channels: 64, kernel: 5}\n"
      "  - {name: b, operator: conv3d, inputs: [c]}\n");
  const Outcome outcome = run_in(folder.path(), {"cost", "--model", "mine.yaml", "--device", "max78000"});
  check_fails(outcome, 3, {"mine.yaml:5:", "mine.yaml:6:", "unknown operator 'conv3d'", "conv2d"});
}
