#include "synergy/device/load.hpp"

#include "synergy/device/part_fields.hpp"
#include "synergy/device/save.hpp"
#include "synergy/input/error.hpp"
#include "synergy/quantities/parse.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "../csv.hpp"
#include "../support/profile_files.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::device;
using test::check_round_trip;
using test::schema_keys;

namespace {

const std::string kFolder = std::string(SYNERGY_SOURCE_DIR) + "/device_profiles/";

std::string kind_of(const input::Document& document) {
  for (const auto& entry : document.root.entries) {
    if (entry.key == "kind") return entry.value.scalar;
  }
  return "";
}

/// Calls `visit(profile, kind, file name)` with every shipped profile but accelerators, read by the loader of
/// its kind.
template <class Visitor>
int for_each_profile(const Visitor& visit) {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    if (entry.path().extension() != ".yaml") continue;
    const input::Document document = input::load(entry.path());
    const std::string kind = kind_of(document);
    if (kind == "accelerator") continue;
    ++count;
    const std::string name = entry.path().stem().string();
    INFO(entry.path());
    if (kind == "radio") visit(read_radio(document), kind, name);
    if (kind == "sensor") visit(read_sensor(document), kind, name);
    if (kind == "actuator") visit(read_actuator(document), kind, name);
  }
  return count;
}

const std::string kActuator =
    "schema_version: 1\n"
    "kind: actuator\n"
    "name: a\n"
    "type: haptic\n"
    "dispatch: {value: 1 ms, low: 0.5 ms, high: 2 ms, source: s, class: estimate}\n"
    "dispatch_energy: {value: 1 uJ, source: s, class: derived}\n"
    "idle: {value: 1 mW, source: s, class: datasheet}\n";

/// The loader's messages for the actuator above after one replacement.
std::string errors_after(const std::string& from, const std::string& to) {
  std::string text = kActuator;
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  text.replace(at, from.size(), to);
  try {
    (void)read_actuator(input::parse(text, "a.yaml"));
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

template <class Profile>
std::set<std::string> keys_of(const Profile& profile, std::set<std::string> keys) {
  keys.insert({"schema_version", "kind", "name"});
  visit_numbers(profile, [&](std::string_view key, const auto&) { keys.insert(std::string(key)); });
  return keys;
}

}  // namespace

TEST_CASE(
    "does every shipped profile of a part load, is named after its file, and says where its numbers come "
    "from?") {
  const int count = for_each_profile([](const auto& profile, const std::string&, const std::string& file) {
    CHECK(profile.name == file);
    visit_numbers(profile, [&](std::string_view key, const auto& number) {
      INFO(file << " " << key);
      CHECK(number.source.size() >= 10);
    });
  });
  CHECK(count >= 11);
}

TEST_CASE("is every profile of a part written and read back exactly?") {
  for_each_profile([](const auto& profile, const std::string&, const std::string&) {
    using Profile = std::decay_t<decltype(profile)>;
    if constexpr (std::is_same_v<Profile, RadioProfile>) check_round_trip(profile, read_radio);
    if constexpr (std::is_same_v<Profile, SensorProfile>) check_round_trip(profile, read_sensor);
    if constexpr (std::is_same_v<Profile, ActuatorProfile>) check_round_trip(profile, read_actuator);
  });
}

TEST_CASE("are mistakes in a profile refused with their place?") {
  CHECK(errors_after("name: a", "name: a").empty());
  CHECK_THAT(errors_after("idle:", "idles:"), Catch::Contains("a.yaml:7:1: unknown key 'idles'") &&
                                                  Catch::Contains("did you mean 'idle'?") &&
                                                  !Catch::Contains("missing key 'idle'"));
  CHECK_THAT(
      errors_after("value: 1 mW", "value: 1 ms"),
      Catch::StartsWith("a.yaml:7:15: '1 ms' has the wrong unit 'ms'; expected a power in one of: W, mW"));
  CHECK_THAT(errors_after("value: 1 mW", "value: 1"), Catch::Contains("'1' has no unit"));
  CHECK_THAT(errors_after("value: 1 mW", "value: -1 mW"), Catch::Contains("out of range"));
  CHECK_THAT(errors_after("value: 1 mW, ", ""), Catch::Contains("a.yaml:7:7: missing key 'value'"));
  CHECK_THAT(errors_after("source: s, class: derived", "class: derived"),
             Catch::Contains("missing key 'source'"));
  CHECK_THAT(errors_after("class: derived", "class: guess"),
             Catch::Contains("a.yaml:6:50: unknown class 'guess'; known: datasheet, app_note"));
  CHECK_THAT(errors_after("low: 0.5 ms", "low: 1.5 ms"),
             Catch::Contains("a.yaml:5:30: 'low' is above 'value'"));
  CHECK_THAT(errors_after("high: 2 ms", "high: 0.5 ms"), Catch::Contains("'high' is below 'value'"));
  CHECK_THAT(errors_after("idle: {value: 1 mW, source: s, class: datasheet}", "idle: 1 mW"),
             Catch::Contains("a.yaml:7:7: expected a mapping"));
  CHECK_THAT(errors_after("idle:", "dispatch:"),
             Catch::Contains("duplicate key 'dispatch' (first in line 5)"));
  CHECK_THAT(errors_after("kind: actuator", "kind: sensor"),
             Catch::Contains("a.yaml:2:7: expected a profile of kind 'actuator', found 'sensor'") &&
                 !Catch::Contains("unknown key"));
  CHECK_THAT(errors_after("kind: actuator", "kind: actor"), Catch::Contains("unknown kind 'actor'"));
}

TEST_CASE("is a sample period of zero refused, as value and as low?") {
  const std::string text = to_yaml(read_sensor(input::load(kFolder + "camera_hm01b0.yaml")));
  const auto error_after = [&](const std::string& from, const std::string& to) {
    std::string changed = text;
    const std::size_t period = changed.find("sample_period:");
    changed.replace(changed.find(from, period), from.size(), to);
    try {
      (void)read_sensor(input::parse(changed, "a.yaml"));
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  CHECK_THAT(error_after("value: \"33.3 ms\"", "value: \"0 ms\""),
             Catch::Contains("0 s is out of range: 1 us to "));
  CHECK_THAT(error_after("value: \"33.3 ms\"", "value: \"33.3 ms\"\n  low: \"0 s\""),
             Catch::Contains("0 s is out of range: 1 us to "));
}

TEST_CASE("does the schema have exactly the keys of the profiles?") {
  CHECK(schema_keys({"definitions", "radio", "properties"}) == keys_of(RadioProfile(), {}));
  CHECK(schema_keys({"definitions", "sensor", "properties"}) == keys_of(SensorProfile(), {"type"}));
  CHECK(schema_keys({"definitions", "actuator", "properties"}) == keys_of(ActuatorProfile(), {"type"}));
}
