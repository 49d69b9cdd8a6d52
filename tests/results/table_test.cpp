// The three forms of a table, byte by byte.
#include "synergy/results/table.hpp"

#include <cstdlib>
#include <limits>
#include <nlohmann/json.hpp>

#include <catch2/catch.hpp>

using namespace synergy;
using results::Cell;
using results::Table;

namespace {

Table one_row(std::vector<Cell> cells) {
  static const char* const names[] = {"a", "b", "c", "d", "e"};
  Table table{"test", {}, {}};
  for (std::size_t i = 0; i < cells.size(); ++i) table.columns.push_back({names[i], "", "a column"});
  table.rows.push_back(std::move(cells));
  return table;
}

}  // namespace

TEST_CASE("is a table written as RFC 4180 asks, with LF?") {
  CHECK(results::to_csv(one_row({std::string("plain"), std::int64_t{-7}, 1.5, Cell{}, std::string()})) ==
        "a,b,c,d,e\nplain,-7,1.5,,\n");
  // Only what must be quoted is.
  CHECK(results::to_csv(one_row({std::string("a,b"), std::string("say \"hi\""), std::string("two\nlines"),
                                 std::string("cr\r"), std::string("semi;colon 'x'")})) ==
        "a,b,c,d,e\n\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\"cr\r\",semi;colon 'x'\n");
  CHECK(results::to_csv({"test", {{"a", "", "x"}, {"b", "", "x"}}, {}}) == "a,b\n");
}

TEST_CASE("are doubles written in the shortest form that reads back to the same value?") {
  CHECK(results::to_text(0.1) == "0.1");
  CHECK(results::to_text(1.0 / 3) == "0.3333333333333333");
  CHECK(results::to_text(0.1 + 0.2) == "0.30000000000000004");
  CHECK(results::to_text(123456.789) == "123456.789");
  for (const double value :
       {0.0, -0.0, 1.0, -2.5, 1e300, 1e-300, 5e-324, 1e15, 1e16, 1e17, 123456789012345678.0, 6.02214076e23,
        std::numeric_limits<double>::max(), std::numeric_limits<double>::min()}) {
    const std::string text = results::to_text(value);
    CAPTURE(text);
    CHECK(std::strtod(text.c_str(), nullptr) == value);
    CHECK(text.find(',') == std::string::npos);
  }
}

TEST_CASE("is JSON one object per row, with null for what is not available?") {
  const Table table =
      one_row({std::string("a \"quoted\"\ttext, \xc3\xbc"), std::int64_t{1} << 62, 0.1, Cell{}});
  const auto json = nlohmann::json::parse(results::to_json(table));
  REQUIRE(json.size() == 1);
  CHECK(json[0]["a"] == "a \"quoted\"\ttext, \xc3\xbc");
  CHECK(json[0]["b"] == std::int64_t{1} << 62);
  CHECK(json[0]["b"].is_number_integer());
  CHECK(json[0]["c"] == 0.1);
  CHECK(json[0]["d"].is_null());
  CHECK(nlohmann::json::parse(results::to_json({"test", {{"a", "", "x"}}, {}})).empty());
}

TEST_CASE("are columns aligned for people, numbers to the right with four digits, '-' for nothing?") {
  Table table{"test", {{"name", "", "x"}, {"value", "", "x"}, {"count", "", "x"}}, {}};
  table.rows.push_back({std::string("long name"), 1.23456, std::int64_t{7}});
  table.rows.push_back({std::string("b"), 12345.6, Cell{}});
  CHECK(results::to_aligned(table) ==
        "name       value  count\n"
        "long name  1.235      7\n"
        "b          12346      -\n");
}

TEST_CASE("does a line feed in a name break no row of a printed table?") {
  const Table table{"test", {{"a\nb", "", "x"}}, {{std::string("c\n\x1b[1md")}}};
  CHECK(results::to_aligned(table) == "a\\nb\nc\\n\\x1b[1md\n");
}

TEST_CASE("are selected columns in the order asked for?") {
  const Table table = one_row({std::int64_t{1}, std::int64_t{2}, std::int64_t{3}});
  CHECK(results::to_csv(results::select(table, {"c", "a"})) == "c,a\n3,1\n");
}
