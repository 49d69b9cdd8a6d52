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
  const std::int64_t n = payload == 0 ? 0 : payload + (encrypted ? kMicBytes : 0);
  std::int64_t us = 0;
  switch (phy) {
    case Phy::le_1m:
      us = 80 + 8 * n;
      break;
    case Phy::le_2m:
      us = 44 + 4 * n;
      break;
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
