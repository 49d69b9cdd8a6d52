#include "synergy/scenario/links.hpp"

#include "synergy/link/ble/spec.hpp"
#include "synergy/link/several_links.hpp"
#include "synergy/scenario/profile_numbers.hpp"

#include <algorithm>

#include "../support/input_error.hpp"
#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using synergy::test::from_yaml;
using synergy::test::full_body;

namespace {

const std::string kApp =
    "apps:\n  - {name: a, model: kws, sensor: microphone, interaction: haptic, result_bytes: 4 B}\n";
const std::string kBody =
    "more_links: [{name: body, devices: [d0, d1], link: {kind: generic, profile: wi_r}}]\n";

scenario::Scenario with(const std::string& links, int devices = 3) {
  return from_yaml(full_body(devices) + links + kApp);
}

link::Ends ends(int first, int second) { return {link::DeviceId(first), link::DeviceId(second)}; }

std::string error_of(const std::string& links) {
  return synergy::test::input_error_of([&] { return with(links); });
}

}  // namespace

TEST_CASE("without other links, does every pair of devices have the one of the scenario?") {
  const scenario::Scenario s = with("");
  CHECK(scenario::links_between(s, ends(0, 2)) == std::vector<int>{0});
  CHECK(scenario::link_set_name(s, 0) == "ble");
  CHECK(s.link_kind->use_of(ends(0, 2)).set == 0);
  CHECK(scenario::to_yaml(s).find("more_links") == std::string::npos);
  CHECK(scenario::to_yaml(s).find("link_devices") == std::string::npos);
}

TEST_CASE("does a pair with two links use the one that is best for the objective?") {
  // 16,384 bytes: some 31 ms on Wi-R at 4 Mbit/s, some 110 ms of Bluetooth's events.
  const scenario::Scenario fast = with(kBody);
  CHECK(scenario::links_between(fast, ends(0, 1)) == std::vector<int>{0, 1});
  CHECK(scenario::links_between(fast, ends(0, 2)) == std::vector<int>{0});
  CHECK(fast.link_kind->use_of(ends(0, 1)).set == 1);
  CHECK(fast.link_kind->use_of(ends(0, 1)).shares_medium);
  CHECK(fast.link_kind->use_of(ends(0, 2)).set == 0);
  CHECK_FALSE(fast.link_kind->use_of(ends(0, 2)).shares_medium);
  // The AT firmware takes two seconds for it, whatever is asked for.
  const std::string slow =
      "more_links: [{name: wifi, devices: [d0, d1], link: {kind: generic, profile: esp8266_at}}]\n";
  for (const char* const objective : {"throughput", "latency", "energy"}) {
    CAPTURE(objective);
    CHECK(with(slow + "objective: " + objective + "\n").link_kind->use_of(ends(0, 1)).set == 0);
    CHECK(with(kBody + "objective: " + objective + "\n").link_kind->use_of(ends(0, 1)).set == 1);
  }
  // Of equals the first.
  const std::string twice = "link: {kind: generic, profile: wi_r}\n" + kBody;
  CHECK(with(twice).link_kind->use_of(ends(0, 1)).set == 0);
  // What is chosen is chosen, for that pair alone.
  const auto chosen = scenario::links_of_body(fast, {{ends(0, 1), 0}});
  CHECK(chosen->use_of(ends(0, 1)).set == 0);
  CHECK(fast.link_kind->use_of(ends(0, 1)).set == 1);
}

TEST_CASE("can devices on different radios not reach each other?") {
  const scenario::Scenario s = with(
      "link_devices: [d0, d1]\nmore_links: [{name: near, devices: [d1, d2], link: "
      "{kind: generic, profile: nfmi_nxh2280}}]\n");
  CHECK(s.link_kind->use_of(ends(0, 1)).exists);
  CHECK(s.link_kind->use_of(ends(1, 2)).exists);
  CHECK(s.link_kind->use_of(ends(1, 2)).set == 1);
  CHECK_FALSE(s.link_kind->use_of(ends(0, 2)).exists);
  CHECK(scenario::links_between(s, ends(0, 2)).empty());
}

TEST_CASE("is a scenario with several links written out as the same scenario?") {
  const scenario::Scenario s = with("link: {connection_interval: 30 ms}\nlink_devices: [d0, d2]\n" + kBody);
  const std::string text = scenario::to_yaml(s);
  CAPTURE(text);
  const scenario::Scenario again =
      scenario::read_scenario(input::parse(text, "resolved.yaml"), test::library());
  CHECK(scenario::to_yaml(again) == text);
  CHECK(again.link_devices == s.link_devices);
  REQUIRE(again.more_links.size() == 1);
  CHECK(again.more_links[0].name == "body");
  CHECK(again.more_links[0].devices == s.more_links[0].devices);
  CHECK(again.more_links[0].link == s.more_links[0].link);
  CHECK(again.link_kind->use_of(ends(0, 1)).set == 1);
}

