// Writing YAML: what is put in quotes, and parsed values as text.
#include "synergy/input/edit.hpp"

#include <catch2/catch.hpp>

using namespace synergy;

TEST_CASE("does text in quotes read back as it was, control characters included?") {
  CHECK(input::in_quotes("plain") == "\"plain\"");
  CHECK(input::in_quotes("a \"b\" \\c\n\t\x01") == "\"a \\\"b\\\" \\\\c\\n\\t\\x01\"");
  for (const std::string text : {"", "true", "7", "x: [1] # no", "\"\\\n\t\r\x01\x1f", "µW"}) {
    CAPTURE(text);
    const input::Document once = input::parse("a: " + input::in_quotes(text) + "\n", "a.yaml");
    REQUIRE(once.root.entries.size() == 1);
    CHECK(once.root.entries[0].value.scalar == text);
    const input::Document twice = input::parse(input::to_yaml(once.root), "b.yaml");
    CHECK(twice.root.entries[0].value.scalar == text);
  }
}
