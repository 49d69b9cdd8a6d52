#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "../support/folder.hpp"
#include "networks.hpp"
#include "read.hpp"
#include <catch2/catch.hpp>

using namespace synergy::test::onnx;

namespace {

struct Outcome {
  int code = 0;
  std::string out;
};

/// The program with these arguments; stderr goes with stdout if `both`.
Outcome run(const std::string& arguments, bool both = false) {
  const std::string command =
      std::string(SYNERGY_IMPORT_BINARY) + " " + arguments + (both ? " 2>&1" : " 2>/dev/null");
  std::FILE* pipe = popen(command.c_str(), "r");  // NOLINT(cert-env33-c): the point of the test
  REQUIRE(pipe != nullptr);
  Outcome outcome;
  char buffer[4096];
  for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;)
    outcome.out.append(buffer, n);
  outcome.code = WEXITSTATUS(pclose(pipe));
  return outcome;
}

}  // namespace

TEST_CASE("does the program write the network and tell what became of each operator?") {
  const synergy::test::Folder folder;
  const std::string file = (folder.path() / "tcn.onnx").string();
  std::ofstream(file) << kTcn;
  const std::string yaml = (folder.path() / "tcn.yaml").string();
  const Outcome outcome = run(file + " -o " + yaml + " --report json");
  CHECK(outcome.code == 0);
  const nlohmann::json report = nlohmann::json::parse(outcome.out);
  CHECK(report["provenance"]["file"] == "tcn.onnx");
  CHECK(report["provenance"]["format"] == "onnx");
  REQUIRE(report["operators"].size() == 10);
  CHECK(report["operators"][1] ==
        nlohmann::json{{"name", "causal"},
                       {"kind", "Pad"},
                       {"fate", "folded"},
                       {"operators", {0}},
                       {"reason", "zeros around the map are part of the operator that reads it"}});
  CHECK(report["inferred"][0]["what"] == "batch");
  CHECK(report["totals"] == nlohmann::json{{"macs", 147'648}, {"weight_bytes", 1'344}, {"biases", 38}});
  CHECK(synergy::test::read(yaml) == run(file).out);
  // As synergy-sim calls it.
  CHECK(run("--format=onnx --report=json --quiet --input=9x128 -o" + yaml + " -- " + file).out ==
        outcome.out);
}

TEST_CASE("are the program's exit codes those of synergy-sim?") {
  CHECK(run("").code == 2);
  CHECK(run("x.onnx --sideways").code == 2);
  CHECK(run("x.onnx --report json").code == 2);  // two things to stdout
  CHECK(run("nowhere.onnx").code == 3);
  CHECK(run("nowhere.onnx", true).out == "nowhere.onnx: no such file\n");
  CHECK(run("nowhere.onnx --input 3x").code == 2);
  CHECK(run("nowhere.onnx --channels a=1,").code == 2);
  CHECK(run("nowhere.onnx -o - --report json").code == 2);
  CHECK(run("--help").code == 0);
}

TEST_CASE("does the program refuse what the format has no use for, and say when it cannot write?") {
  const synergy::test::Folder folder;
  const std::string file = (folder.path() / "tcn.onnx").string();
  std::ofstream(file) << kTcn;
  const Outcome unused = run(file + " --checkpoint nope --channels a=1,b=2", true);
  CHECK(unused.code == 3);
  CHECK(unused.out ==
        "--checkpoint: format onnx (ONNX model or text) has no use for it; it takes --name, --input\n"
        "--channels: format onnx (ONNX model or text) has no use for it; it takes --name, --input\n");
  CHECK(run(file + " -o -").out == run(file).out);
  CHECK(run(file + " -o /dev/full", true).code == 8);
  CHECK(run(file + " >/dev/full").code == 8);
  CHECK(run(file + " -o " + (folder.path() / "no/such/folder").string()).code == 8);
}
