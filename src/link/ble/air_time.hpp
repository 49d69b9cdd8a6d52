#pragma once

#include "synergy/link/ble/phy.hpp"
#include "synergy/quantities/duration.hpp"

namespace synergy::link {

/// T_IFS: the pause between two packets of one connection event (Core specification Vol 6 Part B 4.1.1; also
/// apache/mynewt-nimble, nimble/controller/include/controller/ble_ll.h).
inline constexpr Duration kInterFrameSpace = Duration::from_ns(150'000);

/// Bytes of link-layer payload in one data packet: the minimum everyone supports, and the maximum with the
/// data length extension (apache/mynewt-nimble, nimble/include/nimble/hci_common.h).
inline constexpr int kMinLinkPayload = 27;
inline constexpr int kMaxLinkPayload = 251;
/// Message integrity check of an encrypted packet that is not empty.
inline constexpr int kMicBytes = 4;
inline constexpr int kL2capHeaderBytes = 4;
inline constexpr int kAttHeaderBytes = 3;  ///< of a notification, write command or write request

/// Time on air of one data-channel packet with `payload` bytes of link-layer payload (0..251, without MIC).
/// 1M: 80 + 8 n us; 2M: 44 + 4 n us; coded: 376 + S (43 + 8 n) us, where n counts the MIC of an encrypted,
/// non-empty packet. Source of the packet format: apache/mynewt-nimble,
/// nimble/controller/include/controller/ble_ll_pdu.h and src/ble_ll_pdu.c; checked against published air
/// times in tests/link/air_time_test.cpp.
[[nodiscard]] Duration air_time(Phy phy, int payload, bool encrypted);

/// Bits of that packet after the preamble, as they count for bit errors (coded: before coding).
[[nodiscard]] int packet_bits(int payload, bool encrypted);

}  // namespace synergy::link
