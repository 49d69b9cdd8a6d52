// reproduce from outside: what it prints, writes and refuses.
#include <sstream>

#include "program.hpp"

using namespace synergy::test;

namespace {

const std::vector<std::string> kShort{"--set", "measurement={warm_up: 0.2 s, window: 2 s}", "-q"};

Outcome reproduce(const Folder& folder, std::vector<std::string> more) {
  more.insert(more.begin(), {"reproduce", "w2"});
  more.insert(more.end(), kShort.begin(), kShort.end());
  return run_in(folder.path(), more);
}

std::size_t rows(const std::string& csv) {
  return static_cast<std::size_t>(std::count(csv.begin(), csv.end(), '\n')) - 1;
}

}  // namespace

TEST_CASE(
    "does reproduce say what every row of the claim table means, and what the order of devices moves?") {
  const Folder folder;
  const Outcome outcome = reproduce(folder, {"--orders", "4", "--out", "results"});
  CHECK(outcome.code == 0);
  for (const char* said : {"per_baseline_ratio", "throughput ratio: Inferences per second", "of 7 pairs",
                           "both_sequential", "both_adaptive: both under policy adaptive.", "order_count"})
    CHECK_THAT(outcome.out, Catch::Contains(said));
  const auto file = [&](const std::string& name) { return read(folder.path() / "results" / name); };
  CHECK(rows(file("ratios.csv")) == 7);
  CHECK(rows(file("order_ratios.csv")) == 4 * 7);
  CHECK(rows(file("order_planners.csv")) == 8);
  CHECK(rows(file("claims.csv")) % 5 == 0);
  CHECK(rows(file("claims.csv")) >= 5 * 5);  // paired, four policies, and another sensing
  CHECK_THAT(file("datapackage.json"), Catch::Contains("definition_ratios.csv"));
}

TEST_CASE("does reproduce compare under the planners' own policies alone if asked to?") {
  const Folder folder;
  const Outcome outcome = reproduce(folder, {"--only-paired", "--out", "results"});
  CHECK(outcome.code == 0);
  CHECK_THAT(outcome.out, !Catch::Contains("both_") && !Catch::Contains("\noptimal"));
  CHECK(rows(read(folder.path() / "results" / "claims.csv")) == 5);
  CHECK_FALSE(std::filesystem::exists(folder.path() / "results" / "order_claims.csv"));
}

TEST_CASE("are the pairs of an order those of the scenario with that device_order?") {
  const Folder folder;
  CHECK(reproduce(folder, {"--orders", "2", "--out", "orders"}).code == 0);
  // Four different devices have 24 orders: these two are drawn, the body's own first.
  const std::string drawn = read(folder.path() / "orders" / "order_ratios.csv");
  const std::size_t begin = drawn.find('"', drawn.find("\nw2,1,")) + 1;
  const std::string order = drawn.substr(begin, drawn.find('"', begin) - begin);
  CHECK(reproduce(folder, {"--only-paired", "--set", "device_order=[" + order + "]", "--out", "one"}).code ==
        0);
  std::istringstream lines(read(folder.path() / "one" / "ratios.csv"));
  std::string line;
  std::getline(lines, line);
  std::size_t found = 0;
  while (std::getline(lines, line)) {
    const std::string same = "w2,1,\"" + order + "\"" + line.substr(2) + "\n";
    CAPTURE(same);
    if (drawn.find(same) != std::string::npos) ++found;
  }
  CHECK(found == 7);
}

TEST_CASE("does reproduce refuse a number of orders that is none?") {
  CHECK(run({"reproduce", "w2", "--orders", "-1"}).code == 2);
  CHECK(run({"reproduce", "w2", "--orders", "many"}).code == 2);
}
