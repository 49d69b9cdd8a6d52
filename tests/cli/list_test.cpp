// Help, version and what there is.
#include "synergy/results/dictionary.hpp"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "program.hpp"

using namespace synergy;
using namespace synergy::test;

namespace {

const std::vector<std::string> kCommands{"run",       "plan", "explain", "validate",    "cost", "list",
                                         "reproduce", "link", "compare", "sensitivity", "diff"};

/// The `name` column of a list, in its order.
std::vector<std::string> names(const std::string& what) {
  const Outcome outcome = run({"list", what, "--format", "json"});
  REQUIRE(outcome.code == 0);
  std::vector<std::string> found;
  for (const auto& row : nlohmann::json::parse(outcome.out)) found.push_back(row["name"]);
  return found;
}

std::set<std::string> yaml_files(const std::string& folder) {
  std::set<std::string> stems;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(SYNERGY_SOURCE_DIR) + "/" + folder)) {
    if (entry.path().extension() == ".yaml") stems.insert(entry.path().stem().string());
  }
  return stems;
}

}  // namespace

TEST_CASE("does --help name every command, and every command explain itself?") {
  const Outcome help = run({"--help"});
  CHECK(help.code == 0);
  CHECK(help.err == "");
  for (const std::string& command : kCommands) {
    CAPTURE(command);
    CHECK_THAT(help.out, Catch::Contains("\n  " + command + " "));
    const Outcome own = run({command, "--help"});
    CHECK(own.code == 0);
    CHECK(own.err == "");
    CHECK_THAT(own.out, Catch::Contains("Usage: synergy-sim " + command));
  }
}

TEST_CASE("does --version tell the version, and what else decides about a result, a line each?") {
  const Outcome version = run({"--version", "--data", "/elsewhere"});
  CHECK(version.code == 0);
  const std::vector<std::string> lines = lines_of(version.out);
  REQUIRE(lines.size() == 4);
  CHECK(lines[0] == SYNERGY_SIM_VERSION);
  CHECK_THAT(lines[1], Catch::StartsWith("commit "));
  CHECK_THAT(lines[2], Catch::StartsWith("compiler "));
  CHECK(lines[3] == "data /elsewhere");
  CHECK(version.err == "");
}

TEST_CASE("does list name exactly what the data folders hold?") {
  const auto as_set = [](const std::vector<std::string>& list) {
    const std::set<std::string> set(list.begin(), list.end());
    CHECK(set.size() == list.size());
    return set;
  };
  CHECK(as_set(names("models")) == yaml_files("model_zoo"));
  CHECK(as_set(names("scenarios")) == yaml_files("scenarios"));
  const std::set<std::string> devices = as_set(names("devices"));
  for (const std::string& device : devices) CHECK(yaml_files("device_profiles").count(device) == 1);
  for (const char* device : {"max78000", "max78002", "nrf52840", "camera_hm01b0", "haptic_lra"})
    CHECK(devices.count(device) == 1);
}

TEST_CASE("does list planners say what each does, where it is from, and its policy?") {
  const Outcome outcome = run({"list", "planners", "--format", "json"});
  std::set<std::string> found;
  for (const auto& row : nlohmann::json::parse(outcome.out)) {
    CHECK(found.insert(row["name"]).second);
    CHECK(!row["description"].get<std::string>().empty());
    CHECK(!row["origin"].get<std::string>().empty());
    if (row["name"] == "synergy") CHECK(row["paired_policy"] == "adaptive");
    if (row["name"] == "min_dev") CHECK(row["paired_policy"] == "sequential");
  }
  for (const char* name : {"synergy", "min_dev", "max_dev", "pri_min_dev", "pri_max_dev", "ind_model",
                           "ind_e2e", "joint_model"}) {
    CHECK(found.count(name) == 1);
  }
}

TEST_CASE("does list metrics define every column of every CSV file?") {
  const Outcome outcome = run({"list", "metrics", "--format", "json"});
  std::set<std::pair<std::string, std::string>> listed;
  for (const auto& row : nlohmann::json::parse(outcome.out)) {
    CHECK(!row["definition"].get<std::string>().empty());
    listed.emplace(row["table"].get<std::string>(), row["column"].get<std::string>());
  }
  for (const results::Table& table : results::declared_tables()) {
    for (const results::Column& column : table.columns)
      CHECK(listed.count({std::string(table.name), std::string(column.name)}) == 1);
  }
}

TEST_CASE("is every list the same in its three formats?") {
  for (const char* what : {"planners", "scenarios", "models", "devices", "metrics"}) {
    CAPTURE(what);
    const Outcome table = run({"list", what});
    const Outcome csv = run({"list", what, "--format", "csv"});
    const Outcome json = run({"list", what, "--format", "json"});
    CHECK(table.code == 0);
    CHECK(csv.code == 0);
    const std::size_t rows = nlohmann::json::parse(json.out).size();
    CHECK(rows > 0);
    CHECK(lines_of(table.out).size() == rows + 1);
    CHECK(lines_of(csv.out).size() == rows + 1);
  }
}
