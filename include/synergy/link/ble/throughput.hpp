#pragma once

#include "synergy/device/radio.hpp"
#include "synergy/link/ble/spec.hpp"
#include "synergy/link/ble/stack.hpp"
#include "synergy/quantities/quantities.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::link {

/// How the application sends without end. notify: peripheral to central, as fast as packets go. write_cmd:
/// the same from central to peripheral. write_req: central to peripheral, each packet waits for the response
/// in the next event. duplex: notifications one way and write commands the other, full packets in both halves
/// of every pair. link_layer: central to peripheral, packets full of data without any header of L2CAP or ATT,
/// as a controller's own tests count; att_mtu does not matter. Names in tables: method_names(), in this
/// order.
enum class Method : std::uint8_t { notify, write_cmd, write_req, duplex, link_layer };
[[nodiscard]] const std::vector<std::string_view>& method_names();

/// One Bluetooth configuration, alone in the air. With spec.loss the long-run means of all but write_req
/// and duplex are computed; for received_power at spec.loss.path_loss_db.
struct ThroughputQuery {
  BleSpec spec;  ///< without event_length the event takes its whole share of the interval
  /// Which way data go, and what waits for what.
  Method method = Method::notify;
  /// Of the central, at least 1, sharing its interval as spec.scheduling says.
  int links = 1;
  /// Lets an event go on into time no link has reserved, if the stack can: with nordic_central that is the
  /// rest of the interval behind the last link.
  bool extension = false;
};

/// What one link of the configuration achieves; with a reason in `infeasible`, nothing. Of several links each
/// has its own, since with `extension` the last may go on for longer.
struct Throughput {
  /// Why the configuration does not work, with the numbers; else empty. Losses with write_req or duplex are
  /// refused so.
  std::string infeasible;
  /// 0-based, in the order of the links' slots.
  int link = 0;
  /// What one event may take; stated for infeasible configurations as well.
  Duration event_length;
  double packets_per_event = 0;  ///< long-run mean of the packet pairs; whole unless fragments differ in size
  /// Packets per attribute packet.
  int fragments = 1;
  /// Application data without any header, kbit/s; duplex: of one direction.
  double throughput_kbps = 0;
  /// From one full attribute packet being ready on the idle link to its being received: the mean over all
  /// phases of the connection interval, and the most, without a value where losses may prolong it further.
  Duration latency_mean;
  std::optional<Duration> latency_max;
  /// Radio energy of one end per byte of application data in the endless stream, connection events included;
  /// duplex: per byte sent either way. `sender` is the end that sends the data (duplex: the central).
  EnergyPerByte sender;
  /// The other end, likewise.
  EnergyPerByte receiver;
};

/// One entry per link. `central` and `peripheral` must outlive the call only.
/// Pre: query.spec.problems() is empty; query.links >= 1.
[[nodiscard]] std::vector<Throughput> throughput(const ThroughputQuery& query, const StackProfile& stack,
                                                 const device::RadioProfile& central,
                                                 const device::RadioProfile& peripheral);

}  // namespace synergy::link
