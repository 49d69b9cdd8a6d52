#include "../../src/link/ble/air_time.hpp"

#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::link;

TEST_CASE("do packets take the published time on air?") {
  struct Row {
    Phy phy;
    double empty, plain_27, mic_27, plain_251, mic_251;
  };
  // The 2120 us maximum is Nordic's (S332 API, ble_evt_data_length_changed_t), 17040 us NimBLE's
  // (hci_common.h); 328 and 80 us are the parts of Memfault's 708 us exchange.
  const Row rows[] = {{Phy::le_1m, 80, 296, 328, 2088, 2120},
                      {Phy::le_2m, 44, 152, 168, 1048, 1064},
                      {Phy::coded_s2, 462, 894, 958, 4478, 4542},
                      {Phy::coded_s8, 720, 2448, 2704, 16784, 17040}};
  for (const Row& row : rows) {
    INFO(to_text(row.phy));
    CHECK(air_time(row.phy, 0, false) == microseconds(row.empty));
    CHECK(air_time(row.phy, 0, true) == microseconds(row.empty));
    CHECK(air_time(row.phy, 27, false) == microseconds(row.plain_27));
    CHECK(air_time(row.phy, 27, true) == microseconds(row.mic_27));
    CHECK(air_time(row.phy, 251, false) == microseconds(row.plain_251));
    CHECK(air_time(row.phy, 251, true) == microseconds(row.mic_251));
  }
}

TEST_CASE("does an exchange of a full packet and its answer take the published 708, 2500 and 1400 us?") {
  const auto pair = [](Phy phy, int payload) {
    return air_time(phy, payload, true) + air_time(phy, 0, true) + 2 * kInterFrameSpace;
  };
  CHECK(pair(Phy::le_1m, 27) == microseconds(708));
  CHECK(pair(Phy::le_1m, 251) == microseconds(2500));
  CHECK(pair(Phy::le_2m, 251) == microseconds(1408));  // published rounded to 1400
}
