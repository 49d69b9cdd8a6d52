#include "../../src/link/wifi_tcp/wifi_tcp.hpp"

#include "synergy/link/schedule.hpp"

#include "fixtures.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::link;
using synergy::link::testing::kEnds;

namespace {

/// 1 MB/s, 10 ms, 1 V, sending 300 mA, receiving 200, idle 50.
const char* const kRound =
    "schema_version: 1\nkind: wifi\nname: round\n"
    "supply: {value: 1 V, source: s, class: estimate}\n"
    "rate: {value: 1 MB/s, source: s, class: estimate}\n"
    "transfer_latency: {value: 10 ms, source: s, class: estimate}\n"
    "transmit: {value: 300 mA, source: s, class: estimate}\n"
    "receive: {value: 200 mA, source: s, class: estimate}\n"
    "idle: {value: 50 mA, source: s, class: estimate}\n"
    "supply_efficiency: {value: 0.5, source: s, class: estimate}\n";

}  // namespace

TEST_CASE("does a Wi-Fi transfer take size over rate and a delay, one after the other?") {
  const auto kind = WifiSpec{}.make(input::parse(kRound, "round.yaml"));
  LinkContext context;
  context.ends = kEnds;
  context.second_links = 2;
  const auto link = kind->open(context);
  const TransferOutcome first = link->transfer(milliseconds(5), Bytes(2000), true);
  CHECK(first.done == milliseconds(17));
  CHECK(first.link_free == milliseconds(7));
  // The delay does not keep the link busy.
  const TransferOutcome second = link->transfer(milliseconds(6), Bytes(1000), false);
  CHECK(second.done == milliseconds(18));
  CHECK(second.busy == milliseconds(1));

  // Battery power: (300 - 50) mA x 1 V / 0.5 = 500 mW above idle sending, 300 mW receiving, 100 mW idle.
  CHECK(first.sender.si() == Approx(0.5 * 2e-3));
  CHECK(first.receiver.si() == Approx(0.3 * 2e-3));
  const auto idle = link->idle_energy(seconds(1), seconds(3), 0);
  CHECK(idle.first.si() == Approx(0.2));
  CHECK(idle.second.si() == Approx(0.1));  // the other half is billed to its other link
  CHECK(kind->idle_power(context).second.si() == Approx(0.05));

  const TransferEstimate estimate = kind->estimate(Bytes(2000), true, context);
  CHECK(estimate.latency == milliseconds(12));
  CHECK(estimate.occupancy == first.busy);
  CHECK(estimate.sender == first.sender);
  CHECK(estimate.receiver == first.receiver);
}

TEST_CASE("do Wi-Fi links take no turns?") {
  const auto kind = WifiSpec{}.make(input::parse(kRound, "round.yaml"));
  const std::vector<Ends> triangle{
      {DeviceId(0), DeviceId(1)}, {DeviceId(0), DeviceId(2)}, {DeviceId(1), DeviceId(2)}};
  CHECK(kind->schedule(3, triangle).slots == 1);
  CHECK(kind->schedule(3, {}).slots == 0);
  CHECK(kind->why_infeasible(100) == "");
}

TEST_CASE("does the shipped Wi-Fi profile load, and is a bad one refused with all its mistakes?") {
  const WifiProfile esp32 =
      read_wifi(input::load(std::string(SYNERGY_SOURCE_DIR) + "/device_profiles/wifi/esp32.yaml"));
  CHECK(esp32.name == "esp32");
  CHECK(esp32.rate.value.si() == Approx(20e6 / 8));
  std::string text = kRound;
  text.replace(text.find("1 MB/s"), 6, "0 MB/s");
  text.replace(text.find("0.5"), 3, "1.5");
  const auto problems_of = [](const std::string& file) -> std::size_t {
    try {
      (void)read_wifi(input::parse(file, "w.yaml"));
    } catch (const InputError& error) {
      return error.problems().size();
    }
    return 0;
  };
  CHECK(problems_of(text + "colour: {}\n") == 3);
  // Which keys belong into a file of another kind, nobody knows.
  text.replace(text.find("kind: wifi"), 10, "kind: wire");
  CHECK(problems_of(text + "colour: {}\n") == 1);
}

TEST_CASE("is a module that draws less sending than with nothing to do refused?") {
  std::string text = kRound;
  text.replace(text.find("300 mA"), 6, "40 mA");
  CHECK_THROWS_WITH(read_wifi(input::parse(text, "w.yaml")),
                    Catch::Contains("'transmit' is the whole module's current and must not be below 'idle'"));
}
