#include "synergy/input/printable.hpp"

#include <catch2/catch.hpp>

namespace synergy::test {

using input::printable;
using input::printable_lines;

TEST_CASE("does a name that a terminal would obey only stand there?") {
  CHECK(printable("\x1b[2J\x1b]0;mine\x07") == "\\x1b[2J\\x1b]0;mine\\x07");
  CHECK(printable("\x7f\xc2\x9b"
                  "31m") == "\\x7f\\u009b31m");
  CHECK(printable("\xe2\x80\xaegnp.exe\xe2\x81\xa6") == "\\u202egnp.exe\\u2066");
  CHECK(printable("a\nb\tc\r") == "a\\nb\\tc\\x0d");
  CHECK(printable_lines("a\nb\tc\r") == "a\nb\tc\\x0d");
}

TEST_CASE("do other texts stay as they are, cut ones and those of other alphabets among them?") {
  for (const std::string text :
       {"", "w1",
        "Gr\xc3\xb6\xc3\x9f"
        "e",
        "\xe6\x89\x8b\xe8\xa1\xa8", "\xf0\x9f\x91\x93", "\xc3", "\xe2\x80", "\xff\xfe"}) {
    CAPTURE(text);
    CHECK(printable(text) == text);
    CHECK(printable_lines(text) == text);
  }
}

}  // namespace synergy::test
