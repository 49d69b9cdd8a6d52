#pragma once

#include "synergy/device/sourced.hpp"
#include "synergy/input/document.hpp"
#include "synergy/link/kinds.hpp"
#include "synergy/link/link.hpp"
#include "synergy/quantities/quantities.hpp"

#include <memory>
#include <string>
#include <type_traits>
#include <vector>

namespace synergy::link {

/// A Wi-Fi module (device_profiles/wifi/README.md). It stands beside the device's Bluetooth radio, whose
/// profile such links ignore.
struct WifiProfile {
  std::string name;
  device::Sourced<Voltage> supply;
  device::Sourced<DataRate> rate;              ///< TCP payload
  device::Sourced<Duration> transfer_latency;  ///< ready to first byte; does not keep the link busy
  device::Sourced<Current> transmit;           ///< whole module while sending
  device::Sourced<Current> receive;            ///< while receiving
  device::Sourced<Current> idle;               ///< connected, nothing to do
  device::Sourced<Ratio> supply_efficiency;
};

template <class Profile, class Visitor>
requires std::is_same_v<std::remove_const_t<Profile>, WifiProfile>
void visit_numbers(Profile& p, Visitor&& visit) {
  visit("supply", p.supply);
  visit("rate", p.rate);
  visit("transfer_latency", p.transfer_latency);
  visit("transmit", p.transmit);
  visit("receive", p.receive);
  visit("idle", p.idle);
  visit("supply_efficiency", p.supply_efficiency);
}

/// Throws InputError with every problem of the file.
[[nodiscard]] WifiProfile read_wifi(const input::Document& document);

/// The parameters of links of the kind `wifi_tcp`. KindOfSpec says what the functions do.
struct WifiSpec {
  std::string wifi = "esp32";  ///< profile in device_profiles/wifi, or a path to one

  bool operator==(const WifiSpec&) const = default;

  [[nodiscard]] static const LinkKindInfo& kind();
  [[nodiscard]] std::string to_yaml() const;
  [[nodiscard]] const std::string& profile() const { return wifi; }
  [[nodiscard]] std::vector<SpecProblem> problems() const { return {}; }
  [[nodiscard]] std::shared_ptr<const LinkKind> make(const input::Document& profile) const;
};

/// The row of the kind.
[[nodiscard]] const LinkKindInfo& wifi_tcp();

/// Every link a FIFO server of a constant rate with a constant delay behind it, loss-free (what TCP repeats
/// is in the measured rate). Limit: the links of a body do not contend for the channel, of which at 20 Mbit/s
/// one body's traffic takes a small part.
[[nodiscard]] std::shared_ptr<const LinkKind> make_wifi_tcp(const WifiProfile& profile);

}  // namespace synergy::link
