#include "synergy/sweep/journal.hpp"

#include "synergy/base/hash.hpp"

#include <algorithm>
#include <random>

#include "../support/folder.hpp"
#include "../support/tries.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::sweep;
using Catch::Contains;
using synergy::test::Folder;
using synergy::test::put;
using synergy::test::read;

namespace {

JournalHeader header() {
  JournalHeader header{
      "s", "d", "program 1", {1, 1}, 9, 9, {{"runs", "run_id,x"}}, "{}\n", {{"a.yaml", "00"}}};
  return header;
}

Entry entry(Key key) { return {key, "ok", {to_id(key) + ",\"with, comma\"\n"}}; }

bool all(Key /*key*/) { return true; }

/// A journal with entries 3, 1, 2.
std::filesystem::path three(const Folder& folder) {
  Journal journal(folder.path(), header(), all, false);
  for (const Key key : {Key{3}, Key{1}, Key{2}}) journal.append(entry(key));
  return folder.path() / JournalContent::kFileName;
}

std::vector<Key> keys(const Folder& folder) {
  std::vector<Key> found;
  const JournalContent content(folder.path());
  for (const auto& place : content.places()) found.push_back(place.key);
  return found;
}

std::string refusal(const Folder& folder, const JournalHeader& header) {
  try {
    const Journal journal(folder.path(), header, all, false);
    return "no error";
  } catch (const InputError& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("does a journal give back what was put in, sorted by id?") {
  const Folder folder;
  three(folder);
  JournalContent content(folder.path());
  CHECK(content.header() == header());
  REQUIRE(content.places().size() == 3);
  CHECK(content.places()[0].key == 1);
  CHECK(content.read(content.places()[2]).rows == entry(3).rows);
  CHECK(content.read(content.places()[0]).rows == entry(1).rows);
  CHECK(content.torn_count() == 0);
}

TEST_CASE("wherever the file is cut, do all whole lines count, and can it go on?") {
  const Folder folder;
  const std::string whole = read(three(folder));
  const std::size_t header_end = whole.find('\n') + 1;
  for (std::size_t length = 0; length <= whole.size(); ++length) {
    // Every place around line ends, and some between; each costs a sync of the disk.
    const bool near_end = whole.find('\n', length > 1 ? length - 2 : 0) <= length + 1;
    if (!near_end && length % 37 != 0) continue;
    const Folder cut;
    put(cut.path() / JournalContent::kFileName, whole.substr(0, length));
    const auto lines = std::count(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length), '\n');
    CAPTURE(length, lines);
    {
      Journal journal(cut.path(), header(), all, false);
      CHECK(journal.done().size() == static_cast<std::size_t>(std::max<std::ptrdiff_t>(lines - 3, 0)));
      const bool torn = length > header_end && whole[length - 1] != '\n';
      CHECK(journal.torn_count() == (torn ? 1 : 0));
      journal.append(entry(7));
    }
    JournalContent content(cut.path());
    CHECK(content.torn_count() == 0);
    CHECK(content.read(content.places().back()).key == 7);
  }
}

TEST_CASE("is a damaged line in the middle left out, and an entry that came twice taken once?") {
  const Folder folder;
  const auto file = three(folder);
  std::string text = read(file);
  text[text.find("p0000000000000001") + 30] ^= 1;
  const std::size_t entries = text.rfind('\n', text.find("p0000000000000003")) + 1;
  put(file, text + text.substr(entries, text.find('\n', entries) + 1 - entries));
  Journal journal(folder.path(), header(), all, false);
  CHECK(journal.done() == std::vector<Key>{2, 3});
  CHECK(journal.torn_count() == 1);
  CHECK(keys(folder) == std::vector<Key>{2, 3});
}

TEST_CASE("are entries that are not wanted any more taken out?") {
  const Folder folder;
  three(folder);
  const Journal journal(
      folder.path(), header(), [](Key key) { return key != 2; }, false);
  CHECK(journal.stale_count() == 1);
  CHECK(keys(folder) == std::vector<Key>{1, 3});
}

TEST_CASE("does overwriting forget everything?") {
  const Folder folder;
  three(folder);
  const Journal journal(folder.path(), header(), all, true);
  CHECK(journal.done().empty());
  CHECK(keys(folder).empty());
}

TEST_CASE("is a folder refused that holds another sweep, shard or build, or is in use?") {
  const Folder folder;
  three(folder);
  JournalHeader other = header();
  other.sweep = "t";
  CHECK_THAT(refusal(folder, other), Contains("holds results of sweep s") && Contains("--overwrite"));
  other = header();
  other.shard = {2, 4};
  CHECK_THAT(refusal(folder, other), Contains("holds shard 1/1, not 2/4"));
  other = header();
  other.program = "program 2";
  CHECK_THAT(refusal(folder, other), Contains("was begun by program 1, this is program 2"));
  const Journal journal(folder.path(), header(), all, false);
  CHECK_THAT(refusal(folder, header()), Contains("is being written by another process"));
}

TEST_CASE("is a folder refused whose points were planned by other code of a planner from outside?") {
  const Folder folder;
  JournalHeader begun = header();
  begun.inputs = {{"mine.so", "01"}, {"a.yaml", "02"}};
  { const Journal journal(folder.path(), begun, all, false, {{"mine.so", "01"}}); }
  begun.inputs.front().second = "03";
  CHECK_THROWS_WITH(Journal(folder.path(), begun, all, false, {{"mine.so", "03"}}),
                    Contains("was begun with another mine.so") && Contains("--overwrite"));
  CHECK_NOTHROW(Journal(folder.path(), begun, all, true, {{"mine.so", "03"}}));
  begun.inputs.emplace_back("new.so", "04");
  CHECK_NOTHROW(Journal(folder.path(), begun, all, false, {{"mine.so", "03"}, {"new.so", "04"}}));
}

TEST_CASE("do other inputs keep the entries that are still wanted, and other columns none?") {
  const Folder folder;
  three(folder);
  JournalHeader other = header();
  other.digest = "e";
  other.inputs = {{"a.yaml", "01"}};
  CHECK(refusal(folder, other) == "no error");
  CHECK(JournalContent(folder.path()).header() == other);
  CHECK(keys(folder).size() == 3);
  other.tables = {{"runs", "run_id,x,y"}};
  CHECK(refusal(folder, other) == "no error");
  CHECK(keys(folder).empty());
}

TEST_CASE("does either of the two headers do, and is a journal refused that has none?") {
  const Folder folder;
  const auto file = three(folder);
  const std::string text = read(file);
  const std::size_t second = text.find('\n') + 2;
  for (const std::size_t at : {std::size_t{40}, second - 2, second - 1, second + 40}) {
    CAPTURE(at);
    std::string damaged = text;
    damaged[at] ^= 1;
    put(file, damaged);
    const JournalContent content(folder.path());
    CHECK(content.header() == header());
    CHECK(content.places().size() == 3);
    CHECK(content.torn_count() == 1);
  }
  std::string both = text;
  both[40] ^= 1;
  both[second + 40] ^= 1;
  put(file, both);
  CHECK_THAT(refusal(folder, header()), Contains("its header is damaged"));
}

TEST_CASE("is a line that has the right hash, but is of another version, as good as torn?") {
  const Folder folder;
  const auto file = three(folder);
  const std::string text = read(file);
  const std::string json = R"({"journal":1,"sweep":"s","digest":"d","program":"program 1","shard":[1,1],)"
                           R"("total_count":9,"shard_count":9,"tables":[["runs","run_id,x"]],"inputs":[]})";
  const auto with = [&](const std::string& what, const std::string& instead) {
    std::string changed = json;
    changed.replace(changed.find(what), what.size(), instead);
    return changed;
  };
  const auto opens = [&](const std::string& header) {
    put(file, hex_hash(header) + " " + header + "\n");
    return refusal(folder, JournalContent(folder.path()).header());
  };
  CHECK(opens(json) == "no error");
  for (const std::string& other :
       {with("\"journal\":1", "\"journal\":2"), with("\"journal\":1", "\"journal\":\"1\""),
        with("[1,1]", "[5,2]"), with("[1,1]", "[-1,-1]"), with("[1,1]", "[1]"), with("[1,1]", "1"),
        with("[1,1]", "[1e300,1e300]"), with("[1,1]", "[1,18446744073709551615]"),
        with("\"total_count\":9,", ""), with(":9,", ":1e300,"), with(":9,", ":-1,"),
        with("[[\"runs\",\"run_id,x\"]]", "[]"), with("[[\"runs\",\"run_id,x\"]]", "[1]"),
        with("\"s\"", "null"), with("\"d\"", "[]"), with(",\"inputs\":[]", ""), std::string("[]")}) {
    CAPTURE(other);
    CHECK_THROWS_WITH(opens(other), Contains("no journal of a sweep of this version"));
  }
  for (const std::string_view entry :
       {R"({"id":"p0000000000000004","status":"ok"})",
        R"({"id":"p0000000000000004","status":1,"rows":["a\n"]})",
        R"({"id":"p0000000000000004","status":"ok","rows":[]})", R"({"id":"p0000000000000004","rows":)"}) {
    CAPTURE(entry);
    put(file, text + hex_hash(entry) + " " + std::string(entry) + "\n");
    JournalContent content(folder.path());
    REQUIRE(content.places().size() == 4);
    CHECK_THROWS_WITH(content.read(content.places().back()),
                      Contains("p0000000000000004 is none of this version"));
  }
}

TEST_CASE(
    "whatever a thousand corruptions do to a journal, is what it gives what was put in, and all of what they "
    "left?") {
  const Folder folder;
  {
    Journal journal(folder.path(), header(), all, false);
    for (Key key = 1; key <= 20; ++key) journal.append(entry(key));
  }
  const auto file = folder.path() / JournalContent::kFileName;
  const std::string whole = read(file);
  std::mt19937 random(1);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random()) % n; };
  for (int round = 0; round < synergy::test::tries(1000); ++round) {
    std::string damaged = whole;
    const std::size_t at = below(whole.size());
    const std::size_t length = 1 + below(200);
    switch (round % 6) {
      case 0:
        damaged[at] = static_cast<char>(damaged[at] ^ 1 << below(8));
        break;
      case 1:
        damaged.resize(at);
        break;
      case 2:
        damaged.erase(at, length);
        break;
      case 3:
        damaged.insert(at, whole.substr(below(whole.size()), length));
        break;
      case 4:
        std::fill_n(damaged.begin() + static_cast<std::ptrdiff_t>(at), std::min(length, damaged.size() - at),
                    '\0');
        break;
      default:
        std::swap(damaged[at], damaged[below(whole.size())]);
    }
    put(file, damaged);
    CAPTURE(round, at, length);
    // An entry is left if its line is, after a line feed or at the beginning.
    std::size_t left = 0;
    for (Key key = 1; key <= 20; ++key) {
      const std::size_t id = whole.find(to_id(key));
      const std::size_t begin = whole.rfind('\n', id);
      if (damaged.find(whole.substr(begin, whole.find('\n', id) + 1 - begin)) != std::string::npos) ++left;
    }
    try {
      JournalContent content(folder.path());
      CHECK(content.header() == header());
      CHECK(content.places().size() == left);
      if (left < 20 && !damaged.ends_with('\n')) CHECK(content.torn_count() > 0);
      for (const auto& place : content.places()) CHECK(content.read(place).rows == entry(place.key).rows);
    } catch (const InputError& error) {
      // Both headers gone, which takes a cut or a piece taken out or overwritten at the beginning.
      CHECK_THAT(error.what(), Contains("header is damaged") || Contains("is empty"));
      CHECK(at < 2 * whole.find('\n') + 3);
    }
  }
}
