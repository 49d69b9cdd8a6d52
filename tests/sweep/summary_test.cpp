// summary.csv of a sweep: what run writes, one row for the points that differ in nothing but the replication.
#include "synergy/results/summary.hpp"

#include <cmath>
#include <set>

#include "sweeps.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::test;

namespace {

const std::string kNoisy =
    "scenarios: small.yaml\nplanners: [synergy, max_dev]\nreplications: 4\n"
    "set: {load.regime: poisson, apps.kws.rate: 200 Hz, measurement.window: 2 s}\naxes: {link.att_mtu: [100, "
    "23], cpu_sleep: "
    "[sleep]}\n";

}  // namespace

TEST_CASE("has a sweep's summary the mean and interval of its runs, for every factor, planner and metric?") {
  const SweepFolder folder;
  const sweep::Points points(folder.sweep(kNoisy), library(), 2);
  (void)run_sweep(points, folder.path() / "out");
  const auto runs = rows_of(folder.path() / "out" / "runs.csv");
  const auto summary = rows_of(folder.path() / "out" / "summary.csv");
  REQUIRE(runs.size() == 2 * 2 * 4);
  CHECK(summary.size() == 2 * 2 * results::summarised_metrics().size());
  std::set<std::string> keys;
  for (const auto& row : summary) {
    std::vector<double> values;
    for (const auto& run : runs) {
      bool same = true;
      for (const char* key : {"x_link_att_mtu", "x_cpu_sleep", "scenario", "planner", "policy"})
        same = same && run.at(key) == row.at(key);
      if (same) values.push_back(std::stod(run.at(row.at("metric"))));
    }
    REQUIRE(values.size() == 4);
    double mean = 0;
    for (const double v : values) mean += v / 4;
    double squares = 0;
    for (const double v : values) squares += (v - mean) * (v - mean);
    CHECK(row.at("replication_count") == "4");
    CHECK(std::stod(row.at("mean")) == Approx(mean));
    // t(0.975, 3) = 3.18245
    CHECK(std::stod(row.at("ci95_half_width")) == Approx(3.18245 * std::sqrt(squares / 3 / 4)).epsilon(1e-5));
    keys.insert(row.at("x_link_att_mtu") + row.at("planner") + row.at("policy") + row.at("metric"));
  }
  CHECK(keys.size() == summary.size());
  CHECK(summary.front().at("x_link_att_mtu") == "23");  // by value: 23 before 100
  const std::string package = read(folder.path() / "out" / "datapackage.json");
  CHECK(package.find("\"summary.csv\"") != std::string::npos);
}

TEST_CASE("do shards join to the summary of the whole, and do failed points have no part in it?") {
  const SweepFolder folder;
  const sweep::Points points(folder.sweep(kNoisy), library(), 2);
  (void)run_sweep(points, folder.path() / "whole");
  for (int k = 1; k <= 2; ++k) (void)run_sweep(points, folder.path() / std::to_string(k), {k, 2});
  (void)sweep::merge({folder.path() / "1", folder.path() / "2"}, folder.path() / "merged", {});
  CHECK(read(folder.path() / "merged" / "summary.csv") == read(folder.path() / "whole" / "summary.csv"));

  const sweep::Points some(folder.sweep("scenarios: small.yaml\naxes: {link.att_mtu: [5, 23]}\n"), library(),
                           1);
  (void)run_sweep(some, folder.path() / "some");
  const auto summary = rows_of(folder.path() / "some" / "summary.csv");
  CHECK(summary.size() == results::summarised_metrics().size());
  for (const auto& row : summary) {
    CHECK(row.at("x_link_att_mtu") == "23");
    CHECK(row.at("replication_count") == "1");
    CHECK(row.at("ci95_half_width") == "");
  }
}

TEST_CASE("does a sweep clear what an earlier call left in its folder?") {
  const SweepFolder folder;
  const auto out = folder.path() / "out";
  std::filesystem::create_directory(out);
  put(out / "manifest.json", "{}\n");
  put(out / "resolved.yaml", "old: 1\n");
  put(out / "claims.csv", "claim\n");
  put(out / "mine.csv", "a\n");
  const sweep::Points points(folder.sweep("scenarios: small.yaml\n"), library(), 1);
  (void)run_sweep(points, out);
  CHECK(!std::filesystem::exists(out / "resolved.yaml"));
  CHECK(!std::filesystem::exists(out / "claims.csv"));
  CHECK(std::filesystem::exists(out / "mine.csv"));
}
