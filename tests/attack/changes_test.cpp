// Attacks on bodies that change: timelines drawn, judged and shrunk.
#include "synergy/attack/judge.hpp"
#include "synergy/attack/search.hpp"
#include "synergy/attack/shrink.hpp"
#include "synergy/input/usage_error.hpp"

#include "spaces.hpp"
#include <catch2/catch.hpp>

namespace synergy::attack {
namespace {

using test::case_of;

Side side(const std::string& text) {
  return side_of(text, scenario::Policy::adaptive, planner::Registry::builtin());
}

const std::string kBody =
    "body:\n  devices:\n"
    "    - {name: d0, accelerator: max78000, radio: nrf52840, sensors: [camera_hm01b0], interactions: "
    "[display_ls013b4dn04]}\n"
    "    - {name: d1, accelerator: max78000, radio: nrf52840, sensors: [], interactions: [haptic_lra]}\n"
    "    - {name: d2, accelerator: max78000, radio: nrf52840, sensors: [], interactions: []}\n"
    "apps:\n"
    "  - {name: a0, model: simplenet, sensor: camera, interaction: display}\n"
    "  - {name: a1, model: convnet5, sensor: camera, interaction: haptic}\n"
    "  - {name: a2, model: widenet, sensor: camera, interaction: display}\n"
    "measurement: {warm_up: 1 s, window: 19 s}\n";

Case changing(const std::string& timeline) { return case_of(kBody + "timeline:\n" + timeline); }

Verdict judged(const std::string& planner, const std::string& against, const Case& one,
               Metric metric = Metric::throughput) {
  return Judge({side(planner), side(against), metric}, {}, {}, "case.yaml", test::library())(one);
}

bool has_text(const Case& one, const std::string& text) {
  return to_line(one).find(text) != std::string::npos;
}

TEST_CASE("is a planner that plans again no better than one that knows all and switches freely?") {
  const Case one = changing("  - {at: 6 s, device: d2, do: crash, for: 5 s}\n");
  for (const Metric metric : {Metric::throughput, Metric::objective}) {
    const Verdict lost = judged("synergy@never", "synergy@clairvoyant_free", one, metric);
    REQUIRE(lost.kind == Verdict::Kind::judged);
    CHECK(lost.ratio >= 1);
    const Verdict won = judged("synergy@clairvoyant_free", "synergy@never", one, metric);
    CHECK(won.ratio == Approx(1 / lost.ratio));
  }
  CHECK(judged("synergy", "synergy@change", one).ratio == 1);  // change is the default
  CHECK(judged("min_dev@change", "synergy@change", one).ratio > 1);
  CHECK(judged("synergy@never", "synergy@change", one, Metric::power).kind == Verdict::Kind::judged);
  CHECK(judged("synergy@never", "synergy@change", one, Metric::latency).kind == Verdict::Kind::judged);
}

TEST_CASE("are triggers sides of their own, named behind an @?") {
  CHECK(to_text(side("synergy tie_break=scarcity/inter_run@clairvoyant_free")) ==
        "synergy tie_break=scarcity/inter_run@clairvoyant_free");
  CHECK(to_text(side("synergy@never")) == "synergy@never");
  CHECK_FALSE(side("synergy@never") == side("synergy"));
  CHECK_THROWS_WITH(side("synergy@nevr"), Catch::Contains("did you mean 'never'?"));
}

TEST_CASE("is a body that changes outside of what estimates can be compared with?") {
  const Case one = changing("  - {at: 6 s, device: d2, do: leave}\n");
  const Judge judge({side("synergy"), {}, Metric::throughput}, {}, {}, "case.yaml", test::library());
  CHECK(judge(one).kind == Verdict::Kind::outside);
}

TEST_CASE("does a search over timelines try what its space says, and nothing else?") {
  const Space space = test::space_from(
      "base: w2\n"
      "changes: {count: [1, 3], times: [4 s, 8 s], lasts: [2 s, good], do: [crash, stop, block, "
      "{accelerator_clock: "
      "0.5}]}\n");
  int judged_count = 0;
  std::size_t most = 0;
  const auto judge = [&](const Case& one) {
    Verdict verdict;
    try {
      const scenario::Scenario s = scenario_of(one, "case.yaml", test::library());
      most = std::max(most, s.timeline.size());
      CHECK(s.timeline.size() >= 1);
      CHECK(s.timeline.size() <= 3);
      for (const scenario::TimelineEntry& line : s.timeline) {
        CHECK((line.at == seconds(4) || line.at == seconds(8)));
        if (line.lasts) CHECK(*line.lasts == seconds(2));
      }
      CHECK(s.apps.size() == 3);
      CHECK(s.devices.size() == 4);
    } catch (const InputError&) {
      return verdict;  // the same device leaves twice
    }
    ++judged_count;
    verdict.kind = Verdict::Kind::judged;
    verdict.ratio = has_text(one, "crash") ? 2 : 1;
    return verdict;
  };
  const auto restart = anneal(space, judge, 3, 200, test::library());
  REQUIRE(restart);
  CHECK(judged_count > 150);
  CHECK(most == 3);
  CHECK(restart->best_verdict.ratio == 2);
}

TEST_CASE(
    "are lines of a timeline that a loss does not need taken away, and those that name what has gone?") {
  const Case found = changing(
      "  - {at: 6 s, device: d2, do: crash, for: 5 s}\n"
      "  - {at: 8 s, app: a1, do: stop}\n"
      "  - {at: 9 s, link: [d0, d1], do: block, for: 1 s}\n");
  const auto judge = [](const Case& one) {
    Verdict verdict;
    try {
      (void)scenario_of(one, "case.yaml", test::library());
    } catch (const InputError&) {
      return verdict;
    }
    verdict.kind = Verdict::Kind::judged;
    verdict.ratio = has_text(one, "crash") && has_text(one, "name: a2") ? 10 : 1;
    return verdict;
  };
  const Shrunk shrunk = shrink(found, judge(found), 5, judge);
  CHECK_FALSE(has_text(shrunk.left, "stop"));
  CHECK_FALSE(has_text(shrunk.left, "block"));
  CHECK_FALSE(has_text(shrunk.left, "for: "));
  CHECK_FALSE(has_text(shrunk.left, "a1"));
  CHECK(has_text(shrunk.left, "device: d2, do: crash"));
}

TEST_CASE(
    "does a search over timelines find what planning again costs, and shrink it to a scenario of its own?") {
  Space space = test::space_from(
      "set: {measurement: {warm_up: 1 s, window: 19 s}}\n"
      "base: w2\n"
      "changes: {count: [2, 3], times: [4 s, 8 s, 12 s], lasts: [2 s, good], do: [leave, crash, stop, "
      "{accelerator_clock: 0.25}]}\n");
  const Judge judge({side("synergy"), side("synergy@clairvoyant_free"), Metric::throughput}, {}, {},
                    "case.yaml", test::library());
  const auto restart = anneal(space, judge, 1, 25, test::library());
  REQUIRE(restart);
  REQUIRE(restart->best_at > 0);
  CHECK(restart->best_verdict.ratio > 1.001);  // some time goes by until it has answered
  const Shrunk shrunk =
      shrink(restart->best, restart->best_verdict, kept(restart->best_verdict.ratio), judge);
  CHECK(shrunk.removed > 0);
  CHECK(shrunk.verdict.ratio >= kept(restart->best_verdict.ratio));
  CHECK(scenario::is_dynamic(scenario_of(shrunk.left, "case.yaml", test::library())));
}

TEST_CASE("is told where a space has changes that no timeline can have?") {
  const auto [keys, message] = GENERATE(table<std::string, std::string>({
      {"changes: {count: 1, times: [4 s], do: [leaf]}", "unknown action 'leaf'"},
      {"changes: {count: 1, times: [4 s], do: [{path_los: 20 dB}]}", "did you mean 'path_loss'?"},
      {"changes: {count: 1, times: [4 s], do: [{rate: 1 Hz, charge: 5 %}]}", "expected one key"},
      {"changes: {count: 1, times: [], do: [leave]}", "expected at least one"},
      {"changes: {count: 1, do: [leave]}", "missing key 'times'"},
  }));
  CHECK_THROWS_WITH(test::space_from("base: w2\n" + keys + "\n"), Catch::Contains(message));
}

}  // namespace
}  // namespace synergy::attack
