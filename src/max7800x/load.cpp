#include "synergy/max7800x/load.hpp"

#include "synergy/device/profile_file.hpp"
#include "synergy/input/edit.hpp"
#include "synergy/input/reader.hpp"
#include "synergy/max7800x/family.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace synergy::max7800x {
namespace {

using input::Mapping;
using input::Problems;
using input::Value;

/// The list `measured_power`; without it no network was measured.
void read_measured_power(Mapping& root, std::vector<MeasuredPower>& to) {
  const auto list = root.optional("measured_power");
  if (!list) return;
  for (const Value& item : list->items()) {
    Mapping entry = item.mapping();
    MeasuredPower measured;
    if (const auto network = entry.required("network")) {
      measured.network = network->text();
      const bool twice = std::any_of(to.begin(), to.end(),
                                     [&](const MeasuredPower& m) { return m.network == measured.network; });
      if (twice) network->fail(fmt::format("network '{}' is in the list already", measured.network));
    }
    device::read_number(entry, "power", measured.power);
    entry.finish();
    to.push_back(std::move(measured));
  }
}

/// What single keys cannot say. Groups of four words are the unit of the ledger, which would lose a part of a
/// group.
void check(Mapping& root, const Profile& p) {
  // The cycle formula and the memory rules hold for this family only.
  if (p.processors != 64) root.fail("'processors' must be 64");
  if (p.words_per_processor % 4 != 0 || p.words_of_quadrant_head % 4 != 0) {
    root.fail("'words_per_processor' and 'words_of_quadrant_head' must be multiples of 4");
  }
  if (p.words_of_quadrant_head < p.words_per_processor) {
    root.fail("'words_of_quadrant_head' must not be less than 'words_per_processor'");
  }
}

}  // namespace

Profile read_profile(const input::Document& document) {
  Profile profile;
  Problems problems(document.name);
  Mapping root = Value(document.root, problems).mapping();
  if (device::read_head(root, "accelerator", profile.name)) {
    if (const auto family = root.optional("family"))
      (void)family->choice("family", {max7800x::family().name});
    visit_keyed_numbers(profile,
                        [&](std::string_view key, auto& number) { device::read_number(root, key, number); });
    visit_facts(profile, [&](std::string_view key, auto& fact) { device::read_fact(root, key, fact); });
    // A list and not keys: networks are named by the file's author.
    read_measured_power(root, profile.measured_power);
    check(root, profile);
    root.finish();
  }
  problems.throw_if_any();
  return profile;
}

std::string to_yaml(const Profile& profile) {
  std::string text = device::head_text("accelerator", profile.name);
  visit_facts(profile,
              [&](std::string_view key, const auto& value) { text += device::fact_text(key, value); });
  visit_keyed_numbers(profile,
                      [&](std::string_view key, const auto& n) { text += device::number_text(key, n); });
  if (!profile.measured_power.empty()) text += "measured_power:\n";
  for (const MeasuredPower& m : profile.measured_power) {
    text += fmt::format("  - network: {}\n", input::in_quotes(m.network));
    text += device::number_text("power", m.power, "    ");
  }
  return text;
}

}  // namespace synergy::max7800x
