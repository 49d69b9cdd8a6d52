#include "synergy/device/load.hpp"

#include "synergy/device/profile_file.hpp"
#include "synergy/input/reader.hpp"

namespace synergy::device {
namespace {

using input::Mapping;
using input::Problems;
using input::Value;

/// Reads a whole profile; `read_own` reads the keys that are neither head nor numbers with a key of their
/// own.
template <class Profile, class ReadOwn>
Profile read_profile(const input::Document& document, std::string_view kind, const ReadOwn& read_own) {
  Profile profile;
  Problems problems(document.name);
  Mapping root = Value(document.root, problems).mapping();
  // Of another kind all keys would be unknown: one problem says more than twenty.
  if (read_head(root, kind, profile.name)) {
    visit_numbers(profile, [&](std::string_view key, auto& number) { read_number(root, key, number); });
    read_own(root, profile);
    root.finish();
  }
  problems.throw_if_any();
  return profile;
}

template <class Profile>
void read_type(Mapping& root, Profile& profile) {
  if (const auto value = root.required("type")) profile.type = value->text();
}

}  // namespace

RadioProfile read_radio(const input::Document& document) {
  return read_profile<RadioProfile>(document, "radio", [](Mapping&, RadioProfile&) {});
}

SensorProfile read_sensor(const input::Document& document) {
  return read_profile<SensorProfile>(document, "sensor", read_type<SensorProfile>);
}

ActuatorProfile read_actuator(const input::Document& document) {
  return read_profile<ActuatorProfile>(document, "actuator", read_type<ActuatorProfile>);
}

}  // namespace synergy::device
