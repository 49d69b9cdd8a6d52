#include "synergy/attack/search.hpp"

#include <cmath>

#include "spaces.hpp"
#include <catch2/catch.hpp>

namespace synergy::attack {
namespace {

using test::small_space;
using test::space_from;

TEST_CASE(
    "is a step to a worse loss taken with the probability of its ratio, and one to a larger loss always?") {
  CHECK(accepts(2, 2, 0.1, 0.999));
  CHECK(accepts(2, 3, 0.1, 0.999));
  // exp(ln(1/2) / 0.5) = 1/4, whatever the loss is.
  for (const double loss : {2.0, 200.0}) {
    CHECK(accepts(loss, loss / 2, 0.5, 0.2499));
    CHECK_FALSE(accepts(loss, loss / 2, 0.5, 0.2501));
  }
  CHECK_FALSE(accepts(2, 1, 0.02, 1e-12));
  CHECK(temperature(0) == Approx(kHot));
  CHECK(temperature(1) == Approx(kCold));
  CHECK(temperature(0.5) == Approx(std::sqrt(kHot * kCold)));
}

/// A loss that is the number of convnet5 among the apps and of devices without an accelerator, plus one.
Verdict counted(const Case& one) {
  const std::string text = input::to_yaml(one.root);
  Verdict verdict;
  verdict.kind = Verdict::Kind::judged;
  verdict.ratio = 1;
  for (std::size_t at = text.find("convnet5"); at != std::string::npos; at = text.find("convnet5", at + 1))
    verdict.ratio += 1;
  std::size_t accelerators = 0;
  for (std::size_t at = text.find("max78000"); at != std::string::npos; at = text.find("max78000", at + 1))
    ++accelerators;
  verdict.ratio += 2 - static_cast<double>(accelerators);
  return verdict;
}

TEST_CASE(
    "does a restart find the largest loss of a small space, within its budget, and the same each time?") {
  const Space space = space_from(small_space());
  const auto one = anneal(space, counted, 7, 300, test::library());
  REQUIRE(one.has_value());
  CHECK(one->evaluations == 300);
  CHECK(one->best_verdict.ratio == 5);  // 1 + 2 convnet5 + 2 devices without
  CHECK(one->accepted <= one->evaluations);
  const auto again = anneal(space, counted, 7, 300, test::library());
  CHECK(to_line(again->best) == to_line(one->best));
  CHECK(again->best_at == one->best_at);
  CHECK(again->accepted == one->accepted);
  CHECK(to_line(anneal(space, counted, 8, 1, test::library())->best) !=
        to_line(anneal(space, counted, 7, 1, test::library())->best));
}

TEST_CASE("is what a restart judges never outside its space, and does it try all of it?") {
  const Space space = space_from(
      small_space("links: {kinds: [{kind: ble}, {kind: wifi_tcp, wifi: esp32}], intervals: [7.5 ms, 30 ms], "
                  "path_loss_db: [60, 61]}\nnumbers: [\"max78000.*\"]\n"));
  int wifi = 0, slow = 0, moved = 0, orders = 0;
  const auto judge = [&](const Case& one) {
    const std::string text = to_line(one);
    Verdict verdict;
    try {
      const scenario::Scenario read = scenario_of(one, "s.yaml", test::library());
      CHECK(read.apps.size() == 2);
      CHECK(read.devices.size() == 2);
      for (const auto& loss : read.path_loss) CHECK((loss.db == 60 || loss.db == 61));
    } catch (const InputError&) {
      return verdict;
    }
    wifi += text.find("wifi_tcp") != std::string::npos ? 1 : 0;
    slow += text.find("30 ms") != std::string::npos ? 1 : 0;
    moved += one.numbers.empty() ? 0 : 1;
    orders += text.find("name: d1") < text.find("name: d0") ? 1 : 0;
    verdict.kind = Verdict::Kind::judged;
    verdict.ratio = 1;
    return verdict;
  };
  CHECK(anneal(space, judge, 1, 150, test::library())->evaluations == 150);
  for (const int seen : {wifi, slow, moved, orders}) CHECK((seen > 5 && seen < 145));
}

TEST_CASE("does a restart count what it cannot use, end where there is nothing, and stop when asked?") {
  const Space space = space_from(small_space());
  const auto all = [&](Verdict::Kind kind) {
    const auto judge = [&](const Case&) { return Verdict{kind, 1, 1, 1, ""}; };
    return *anneal(space, judge, 1, 10, test::library());
  };
  const Restart invalid = all(Verdict::Kind::invalid);
  CHECK(invalid.evaluations == 0);
  CHECK(invalid.invalid == 1000);
  CHECK(invalid.best_at == 0);
  CHECK(all(Verdict::Kind::infeasible).infeasible == 10);
  CHECK(all(Verdict::Kind::outside).outside == 10);
  CHECK_FALSE(anneal(space, counted, 1, 10, test::library(), [] { return true; }).has_value());
}

TEST_CASE("is a scenario on which the program breaks kept, with the reason?") {
  const Space space = space_from(small_space());
  const auto judge = [](const Case&) -> Verdict { throw std::logic_error("two and two are five"); };
  const auto restart = anneal(space, judge, 1, 10, test::library());
  CHECK(restart->failed);
  CHECK(restart->reason == "two and two are five");
  CHECK(!restart->best.root.entries.empty());
}

}  // namespace
}  // namespace synergy::attack
