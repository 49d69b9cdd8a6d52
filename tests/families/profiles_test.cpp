// Every family of accelerators through the same questions about its profiles: numbers, speeds, files, facts.
#include <cmath>
#include <set>
#include <utility>

#include "subjects.hpp"

using namespace synergy;
using namespace synergy::test;
using device::LayerRange;
using device::Lowered;

namespace {

/// A network of the zoo, the one of this name if there is such, and a range of it that the accelerator can
/// run.
std::pair<std::shared_ptr<const device::Network>, LayerRange> costed_for(const Subject& subject,
                                                                         const std::string& name) {
  for (const bool any : {false, true}) {
    for (const auto& network : zoo()) {
      if (!any && network->name() != name) continue;
      const auto lowered = subject.accelerator->lower(network);
      for (const LayerRange layers : ranges(*lowered)) {
        if (layers.size() > 1 && lowered->cost_alone(layers)) return {network, layers};
      }
    }
  }
  FAIL("no network runs on " << subject.name);
  return {};
}

}  // namespace

TEST_CASE("does a number that moves between low and high move results without a jump?") {
  for (const Subject& subject : subjects()) {
    std::vector<std::pair<std::string, device::Number>> numbers;
    subject.accelerator->visit_numbers(
        [&](std::string_view key, const device::Number& n) { numbers.emplace_back(key, n); });
    std::set<std::string> keys;
    for (const auto& entry : numbers) CHECK(keys.insert(entry.first).second);
    CHECK(!numbers.empty());
    for (const auto& entry : numbers) {
      const std::string& key = entry.first;
      const device::Number& number = entry.second;
      CAPTURE(subject.name, key);
      const double low = number.low ? number.low->si : number.value.si * 0.99;
      const double high = number.high ? number.high->si : number.value.si;
      const auto [network, layers] = costed_for(subject, number.network);
      const auto at = [&, of = network, range = layers](double si) {
        const auto cost = subject.accelerator->with_numbers({{key, si}})->lower(of)->cost_alone(range);
        REQUIRE(cost.has_value());  // no number of a profile decides what fits
        return parts(*cost);
      };
      constexpr int kSteps = 16;
      auto before = at(low);
      const auto first = before;
      const auto last = at(high);
      for (int step = 1; step <= kSteps; ++step) {
        const auto now = at(low + (high - low) * step / kSteps);
        for (std::size_t i = 0; i < now.size(); ++i) {
          // Of 1/x the first step is the largest: x from low to high has it below (high/low) times the mean.
          const double whole = std::abs(last[i].second - first[i].second);
          const double spread = low > 0 ? high / low : 1;
          const double most = whole * 2 * spread * spread / kSteps + 4;  // rounding: ns, cycles
          CAPTURE(now[i].first, step);
          REQUIRE(std::abs(now[i].second - before[i].second) <= most + 1e-3 * std::abs(now[i].second));
        }
        before = now;
      }
    }
  }
}

TEST_CASE("is a number that was set found again, an estimate that says what the profile says?") {
  for (const Subject& subject : subjects()) {
    std::vector<std::pair<std::string, device::Number>> numbers;
    subject.accelerator->visit_numbers(
        [&](std::string_view key, const device::Number& n) { numbers.emplace_back(key, n); });
    const std::string& key = numbers.front().first;
    const device::Number& number = numbers.front().second;
    const auto moved = subject.accelerator->with_numbers({{key, number.value.si * 0.9}});
    bool found = false;
    std::size_t i = 0;
    moved->visit_numbers([&](std::string_view other, const device::Number& n) {
      REQUIRE(other == numbers[i].first);
      if (i++ > 0) {
        CHECK(n.value.text == numbers[i - 1].second.value.text);
        return;
      }
      found = true;
      CHECK(n.value.si == Approx(number.value.si * 0.9));
      CHECK(n.value_class == device::ValueClass::estimate);
      CHECK(n.source.find("set; the profile says " + number.value.text) == 0);
    });
    CHECK(found);
    CHECK(moved->name() == subject.accelerator->name());
  }
}

