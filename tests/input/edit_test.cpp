// Writing YAML: what is put in quotes, and parsed values as text.
#include "synergy/input/edit.hpp"

#include <catch2/catch.hpp>

using namespace synergy;

TEST_CASE("does text in quotes read back as it was, control characters included?") {
  CHECK(input::in_quotes("plain") == "\"plain\"");
  CHECK(input::in_quotes("a \"b\" \\c\n\t\x01") == "\"a \\\"b\\\" \\\\c\\n\\t\\x01\"");
  for (const std::string text :
       {"", "true", "7", "x: [1] # no", "\"\\\n\t\r\x01\x1f", "µW", "\x7f", "\xc2\x80", "a\xc2\x85 b",
        "\xc2\x9f", "\xc2\xa0", "\xe2\x80\xa8\xe2\x80\xa9", "\xef\xbb\xbf", "\xef\xbf\xbd", "\xef\xbf\xbe",
        "\xef\xbf\xbf", "\xf0\x9f\x98\x80"}) {
    CAPTURE(text);
    const input::Document once = input::parse("a: " + input::in_quotes(text) + "\n", "a.yaml");
    REQUIRE(once.root.entries.size() == 1);
    CHECK(once.root.entries[0].value.scalar == text);
    const input::Document twice = input::parse(input::to_yaml(once.root), "b.yaml");
    CHECK(twice.root.entries[0].value.scalar == text);
  }
}

TEST_CASE("is a word that YAML 1.1 takes for a boolean or nothing in quotes, and no other?") {
  for (const char* word :
       {"y", "Y", "n", "yes", "No", "NO", "on", "Off", "true", "FALSE", "null", "Null", "~"})
    CHECK(input::yaml_text(word) == input::in_quotes(word));
  for (const char* word : {"yes_", "nota", "one", "offset", "w2", "cpu", "nullable", "inf"})
    CHECK(input::yaml_text(word) == word);
  for (const char* number : {"1", "0x1F", "12:30", ".inf", "+1", "-"})
    CHECK(input::yaml_text(number) == input::in_quotes(number));
}

TEST_CASE("does a plain value of a file stay one, unless YAML 1.1 reads it as something else?") {
  const auto again = [](const std::string& value) {
    return input::to_yaml(input::parse("a: " + value + "\n", "a.yaml").root);
  };
  for (const std::string value :
       {"7", "-1.5", "2e-07", "010", "true", "false", "7.5 ms", "64 B", "esp32", "5 %", "nim ble", "3.3 V"}) {
    CAPTURE(value);
    CHECK(again(value) == "a: " + value + "\n");
  }
  for (const std::string value :
       {"no", "Yes", "on", "1_000", "0x1F", "12:30", ".inf", "2026-11-29", "=", "+5"}) {
    CAPTURE(value);
    CHECK(again(value) == "a: \"" + value + "\"\n");
  }
  CHECK(again("nim ble\n\n  two") == "a: \"nim ble\\ntwo\"\n");
}
