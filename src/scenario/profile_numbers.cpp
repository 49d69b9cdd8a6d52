#include "synergy/scenario/profile_numbers.hpp"

#include "synergy/device/part_fields.hpp"
#include "synergy/input/edit.hpp"
#include "synergy/link/kinds.hpp"
#include "synergy/scenario/links.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

namespace synergy::scenario {
namespace {

/// What simulated time can hold, in seconds; no profile number of any dimension comes near.
constexpr double kLargest = 9.2e9;

/// The name of a profile, and all its numbers.
template <class Profile>
const std::string& name_of(const Profile& profile) {
  return profile.name;
}
const std::string& name_of(const device::Accelerator& accelerator) { return accelerator.name(); }
const std::string& name_of(const link::LinkProfile& profile) { return profile.name(); }
template <class Profile, class Visitor>
void visit_described(const Profile& profile, const Visitor& visit) {
  visit_numbers(profile, [&](std::string_view key, const auto& n) { visit(key, device::describe(n)); });
}
template <class Visitor>
void visit_described(const device::Accelerator& accelerator, const Visitor& visit) {
  accelerator.visit_numbers(visit);
}
template <class Visitor>
void visit_described(const link::LinkProfile& profile, const Visitor& visit) {
  profile.visit_numbers(visit);
}

/// Calls `visit` with every profile of the devices, each name of a kind once: accelerators, radios, sensors,
/// actuators. `devices` may be const.
///
/// The one order of profiles: sensitivity tables list numbers in it.
template <class Devices, class Visitor>
void visit_profile_pointers(Devices& devices, const Visitor& visit) {
  for (auto& device : devices) {
    if (device.accelerator) visit(device.accelerator);
  }
  for (auto& device : devices) visit(device.radio);
  for (auto& device : devices) {
    for (auto& sensor : device.sensors) visit(sensor);
  }
  for (auto& device : devices) {
    for (auto& actuator : device.actuators) visit(actuator);
  }
}

/// The settings still to be used, by path.
using Settings = std::map<std::string, double, std::less<>>;

/// Those of one profile, by key.
template <class Profile>
device::NumberValues settings_of(const Profile& profile, const Settings& settings) {
  device::NumberValues own;
  visit_described(profile, [&](std::string_view key, const device::Number& /*number*/) {
    const auto setting = settings.find(fmt::format("{}.{}", name_of(profile), key));
    if (setting != settings.end()) own.emplace(key, setting->second);
  });
  return own;
}

/// A copy with its settings. The profile judges itself what it may say.
template <class Profile>
std::shared_ptr<const Profile> changed(const Profile& profile, const device::NumberValues& own) {
  return std::make_shared<const Profile>(device::with_numbers(profile, own));
}
std::shared_ptr<const device::Accelerator> changed(const device::Accelerator& accelerator,
                                                   const device::NumberValues& own) {
  return accelerator.with_numbers(own);
}

/// By address: devices that share a profile share the changed copy too, so that whatever is cached by profile
/// is still made once.
void set_device_profiles(Devices& devices, const Settings& settings) {
  std::map<const void*, std::shared_ptr<const void>> copies;  // what devices share, they share again
  visit_profile_pointers(devices, [&]<class Profile>(std::shared_ptr<const Profile>& profile) {
    const auto [found, is_new] = copies.try_emplace(profile.get());
    if (is_new) {
      found->second = profile;
      const device::NumberValues own = settings_of(*profile, settings);
      if (!own.empty()) found->second = changed(*profile, own);
    }
    profile = std::static_pointer_cast<const Profile>(found->second);
  });
}

/// Of the links of the body, those of the key `link` first.
std::vector<link::LinkProfile> link_profiles(const Scenario& scenario) {
  std::vector<link::LinkProfile> profiles{scenario.link.kind().read_profile(*scenario.link_profile)};
  for (const MoreLinks& more : scenario.more_links)
    profiles.push_back(more.link.kind().read_profile(*more.profile));
  return profiles;
}

/// Writes the settings into the parsed file of a link profile.
///
/// The file is changed and not the link kind, since the file is what resolved.yaml shows and what the kind is
/// made from.
/// Whether there was anything to write.
bool set_link_profile(const link::LinkSpec& link, std::shared_ptr<const input::Document>& of_link,
                      const Settings& settings) {
  const link::LinkProfile profile = link.kind().read_profile(*of_link);
  const device::NumberValues own = settings_of(profile, settings);
  if (own.empty()) return false;
  auto document = std::make_shared<input::Document>(*of_link);
  profile.with_numbers(own).visit_numbers([&](std::string_view key, const device::Number& number) {
    if (!own.contains(key)) return;
    const auto put = [&](std::string_view field, std::string text) {
      input::Node scalar{.kind = input::Node::Kind::scalar, .scalar = {}, .items = {}, .entries = {}};
      scalar.quoted = input::Yaml::text(text).kind() == input::Yaml::Kind::quoted;
      scalar.scalar = std::move(text);
      input::set_node(*document, fmt::format("{}.{}", key, field), std::move(scalar), document->name);
    };
    put("value", number.value.text);
    // Bounds and class too: setting a number widened the bounds where it lay outside, and makes it an
    // estimate.
    if (number.low) put("low", number.low->text);
    if (number.high) put("high", number.high->text);
    put("source", number.source);
    put("class", std::string(device::to_text(number.value_class)));
  });
  document->name = profile.name() + " with its settings";
  of_link = std::move(document);
  return true;
}

void set_link_profiles(Scenario& scenario, const Settings& settings) {
  bool changed = set_link_profile(scenario.link, scenario.link_profile, settings);
  for (MoreLinks& more : scenario.more_links) {
    if (!set_link_profile(more.link, more.profile, settings)) continue;
    more.kind = more.link.make(*more.profile);
    changed = true;
  }
  // Which of several links is best depends on the radios too, whatever was set.
  if (changed || !scenario.more_links.empty()) scenario.link_kind = links_of_body(scenario);
}

/// The power of a network that no app runs moves nothing.
bool is_of_another_network(const Scenario& scenario, const device::Number& number) {
  return !number.network.empty() &&
         std::none_of(scenario.apps.begin(), scenario.apps.end(),
                      [&](const App& app) { return app.model->name() == number.network; });
}

}  // namespace

std::vector<ProfileNumber> profile_numbers(const Scenario& scenario) {
  std::vector<ProfileNumber> numbers;
  const auto add = [&](const std::string& profile, std::string_view key, const device::Number& number) {
    if (is_of_another_network(scenario, number)) return;
    const ProfileNumber described{number, fmt::format("{}.{}", profile, key)};
    const bool known = std::any_of(numbers.begin(), numbers.end(),
                                   [&](const ProfileNumber& n) { return n.path == described.path; });
    if (!known) numbers.push_back(described);
  };
  visit_profile_pointers(scenario.devices, [&](const auto& profile) {
    visit_described(*profile, [&](std::string_view key, const device::Number& number) {
      add(name_of(*profile), key, number);
    });
  });
  for (const link::LinkProfile& of_links : link_profiles(scenario)) {
    of_links.visit_numbers(
        [&](std::string_view key, const device::Number& number) { add(of_links.name(), key, number); });
  }
  return numbers;
}

Scenario with_profile_numbers(const Scenario& scenario, const std::vector<NumberSetting>& settings) {
  const std::vector<ProfileNumber> known = profile_numbers(scenario);
  std::vector<std::string_view> paths;
  for (const ProfileNumber& number : known) paths.push_back(number.path);
  Settings by_path;
  for (const NumberSetting& setting : settings) {
    if (std::find(paths.begin(), paths.end(), setting.path) == paths.end())
      throw InputError({scenario.name}, unknown_name("profile number", setting.path, paths));
    // Negated, so that NaN is refused too.
    if (!(std::abs(setting.si) <= kLargest))
      throw InputError({scenario.name}, fmt::format("{} is not a value for {}", setting.si, setting.path));
    by_path[setting.path] = setting.si;
  }
  Scenario copy = scenario;
  set_device_profiles(copy.devices, by_path);
  set_link_profiles(copy, by_path);
  return copy;
}

}  // namespace synergy::scenario
