#pragma once

#include "synergy/measured/profile.hpp"

#include <string>
#include <string_view>
#include <type_traits>

namespace synergy::measured {

/// Calls `visit(key, number)` for the optional numbers of the top of a profile file that are there. With
/// `all`, also for those that are not (readers make them): `visit` then takes the std::optional itself.
template <class SomeProfile, class Visitor>
requires std::is_same_v<std::remove_const_t<SomeProfile>, Profile>
void visit_optional(SomeProfile& p, Visitor&& visit) {
  visit("inference_overhead", p.inference_overhead);
  visit("load_fixed", p.load_fixed);
  visit("load_per_byte", p.load_per_byte);
  visit("unload_fixed", p.unload_fixed);
  visit("unload_per_byte", p.unload_per_byte);
  visit("switch_fixed", p.switch_fixed);
  visit("deploy_fixed", p.deploy_fixed);
  visit("deploy_per_byte", p.deploy_per_byte);
  visit("cpu_wake", p.cpu_wake);
}

/// The optional numbers of an operating point, in the order of the file; `visit` takes the std::optional.
template <class SomePoint, class Visitor>
requires std::is_same_v<std::remove_const_t<SomePoint>, Point>
void visit_optional(SomePoint& p, Visitor&& visit) {
  visit("time_scale", p.time_scale);
  visit("idle", p.idle);
  visit("infer", p.infer);
  visit("cpu_active", p.cpu_active);
  visit("cpu_asleep", p.cpu_asleep);
  visit("load", p.load);
  visit("unload", p.unload);
  visit("switch", p.switching);
  visit("deploy", p.deploy);
}

/// The part of a row's key behind "table.": "kws", or "kws.0-3" for layers 0 to 3.
/// Distinct among the rows of a profile.
[[nodiscard]] inline std::string row_key(const Row& row) {
  if (!row.layers) return row.network;
  return row.network + "." + std::to_string(row.layers->first) + "-" + std::to_string(row.layers->last);
}

/// Calls `visit(key, number)` for every Sourced number: the one list that sensitivity, settings and
/// tables share. Keys: "laws.conv.per_mac", "table.kws.time", "load_per_byte", "points.NAME.infer". In
/// the order of the profile file.
template <class SomeProfile, class Visitor>
requires std::is_same_v<std::remove_const_t<SomeProfile>, Profile>
void visit_numbers(SomeProfile& p, Visitor&& visit) {
  const auto if_there = [&](const std::string& key, auto& number) {
    if (number) visit(key, *number);
  };
  for (auto& law : p.laws) {
    const std::string key = "laws." + std::string(to_text(law.kind)) + ".";
    if_there(key + "fixed", law.fixed);
    if_there(key + "per_mac", law.per_mac);
    if_there(key + "per_byte", law.per_byte);
  }
  for (auto& row : p.table) {
    const std::string key = "table." + row_key(row);
    visit(key + ".time", row.time);
    if_there(key + ".energy", row.energy);
  }
  if_there("rate", p.rate);
  visit_optional(p, [&](std::string_view key, auto& number) { if_there(std::string(key), number); });
  visit("cpu_clock", p.cpu_clock);
  visit("softmax", p.softmax);
  visit("argmax", p.argmax);
  for (auto& point : p.points) {
    const std::string key = "points." + point.name + ".";
    visit(key + "clock", point.clock);
    visit(key + "voltage", point.voltage);
    visit_optional(point, [&](std::string_view k, auto& number) { if_there(key + std::string(k), number); });
  }
}

}  // namespace synergy::measured
