// Files made to be slow, deep or huge end in a result or an error, in time that grows with their size.
#include "synergy/input/csv.hpp"
#include "synergy/input/edit.hpp"
#include "synergy/input/reader.hpp"

#include <ctime>

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace synergy;
using namespace synergy::input;

namespace {

constexpr int kMany = 60'000;

/// Processor seconds that `work` takes; other programs of the machine do not count.
template <class Work>
double seconds_of(const Work& work) {
  const std::clock_t began = std::clock();
  work();
  return static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
}

/// `count` pieces of text, each with its number for "{}", between two others.
std::string many(std::string_view before, std::string_view piece, std::string_view after, int count = kMany) {
  std::string text(before);
  const std::size_t hole = piece.find("{}");
  for (int i = 0; i < count; ++i) {
    text += piece.substr(0, hole);
    if (hole == std::string_view::npos) continue;
    text += std::to_string(i);
    text += piece.substr(hole + 2);
  }
  return text += after;
}

/// What parsing says, "" if it is content. Must take less than two processor seconds, whatever the text: half
/// a second without sanitizers, and 16 s if something grows with the square of 60,000.
std::string outcome(const std::string& text) {
  std::string said;
  CHECK(seconds_of([&] {
          try {
            (void)parse(text, "f.yaml");
          } catch (const InputError& error) {
            said = error.what();
          }
        }) < 10);
  return said;
}

}  // namespace

TEST_CASE("do tens of thousands of keys and items take time that grows with their number?") {
  CHECK(outcome(many("", "k{}: 1\n", "")) == "");
  CHECK(outcome(many("{", "k{}: 1, ", "}")) == "");
  CHECK(outcome(many("{", "\xC3\xA9{}: \xC3\xBC, ", "}")) == "");  // columns are counted in characters
  CHECK(outcome(many("{", "k{}, ", "}")) == "");
  CHECK(outcome(many("", "k{}:\n", "")) == "");
  CHECK(outcome(many("a:\n", "- # nothing {}\n", "")) == "");
  CHECK(outcome(many("[", "\"a{}\", ", "]")) == "");
  CHECK(outcome(many("a:\n  -", "\n\n# {}\n", "  -\n")) == "");
  CHECK(outcome(many("", "k{}: 1\n", "k7: 2\n")) == "f.yaml:60001:1: duplicate key 'k7' (first in line 8)");
  CHECK_THAT(outcome(many("[", "1,", "]", 300'000)), Catch::Contains("more than 200000 values"));
}

TEST_CASE("does nesting end at the limit, however it is written, and before it fills the stack?") {
  for (const std::string_view deep : {"- ", "a: {b: [", "? ", "[", "{", "[{", "- - ", "{a: "})
    CHECK_THAT(outcome(many("", deep, "", 100'000)), Catch::StartsWith("f.yaml:1:"));
  std::string ladder;
  for (int i = 0; i < 1'000; ++i) ladder += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  CHECK(outcome(ladder) == "f.yaml:33:33: nested deeper than 32 levels");
  CHECK_THAT(outcome(std::string(3'000'000, '[')), Catch::Contains("more than 200000 values"));
}

TEST_CASE("do aliases that multiply end at the first anchor?") {
  std::string bomb = "a0: &a0 [x, x]\n";
  for (int i = 1; i < 30; ++i) bomb += fmt::format("a{}: &a{} [*a{}, *a{}]\n", i, i, i - 1, i - 1);
  CHECK(outcome(bomb) == "f.yaml:1:5: anchors and aliases are not supported");
  CHECK(outcome("a: *nothing\n") == "f.yaml:1:4: anchors and aliases are not supported");
}

TEST_CASE("do values of millions of characters take time that grows with their length?") {
  const std::string huge(3'000'000, 'x');
  CHECK(outcome("a: " + huge) == "");
  CHECK(outcome("a: \"" + huge + "\"") == "");
  CHECK(outcome(many("a: |\n", "  x\n", "", 500'000)) == "");
  CHECK(outcome(many("a: \"", "x\n  ", "\"", 500'000)) == "");
  CHECK(outcome(many("a: x", " \n", "", 1'000'000)) == "");
  CHECK(outcome(many("a: x", " #", "", 1'000'000)) == "");
  CHECK(outcome("a: \"" + huge + "\n") == "f.yaml:1:4: not valid YAML: a text in quotes that does not end");
  CHECK_THAT(outcome("a: 1\n" + huge + ": 2\n"), Catch::StartsWith("f.yaml:2:3000001: not valid YAML"));
}

TEST_CASE("are a hundred of a file's problems told, and the others counted?") {
  const Document document = parse(many("", "k{}: 1\n", ""), "f.yaml");
  std::string said;
  CHECK(seconds_of([&] {
          Problems problems("f.yaml");
          Mapping root = Value(document.root, problems).mapping();
          for (int i = 0; i < 30; ++i) (void)root.optional(fmt::format("a_rather_long_key_{}", i));
          root.finish();
          CHECK(problems.count() == kMany);
          try {
            problems.throw_if_any();
          } catch (const InputError& error) {
            CHECK(error.problems().size() == kMaxProblems + 1);
            said = error.what();
          }
        }) < 10);
  CHECK_THAT(said, Catch::StartsWith("f.yaml:1:1: unknown key 'k0'"));
  CHECK_THAT(said, Catch::EndsWith("f.yaml: and 59900 more problems that are not shown"));
}

TEST_CASE("does a problem taken back make room for another?") {
  Problems problems("f.yaml");
  for (int i = 0; i < 150; ++i) problems.add(i + 1, 1, "wrong");
  CHECK(problems.full());
  problems.retract(120);  // was only counted
  problems.retract(3);
  CHECK(!problems.full());
  problems.add(4, 1, "better said");
  CHECK(problems.count() == 151);
  try {
    problems.throw_if_any();
    FAIL("no error");
  } catch (const InputError& error) {
    CHECK(error.problems().size() == kMaxProblems + 1);
    CHECK(error.problems()[3].message == "better said");
    CHECK(error.problems().back().message == "and 50 more problems that are not shown");
  }
}

TEST_CASE("does an unknown name among tens of thousands end with the first of them?") {
  std::vector<std::string> names;
  for (int i = 0; i < kMany; ++i) names.push_back(fmt::format("a_name_that_is_rather_long_{}", i));
  std::string said;
  CHECK(seconds_of([&] {
          said = unknown_name("device", "a_name_that_is_rather_lonk_7", {names.begin(), names.end()});
        }) < 10);
  CHECK_THAT(said,
             Catch::Contains("a_name_that_is_rather_long_999 and 59000 more; did you mean 'a_name_that"));
}

TEST_CASE("does a huge table end in time that grows with its size?") {
  CHECK(seconds_of([] {
          const Csv csv = Csv::parse(many("a,b\n", "{},\"x\"\n", "", 500'000), "f.csv");
          CHECK(csv.row_count() == 500'000);
          CHECK_THROWS_AS(Csv::parse("a\n\"" + std::string(5'000'000, '\n'), "f.csv"), InputError);
          CHECK_THROWS_AS(Csv::parse(many("", "c{},", ""), "f.csv"), InputError);
        }) < 10);
}
