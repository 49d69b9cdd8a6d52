#include "synergy/input/reader.hpp"

#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::input;

namespace {

std::string error_of(const std::string& text) {
  try {
    (void)parse(text, "f.yaml");
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("are all problems of a file reported at once, in file order, with their places?") {
  const Document document = parse("a: 3\nb: seven\nwait: 5\nextra: 1\n", "f.yaml");
  Problems problems("f.yaml");
  Mapping root = Value(document.root, problems).mapping();
  CHECK(root.required("a")->integer() == 3);
  (void)root.required("wait")->quantity<Duration>();
  (void)root.required("b")->integer();
  (void)root.required("missing");
  root.finish();
  try {
    problems.throw_if_any();
    FAIL("no error");
  } catch (const InputError& error) {
    CHECK(std::string(error.what()) ==
          "f.yaml:1:1: missing key 'missing'\n"
          "f.yaml:2:4: expected a whole number, found 'seven'\n"
          "f.yaml:3:7: '5' has no unit; expected a duration in one of: s, ms, us, ns, min, h\n"
          "f.yaml:4:1: unknown key 'extra'; known: a, wait, b, missing");
  }
}

TEST_CASE("is a duplicate key an error at its second place?") {
  CHECK(error_of("a: 1\nb: 2\na: 3\n") == "f.yaml:3:1: duplicate key 'a' (first in line 1)");
}

TEST_CASE("do hostile files end in a clear error?") {
  CHECK_THAT(error_of(""), Catch::Contains("empty"));
  CHECK_THAT(error_of("a: &x [1]\nb: *x\n"), Catch::Contains("anchors"));
  CHECK_THAT(error_of("a: 1\n---\nb: 2\n"), Catch::Contains("more than one"));
  CHECK_THAT(error_of(std::string("a: \0b", 5)), Catch::Contains("not a text file"));
  CHECK_THAT(error_of("a: \xff\xfe"), Catch::Contains("not a text file"));
  CHECK_THAT(error_of("a: [1, 2"), Catch::Contains("not valid YAML"));
  CHECK_THAT(error_of("a: " + std::string(100'000, '[')), Catch::Contains("f.yaml:1:"));
  CHECK_THAT(error_of("a: " + std::string(40, '[') + std::string(40, ']')), Catch::Contains("nested deeper"));
  CHECK_THAT(error_of(std::string(kMaxFileBytes + 1, 'a')), Catch::Contains("larger than"));
  CHECK_THAT(error_of("? [a]\n: 1\n"), Catch::Contains("key"));
}

TEST_CASE("does a typo get a suggestion?") {
  CHECK(unknown_name("planner", "synergi", {"min_dev", "synergy"}) ==
        "unknown planner 'synergi'; known: min_dev, synergy; did you mean 'synergy'?");
  CHECK(unknown_name("planner", "x", {"min_dev"}) == "unknown planner 'x'; known: min_dev");
  CHECK(closest("MAX78000", {"max78000", "max78002"}) == "max78000");
  CHECK(closest("Max78002", {"max78000", "max78002"}) == "max78002");
  CHECK(closest("SYNERGI", {"min_dev", "synergy"}) == "synergy");
  CHECK(closest("kws", {"KWS", "kws"}) == "kws");
  CHECK(closest("KwS", {"sws", "KWS"}) == "KWS");
}

TEST_CASE("is a misspelt key said once, not also as missing?") {
  const auto problems_of = [](const std::string& text) -> std::string {
    const Document document = parse(text, "f.yaml");
    Problems problems("f.yaml");
    Mapping root = Value(document.root, problems).mapping();
    (void)root.required("kernel");
    (void)root.required("padding");
    root.finish();
    try {
      problems.throw_if_any();
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  };
  CHECK(problems_of("kernl: 1\npadding: 1\n") ==
        "f.yaml:1:1: unknown key 'kernl'; known: kernel, padding; did you mean 'kernel'?");
  CHECK(problems_of("kernl: 1\n") ==
        "f.yaml:1:1: missing key 'padding'\n"
        "f.yaml:1:1: unknown key 'kernl'; known: kernel, padding; did you mean 'kernel'?");
  CHECK(problems_of("stride: 1\npadding: 1\n") ==
        "f.yaml:1:1: missing key 'kernel'\nf.yaml:1:1: unknown key 'stride'; known: kernel, padding");
}