TEST_CASE("are the numbers of every link's profile listed, and can they be moved?") {
  const scenario::Scenario s = with(kBody);
  const auto numbers = scenario::profile_numbers(s);
  const auto has = [&](const std::string& path) {
    return std::any_of(numbers.begin(), numbers.end(), [&](const auto& n) { return n.path == path; });
  };
  CHECK(has("nordic_s132.guard"));
  CHECK(has("wi_r.rate"));
  CHECK(has("wi_r.idle"));
  // At 10 kB/s the body is the slower one.
  const scenario::Scenario slow = scenario::with_profile_numbers(s, {{"wi_r.rate", 10e3}});
  CHECK(slow.link_kind->use_of(ends(0, 1)).set == 0);
  CHECK(s.link_kind->use_of(ends(0, 1)).set == 1);
}

TEST_CASE("do mistakes about links end in messages with their place?") {
  CHECK_THAT(error_of("more_links: [{name: ble, devices: [d0, d1], link: {kind: wifi_tcp}}]\n"),
             Catch::Contains("two kinds of links are named 'ble'"));
  CHECK_THAT(error_of("more_links: [{name: x, devices: [d0], link: {kind: wifi_tcp}}]\n"),
             Catch::Contains("joins two devices"));
  CHECK_THAT(error_of("more_links: [{name: x, devices: [d0, d7], link: {kind: wifi_tcp}}]\n"),
             Catch::Contains("unknown device 'd7'"));
  CHECK_THAT(error_of("more_links: [{name: x, devices: [d0, d1], link: {kind: generic}}]\n"),
             Catch::Contains("missing key 'profile'"));
  CHECK_THAT(error_of("more_links: [{name: x, devices: [d0, d1]}]\n"), Catch::Contains("missing key 'link'"));
  CHECK_THAT(error_of("link_devices: [d9]\n"), Catch::Contains("unknown device 'd9'"));
  for (const char* few : {"link_devices: []\n", "link_devices: [d0]\n", "link_devices: [d0, d0]\n"})
    CHECK_THAT(error_of(few), Catch::Contains("a link joins two devices"));
  // At the name, whatever the kind calls its key.
  for (const auto& [section, name] :
       {std::pair<std::string, std::string>{"kind: generic, profile: wi_rr", "wi_r"},
        {"stack: nordic_s1322", "nordic_s132"}}) {
    CHECK_THAT(error_of("link: {" + section + "}\n"), Catch::StartsWith("test.yaml:") &&
                                                          Catch::Contains(": unknown link profile '") &&
                                                          Catch::Contains("did you mean '" + name + "'?"));
    CHECK_THAT(error_of("more_links: [{name: x, devices: [d0, d1], link: {" + section + "}}]\n"),
               Catch::StartsWith("test.yaml:") && Catch::Contains("did you mean '" + name + "'?"));
  }
}

TEST_CASE("is a connection interval that its controller does not know told where it stands?") {
  CHECK_THAT(error_of("link: {connection_interval: 2.5 ms}\n"),
             Catch::Contains("test.yaml:") &&
                 Catch::Contains(": connection_interval 2.5 ms is not 7.5 ms to") &&
                 Catch::Contains("core_version"));
  CHECK(error_of("link: {connection_interval: 5 ms, stack: core_6_2}\n") == "");
  CHECK_THAT(error_of("more_links: [{name: x, devices: [d0, d1], link: {connection_interval: 2.5 ms}}]\n"),
             Catch::Contains("test.yaml:") && Catch::Contains("is not 7.5 ms to"));
}

TEST_CASE("are the nearest connection intervals named once where both are the end of the grid?") {
  const std::string error = error_of("link: {connection_interval: 2.5 ms}\n");
  CHECK_THAT(error, Catch::Contains("nearest: 7.5 ms") && !Catch::Contains("7.5 ms, 7.5 ms"));
}

TEST_CASE("does a set of links that a plan does not use say nothing about the plan?") {
  // d0 and d1 have Wi-R, which loses nothing; everybody else a Bluetooth that does.
  const scenario::Scenario s = with("link: {loss: {model: fixed, per: 0.1}}\n" + kBody);
  CHECK_FALSE(s.link_kind->is_lossless());
  const auto& several = dynamic_cast<const link::SeveralLinks&>(*s.link_kind);
  CHECK(several.only({ends(0, 1)}, {})->is_lossless());
  CHECK_FALSE(several.only({ends(0, 2)}, {})->is_lossless());
  CHECK_FALSE(several.only({ends(0, 1)}, {{ends(0, 1), 0}})->is_lossless());
  CHECK_FALSE(several.only({ends(0, 1)}, {})->use_of(ends(0, 2)).exists);
}
