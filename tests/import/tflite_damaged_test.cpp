// TensorFlow Lite files that are damaged or hostile: a network or an error, soon, and in little memory.
#include <array>
#include <random>

#include "../support/tries.hpp"
#include "tflite_support.hpp"

using namespace synergy;
using synergy::test::has;
using synergy::test::sound_file;
using synergy::test::TfliteFile;
namespace op = synergy::test::op;

namespace {

std::string error_of(const std::string& bytes) {
  try {
    (void)importer::read({"a.tflite", bytes}, {}, "tflite");
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

/// Whether a file that this many random changes were made to still is one.
bool survives(std::string bytes, std::mt19937_64& random) {
  for (auto n = 1 + random() % 4; n-- > 0 && !bytes.empty();) {
    const std::size_t at = random() % bytes.size();
    switch (random() % 6) {
      case 0:
        bytes.erase(at, 1 + random() % 8);
        break;
      case 1:
        bytes.insert(at, 1 + random() % 8, static_cast<char>(random() % 256));
        break;
      case 2:  // an offset, a length or a number, of the sizes that hurt
        for (std::size_t i = 0; i < 4 && at / 4 * 4 + i < bytes.size(); ++i)
          bytes[at / 4 * 4 + i] = static_cast<char>(
              std::array{0xffffffffU, 0x7fffffffU, 0x80000000U, 0x10000U, 0U, 1U}[random() % 6] >> (8 * i));
        break;
      default:
        bytes[at] = static_cast<char>(random() % 256);
    }
  }
  return error_of(bytes) == "no error";
}

int survivors(std::size_t count) {
  const std::string whole = sound_file().bytes();
  std::mt19937_64 random(1);  // the standard fixes what it gives
  int whole_files = 0;
  for (std::size_t i = 0; i < count; ++i) whole_files += survives(whole, random) ? 1 : 0;
  return whole_files;
}

}  // namespace

TEST_CASE("is a TensorFlow Lite file recognised by its mark, and anything else not?") {
  const std::string whole = sound_file().bytes();
  REQUIRE(error_of(whole) == "no error");
  const importer::Format* format = importer::recognise({"model.bin", whole});
  REQUIRE(format != nullptr);
  CHECK(format->name == "tflite");
  std::string other = whole;
  other[7] = '4';
  CHECK(importer::recognise({"model.tflite", other}) == nullptr);
  CHECK(has(error_of(other), "byte 4: no TensorFlow Lite file"));
  CHECK(has(error_of(""), "byte 4: no TensorFlow Lite file"));
  const importer::Source pointer{"a.tflite",
                                 "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"};
  CHECK_THROWS_WITH(importer::read(pointer), Catch::Contains("git lfs pull"));
  TfliteFile old = sound_file();
  old.version = 1;
  CHECK(has(synergy::test::tflite_error(old), "version 1 of the format"));
  old.version = 3;
  old.graphs = 0;
  CHECK(has(synergy::test::tflite_error(old), "has no graph"));
}

TEST_CASE("does a file that is cut off anywhere end in an error that says so?") {
  const std::string whole = sound_file().bytes();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    // Only what fills the end up to a round number of bytes may be missing.
    const std::string error = error_of(whole.substr(0, size));
    CHECK((error != "no error" || size + 16 > whole.size()));
    CHECK(error.size() < 10'000);
  }
}

TEST_CASE("are lengths of gigabytes, offsets into nowhere and numbers out of range refused?") {
  TfliteFile file = sound_file();
  const std::string whole = file.bytes();
  // Every number of four bytes in turn, by what makes sums and products overflow.
  for (std::size_t at = 0; at + 4 <= whole.size(); at += 4) {
    for (const std::uint32_t number : {0x7fffffffU, 0xffffffffU, 0x80000000U, 0x40000000U}) {
      std::string bytes = whole;
      for (std::size_t i = 0; i < 4; ++i) bytes[at + i] = static_cast<char>(number >> (8 * i));
      (void)error_of(bytes);
    }
  }
  const auto with_sides = [](const std::vector<int>& sides) {
    TfliteFile one;
    const int map = one.input(sides);
    return synergy::test::error_to(one, one.op(op::relu, {map}, sides));
  };
  CHECK(has(with_sides({1, -4, 8, 3}), "each must be 1 or more"));
  CHECK(has(with_sides({1, 0, 8, 3}), "each must be 1 or more"));
  CHECK(has(with_sides({1, 65536, 65536, 65536}), "2^30 elements at most"));
  CHECK(has(with_sides({2147483647, 2147483647, 2147483647, 2147483647}), "2^30 elements at most"));
  CHECK(has(with_sides({1, 1, 1, 1, 1, 1, 1, 1, 1}), "9 dimensions; 8 at most"));
  CHECK(has(with_sides({1, 2, 8, 8, 3}), "dimensions"));
  file.operators[2].fields[0] = synergy::test::i32(4000);
  CHECK(has(synergy::test::tflite_error(file), "operator 2 is of kind 4000, but the file has 11 kinds"));
  file = sound_file();
  file.operators[2].fields[1] = synergy::test::int32s({4000});
  CHECK(has(synergy::test::tflite_error(file), "reads tensor 4000"));
  file = sound_file();
  file.operators[2].fields[2] = synergy::test::int32s({-7});
  CHECK(has(synergy::test::tflite_error(file), "writes tensor -7"));
  file = sound_file();
  file.inputs = {400};
  CHECK(has(synergy::test::tflite_error(file), "tensor 400 is among the inputs"));
  file = sound_file();
  file.tensors[4].fields[2] = synergy::test::i32(999);
  CHECK(has(synergy::test::tflite_error(file), "in buffer 999"));
}

TEST_CASE("are circles of operators refused, and tensors that are written twice?") {
  TfliteFile circle;
  const int map = circle.input({1, 4});
  const int a = circle.tensor({1, 4});
  const int b = circle.tensor({1, 4});
  circle.add_op(op::add, {map, b}, {a});
  circle.add_op(op::relu, {a}, {b});
  CHECK(has(synergy::test::error_to(circle, b), "reads 't2', which nothing in front of it writes"));
  TfliteFile self;
  self.add_op(op::add, {self.input({1, 4}), self.tensor({1, 4})}, {1});
  CHECK(has(synergy::test::error_to(self, 1), "which nothing in front of it writes"));
  TfliteFile twice;
  const int in = twice.input({1, 4});
  const int out = twice.op(op::relu, {in}, {1, 4});
  twice.add_op(op::relu, {in}, {out});
  CHECK(has(synergy::test::error_to(twice, out), "is there already"));
  TfliteFile kept;
  const int first = kept.input({1, 4});
  const int state = kept.tensor({1, 4});
  kept.tensors.back().fields[5] = synergy::test::i8(1);
  CHECK(has(synergy::test::error_to(kept, kept.op(op::add, {first, state}, {1, 4})),
            "make such a state an input"));
}

TEST_CASE("does a file whose parts lie in one another end soon, and before it takes much memory?") {
  // Four bytes name a tensor or an operator once more.
  TfliteFile file = sound_file();
  file.more_tensors = 60'000;
  CHECK(synergy::test::tflite_error(file) == "no error");
  file.more_tensors = 300'000;
  CHECK(has(synergy::test::tflite_error(file), "tensors; 65536 at most"));
  file = sound_file();
  file.more_operators = 16'000;
  const std::string error = synergy::test::tflite_error(file);
  CHECK(has(error, "is there already"));
  CHECK(error.size() < 50'000);
  file.more_operators = 100'000;
  CHECK(has(synergy::test::tflite_error(file), "operators; 16384 at most"));
  // More than networks may have, each with a name of its own.
  TfliteFile deep;
  int last = deep.input({1, 4});
  for (int i = 0; i < 5000; ++i) last = deep.op(op::relu, {last}, {1, 4});
  CHECK(has(synergy::test::error_to(deep, last), "5000 operators: 1 to 4096 are possible"));
}

TEST_CASE("do 100,000 damaged files end in a network or an error?") {
  const int whole = survivors(synergy::test::tries(100'000));
  CHECK(whole > synergy::test::tries(5'000));  // names, weights and what fills gaps
  CHECK(whole < synergy::test::tries(90'000));
}

TEST_CASE("do a million damaged files end in a network or an error?", "[.long]") {
  CHECK(survivors(1'000'000) > 50'000);
}
