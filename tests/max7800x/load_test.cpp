// Profile files of the family: what they say, what is refused, and that they are written as they were read.
#include "synergy/max7800x/load.hpp"

#include "synergy/input/error.hpp"
#include "synergy/max7800x/fields.hpp"
#include "synergy/quantities/parse.hpp"

#include <algorithm>
#include <set>

#include "../support/profile_files.hpp"
#include "profiles.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::max7800x;
using test::check_round_trip;
using test::schema_keys;

namespace {

const std::string kFolder = std::string(SYNERGY_SOURCE_DIR) + "/device_profiles/";

/// What fields() of any profile says, as texts: "KEY: VALUE" of each fact.
struct Facts {
  std::vector<std::string> list;

  template <class T, class Kind>
  void operator()(const input::Field& field, const T& member, const Kind& kind) {
    list.push_back(std::string(field.key) + ": " + kind.save(member).scalar());
  }
  template <class Kind>
  void operator()(const input::Field& field, const std::optional<device::Flash>& member,
                  const Kind& /*kind*/) {
    if (member) list.push_back(std::string(field.key) + ": " + to_text(member->size));
  }
};

Profile shipped(const std::string& name) { return read_profile(input::load(kFolder + name + ".yaml")); }

}  // namespace

TEST_CASE("do both profiles load, are named after their files, and say where their numbers come from?") {
  for (const std::string name : {"max78000", "max78002"}) {
    const Profile profile = shipped(name);
    CHECK(profile.name == name);
    visit_numbers(profile, [&](std::string_view key, const auto& number) {
      INFO(name << " " << key);
      CHECK(number.source.size() >= 10);
    });
  }
}

TEST_CASE("is either profile written and read back exactly?") {
  check_round_trip(shipped("max78000"), read_profile);
  check_round_trip(shipped("max78002"), read_profile);
}

TEST_CASE("may a profile name its family, and no other?") {
  const std::string text = to_yaml(shipped("max78000"));
  const std::string own = "family: max7800x\n";
  std::string without = text;
  without.replace(text.find(own), own.size(), "");
  CHECK(to_yaml(read_profile(input::parse(without, "a.yaml"))) == text);
  CHECK_THROWS_WITH(read_profile(input::parse(without + "family: max7900\n", "a.yaml")),
                    Catch::Contains("unknown family 'max7900'; known: max7800x"));
}

TEST_CASE("do the two accelerator profiles state the chips of the specification?") {
  const auto facts = [](const Profile& profile) {
    Facts found;
    fact_fields(found, profile);
    return found.list;
  };
  const Profile small = read_profile(input::load(kFolder + "max78000.yaml"));
  const Profile large = read_profile(input::load(kFolder + "max78002.yaml"));
  CHECK(facts(small) == facts(test::max78000()));
  CHECK(facts(large) == facts(test::max78002()));
  const Profile typed = test::max78000();
  CHECK(small.clock.value == typed.clock.value);
  CHECK(small.kernel_load.value == typed.kernel_load.value);
  CHECK(small.input_load_per_word.value == typed.input_load_per_word.value);
  CHECK(small.stream_feed_per_word.value == typed.stream_feed_per_word.value);
  CHECK(small.unload_per_word.value == typed.unload_per_word.value);
  CHECK(small.inference_overhead.value == typed.inference_overhead.value);
  CHECK(small.segment_switch.value == typed.segment_switch.value);
  CHECK(small.kernel_load_energy.value == typed.kernel_load_energy.value);
  CHECK(small.input_load_energy_per_word.value == typed.input_load_energy_per_word.value);
  CHECK(small.unload_energy_per_word.value == typed.unload_energy_per_word.value);
  CHECK(small.segment_switch_energy.value == typed.segment_switch_energy.value);
  CHECK(small.supply_efficiency.value == typed.supply_efficiency.value);
  CHECK(large.clock.value == megahertz(200));
  CHECK(large.pipeline_factor.value == Ratio::from_si(1.15));
}

TEST_CASE("are numbers that are divided by refused at zero, and an efficiency above one?") {
  std::string text = to_yaml(read_profile(input::load(kFolder + "max78000.yaml")));
  const auto error_after = [&](const std::string& from, const std::string& to) {
    std::string changed = text;
    changed.replace(changed.find(from), from.size(), to);
    try {
      (void)read_profile(input::parse(changed, "a.yaml"));
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  CHECK_THAT(error_after("\"50 MHz\"", "\"0 MHz\""), Catch::Contains("0 Hz is out of range: 1 kHz to "));
  CHECK_THAT(error_after("\"0.9\"", "\"1.1\""), Catch::Contains("1.1 is out of range: 1 % to 100 %"));
  CHECK_THAT(error_after("\"4.2 mW\"", "\"4.2 W\""),
             Catch::Contains("'cpu_asleep' must not be above 'cpu_active'"));
  CHECK_THAT(error_after("processors: 64", "processors: 32"), Catch::Contains("'processors' must be 64"));
  CHECK_THAT(error_after("words_per_processor: 768", "words_per_processor: 766"),
             Catch::Contains("multiples of 4"));
}

TEST_CASE("is the list of measured networks read as written, may it be absent, and what is refused in it?") {
  std::string text = to_yaml(read_profile(input::load(kFolder + "max78000.yaml")));
  text = text.substr(0, text.find("measured_power:"));
  const auto read = [&](const std::string& list) {
    return read_profile(input::parse(text + list, "a.yaml")).measured_power;
  };
  CHECK(read("").empty());
  CHECK(read("measured_power: []\n").empty());
  const std::string a = "  - {network: a, power: {value: 9 mW, high: 10 mW, source: s, class: measured}}\n";
  const auto one = read("measured_power:\n" + a);
  REQUIRE(one.size() == 1);
  CHECK(one[0].network == "a");
  CHECK(to_text(one[0].power.value) == "9 mW");
  CHECK(to_text(*one[0].power.high) == "10 mW");
  CHECK_THROWS_WITH(read("measured_power:\n" + a + a), Catch::Contains("network 'a' is in the list already"));
  CHECK_THROWS_WITH(read("measured_power:\n  - {network: a}\n"), Catch::Contains("missing key 'power'"));
  CHECK_THROWS_WITH(read("measured_power: 9 mW\n"), Catch::Contains("a.yaml:"));
  CHECK_THROWS_WITH(read("inferring: {value: 9 mW, source: s, class: measured}\n"),
                    Catch::Contains("unknown key 'inferring'"));
}

TEST_CASE("does the schema have exactly the keys of the profiles?") {
  std::set<std::string> keys{"schema_version", "kind", "family", "name", "measured_power"};
  Profile profile;
  profile.flash.emplace();
  Facts facts;
  fact_fields(facts, profile);
  for (const std::string& fact : facts.list) keys.insert(fact.substr(0, fact.find(':')));
  visit_numbers(profile, [&](std::string_view key, const auto&) { keys.insert(std::string(key)); });
  CHECK(schema_keys({"definitions", "accelerator", "properties"}) == keys);
}
