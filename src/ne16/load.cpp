#include "synergy/ne16/load.hpp"

#include "synergy/device/profile_file.hpp"
#include "synergy/input/edit.hpp"
#include "synergy/input/reader.hpp"
#include "synergy/ne16/family.hpp"

#include <fmt/format.h>

namespace synergy::ne16 {
namespace {

using input::Mapping;
using input::Problems;
using input::Value;

/// The list `measured_power`; without it no network was measured.
void read_measured_power(Mapping& root, Profile& to) {
  const auto list = root.optional("measured_power");
  if (!list) return;
  for (const Value& item : list->items()) {
    Mapping entry = item.mapping();
    MeasuredPower measured;
    if (const auto network = entry.required("network")) {
      measured.network = network->text();
      if (to.measured(measured.network) != nullptr)
        network->fail(fmt::format("network '{}' is in the list already", measured.network));
    }
    device::read_number(entry, "power", measured.power);
    entry.finish();
    to.measured_power.push_back(std::move(measured));
  }
}

/// Of a value or a bound: a sensitivity analysis may take the bound for the value.
template <class Q>
void check_positive(Mapping& root, std::string_view key, const Sourced<Q>& number) {
  if (number.value == Q{} || (number.low && *number.low == Q{}))
    root.fail(fmt::format("'{}' must be more than 0", key));
}

/// What single keys cannot say.
void check(Mapping& root, const Profile& p) {
  check_positive(root, "voltage", p.voltage);
  check_positive(root, "reference_clock", p.reference_clock);
  check_positive(root, "reference_voltage", p.reference_voltage);
  check_positive(root, "dma_bytes_per_cycle", p.dma_bytes_per_cycle);
  check_positive(root, "cluster_macs_per_cycle", p.cluster_macs_per_cycle);
  check_positive(root, "cluster_depthwise_macs_per_cycle", p.cluster_depthwise_macs_per_cycle);
  check_positive(root, "cluster_elements_per_cycle", p.cluster_elements_per_cycle);
  if (p.leakage.value > p.waiting.value) root.fail("'leakage' is part of 'waiting' and must not be above it");
}

}  // namespace

Profile read_profile(const input::Document& document) {
  Profile profile;
  Problems problems(document.name);
  Mapping root = Value(document.root, problems).mapping();
  if (device::read_head(root, "accelerator", profile.name)) {
    // Required: a file without it is of the first family.
    if (const auto family = root.required("family")) (void)family->choice("family", {ne16::family().name});
    visit_facts(profile, [&](std::string_view key, auto& fact) { device::read_fact(root, key, fact); });
    visit_keyed_numbers(profile,
                        [&](std::string_view key, auto& number) { device::read_number(root, key, number); });
    read_measured_power(root, profile);
    // Only of what could be read: a missing number would be 0 here.
    if (problems.empty()) check(root, profile);
    root.finish();
  }
  problems.throw_if_any();
  return profile;
}

std::string to_yaml(const Profile& profile) {
  std::string text = device::head_text("accelerator", profile.name);
  text += fmt::format("family: {}\n", family().name);
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

}  // namespace synergy::ne16
