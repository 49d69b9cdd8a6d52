// What is in a result folder that was used before: this call's files and foreign ones, nothing of ours that
// is no longer true.
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "program.hpp"

using namespace synergy::test;

namespace {

namespace fs = std::filesystem;

std::set<std::string> names_in(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.insert(entry.path().filename().string());
  return names;
}

/// The paths that datapackage.json lists.
std::set<std::string> listed_in(const fs::path& folder) {
  std::set<std::string> paths;
  const auto package = nlohmann::json::parse(read(folder / "datapackage.json"));
  for (const auto& resource : package["resources"]) paths.insert(resource["path"].get<std::string>());
  return paths;
}

std::set<std::string> tables_in(const fs::path& folder) {
  std::set<std::string> names = names_in(folder);
  for (auto name = names.begin(); name != names.end();)
    name = fs::path(*name).extension() == ".csv" ? std::next(name) : names.erase(name);
  return names;
}

const std::set<std::string> kOfRun{"runs.csv",    "apps.csv",      "datapackage.json", "devices.csv",
                                   "units.csv",   "links.csv",     "segments.csv",     "phases.csv",
                                   "summary.csv", "manifest.json", "resolved.yaml"};

std::string renamed(const std::string& name) { return small_with("name: small", "name: " + name); }

}  // namespace

TEST_CASE("does a folder hold nothing of an earlier call, whatever called it, and keep foreign files?") {
  const Folder folder;
  put(folder.path() / "one.yaml", renamed("one"));
  put(folder.path() / "two.yaml", renamed("two"));
  const auto call = [&](std::vector<std::string> words) {
    words.insert(words.begin(), "-q");
    words.insert(words.end(), {"--out", "out"});
    REQUIRE(run_in(folder.path(), words).code == 0);
  };
  const fs::path out = folder.path() / "out";
  call({"run", "one.yaml", "two.yaml"});
  CHECK(names_in(out).count("resolved-one.yaml") == 1);
  call({"run", "one.yaml"});
  CHECK(names_in(out) == kOfRun);
  put(out / "notes.txt", "mine");
  put(out / "mine.csv", "a,b\n1,2\n");
  put(out / "cost.csv", "a,b\n1,2\n");
  call({"reproduce", "one.yaml", "two.yaml"});
  CHECK(names_in(out).count("ratios.csv") == 1);
  CHECK(names_in(out).count("resolved.yaml") == 0);
  CHECK(names_in(out).count("resolved-two.yaml") == 1);
  call({"run", "two.yaml"});
  std::set<std::string> expected = kOfRun;
  expected.insert({"notes.txt", "mine.csv", "cost.csv"});
  CHECK(names_in(out) == expected);
  call({"plan", "one.yaml", "--pareto"});
  CHECK(names_in(out).count("runs.csv") == 0);
  CHECK(names_in(out).count("pareto.csv") == 1);
}

TEST_CASE("is nothing removed from a folder that this program did not write?") {
  const Folder folder;
  put(folder.path() / "one.yaml", renamed("one"));
  put(folder.path() / "claims.csv", "mine\n1\n");
  put(folder.path() / "resolved-mine.yaml", "mine: 1\n");
  REQUIRE(run_in(folder.path(), {"-q", "run", "one.yaml", "--out", "."}).code == 0);
  CHECK(read(folder.path() / "claims.csv") == "mine\n1\n");
  CHECK(read(folder.path() / "resolved-mine.yaml") == "mine: 1\n");
}

TEST_CASE("does datapackage.json list every table of the folder, foreign ones too?") {
  const Folder folder;
  put(folder.path() / "one.yaml", renamed("one"));
  fs::create_directory(folder.path() / "out");
  put(folder.path() / "out" / "Link Throughput.csv", "source,\"kbps, ours\"\nx,1\n");
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"run", "one.yaml"},
                                             {"reproduce", "one.yaml"},
                                             {"sensitivity", "one.yaml", "--planner", "synergy"},
                                             {"plan", "one.yaml", "--pareto"}}) {
    std::vector<std::string> call = words;
    call.insert(call.end(), {"-q", "--out", "out"});
    REQUIRE(run_in(folder.path(), call).code == 0);
    CAPTURE(words[0]);
    CHECK(listed_in(folder.path() / "out") == tables_in(folder.path() / "out"));
  }
  const auto package = nlohmann::json::parse(read(folder.path() / "out" / "datapackage.json"));
  for (const auto& resource : package["resources"]) {
    if (resource["path"] != "Link Throughput.csv") continue;
    CHECK(resource["name"] == "link-throughput");
    CHECK(resource["schema"]["fields"][1]["name"] == "kbps, ours");
  }
}

TEST_CASE("do scenarios whose names no file may have leave their resolved files?") {
  const Folder folder;
  put(folder.path() / "one.yaml", renamed("../a/b"));
  put(folder.path() / "two.yaml", renamed("a%2Fb"));
  REQUIRE(run_in(folder.path(), {"-q", "run", "one.yaml", "two.yaml", "--out", "out"}).code == 0);
  const auto names = names_in(folder.path() / "out");
  CHECK(names.count("resolved-..%2Fa%2Fb.yaml") == 1);
  CHECK(names.count("resolved-a%252Fb.yaml") == 1);
}
