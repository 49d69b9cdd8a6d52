#include <algorithm>
#include <filesystem>
#include <map>

#include "read.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::test::onnx;

namespace {

/// Why a model did not arrive, in a few words.
std::string cause(const std::string& error) {
  if (contains(error, "): not supported")) return "operators that are not supported";
  if (contains(error, "nothing is left")) return "nothing for an accelerator";
  if (contains(error, ": input '")) return "inputs that are no maps";
  if (contains(error, ": operator '") || contains(error, ": output '"))
    return "forms of operators that are not supported";
  return error;
}

std::vector<std::string> text(const std::map<std::string, int>& counts) {
  std::vector<std::string> rows;
  for (const auto& [what, count] : counts) rows.push_back(fmt::format("{} {}", count, what));
  return rows;
}

}  // namespace

/// Models of single operators that come with the library (package libonnx-testdata); most are no CNNs.
TEST_CASE("does each of the library's 1,072 models arrive or say why not?") {
  const std::filesystem::path folder = "/usr/share/libonnx-testdata/data";
  if (!std::filesystem::is_directory(folder)) {
    WARN("libonnx-testdata is not installed: nothing was tested");
    return;
  }
  std::map<std::string, int> counts;
  std::map<std::string, int> converted;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().filename() != "model.onnx") continue;
    INFO(entry.path().string());
    std::string what = "arrived";
    try {
      const importer::ImportedNetwork net =
          importer::read(importer::load_source(entry.path()), {}, "auto", {importer::onnx::format()});
      CHECK(net.operators.size() >= 1);
      CHECK(std::none_of(net.operators.begin(), net.operators.end(), [](const importer::SourceOperator& op) {
        return op.fate != importer::Fate::mapped && op.reason.empty();
      }));
    } catch (const InputError& error) {
      CHECK(std::string(error.what()).starts_with(entry.path().string() + ": "));
      what = cause(error.what());
    }
    ++counts[what];
    if (contains(entry.path().string(), "/pytorch-converted/")) ++converted[what];
  }
  CHECK(text(counts) ==
        std::vector<std::string>{"147 arrived", "76 forms of operators that are not supported",
                                 "156 inputs that are no maps", "135 nothing for an accelerator",
                                 "558 operators that are not supported"});
  CHECK(text(converted) ==
        std::vector<std::string>{"41 arrived", "6 forms of operators that are not supported",
                                 "18 inputs that are no maps", "7 nothing for an accelerator",
                                 "10 operators that are not supported"});
}
