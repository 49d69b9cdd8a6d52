#pragma once

#include "synergy/measured/profile.hpp"

#include <string>
#include <string_view>
#include <type_traits>

namespace synergy::measured {

/// Calls `visit(key, number)` for the optional numbers of the top of a profile file that are there. With
/// `all`, also for those that are not (readers make them): `visit` then takes the std::optional itself.
/// Keys are those of the profile file and come in its order. `visit` is a generic callable, since durations
/// and times per byte have types of their own; a constant profile gives constant numbers.
template <class SomeProfile, class Visitor>
requires std::is_same_v<std::remove_const_t<SomeProfile>, Profile>
void visit_optional(SomeProfile& p, Visitor&& visit) {
  // Once an inference; not with a table, whose rows have it in them.
  visit("inference_overhead", p.inference_overhead);
  // The ways in and out and the writing of weights: a fixed part and one that grows with the bytes.
  visit("load_fixed", p.load_fixed);
  visit("load_per_byte", p.load_per_byte);
  visit("unload_fixed", p.unload_fixed);
  visit("unload_per_byte", p.unload_per_byte);
  visit("switch_fixed", p.switch_fixed);
  visit("deploy_fixed", p.deploy_fixed);
  visit("deploy_per_byte", p.deploy_per_byte);
  // Of the CPU, stated but not charged.
  visit("cpu_wake", p.cpu_wake);
}

/// The optional numbers of an operating point, in the order of the file; `visit` takes the std::optional.
/// Powers are of the whole rail and absent ones mean what the members of Point say. The key of `switching` is
/// "switch", which is no name in C++.
template <class SomePoint, class Visitor>
requires std::is_same_v<std::remove_const_t<SomePoint>, Point>
void visit_optional(SomePoint& p, Visitor&& visit) {
  // A ratio; all others are powers in W.
  visit("time_scale", p.time_scale);
  visit("idle", p.idle);
  visit("infer", p.infer);
  visit("cpu_active", p.cpu_active);
  visit("cpu_asleep", p.cpu_asleep);
  // While data or weights move; absent ones are `cpu_active`.
  visit("load", p.load);
  visit("unload", p.unload);
  visit("switch", p.switching);
  visit("deploy", p.deploy);
}

/// The part of a row's key behind "table.": "kws", or "kws.0-3" for layers 0 to 3.
/// Distinct among the rows of a profile.
/// Part of keys that users write in settings, so it never changes for a row that stays as it is.
[[nodiscard]] inline std::string row_key(const Row& row) {
  if (!row.layers) return row.network;
  return row.network + "." + std::to_string(row.layers->first) + "-" + std::to_string(row.layers->last);
}

/// Calls `visit(key, number)` for every Sourced number: the one list that sensitivity, settings and
/// tables share. Keys: "laws.conv.per_mac", "table.kws.time", "load_per_byte", "points.NAME.infer". In
/// the order of the profile file.
/// Absent numbers are passed over: no setting can make one that the profile does not state. The visitor may
/// change the numbers of a profile that is not constant; then names, kinds and rows, which keys are made of,
/// must stay. Keys live as long as the call.
template <class SomeProfile, class Visitor>
requires std::is_same_v<std::remove_const_t<SomeProfile>, Profile>
void visit_numbers(SomeProfile& p, Visitor&& visit) {
  const auto if_there = [&](const std::string& key, auto& number) {
    if (number) visit(key, *number);
  };
  // A kind has one law, so its word is enough of a key.
  for (auto& law : p.laws) {
    const std::string key = "laws." + std::string(to_text(law.kind)) + ".";
    if_there(key + "fixed", law.fixed);
    if_there(key + "per_mac", law.per_mac);
    if_there(key + "per_byte", law.per_byte);
  }
  // Rows have a time always, and an energy where one was measured.
  for (auto& row : p.table) {
    const std::string key = "table." + row_key(row);
    visit(key + ".time", row.time);
    if_there(key + ".energy", row.energy);
  }
  // Where times are a rate, and nowhere else.
  if_there("rate", p.rate);
  visit_optional(p, [&](std::string_view key, auto& number) { if_there(std::string(key), number); });
  // Of the CPU's work for apps; no time of inferring depends on them.
  visit("cpu_clock", p.cpu_clock);
  visit("softmax", p.softmax);
  visit("argmax", p.argmax);
  // All points, also those that do not count: a setting of theirs matters once they are chosen.
  for (auto& point : p.points) {
    const std::string key = "points." + point.name + ".";
    visit(key + "clock", point.clock);
    visit(key + "voltage", point.voltage);
    visit_optional(point, [&](std::string_view k, auto& number) { if_there(key + std::string(k), number); });
  }
}

}  // namespace synergy::measured
