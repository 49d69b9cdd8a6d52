#pragma once

#include "synergy/device/profile_fields.hpp"
#include "synergy/input/document.hpp"
#include "synergy/link/rule_of.hpp"
#include "synergy/quantities/quantities.hpp"

#include <cstdint>
#include <string>
#include <string_view>
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
  static constexpr std::string_view kKind = "generic_link";
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

[[nodiscard]] inline const std::vector<std::string_view>& names_of(Medium) { return medium_names(); }

/// Every key of its file, said once.
template <class Archive, input::Is<GenericProfile> P>
void fields(Archive& archive, P& p) {
  using device::SourcedAmount;
  using input::Amount;
  using input::required_key;
  archive(
      required_key("medium",
                   "`shared`: one transfer at a time on the whole body, whoever sends; `independent`: pairs "
                   "of devices do not disturb each other"),
      p.medium, RuleOf<LinkFact<Medium>, input::Choice<Medium>>{{"medium"}});
  archive(required_key("payload", "bytes of a transfer that one packet carries at most, 1 B to 1 MB"),
          p.payload, RuleOf<LinkFact<Bytes>, Amount<Bytes>>{{Bytes(1), Bytes(1'000'000)}});
  archive(required_key("packet_overhead",
                       "bytes that go with them: headers, checksums, what acknowledging takes; at most 1 MB"),
          p.packet_overhead, RuleOf<LinkFact<Bytes>, Amount<Bytes>>{{Bytes(0), Bytes(1'000'000)}});
  // Sizes are divided by it.
  archive(required_key("rate", "of all bytes on the medium, at least 1 B/s"), p.rate,
          device::positive<DataRate>());
  archive(required_key("setup", "at the begin of every transfer; the medium is taken. At most 60 s"), p.setup,
          SourcedAmount<Duration>{.most = seconds(60)});
  archive(required_key("latency",
                       "behind the last byte, until it is handed over; the medium is free. At most 60 s"),
          p.latency, SourcedAmount<Duration>{.most = seconds(60)});
  archive(required_key("send", "energy above idle of a byte on the medium; 8 times that of a bit"), p.send,
          SourcedAmount<EnergyPerByte>{});
  archive(required_key("receive", "likewise, at the other end"), p.receive, SourcedAmount<EnergyPerByte>{});
  archive(required_key("idle", "power of a radio that keeps its links, whatever their number"), p.idle,
          SourcedAmount<Power>{});
  // A tenth of the packets get through: beyond it the mean would say little about a transfer.
  archive(required_key("packet_error_rate", "a packet is sent again until it arrives: 0 to 0.9"),
          p.packet_error_rate, SourcedAmount<Ratio>{.most = Ratio::from_si(0.9)});
}

/// Throws InputError with every problem of the file.
[[nodiscard]] GenericProfile read_generic(const input::Document& document);

}  // namespace synergy::link
