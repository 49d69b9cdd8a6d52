// A number of a profile said once: its range counts for files and for settings alike.
#include "synergy/device/sourced_kind.hpp"

#include "synergy/device/describe.hpp"
#include "synergy/input/error.hpp"

#include <set>

#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::device;

namespace {

/// A lamp of the tests' own.
struct Lamp {
  static constexpr std::string_view kKind = "lamp";
  std::string name;
  Sourced<Duration> warm_up;
  Sourced<Ratio> yield;
  std::vector<Sourced<Power>> bulbs;
};

struct Bulbs : input::ListOf<SourcedAmount<Power>, Sourced<Power>> {
  template <class Archive, class List>
  void numbers(Archive& archive, std::string_view key, List& list) const {
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::string own = std::string(key) + '.' + std::to_string(i);
      archive(input::Field{own, {}}, list[i], item);
    }
  }
};

template <class Archive, input::Is<Lamp> P>
void fields(Archive& archive, P& lamp) {
  using input::required_key;
  archive(required_key("warm_up", "until it shines"), lamp.warm_up,
          SourcedAmount<Duration>{.least = milliseconds(2), .most = seconds(1)});
  archive(required_key("yield", "light per power"), lamp.yield, efficiency());
  archive(required_key("bulbs", "each"), lamp.bulbs, Bulbs{});
}

std::string number(const std::string& rest) { return "{" + rest + ", source: s, class: derived}\n"; }

std::string lamp(const std::string& warm_up, const std::string& yield = "value: 0.5") {
  return "schema_version: 1\nkind: lamp\nname: l\nwarm_up: " + number(warm_up) + "yield: " + number(yield) +
         "bulbs: [" + number("value: 1 W") + ", " + number("value: 2 W, high: 3 W") + "]\n";
}

std::string problem_of(const std::string& text) {
  try {
    (void)read_profile_file<Lamp>(input::parse(text, "lamp.yaml"));
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

std::string refusal(const NumberValues& values) {
  try {
    (void)with_numbers(read_profile_file<Lamp>(input::parse(lamp("value: 5 ms"), "lamp.yaml")), values);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("is a number out of its range refused at its place, whichever of its amounts it is?") {
  CHECK(problem_of(lamp("value: 2 ms, low: 2 ms, high: 1 s")).empty());
  CHECK(problem_of(lamp("value: 1 ms")) == "lamp.yaml:4:18: 1 ms is out of range: 2 ms to 1000 ms");
  CHECK(problem_of(lamp("value: 5 ms, low: 1 ms")) ==
        "lamp.yaml:4:29: 1 ms is out of range: 2 ms to 1000 ms");
  CHECK(problem_of(lamp("value: 5 ms, high: 2 s")) == "lamp.yaml:4:30: 2 s is out of range: 2 ms to 1000 ms");
  CHECK(problem_of(lamp("value: 5 ms, low: 6 ms")) == "lamp.yaml:4:29: 'low' is above 'value'");
  CHECK(problem_of(lamp("value: 5 ms, high: 4 ms")) == "lamp.yaml:4:30: 'high' is below 'value'");
  CHECK(problem_of(lamp("value: 5 ms", "value: 0")) == "lamp.yaml:5:16: 0 is out of range: 1 % to 100 %");
  CHECK(problem_of(lamp("value: 5 ms", "value: 0.5, low: 0")) ==
        "lamp.yaml:5:26: 0 is out of range: 1 % to 100 %");
}

TEST_CASE("does a value that cannot be read, or be, bring no second problem about its bounds?") {
  CHECK(problem_of(lamp("value: 5 mW, low: 6 ms")).find('\n') == std::string::npos);
  CHECK(problem_of(lamp("value: 2 s, high: 1 s")) == "lamp.yaml:4:18: 2 s is out of range: 2 ms to 1000 ms");
}

TEST_CASE("is what a file may not say refused as a setting too, with the same words?") {
  CHECK(refusal({{"warm_up", 0.001}}) ==
        "l with its settings: warm_up: 1 ms is out of range: 2 ms to 1000 ms");
  CHECK(refusal({{"yield", 0}}) == "l with its settings: yield: 0 is out of range: 1 % to 100 %");
  CHECK(refusal({{"bulbs.1", -1}}).find("bulbs.1: ") != std::string::npos);
  CHECK(refusal({{"warm_up", 0.5}, {"bulbs.0", 0}}).empty());
}

TEST_CASE("are numbers in lists visited with keys of their own, in the order of the file?") {
  const Lamp it = read_profile_file<Lamp>(input::parse(lamp("value: 5 ms"), "lamp.yaml"));
  std::vector<std::string> keys;
  visit_numbers(it, [&](std::string_view key, const auto&) { keys.emplace_back(key); });
  CHECK(keys == std::vector<std::string>{"warm_up", "yield", "bulbs.0", "bulbs.1"});
  const Lamp brighter = with_numbers(it, {{"bulbs.1", 4}, {"no_such_key", 1}});
  CHECK(brighter.bulbs[1].value == Power::from_si(4));
  CHECK(brighter.bulbs[1].high == Power::from_si(4));
  CHECK(brighter.bulbs[1].value_class == ValueClass::estimate);
  CHECK(brighter.bulbs[0].value == it.bulbs[0].value);
}

TEST_CASE("is a profile made of fields written and read back exactly?") {
  const std::string text = profile_file(read_profile_file<Lamp>(input::parse(lamp("value: 5 ms"), "a.yaml")));
  CHECK(profile_file(read_profile_file<Lamp>(input::parse(text, "again.yaml"))) == text);
}

TEST_CASE("are the keys of parts distinct, and does each say what it means?") {
  for (const DescribedKind& part : described_parts()) {
    CAPTURE(part.kind);
    std::set<std::string> keys;
    for (const auto& [key, schema] : part.schema.entries()) {
      if (key != "properties") continue;
      for (const auto& [name, property] : schema.entries()) {
        CHECK(keys.insert(name).second);
        CHECK(property.entries().back().first == "description");
      }
    }
    CHECK(keys.size() >= 6);
  }
}
