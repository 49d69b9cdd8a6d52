#include "library.hpp"
#include "networks.hpp"
#include "read.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::test::onnx;

TEST_CASE("are all shapes those that the library infers?") {
  int compared = 0;
  for (const std::string_view text : {kLeNet, kMobileNetBlock, kResNetBlock, kTcn, kQuantised, kDetector}) {
    const importer::ImportedNetwork net = imported(text);
    const auto inferred = inferred_shapes(text);
    for (const network::Operator& op : net.network.operators()) {
      // Operators are called as their output is; views have no name in the source.
      const auto found = inferred.find(op.name);
      if (found == inferred.end()) continue;
      INFO(op.name);
      const std::vector<std::int64_t>& dims = found->second;
      const auto side = [&](std::size_t i) { return i < dims.size() ? dims[i] : 1; };
      CHECK(side(1) == op.out.channels);
      // Behind paddings that an attribute states the library infers nothing.
      if (side(2) == -1) continue;
      CHECK(side(2) == op.out.height);
      CHECK(side(3) == op.out.width);
      ++compared;
    }
  }
  CHECK(compared > 35);
}

TEST_CASE("does the binary form give the same network as the text?") {
  for (const std::string_view text : {kLeNet, kMobileNetBlock, kResNetBlock, kTcn, kQuantised, kDetector}) {
    const importer::ImportedNetwork from_text = imported(text);
    const importer::ImportedNetwork from_binary = imported(binary(text));
    CHECK(operators(from_text) == operators(from_binary));
    CHECK(fates(from_text) == fates(from_binary));
    CHECK(importer::totals_of(from_text.network).macs == importer::totals_of(from_binary.network).macs);
  }
}
