#include "synergy/device/save.hpp"

#include "synergy/input/edit.hpp"
#include "synergy/quantities/parse.hpp"

#include <fmt/format.h>

namespace synergy::device {
namespace {

std::string head(std::string_view kind, std::string_view name) {
  return fmt::format("schema_version: 1\nkind: {}\nname: {}\n", kind, input::in_quotes(name));
}

template <class Q>
std::string number(std::string_view key, const Sourced<Q>& n) {
  std::string text = fmt::format("{}:\n  value: {}\n", key, input::in_quotes(to_text(n.value)));
  if (n.low) text += fmt::format("  low: {}\n", input::in_quotes(to_text(*n.low)));
  if (n.high) text += fmt::format("  high: {}\n", input::in_quotes(to_text(*n.high)));
  return text +
         fmt::format("  source: {}\n  class: {}\n", input::in_quotes(n.source), to_text(n.value_class));
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
  return text + numbers(profile);
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
