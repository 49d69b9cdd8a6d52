#pragma once

#include "synergy/base/random.hpp"
#include "synergy/scenario/dynamics.hpp"

namespace synergy::dynamics {

/// How long it takes until a device that advertises is heard by one that scans, drawn by simulating both:
/// advertising events A + U(0, 10 ms) apart, each with a packet on channels 37, 38 and 39; windows of W each
/// I, on one of the three channels in turn. Both begin at random phases. A packet is heard if all of it lies
/// in a window on its channel. No other advertisers, no packet lost to noise.
///
/// The usual formula (A + 5 ms) (I / W - 1/2) is wrong by up to 2.7 times near resonance of A and I.
/// Directed, high-duty: packets on each channel 3.75 ms apart, for at most 1.28 s at a time (Bluetooth Core,
/// Vol 6 Part B, 4.4.2.4.3), then anew.
[[nodiscard]] Duration draw_discovery(const scenario::Joining& joining, RandomStream& random);

/// From being heard to a link that carries data: the connection request, 1.25 ms and an offset within one
/// interval (transmit window), then the procedures, 1 to 2 intervals each, the PHY update and encryption.
[[nodiscard]] Duration draw_connection(const scenario::Joining& joining, Duration connection_interval,
                                       RandomStream& random);

}  // namespace synergy::dynamics
