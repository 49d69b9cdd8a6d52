#pragma once

#include "synergy/device/profile_fields.hpp"
#include "synergy/input/document.hpp"
#include "synergy/link/kinds.hpp"
#include "synergy/link/link.hpp"
#include "synergy/quantities/quantities.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::link {

/// A Wi-Fi module (device_profiles/wifi/README.md). It stands beside the device's Bluetooth radio, whose
/// profile such links ignore.
struct WifiProfile {
  static constexpr std::string_view kKind = "wifi";
  std::string name;
  device::Sourced<Voltage> supply;
  device::Sourced<DataRate> rate;              ///< TCP payload
  device::Sourced<Duration> transfer_latency;  ///< ready to first byte; does not keep the link busy
  device::Sourced<Current> transmit;           ///< whole module while sending
  device::Sourced<Current> receive;            ///< while receiving
  device::Sourced<Current> idle;               ///< connected, nothing to do
  device::Sourced<Ratio> supply_efficiency;
};

/// Every key of its file, said once.
template <class Archive, input::Is<WifiProfile> P>
void fields(Archive& archive, P& p) {
  using device::SourcedAmount;
  using input::required_key;
  // Ends above 0 where something is divided by the number.
  archive(required_key("supply", "voltage at which the currents were measured, at least 0.1 V"), p.supply,
          device::positive<Voltage>());
  archive(required_key("rate", "payload of TCP, at least 1 B/s"), p.rate, device::positive<DataRate>());
  archive(required_key("transfer_latency",
                       "from ready to the first byte, on top of size / rate; does not keep the link busy. At "
                       "most 60 s"),
          p.transfer_latency, SourcedAmount<Duration>{.most = seconds(60)});
  archive(required_key("transmit", "current of the whole module while it sends"), p.transmit,
          SourcedAmount<Current>{});
  archive(required_key("receive", "current of the whole module while it receives"), p.receive,
          SourcedAmount<Current>{});
  archive(required_key("idle", "current while connected with nothing to do"), p.idle,
          SourcedAmount<Current>{});
  archive(required_key("supply_efficiency", "from the battery to `supply`: 1 % to 1"), p.supply_efficiency,
          device::efficiency());
}

/// What single keys cannot say: sending and receiving draw no less than being connected, on top of which they
/// come.
void check(const input::Loader& loader, const WifiProfile& profile);

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
