#include "sweeps.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using Catch::Contains;
using synergy::test::library;
using synergy::test::SweepFolder;

namespace {

std::vector<std::string> labels(const sweep::Axis& axis) {
  std::vector<std::string> texts;
  for (const sweep::Level& level : axis.levels) texts.push_back(level.label);
  return texts;
}

sweep::Axis only_axis(const std::string& axis) {
  const SweepFolder folder;
  return folder
      .sweep(
          "scenarios: small.yaml\nset: {link.loss: {model: fixed, per_forward: 0, per_backward: 0}}\naxes:\n "
          " " +
          axis + "\n")
      .parts.at(0)
      .axes.at(0);
}

int count_of(const std::string& text) {
  const SweepFolder folder;
  return sweep::Points(folder.sweep(text), library(), 1).distinct_count();
}

}  // namespace

TEST_CASE("do the shipped sweeps load, and have they as many points as they say?") {
  const auto count = [](const std::string& name) {
    return sweep::Points(sweep::load_sweep(name, library()), library(), 2).distinct_count();
  };
  CHECK(library().sweep_names() == std::vector<std::string>{"arrivals", "dynamics", "links"});
  CHECK(count("arrivals") == 5 * 2 * 2 * 5 + 5 * 5 * 3);  // sequential is what ind_e2e is paired with
  CHECK(count("links") == 8 * 25 * 2 * 5 * 5);
}

TEST_CASE("does a range give decimals that nothing rounded, both ends included where the steps meet them?") {
  using Texts = std::vector<std::string>;
  CHECK(labels(only_axis("a: {path: link.loss.per_forward, from: 0, to: 0.3, step: 0.1}")) ==
        Texts{"0", "0.1", "0.2", "0.3"});
  CHECK(labels(only_axis("a: {path: link.connection_interval, from: 7.5 ms, to: 11 ms, step: 1.25 ms}")) ==
        Texts{"7.5 ms", "8.75 ms", "10 ms"});
  CHECK(labels(only_axis("a: {path: link.att_mtu, from: 60, to: 40, step: -10}")) == Texts{"60", "50", "40"});
  CHECK(labels(only_axis("a: {path: link.att_mtu, from: 40, to: 40, step: 7}")) == Texts{"40"});
}

TEST_CASE("is a range of more digits than can be counted in refused, and one of 18 not?") {
  const SweepFolder folder;
  const auto said = [&](const std::string& to, const std::string& step) {
    return folder.problems("scenarios: small.yaml\naxes: {a: {path: link.att_mtu, from: 0, to: " + to +
                           ", step: " + step + "}}\n");
  };
  CHECK_THAT(said("999999999999", "0.000000001"), Catch::Contains("more than 18 digits"));
  CHECK_THAT(said("10000000000", "0.000000001"), Catch::Contains("more than 18 digits"));
  // 18 digits are counted: so many values that they are too many.
  CHECK_THAT(said("999999999", "0.000000001"), Catch::Contains("999999999000000001 values"));
}

TEST_CASE("does a column have one unit, and its name say which?") {
  const sweep::Axis interval = only_axis("link.connection_interval: [7.5 ms, 0.03 s, 2000 ms]");
  CHECK(interval.column == "x_link_connection_interval_ms");
  CHECK(interval.levels[1].cell == results::Cell(30.0));
  CHECK(only_axis("interval_ms: {path: link.connection_interval, values: [15 ms]}").column ==
        "x_interval_ms");
  CHECK(only_axis("link.att_mtu: [23, 65]").levels[1].cell == results::Cell(std::int64_t{65}));
  CHECK(only_axis("p: {path: link.loss.per_forward, values: [0, 0.5]}").levels[1].cell == results::Cell(0.5));
  const sweep::Axis phy = only_axis("link.phy: [1M, 2M]");
  CHECK(phy.column == "x_link_phy");
  CHECK(phy.levels[0].cell == results::Cell(std::string("1M")));
  CHECK(only_axis("apps.kws.result_bytes: [4 B, 1 KiB]").levels[1].cell == results::Cell(std::int64_t{1024}));
}

