#include "synergy/device/save.hpp"

#include "synergy/input/edit.hpp"
#include "synergy/quantities/parse.hpp"

#include <fmt/format.h>

namespace synergy::device {
namespace {

std::string head(std::string_view kind, std::string_view name) {
  return fmt::format("schema_version: 1\nkind: {}\nname: {}\n", kind, input::in_quotes(name));
}

/// `indent` is that of the key.
template <class Q>
std::string number(std::string_view key, const Sourced<Q>& n, std::string_view indent = "") {
  std::string text = fmt::format("{}{}:\n", indent, key);
  const auto line = [&](std::string_view field, const std::string& value) {
    text += fmt::format("{}  {}: {}\n", indent, field, value);
  };
  line("value", input::in_quotes(to_text(n.value)));
  if (n.low) line("low", input::in_quotes(to_text(*n.low)));
  if (n.high) line("high", input::in_quotes(to_text(*n.high)));
  line("source", input::in_quotes(n.source));
  line("class", std::string(to_text(n.value_class)));
  return text;
}

template <class Profile>
std::string numbers(const Profile& profile) {
  std::string text;
  visit_numbers(profile, [&](std::string_view key, const auto& n) { text += number(key, n); });
  return text;
}

std::string fact(std::string_view key, Bytes bytes) {
  return fmt::format("{}: {}\n", key, input::in_quotes(to_text(bytes)));
}
template <class Plain>
std::string fact(std::string_view key, Plain value) {
  return fmt::format("{}: {}\n", key, value);
}

}  // namespace

std::string to_yaml(const AcceleratorProfile& profile) {
  std::string text = head("accelerator", profile.name);
  visit_facts(profile, [&](std::string_view key, const auto& value) { text += fact(key, value); });
  visit_keyed_numbers(profile, [&](std::string_view key, const auto& n) { text += number(key, n); });
  if (!profile.measured_power.empty()) text += "measured_power:\n";
  for (const MeasuredPower& m : profile.measured_power) {
    text += fmt::format("  - network: {}\n", input::in_quotes(m.network));
    text += number("power", m.power, "    ");
  }
  return text;
}

std::string to_yaml(const RadioProfile& profile) { return head("radio", profile.name) + numbers(profile); }

std::string to_yaml(const SensorProfile& profile) {
  return head("sensor", profile.name) + fmt::format("type: {}\n", input::in_quotes(profile.type)) +
         numbers(profile);
}

std::string to_yaml(const ActuatorProfile& profile) {
  return head("actuator", profile.name) + fmt::format("type: {}\n", input::in_quotes(profile.type)) +
         numbers(profile);
}

}  // namespace synergy::device
