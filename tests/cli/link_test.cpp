// One Bluetooth configuration on the command line.
#include <cmath>
#include <nlohmann/json.hpp>

#include "../support/tries.hpp"
#include "program.hpp"
#include <fmt/format.h>

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

TEST_CASE("does link show how long one packet takes in the mean and at most?") {
  for (const double interval_ms : {7.5, 15.0, 30.0, 100.0, 1000.0}) {
    const Outcome outcome =
        run({"link", "--interval", fmt::format("{} ms", interval_ms), "--format", "json"});
    REQUIRE(outcome.code == 0);
    const auto row = nlohmann::json::parse(outcome.out)[0];
    // 244 bytes on 2M as a notification: 44 + 150 + 1064 us after an anchor.
    CHECK(row["latency_mean_ms"].get<double>() == Approx(interval_ms / 2 + 1.258));
    CHECK(row["latency_max_ms"].get<double>() == Approx(interval_ms + 1.258));
  }
  const auto lossy = nlohmann::json::parse(run({"link", "--per", "10%", "--format", "json"}).out)[0];
  CHECK(lossy["latency_mean_ms"].get<double>() > 8.758);
  CHECK(lossy["latency_max_ms"].is_null());
}

TEST_CASE("does every combination of options end in a table, 'infeasible' or a message, never in a fault?") {
  int counts[3] = {};
  const std::vector<std::string> no_loss, per{"--per", "10%"}, path{"--path-loss", "85"};
  std::vector<std::string> intervals{"15 ms", "7.5 ms", "100 ms"};
  if (tries(8) < 8) intervals.resize(1);
  for (const std::string phy : {"1M", "2M", "S2", "S8"}) {
    for (const std::string& interval : intervals) {
      for (const std::string links : {"1", "3", "8", "64"}) {
        for (const std::string scheduling : {"slots", "nordic_central"}) {
          for (const std::string method : {"notify", "write_req"}) {
            for (const auto& loss : {no_loss, per, path}) {
              std::vector<std::string> arguments{
                  "link", "--phy",        phy,        "--interval", interval, "--links", links, "--method",
                  method, "--scheduling", scheduling, "--format",   "csv"};
              arguments.insert(arguments.end(), loss.begin(), loss.end());
              if (links == "3")
                arguments.insert(arguments.end(), {"--extension", "--payload", "27", "--mtu", "23"});
              if (links == "8")
                arguments.insert(arguments.end(), {"--event", "2.5 ms", "--stack", "ti_cc13x2"});
              const Outcome outcome = run(arguments);
              INFO(fmt::format("{}", fmt::join(arguments, " ")) << "\n" << outcome.err);
              const bool refused = method == "write_req" && !loss.empty();
              CHECK((refused ? outcome.code == 2 : outcome.code == 0 || outcome.code == 4));
              CHECK_THAT(outcome.err, !Catch::Contains("internal error"));
              ++counts[outcome.code / 2 % 3];
            }
          }
        }
      }
    }
  }
  CHECK(counts[0] > tries(50));  // fine
  CHECK(counts[1] > tries(50));  // refused
  CHECK(counts[2] > tries(50));  // infeasible
}

TEST_CASE("does a lossy configuration that cannot work end with 4 and its reason?") {
  for (const std::vector<std::string>& options : {std::vector<std::string>{"--phy", "S8", "--per", "10%"},
                                                  {"--links", "8", "--per", "10%"},
                                                  {"--links", "8", "--path-loss", "80"}}) {
    std::vector<std::string> arguments{"link", "--format", "csv"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    const Outcome outcome = run(arguments);
    CHECK(outcome.code == 4);
    CHECK_THAT(outcome.out, Catch::Contains("cannot hold one packet"));
  }
}

TEST_CASE("does a wrong value of link end with the option's valid values?") {
  check_fails(run({"link", "--interval", "15 mW"}), 2, {"--interval: '15 mW' has the wrong unit", "s, ms"});
  check_fails(run({"link", "--phy", "3M", "--event", "1 s"}), 2,
              {"--phy: unknown PHY '3M'", "1M, 2M, S2, S8", "--event: event_length 1 s is longer"});
  check_fails(run({"link", "--interval", "15 ms, phy: 1M"}), 2, {"--interval: ", "has the wrong unit"});
  check_fails(run({"link", "--mtu", "1000"}), 2, {"1000 not in range 23 to 517"});
  check_fails(run({"link", "--method", "post"}), 2, {"unknown method 'post'", "notify"});
  check_fails(run({"link", "--stack", "nordic"}), 3, {"nordic_s132"});
  check_fails(run({"link", "--links", "0"}), 2, {"--links"});
  check_fails(run({"link", "--per", "10%", "--path-loss", "80"}), 2, {"--per and --path-loss"});
  check_fails(run({"link", "--shadowing", "3"}), 2, {"need --path-loss"});
  check_fails(run({"link", "--per", "10%", "--method", "duplex"}), 2,
              {"notify, write_cmd and link_layer only"});
  check_fails(run({"link", "--validate", "--validate-currents"}), 2, {"give one"});
}

TEST_CASE("do losses on the command line slow a link down, to nothing when every packet is lost?") {
  const auto kbps = [](const std::vector<std::string>& loss) {
    std::vector<std::string> arguments{"link", "--format", "json"};
    arguments.insert(arguments.end(), loss.begin(), loss.end());
    return nlohmann::json::parse(run(arguments).out)[0]["throughput_kbps"].get<double>();
  };
  const double clean = kbps({});
  CHECK(clean == Approx(9 * 244 * 8 / 15.0));
  CHECK(kbps({"--per", "0"}) == Approx(clean));
  CHECK(kbps({"--path-loss", "60", "--shadowing", "0"}) == Approx(clean));
  // -94 dBm: a full packet on 2M gets through one time in five, and two bad ones in a row close the event.
  CHECK(kbps({"--path-loss", "94", "--shadowing", "0"}) < 0.1 * clean);
  CHECK(kbps({"--per", "20%"}) < kbps({"--per", "10%"}));
  const Outcome none = run({"link", "--per", "100%", "--format", "csv"});
  CHECK(none.code == 4);
  CHECK_THAT(none.out, Catch::Contains("every packet is lost"));
}

TEST_CASE("is every published throughput met as claimed, and every current shown with what explains it?") {
  const Outcome rates = run({"link", "--validate", "--format", "json"});
  CHECK(rates.code == 0);
  CHECK_THAT(rates.err, Catch::Contains("36 published throughputs") && Catch::Contains("within 2 %"));
  const auto rows = nlohmann::json::parse(rates.out);
  REQUIRE(rows.size() == 36);
  for (const auto& row : rows) CHECK(std::abs(row["deviation_percent"].get<double>()) < 2);
  const Outcome currents = run({"link", "--validate-currents", "--format", "json"});
  CHECK(currents.code == 0);
  for (const auto& row : nlohmann::json::parse(currents.out)) {
    if (std::abs(row["deviation_percent"].get<double>()) > 10) CHECK(row["note"].is_string());
  }
}