TEST_CASE("are points counted as hand does: factorial, zipped, excluded, repeated, in parts?") {
  const std::string base = "scenarios: small.yaml\n";
  const std::string axes = "axes: {link.att_mtu: [23, 65, 123], link.phy: [1M, 2M]}\n";
  CHECK(count_of(base) == 1);
  CHECK(count_of(base + axes) == 6);
  CHECK(count_of(base + axes + "planners: [synergy, ind_e2e]\nreplications: 5\n") == 60);
  CHECK(count_of(base + axes + "planners: all\npolicies: [paired, sequential]\n") > 48);
  CHECK(count_of(base +
                 "axes: {link.att_mtu: [23, 65], link.phy: [1M, 2M]}\nzip: [[link.att_mtu, link.phy]]\n") ==
        2);
  CHECK(count_of(base + axes + "exclude: [{link.phy: 1M, link.att_mtu: [23, 65]}]\n") == 4);
  CHECK(count_of(base + axes + "exclude: [{link.phy: 1M}, {link.att_mtu: 23}]\n") == 2);
  CHECK(count_of(base + axes +
                 "planners: [synergy, ind_e2e]\nexclude: [{planner: ind_e2e, link.phy: 1M}]\n") == 9);
  CHECK(count_of(base + axes + "parts: [{}, {}]\n") == 6);
  CHECK(count_of(base + axes + "parts: [{}, {planners: ind_e2e}]\n") == 12);
  CHECK(count_of(base + "groups: {g: {axes: {link.phy: [1M, 2M]}}}\nparts:\n"
                        "  - {use: [g], axes: {link.att_mtu: [23, 65]}}\n  - {use: [g]}\n") == 6);
}

TEST_CASE("does every mistake in a sweep file end with its place, all at once?") {
  const SweepFolder folder;
  const std::string said = folder.problems(
      "scenarios: [small.yaml, w99]\n"
      "planners: [synergi]\n"
      "axis: {}\n"
      "axes:\n"
      "  a: {path: link.connection_interval, from: 7.5 ms, to: 30 s, step: 1.25 ms}\n"
      "  b: []\n"
      "  c: {path: link.att_mtu, from: 10, to: 50, step: -1}\n"
      "  d: {path: link.att_mtu, values: [23, 65, 23]}\n"
      "  e: {path: link.att_mtu, values: [{a: 1}]}\n"
      "zip: [[c, d, zz], [d]]\n"
      "exclude: [{d: 3}, {nothing: 3}, {}]\n"
      "tables: [runs, rows]\n");
  for (const char* part :
       {"s.yaml:3:25: unknown scenario 'w99'", "s.yaml:4:12: unknown planner 'synergi'",
        "did you mean 'synergy'?", "s.yaml:5:1: unknown key 'axis'", "s.yaml:7:6: from, to and step must be",
        "s.yaml:8:6: an axis needs at least one value", "s.yaml:9:51: with this step",
        "s.yaml:10:6: the axis has the value '23' twice", "s.yaml:11:36: expected a single value",
        "s.yaml:12:11: zipped axes need as many values", "s.yaml:12:14: unknown axis 'zz'",
        "s.yaml:12:19: a zip needs two axes or more",
        "s.yaml:13:15: unknown value of axis d '3'; known: 23, 65", "s.yaml:13:29: unknown axis 'nothing'",
        "s.yaml:13:33: this would exclude every point", "s.yaml:14:16: unknown table 'rows'"}) {
    CHECK_THAT(said, Contains(part));
  }
}

TEST_CASE("does a path that leads nowhere end with the place of its axis, before anything runs?") {
  const SweepFolder folder;
  CHECK_THAT(folder.problems("scenarios: small.yaml\naxes:\n  link.conection_interval: [15 ms]\n"),
             Contains("s.yaml:5:28: no value of axis link.conection_interval makes a valid scenario") &&
                 Contains("did you mean 'connection_interval'?"));
  CHECK_THAT(folder.problems("scenarios: small.yaml\nset: {link.phi: 1M}\n"),
             Contains("s.yaml:4:17: scenario small with link.phi set: unknown key 'phi'"));
  CHECK_THAT(folder.problems("scenarios: small.yaml\naxes:\n  apps.kvs.rate: [1 Hz]\n"),
             Contains("s.yaml:5:18: no value of axis apps.kvs.rate makes a valid scenario") &&
                 Contains("apps.kvs.rate=1 Hz: no list item 'kvs'; known: 0, or kws"));
  CHECK(folder.problems("scenarios: small.yaml\naxes:\n  link.att_mtu: [5, 23]\n") == "no error");
}

TEST_CASE("does a sweep whose points are all excluded end with the place of the exclusions?") {
  const SweepFolder folder;
  std::string said = "no error";
  try {
    (void)sweep::Points(
        folder.sweep("scenarios: small.yaml\naxes: {link.phy: [1M, 2M]}\nexclude: [{link.phy: [1M, 2M]}]\n"),
        library(), 1);
  } catch (const InputError& error) {
    said = error.what();
  }
  CHECK_THAT(said, Contains("s.yaml:5:10: this leaves the sweep without any point"));
}