TEST_CASE("is an accelerator at twice its speed twice as fast, with the memory it had?") {
  for (const Subject& subject : subjects()) {
    const auto fast = subject.accelerator->at_speed(2);
    CHECK(fast->cycle_rate().si() == Approx(2 * subject.accelerator->cycle_rate().si()));
    CHECK(fast->idle_power() == subject.accelerator->idle_power());
    for (const auto& network : zoo()) {
      const auto slow_network = subject.accelerator->lower(network);
      const auto fast_network = fast->lower(network);
      for (const LayerRange layers : ranges(*slow_network)) {
        const auto slow_cost = slow_network->cost_alone(layers);
        const auto fast_cost = fast_network->cost_alone(layers);
        CAPTURE(subject.name, network->name(), layers.first, layers.last);
        REQUIRE(slow_cost.has_value() == fast_cost.has_value());
        if (!slow_cost) continue;
        // Times per word are whole nanoseconds: half of an odd one is rounded.
        const auto half = [](Duration d) {
          return Approx(static_cast<double>(d.ns()) / 2).epsilon(1e-2).margin(4);
        };
        REQUIRE(static_cast<double>(fast_cost->load.ns()) == half(slow_cost->load));
        REQUIRE(static_cast<double>(fast_cost->infer.ns()) == half(slow_cost->infer));
        REQUIRE(static_cast<double>(fast_cost->unload.ns()) == half(slow_cost->unload));
        REQUIRE(static_cast<double>(fast_cost->switch_reload.ns()) == half(slow_cost->switch_reload));
        REQUIRE(fast_cost->cycles == slow_cost->cycles);
      }
    }
  }
}

TEST_CASE("is a profile saved and read the same profile, with the same answers?") {
  for (const Subject& subject : subjects()) {
    const std::string text = subject.accelerator->to_yaml();
    const auto again = read(text);
    CHECK(again->to_yaml() == text);
    CHECK(&again->family() == &subject.accelerator->family());
    CHECK(again->name() == subject.accelerator->name());
    CHECK(again->is_estimate() == subject.accelerator->is_estimate());
    for (const auto& network : zoo()) {
      const auto one = subject.accelerator->lower(network);
      const auto two = again->lower(network);
      for (const LayerRange layers : ranges(*one)) {
        const auto cost = one->cost_alone(layers);
        const auto same = two->cost_alone(layers);
        REQUIRE(cost.has_value() == same.has_value());
        if (cost) REQUIRE(parts(*cost) == parts(*same));
      }
    }
  }
}

TEST_CASE("do the facts about layers fill their columns, one row for each layer?") {
  for (const Subject& subject : subjects()) {
    const auto& columns = subject.accelerator->family().layer_columns;
    std::set<std::string_view> names;
    for (const device::FactColumn& column : columns) {
      CHECK(names.insert(column.name).second);
      CHECK(!column.definition.empty());
    }
    for (const std::string_view shown : subject.accelerator->family().shown_to_people)
      CHECK(names.count(shown) == 1);
    for (const auto& network : zoo()) {
      const auto lowered = subject.accelerator->lower(network);
      const auto rows = lowered->layer_facts(network->all());
      REQUIRE(rows.size() == static_cast<std::size_t>(network->layer_count()));
      for (const auto& row : rows) {
        REQUIRE(row.facts.size() == columns.size());
        for (std::size_t c = 0; c < row.facts.size(); ++c) {
          if (row.facts[c].index() != 0)
            REQUIRE(row.facts[c].index() == 1 + static_cast<std::size_t>(columns[c].type));
        }
      }
      const std::string summary = lowered->summary(network->all());
      if (summary.empty()) {  // there is nothing to say of what it cannot run at all
        CHECK(!lowered->problems(network->all()).empty());
        continue;
      }
      CHECK(summary.ends_with("\n"));
      CHECK(summary.find(network->name()) != std::string::npos);
    }
  }
}

TEST_CASE(
    "does a profile file choose its family, the first where it says none, and is an unknown one refused?") {
  CHECK(read(abacus_yaml())->family().name == "abacus");
  const auto shipped = known_families().read(input::load(kRoot + "/device_profiles/max78000.yaml"));
  CHECK(shipped->family().name == known_families().rows().front()->name);
  std::string text = abacus_yaml();
  text.replace(text.find("family: abacus"), 14, "family: abakus");
  CHECK_THROWS_WITH(read(text),
                    Catch::StartsWith("profile.yaml:3:9: unknown family 'abakus'; known: max7800x, ") &&
                        Catch::Contains(", abacus") && Catch::Contains("did you mean 'abacus'?"));
  CHECK_THROWS_WITH(families::built_in().read(input::parse(abacus_yaml(), "a.yaml")),
                    Catch::Contains("unknown family 'abacus'; known: max7800x"));
}

TEST_CASE("is every built-in family named once, and does its schema exist?") {
  std::set<std::string_view> names;
  for (const device::Family* family : families::built_in().rows()) {
    CHECK(names.insert(family->name).second);
    CHECK(std::filesystem::exists(kRoot + "/device_profiles/" + std::string(family->schema)));
  }
}
