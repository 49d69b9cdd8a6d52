// One Bluetooth configuration on the command line.
#include <nlohmann/json.hpp>

#include "program.hpp"

using namespace synergy::test;

TEST_CASE("does link print one row per link with its throughput?") {
  const Outcome outcome = run({"link", "--links", "3", "--interval", "30 ms", "--format", "json"});
  CHECK(outcome.code == 0);
  CHECK(outcome.err == "");
  const auto rows = nlohmann::json::parse(outcome.out);
  REQUIRE(rows.size() == 3);
  for (const auto& row : rows) {
    CHECK(row["event_length_ms"] == 10);
    // 244 bytes of data in each packet, every 30 ms.
    CHECK(row["throughput_kbps"].get<double>() ==
          Approx(row["packets_per_event"].get<double>() * 244 * 8 / 30));
  }
}

TEST_CASE("does a configuration that cannot work end with 4 and the time it would need?") {
  const Outcome outcome = run({"link", "--links", "4", "--interval", "7.5 ms", "--format", "csv"});
  CHECK(outcome.code == 4);
  CHECK_THAT(outcome.out, Catch::Contains("needs 2.233 ms"));
}

TEST_CASE("does a wrong value of link end with the option's valid values?") {
  check_fails(run({"link", "--interval", "15 mW"}), 3, {"'15 mW' has the wrong unit", "s, ms"});
  check_fails(run({"link", "--phy", "3M"}), 3, {"3M", "1M, 2M, S2, S8"});
  check_fails(run({"link", "--mtu", "1000"}), 3, {"1000 is out of range: 23 to 517"});
  check_fails(run({"link", "--method", "post"}), 3, {"unknown method 'post'", "notify"});
  check_fails(run({"link", "--stack", "nordic"}), 3, {"nordic_s132"});
  check_fails(run({"link", "--links", "0"}), 2, {"--links"});
}
