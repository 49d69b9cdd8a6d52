#include "synergy/link/kinds.hpp"

#include "synergy/base/ensure.hpp"

namespace synergy::link {

const std::vector<LinkKindInfo>& link_kinds() {
  static const std::vector<LinkKindInfo> kinds{
      {"ble", "Bluetooth LE connections that take turns within a connection interval", "ble_stacks"},
      {"wifi_tcp", "Wi-Fi with a rate and a delay per transfer, without contention", "wifi"},
  };
  return kinds;
}

ProfileName profile_of(const LinkSpec& spec) {
  if (spec.kind == "wifi_tcp") return {"wifi", spec.wifi};
  return {"ble_stacks", spec.stack};
}

LinkProfile read_link_profile(const LinkSpec& spec, const input::Document& profile) {
  if (spec.kind == "wifi_tcp") return read_wifi(profile);
  ensure(spec.kind == "ble", "the link kind is one of the table");
  return read_stack(profile);
}

std::shared_ptr<const LinkKind> make_link_kind(const LinkSpec& spec, const input::Document& profile) {
  const LinkProfile read = read_link_profile(spec, profile);
  if (const auto* wifi = std::get_if<WifiProfile>(&read)) return make_wifi_tcp(*wifi);
  return make_link_kind(spec, std::get<StackProfile>(read));
}

}  // namespace synergy::link
