#include "synergy/device/save.hpp"

#include "synergy/device/profile_file.hpp"
#include "synergy/input/edit.hpp"

#include <fmt/format.h>

namespace synergy::device {
namespace {

/// By the same list as the reader's, so that no number can be written and not read.
template <class Profile>
std::string numbers(const Profile& profile) {
  std::string text;
  visit_numbers(profile, [&](std::string_view key, const auto& n) { text += number_text(key, n); });
  return text;
}

}  // namespace

std::string to_yaml(const RadioProfile& profile) {
  return head_text("radio", profile.name) + numbers(profile);
}

/// `type` stands before the numbers, as in the shipped files; readers do not mind the order.
std::string to_yaml(const SensorProfile& profile) {
  return head_text("sensor", profile.name) + fmt::format("type: {}\n", input::in_quotes(profile.type)) +
         numbers(profile);
}

std::string to_yaml(const ActuatorProfile& profile) {
  return head_text("actuator", profile.name) + fmt::format("type: {}\n", input::in_quotes(profile.type)) +
         numbers(profile);
}

}  // namespace synergy::device
