#include "synergy/sweep/journal.hpp"

#include <algorithm>

#include "../support/folder.hpp"
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
      CHECK(journal.done().size() == static_cast<std::size_t>(std::max<std::ptrdiff_t>(lines - 1, 0)));
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
  put(file, text + text.substr(text.find('\n') + 1, text.find('\n', text.find('\n') + 1) - text.find('\n')));
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
