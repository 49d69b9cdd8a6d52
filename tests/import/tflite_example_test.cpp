// The TensorFlow Lite file of the tutorial. It stands there compressed, since a page shows text alone.
#include <cstdio>
#include <fstream>

#include "tflite_support.hpp"

using namespace synergy;
using synergy::test::TfliteFile;
namespace op = synergy::test::op;

namespace {

/// What a converter makes of two convolutions over time: maps of one row. No weight matters, only how many.
TfliteFile carry() {
  TfliteFile file;
  const auto named = [&file](int tensor, std::string_view name) {
    file.tensors[static_cast<std::size_t>(tensor)].fields[3] = synergy::test::text(name);
    return tensor;
  };
  const auto conv = [&](int map, int steps, int in, int out) {
    return file.op(op::conv, {map, file.weights({out, 1, 3, in}), file.weights({out}, synergy::test::kInt32)},
                   {1, 1, steps, out}, synergy::test::conv_options(0, 1, 1, 1));
  };
  const auto pool = [&](int map, int steps, int channels) {
    return file.op(op::max_pool, {map}, {1, 1, steps / 4, channels}, synergy::test::pool_options(1, 4, 1, 4));
  };
  const int motion = named(file.input({1, 1, 64, 6}), "motion");
  const int first = named(pool(named(conv(motion, 64, 6, 16), "fast"), 64, 16), "fast/pool");
  const int second = named(pool(named(conv(first, 16, 16, 32), "slow"), 16, 32), "slow/pool");
  const int row = named(file.op(op::reshape, {second, file.numbers({-1, 128})}, {1, 128}), "flatten");
  const int scores =
      named(file.op(op::fully_connected,
                    {row, file.weights({4, 128}), file.weights({4}, synergy::test::kInt32)}, {1, 4}),
            "scores");
  file.outputs = {named(file.op(op::softmax, {scores}, {1, 4}), "carries")};
  return file;
}

}  // namespace

TEST_CASE("is the file of the tutorial what these tests write?") {
  const std::string unpack =
      "base64 -d " SYNERGY_SOURCE_DIR "/scenarios/examples/carry.tflite.gz.txt | gunzip";
  std::FILE* pipe = popen(unpack.c_str(), "r");  // NOLINT(cert-env33-c): as the page does it
  REQUIRE(pipe != nullptr);
  std::string bytes;
  char buffer[4096];
  for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) bytes.append(buffer, n);
  REQUIRE(pclose(pipe) == 0);
  const bool same = bytes == carry().bytes();
  CHECK(same);
  const auto from = synergy::test::read_tflite(carry());
  CHECK(importer::totals_of(from.network).macs == 64 * 16 * 18 + 16 * 32 * 48 + 512);
}

TEST_CASE("write the file of the tutorial", "[.write]") {
  std::ofstream("carry.tflite", std::ios::binary) << carry().bytes();  // then: gzip -9n, base64
}
