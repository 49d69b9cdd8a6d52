// CSV as RFC 4180 has it, and nothing else.
#include "synergy/input/csv.hpp"

#include <random>

#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::input;

namespace {

/// The cells of every row, the header first.
std::vector<std::vector<std::string>> all(const std::string& text) {
  const Csv csv = Csv::parse(text, "f.csv");
  std::vector<std::vector<std::string>> rows{csv.columns()};
  for (std::size_t r = 0; r < csv.row_count(); ++r) {
    auto& row = rows.emplace_back();
    for (std::size_t c = 0; c < csv.columns().size(); ++c) row.emplace_back(csv.cell(r, c));
  }
  return rows;
}

std::string error_of(const std::string& text) {
  try {
    (void)Csv::parse(text, "f.csv");
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

using Rows = std::vector<std::vector<std::string>>;

}  // namespace

TEST_CASE("are plain, quoted and empty cells read as they are meant?") {
  CHECK(all("a,b\n1,2\n") == Rows{{"a", "b"}, {"1", "2"}});
  CHECK(all("a,b\n,\n") == Rows{{"a", "b"}, {"", ""}});
  CHECK(all("a,b\n\"\",\"x\"\n") == Rows{{"a", "b"}, {"", "x"}});
  CHECK(all("a,b\n\"1,2\",\"he said \"\"no\"\"\"\n") == Rows{{"a", "b"}, {"1,2", "he said \"no\""}});
  CHECK(all("\"a\",b\n\"one\ntwo\",3\n") == Rows{{"a", "b"}, {"one\ntwo", "3"}});
  CHECK(all("a\n\n1\n") == Rows{{"a"}, {""}, {"1"}});  // one column: an empty line is an empty cell
  CHECK(all("a,b\n") == Rows{{"a", "b"}});
  CHECK(all("a,\xC3\xA4\n \t,\xE2\x82\xAC\n") == Rows{{"a", "\xC3\xA4"}, {" \t", "\xE2\x82\xAC"}});
}

TEST_CASE("may lines end with CRLF, and the last one with the file?") {
  CHECK(all("a,b\r\n1,2\r\n") == Rows{{"a", "b"}, {"1", "2"}});
  CHECK(all("a,b\n1,2") == Rows{{"a", "b"}, {"1", "2"}});
  CHECK(all("a,b\n1,") == Rows{{"a", "b"}, {"1", ""}});
  CHECK(all("a,b\n1,\"2\"") == Rows{{"a", "b"}, {"1", "2"}});
}

TEST_CASE("is everything else an error with its place?") {
  CHECK(error_of("") == "f.csv: the file is empty; expected a line with the names of the columns");
  CHECK(error_of("\n1\n") == "f.csv:1:1: column 1 has no name");
  CHECK(error_of("a,\n1,2\n") == "f.csv:1:1: column 2 has no name");
  CHECK(error_of("a,b,a\n") == "f.csv:1:1: two columns are named 'a'");
  CHECK(error_of("a,b\n1\n") == "f.csv:2:1: 1 cells where the header has 2");
  CHECK(error_of("a,b\n1,2,3\n") == "f.csv:2:1: 3 cells where the header has 2");
  CHECK(error_of("a,b\n1,2\n\n3,4\n") == "f.csv:3:1: an empty line");
  CHECK(error_of("a,b\n\n3,4\n") == "f.csv:2:1: an empty line");
  CHECK(error_of("a,b\n\"x\ny\",2\n1\n") == "f.csv:4:1: 1 cells where the header has 2");
  CHECK_THAT(error_of("a,b\n1,x\"y\n"), Catch::StartsWith("f.csv:2:4: a quote inside a cell"));
  CHECK(error_of("a,b\n1,\"y\n3,4\n") == "f.csv:2:3: a quoted cell that does not end");
  CHECK_THAT(error_of("a,b\n1,\"y\"z\n"), Catch::StartsWith("f.csv:2:6: text after a quoted cell"));
  CHECK_THAT(error_of("a,b\n\"1\n2\" ,3\n"), Catch::StartsWith("f.csv:3:3: text after a quoted cell"));
  CHECK(error_of("a,b\r1,2\r") == "f.csv:1:4: a carriage return without a line feed");
  CHECK(error_of("\xEF\xBB\xBF"
                 "a,b\n") == "f.csv:1:1: the file begins with a byte order mark; save it without one");
  CHECK_THAT(error_of(std::string("a,b\n1,\0\n", 8)), Catch::StartsWith("f.csv:2:1: not a text file"));
  CHECK_THAT(error_of("a,b\n1,\xFF\n"), Catch::StartsWith("f.csv:2:1: not a text file"));
  CHECK_THAT(error_of("a,b\n1,\xC3"), Catch::StartsWith("f.csv:2:1: not a text file"));
  CHECK_THAT(error_of(std::string(5000, ',')), Catch::Contains("no name"));
  std::string wide = "c0";
  for (int i = 1; i < 5000; ++i) wide += ",c" + std::to_string(i);
  CHECK(error_of(wide) == "f.csv:1:1: more than 1024 columns");
}

TEST_CASE("does any text end in a table or an InputError?") {
  std::mt19937 random(7);
  constexpr std::string_view kLetters = "\"\"\",,\n\n\ra1";
  int tables = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string text = "a,b\n";
    for (auto n = random() % 12; n > 0; --n) text += kLetters[random() % kLetters.size()];
    try {
      const Csv csv = Csv::parse(text, "f.csv");
      ++tables;
      for (std::size_t r = 0; r < csv.row_count(); ++r) CHECK(csv.where(r).line > 1);
    } catch (const InputError&) {
    }
  }
  CHECK(tables > 100);
}

TEST_CASE("is a number what a table writes, and nothing else?") {
  CHECK(to_number("-1.5") == -1.5);
  CHECK(to_number("2e-07") == 2e-07);
  CHECK(to_number("0") == 0.0);
  for (const char* other :
       {"", " 1", "1 ", "1,5", "1.5.2", "inf", "nan", "-", "0x10", "+1", "1e999", "1'000"}) {
    CAPTURE(other);
    CHECK(!to_number(other));
  }
}
