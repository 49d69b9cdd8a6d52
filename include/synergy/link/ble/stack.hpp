#pragma once

#include "synergy/device/sourced.hpp"
#include "synergy/input/document.hpp"
#include "synergy/quantities/quantities.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::link {

/// How much time a stack wants to be left in a connection event before it starts one more packet pair.
/// Wanting more than the pair takes wastes the end of events, in the way a vendor's controller does.
enum class Reservation : std::uint8_t {
  pair,                 ///< what the pair itself takes
  full_pair,            ///< a full-size packet each way and the space between them
  full_pair_and_space,  ///< and the space after them
};
[[nodiscard]] const std::vector<std::string_view>& reservation_names();

/// Until when data may become ready and still leave in a connection event under way; BleEvents::entry says
/// what that means to the nanosecond.
enum class LateData : std::uint8_t {
  same_event,  ///< while the event is open: its last pair can still announce more
  next_event,  ///< up to its anchor: the controller fills its queue once per event
};
[[nodiscard]] const std::vector<std::string_view>& late_data_names();

/// The edition of the Core specification that a controller implements, as far as something here depends on
/// it. From 6.2 on connections may have short intervals (BleSpec::connection_interval).
enum class CoreVersion : std::uint8_t { v4_2, v5_0, v5_1, v5_2, v5_3, v5_4, v6_0, v6_1, v6_2, v7_0 };
/// As in files: "6.2".
[[nodiscard]] const std::vector<std::string_view>& core_version_names();

/// A rule of a stack with the place it was read.
/// Rules are facts: `sensitivity` does not move them.
template <class T>
struct StackRule {
  T value{};
  /// Document and section, for people.
  std::string source;
};

/// What a BLE controller's scheduler does with a connection event: data, one file per stack
/// (device_profiles/ble_stacks/README.md), so that no number of one vendor becomes a rule for all.
struct StackProfile {
  /// What `kind` says in its files.
  static constexpr std::string_view kKind = "ble_stack";
  /// As `stack` of a link section says it; that of the file.
  std::string name;
  /// Kept free at the end of every connection event. Its own time for whatever comes next, at least 0.
  device::Sourced<Duration> guard;
  /// A further pair starts only if so much is left before the guard.
  StackRule<Reservation> reservation;
  /// Whether an event may be extended, pair by pair, into time nobody else has reserved.
  StackRule<bool> extension;
  /// Most packet pairs in one event; 0: only time limits them.
  StackRule<int> packet_cap;
  /// What happens to data that become ready during an event. Optional in files: same_event.
  StackRule<LateData> late_data;
  /// The same on the coded PHY S8, where it is another. Optional in files: 0, as packet_cap says.
  StackRule<int> packet_cap_s8;
  /// Whether empty packets go out as S8 on a connection that is coded S2. Optional in files: false.
  StackRule<bool> coded_empty_s8;
  /// Optional in files: 5.0.
  StackRule<CoreVersion> core_version{CoreVersion::v5_0, {}};
  /// Whether the MTU this stack states counts the 4 bytes of the L2CAP header.
  StackRule<bool> mtu_includes_l2cap_header;
};

/// Throws InputError with every problem of the file.
/// A file with `kind: ble_stack`; the guard is 0 to 100 ms, the cap 0 to 10,000 pairs.
[[nodiscard]] StackProfile read_stack(const input::Document& document);

}  // namespace synergy::link
