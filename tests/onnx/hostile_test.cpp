#include <random>

#include "library.hpp"
#include "networks.hpp"
#include "read.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::test::onnx;

namespace {

/// A field of a protocol buffer with counted bytes.
std::string field(int number, const std::string& bytes) {
  std::string out;
  const auto varint = [&](std::size_t value) {
    for (; value >= 0x80; value >>= 7) out += static_cast<char>((value & 0x7F) | 0x80);
    out += static_cast<char>(value);
  };
  varint(static_cast<std::size_t>(number) << 3 | 2);
  varint(bytes.size());
  return out + bytes;
}

const std::string kVersion = "\x08\x08";

/// One of the two: a network or an error with the file's name. How many arrived.
int arrived(const std::string& bytes) {
  try {
    (void)imported(bytes);
    return 1;
  } catch (const InputError& error) {
    // A file that is damaged in front is of no format.
    INFO(error.what());
    CHECK(std::string(error.what()).starts_with("net.onnx:"));
  }
  return 0;
}

std::string damaged(std::string bytes, std::mt19937& random) {
  for (auto n = 1 + random() % 4; n-- > 0;) {
    const std::size_t at = random() % bytes.size();
    switch (random() % 4) {
      case 0:
        bytes.erase(at, random() % 8);
        break;
      case 1:
        bytes.insert(at, 1 + random() % 8, static_cast<char>(random() % 256));
        break;
      case 2:
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << random() % 8));
        break;
      default:
        bytes[at] = static_cast<char>(random() % 256);
    }
    if (bytes.empty()) bytes = "\x08";
  }
  return bytes;
}

}  // namespace

TEST_CASE("is a file that is cut off an error that says so?") {
  for (const std::string_view text : {kLeNet, kQuantised}) {
    const std::string whole = binary(text);
    // The graph is one field; without all of it there is no network. What stands behind it are versions.
    const std::size_t graph_ends = whole.rfind("digits") != std::string::npos ? whole.rfind("digits") : 400;
    for (std::size_t size = 0; size < graph_ends; ++size) {
      INFO(size << " bytes of " << whole.size());
      CHECK(message(whole.substr(0, size)) != "no error");
    }
    CHECK(contains(message(whole.substr(0, graph_ends)), "is the file complete?"));
  }
}

TEST_CASE("do damaged models end in a network or an error?") {
  std::mt19937 random(1);  // the standard fixes what it gives
  int whole = 0;
  for (const std::string_view text : {kLeNet, kMobileNetBlock, kResNetBlock, kTcn, kQuantised, kDetector}) {
    const std::string bytes = binary(text);
    for (int i = 0; i < 3'000; ++i) whole += arrived(damaged(bytes, random));
    for (int i = 0; i < 1'000; ++i) whole += arrived(damaged(std::string(text), random));
  }
  CHECK(whole > 100);  // some damage is in names
  CHECK(whole < 12'000);
}

TEST_CASE("are models that ask for too much refused before anything is allocated?") {
  std::string nodes;
  for (int i = 0; i < 2'000'000; ++i) nodes += field(1, "");
  CHECK(contains(message(kVersion + field(7, nodes)), "more than 2 MiB beside the weights"));
  // A tensor of 2 GiB that is not there.
  const std::string huge = std::string("\x08\xff\xff\xff\xff\x07", 6) + field(8, "w");
  CHECK(contains(message(kVersion + field(7, field(5, huge))), "nothing is left"));
  // A count that goes beyond the file.
  CHECK(contains(message(kVersion + std::string("\x3a\xff\xff\xff\xff\x0f", 6)), "of which 0 are there"));
  CHECK(contains(message(kVersion + std::string("\x3a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 11)),
                 "is the file complete"));
  // Graphs in attributes of nodes of graphs, and so on.
  std::string nested;
  for (int i = 0; i < 2'000; ++i) nested = field(1, field(5, field(6, nested)));
  CHECK(contains(message(kVersion + field(7, nested)), "damaged"));
  std::string text = "<ir_version: 8>\ng () => () {\n";
  for (int i = 0; i < 10'000; ++i) text += "y = If <then_branch = g () => () {";
  CHECK(contains(message(text), "nested too deeply"));
  std::string brackets = "<ir_version: 8>\ng (";
  for (int i = 0; i < 100'000; ++i) brackets += "seq(";
  CHECK(contains(message(brackets), "nested too deeply"));
}

TEST_CASE("are the numbers of weights skipped, however many there are?") {
  // 16 MiB in a tensor whose sides are open to doubt: only they count.
  const std::string weights = std::string("\x08\x04\x08\x04\x08\x01\x08\x01\x10\x01", 10) + field(8, "w") +
                              field(9, std::string(std::size_t{16} << 20, 'x'));
  const std::string small = binary(body("float[1,4,2,2] x, float[4,4,1,1] w", "y = Conv (x, w)"));
  // A second graph field goes on with the first: its initialiser is what the input was.
  CHECK(operators(imported(small + field(7, field(5, weights)))) ==
        std::vector<std::string>{"y conv2d 4x2x2"});
}

TEST_CASE("is what is no ONNX of no format?") {
  for (const std::string& bytes : {std::string(), std::string("\0\0\0\0", 4), std::string("<html></html>"),
                                   std::string("schema_version: 1\n"), std::string("\x08")})
    CHECK(contains(message(bytes), "no format that can be imported"));
}
