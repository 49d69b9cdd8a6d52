#pragma once

#include "synergy/device/sourced.hpp"
#include "synergy/input/document.hpp"
#include "synergy/quantities/parse.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace synergy::test {

/// Is a profile the same, number by number, once it is written and read again?
template <class Profile, class Read>
void check_round_trip(const Profile& profile, const Read& read) {
  const std::string text = to_yaml(profile);
  const Profile again = read(synergy::input::parse(text, "again"));
  CHECK(to_yaml(again) == text);
  std::vector<std::string> before;
  std::vector<std::string> after;
  const auto collect = [](std::vector<std::string>& list) {
    return [&list](std::string_view key, const auto& n) {
      const auto bound = [](const auto& q) { return q ? to_text(*q) : std::string("-"); };
      list.push_back(std::string(key) + to_text(n.value) + bound(n.low) + bound(n.high) + n.source +
                     std::string(to_text(n.value_class)));
    };
  };
  visit_numbers(profile, collect(before));
  visit_numbers(again, collect(after));
  CHECK(before == after);
}

/// Keys of a mapping inside the schema of profiles, such as definitions / sensor / properties.
inline std::set<std::string> schema_keys(const std::vector<std::string>& path) {
  const synergy::input::Document schema =
      synergy::input::load(std::string(SYNERGY_SOURCE_DIR) + "/device_profiles/profile.schema.json");
  const synergy::input::Node* node = &schema.root;
  for (const std::string& step : path) {
    const auto found = std::find_if(node->entries.begin(), node->entries.end(),
                                    [&](const auto& entry) { return entry.key == step; });
    REQUIRE(found != node->entries.end());
    node = &found->value;
  }
  std::set<std::string> keys;
  for (const auto& entry : node->entries) keys.insert(entry.key);
  return keys;
}

}  // namespace synergy::test
