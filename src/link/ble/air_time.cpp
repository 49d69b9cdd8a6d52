#include "air_time.hpp"

#include "synergy/base/ensure.hpp"

namespace synergy::link {

const std::vector<std::string_view>& phy_names() {
  static const std::vector<std::string_view> names{"1M", "2M", "S2", "S8"};
  return names;
}

std::string_view to_text(Phy phy) { return phy_names()[static_cast<std::size_t>(phy)]; }

Duration air_time(Phy phy, int payload, bool encrypted) {
  ensure(0 <= payload && payload <= kMaxLinkPayload, "a data packet carries 0 to 251 bytes");
  // An empty packet is never encrypted, so it carries no integrity check (Bluetooth Core, Vol 6 Part
  // B 2.4.1).
  const std::int64_t n = payload == 0 ? 0 : payload + (encrypted ? kMicBytes : 0);
  // Preamble, access address, header of 2 bytes, payload, checksum of 3 bytes (Vol 6 Part B 2.1). The 2M PHY
  // has a preamble of two bytes, which is why its 44 us are not half of the 80.
  std::int64_t us = 0;
  switch (phy) {
    case Phy::le_1m:
      us = 80 + 8 * n;
      break;
    case Phy::le_2m:
      us = 44 + 4 * n;
      break;
    // Coded: preamble (80 us), then access address, coding indicator and first terminator at S = 8 (296 us)
    // whatever S is; the rest and the second terminator (3 bits) at S (Vol 6 Part B 2.2).
    case Phy::coded_s2:
      us = 376 + 2 * (43 + 8 * n);
      break;
    case Phy::coded_s8:
      us = 376 + 8 * (43 + 8 * n);
      break;
  }
  return nanoseconds(us * 1000);
}

int packet_bits(int payload, bool encrypted) {
  // Access address, header and checksum, then the payload.
  return 8 * (4 + 2 + 3 + (payload == 0 ? 0 : payload + (encrypted ? kMicBytes : 0)));
}

}  // namespace synergy::link
