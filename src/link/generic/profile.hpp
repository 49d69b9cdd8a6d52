#pragma once

#include "synergy/device/sourced.hpp"
#include "synergy/input/document.hpp"
#include "synergy/quantities/quantities.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace synergy::link {

/// What the links of a body have to share. shared: one medium for all (the air, the body), on which one
/// transfer is under way at a time, whoever sends. independent: every pair of devices has its own.
enum class Medium : std::uint8_t { shared, independent };
[[nodiscard]] const std::vector<std::string_view>& medium_names();

/// A fact of a link with the place it was read. `sensitivity` does not move it.
template <class T>
struct LinkFact {
  T value{};
  std::string source;
};

/// A link of which nothing but a few numbers is known (device_profiles/generic_links/README.md). It stands
/// beside the device's Bluetooth radio, whose profile such links ignore. Energies and powers at the battery.
struct GenericProfile {
  /// As `profile` of a link section says it; that of the file.
  std::string name;
  LinkFact<Medium> medium;
  /// Bytes of a transfer that one packet carries at most. 1 B to 1 MB.
  LinkFact<Bytes> payload{Bytes(1), {}};
  /// Bytes that go with them: headers, checksums, and what acknowledging takes. At most 1 MB.
  LinkFact<Bytes> packet_overhead;
  device::Sourced<DataRate> rate;            ///< of all bytes on the medium; at least 1 B/s
  device::Sourced<Duration> setup;           ///< at the begin of every transfer; the medium is taken
  device::Sourced<Duration> latency;         ///< behind the last byte, until it is handed over; it is free
  device::Sourced<EnergyPerByte> send;       ///< above idle, of a byte on the medium
  device::Sourced<EnergyPerByte> receive;    ///< likewise
  device::Sourced<Power> idle;               ///< of a radio with links, whatever their number
  device::Sourced<Ratio> packet_error_rate;  ///< a packet is sent again until it arrives: 0 to 0.9
};

template <class Profile, class Visitor>
requires std::is_same_v<std::remove_const_t<Profile>, GenericProfile>
void visit_numbers(Profile& p, Visitor&& visit) {
  visit("rate", p.rate);
  visit("setup", p.setup);
  visit("latency", p.latency);
  visit("send", p.send);
  visit("receive", p.receive);
  visit("idle", p.idle);
  visit("packet_error_rate", p.packet_error_rate);
}

/// Throws InputError with every problem of the file.
[[nodiscard]] GenericProfile read_generic(const input::Document& document);

}  // namespace synergy::link
