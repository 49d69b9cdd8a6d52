#pragma once

#include "synergy/device/sourced.hpp"
#include "synergy/quantities/parse.hpp"

#include <optional>
#include <string>

#include "csv.hpp"
#include <catch2/catch.hpp>

namespace synergy::test {

/// The quantity of a cell, as text in one spelling; an empty cell stays empty.
template <class Q>
std::string same_spelling(const std::string& cell) {
  return cell.empty() ? cell : synergy::to_text(std::get<Q>(synergy::parse_quantity<Q>(cell)));
}

/// Checks a profile against its rows of data/replaced_numbers.csv: numbers whose first values were assumed.
template <class Profile>
void check_rows(const Profile& profile) {
  for (const Row& row : read_csv("replaced_numbers.csv")) {
    if (row.text("profile") != profile.name) continue;
    CAPTURE(profile.name, row.text("key"));
    int found = 0;
    visit_numbers(profile, [&]<class Q>(std::string_view key, const synergy::device::Sourced<Q>& number) {
      if (key != row.text("key")) return;
      ++found;
      const auto text = [](const std::optional<Q>& bound) { return bound ? to_text(*bound) : std::string(); };
      CHECK(to_text(number.value) == same_spelling<Q>(row.text("value")));
      CHECK(text(number.low) == same_spelling<Q>(row.text("low")));
      CHECK(text(number.high) == same_spelling<Q>(row.text("high")));
      CHECK(to_text(number.value_class) == row.text("class"));
    });
    CHECK(found == 1);
  }
}

}  // namespace synergy::test
