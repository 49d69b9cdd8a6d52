
#include "synergy/import/checkpoint.hpp"

#include "synergy/input/error.hpp"

#include <random>

#include "checkpoint_writer.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::importer;

namespace {

const std::vector<synergy::test::SavedTensor>& tensors() {
  static const std::vector<synergy::test::SavedTensor> saved = {
      {"conv1.output_shift", {1}, -2}, {"conv1.weight_bits", {1}, 4},   {"conv1.op.weight", {60, 3, 3, 3}},
      {"conv1.op.bias", {60}},         {"bn.running_mean", {60}},       {"fc.weight_bits", {1}, 8},
      {"fc.op.weight", {10, 70'000}},  {"module.fc.op.weight", {1, 1}}, {"last.weight", {5, 10}}};
  return saved;
}

std::vector<synergy::test::SavedTensor> sound() {
  std::vector<synergy::test::SavedTensor> saved = tensors();
  saved[6].shape = {10, 6000};
  return saved;
}

std::string message(const std::string& bytes) {
  try {
    (void)read_checkpoint(bytes, "a.pth.tar");
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string archive_of(const std::string& pickle) { return synergy::test::zip({{"x/data.pkl", pickle}}); }

}  // namespace

TEST_CASE("are shapes, widths, shifts and biases read from checkpoints of both forms?") {
  for (const bool legacy : {false, true}) {
    INFO("legacy " << legacy);
    const std::string bytes = legacy ? synergy::test::legacy_checkpoint("net5", sound())
                                     : synergy::test::checkpoint("net5", sound());
    REQUIRE(looks_like_checkpoint(bytes));
    const Checkpoint read = read_checkpoint(bytes, "a.pth.tar");
    CHECK(read.arch == "net5");
    // In order; the copy under module. and what has one dimension are left out.
    REQUIRE(read.layers.size() == 3);
    CHECK(read.layers[0].name == "conv1");
    CHECK(read.layers[0].shape == std::vector<int>{60, 3, 3, 3});
    CHECK(read.layers[0].weight_bits == 4);
    CHECK(read.layers[0].output_shift == -2);
    CHECK(read.layers[0].has_bias);
    CHECK(read.layers[1].name == "fc");
    CHECK(read.layers[1].weight_bits == 8);
    CHECK_FALSE(read.layers[1].has_bias);
    CHECK(read.layers[2].name == "last");
    CHECK_FALSE(read.layers[2].weight_bits);
  }
}

TEST_CASE("does a pickle that wants something done get nothing done, and an error with its byte?") {
  namespace p = synergy::test::pickle;
  const std::string start = "\x80\x02";
  // What a call would do stays undone: it is data without weights.
  CHECK(contains(message(archive_of(start + p::global("os", "system") + p::text("false") + "\x85R.")),
                 "no 'state_dict'"));
  CHECK(contains(message(archive_of(start + "i" + "os\nsystem\n.")), "byte 2: opcode 0x69"));  // INST
  CHECK(contains(message(archive_of(start + "\x81.")), "opcode 0x81"));                        // NEWOBJ
  CHECK(contains(message(archive_of("\x80\x05.")), "protocol 5"));
  CHECK(contains(message(archive_of(start + ".")), "empty stack"));
  CHECK(contains(message(archive_of(start + "h\x05.")), "refers to a value that is not there"));
  CHECK(contains(message(archive_of(start + "t.")), "no mark"));
  CHECK(contains(message(archive_of(start + "X\xff\xff\xff\xff" + "a.")), "ends after"));
  CHECK(contains(message(archive_of(start + "K\x01K\x02K\x03s.")), "that has none"));
  // Lists that hold each other end in an error too, not in a hang.
  CHECK(contains(
      message(archive_of(start + "]q" + synergy::test::le(0, 1) + "h" + synergy::test::le(0, 1) + "a.")),
      "state_dict"));
  std::string doubling = start + "]q" + synergy::test::le(0, 1);
  for (int i = 0; i < 3'000'000; ++i) doubling += "N";
  CHECK(contains(message(archive_of(doubling + ".")), "a million values"));
}

TEST_CASE("are archives that are cut off, compressed, empty or that lie refused?") {
  const std::string whole = synergy::test::checkpoint("net5", sound());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    INFO(size << " bytes of " << whole.size());
    CHECK(message(whole.substr(0, size)) != "no error");
  }
  CHECK(contains(message(synergy::test::zip({{"x/data.pkl", "a"}}, 8)), "compressed"));
  CHECK(contains(message(synergy::test::zip({{"x/other", "a"}})), "without data.pkl"));
  CHECK(contains(message("nothing of the kind"), "is no checkpoint"));
  CHECK(contains(message(synergy::test::checkpoint("net5", {{"fc.bias", {5}}})), "no weights"));
  CHECK(contains(message(synergy::test::checkpoint("net5", tensors())), "'fc' has a side of 70000"));
}

TEST_CASE("do 100,000 damaged checkpoints end in a result or an error?") {
  std::mt19937 random(1);  // the standard fixes what it gives
  const std::string forms[] = {
      synergy::test::checkpoint("n", {{"a.weight_bits", {1}, 8}, {"a.op.weight", {4, 3}}}),
      synergy::test::legacy_checkpoint("n", {{"a.weight_bits", {1}, 8}, {"a.op.weight", {4, 3}}})};
  int readable = 0;
  for (int i = 0; i < 100'000; ++i) {
    std::string bytes = forms[i % 2];
    for (auto n = 1 + random() % 4; n-- > 0;) {
      const std::size_t at = random() % bytes.size();
      if (random() % 4 == 0)
        bytes.erase(at, random() % 8);
      else if (random() % 4 == 0)
        bytes.insert(at, 1 + random() % 8, static_cast<char>(random() % 256));
      else
        bytes[at] = static_cast<char>(random() % 256);
      if (bytes.empty()) bytes = "P";
    }
    try {
      readable += read_checkpoint(bytes, "a").layers.empty() ? 0 : 1;
    } catch (const InputError&) {  // as it should be
    }
  }
  CHECK(readable > 1'000);  // some damage is in names and values
  CHECK(readable < 99'000);
}
