#include "synergy/base/ensure.hpp"
#include "synergy/link/schedule.hpp"

#include "../support/input_error.hpp"
#include "fixtures.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::link;

namespace {

LinkSpec read(const std::string& text) {
  const input::Document document = input::parse(text, "link.yaml");
  input::Problems problems("link.yaml");
  LinkSpec spec = link_kinds().read(input::Value(document.root, problems));
  problems.throw_if_any();
  return spec;
}

std::string error_of(const std::string& text) {
  return synergy::test::input_error_of([&] { return read(text); });
}

}  // namespace

TEST_CASE("does an empty link section mean the documented defaults?") {
  CHECK(read("{}\n") == LinkSpec());
  CHECK(LinkSpec().kind().name == "ble");
  const BleSpec spec = read("{}\n").get<BleSpec>();
  CHECK(spec == BleSpec{});
  CHECK(spec.connection_interval == milliseconds(15));
  CHECK(spec.phy == Phy::le_2m);
  CHECK(spec.att_mtu == 247);
  CHECK(spec.ll_payload == 251);
  CHECK(spec.encrypted);
  CHECK(spec.stack == "nordic_s132");
}

TEST_CASE("does a written link section read back as the same?") {
  const char* const texts[] = {
      "{}\n",
      "phy: S8\nconnection_interval: 50 ms\nevent_length: 12.3 ms\natt_mtu: 23\nll_payload: 27\n",
      "encrypted: false\n",
      "stack: \"my/odd \\\"stack\\\".yaml\"\nscheduling: nordic_central\nsupervision_timeout: 320 ms\n",
      "kind: wifi_tcp\nwifi: other\n",
      "loss: {model: fixed, per: \"10 %\"}\n",
      "loss: {model: fixed, per_forward: 0.1, per_backward: \"2.5 %\"}\nreestablish_after: 2.5 s\n",
      "loss: {model: received_power, path_loss_db: 81.25, shadowing_sigma_db: 4, coherence_time: 20 ms}\n",
  };
  for (const char* const text : texts) {
    const LinkSpec spec = read(text);
    INFO(to_yaml(spec));
    CHECK(read(to_yaml(spec)) == spec);
    CHECK(to_yaml(read(to_yaml(spec))) == to_yaml(spec));
  }
  CHECK(read(texts[5]).get<BleSpec>().loss.per_backward.si() == 0.1);
  CHECK(read(texts[6]).get<BleSpec>().loss.per_backward.si() == 0.025);
}

TEST_CASE("is a spec a value, equal to others of its kind with the same parameters alone?") {
  const LinkSpec ble = BleSpec{};
  LinkSpec other = ble;
  CHECK(other == ble);
  BleSpec slower;
  slower.connection_interval = milliseconds(30);
  other = slower;
  CHECK_FALSE(other == ble);
  CHECK(ble.get<BleSpec>().connection_interval == milliseconds(15));
  CHECK(other.get<BleSpec>() == slower);
  const LinkSpec wifi = read("kind: wifi_tcp\n");
  CHECK_FALSE(wifi == ble);
  CHECK(wifi.get_if<BleSpec>() == nullptr);
  CHECK_THROWS_AS(wifi.get<BleSpec>(), BrokenInvariant);
  CHECK(wifi.kind().profile_folder == "wifi");
  CHECK(wifi.profile() == "esp32");
}

TEST_CASE("do wrong values end in messages with place and valid choices?") {
  CHECK(error_of("phy: 3M\n") ==
        "link.yaml:1:6: unknown PHY '3M'; known: 1M, 2M, S2, S8; did you mean '1M'?");
  CHECK_THAT(error_of("conection_interval: 15 ms\n"),
             Catch::Contains("unknown key 'conection_interval'") &&
                 Catch::Contains("did you mean 'connection_interval'?"));
  CHECK_THAT(error_of("connection_interval: 0.25 ms\n"),
             Catch::Contains("link.yaml:1:22: 0.25 ms is out of range"));
  CHECK_THAT(
      error_of("connection_interval: 1.3 ms\n"),
      Catch::Contains("link.yaml:1:22:") && Catch::Contains("steps of 125 us; nearest: 1.25 ms, 1375 us"));
  CHECK_THAT(error_of("connection_interval: 15\n"), Catch::Contains("has no unit"));
  CHECK_THAT(error_of("event_length: 20 ms\n"), Catch::Contains("longer than connection_interval"));
  CHECK_THAT(error_of("supervision_timeout: 100 ms\nconnection_interval: 50 ms\n"),
             Catch::Contains("link.yaml:1:22:") &&
                 Catch::Contains("not more than two connection intervals (0.1 s)"));
  CHECK_THAT(error_of("att_mtu: 600\nll_payload: 26\n"),
             Catch::Contains("link.yaml:1:10") && Catch::Contains("link.yaml:2:13"));
  CHECK_THAT(error_of("kind: zigbee\n"), Catch::Contains("unknown link kind 'zigbee'; known: ble, wifi_tcp"));
  CHECK_THAT(error_of("kind: wifi_tcp\nphy: 2M\n"), Catch::Contains("unknown key 'phy'; known: kind, wifi"));
  CHECK_THAT(error_of("loss: {model: fixed}\n"), Catch::Contains("missing key 'per_forward'"));
  CHECK_THAT(error_of("loss: {model: fixed, per: 0.1, per_forward: 0.2}\n"), Catch::Contains("already sets"));
  CHECK_THAT(error_of("loss: {model: fixed, per: 1.5}\n"), Catch::Contains("out of range"));
  CHECK_THAT(error_of("loss: {model: none, per: 0.1}\n"), Catch::Contains("unknown key 'per'"));
}

TEST_CASE("does the controller decide which connection intervals there are?") {
  const auto problems = [](double interval_ms, const char* stack) {
    BleSpec spec;
    spec.stack = stack;
    spec.connection_interval = milliseconds(interval_ms);
    spec.supervision_timeout = seconds(32);
    CHECK(spec.problems().empty());
    std::string text;
    for (const SpecProblem& problem : spec.problems_with(testing::stack(stack))) {
      CHECK(problem.key == "connection_interval");
      text += problem.message;
    }
    return text;
  };
  // Core 5: 7.5 ms to 4 s in steps of 1.25 ms; Core 6.2: 375 us to 4 s in steps of 125 us.
  for (const double old_ms : {7.5, 8.75, 15.0, 4000.0}) {
    CHECK(problems(old_ms, "nordic_s132") == "");
    CHECK(problems(old_ms, "core_6_2") == "");
  }
  for (const double short_ms : {0.375, 0.5, 2.5, 7.375, 15.125}) {
    CHECK(problems(short_ms, "core_6_2") == "");
    CHECK(problems(short_ms, "nrf_connect") == "");
    CHECK_THAT(problems(short_ms, "nordic_s132"),
               Catch::Contains("steps of 1.25 ms; nearest: ") && Catch::Contains("no core_version of 6.2"));
  }
  BleSpec between;
  between.connection_interval = microseconds(400);
  CHECK(between.problems().size() == 1);
  between.connection_interval = microseconds(250);
  CHECK(between.problems().size() == 1);
}

TEST_CASE("is a short interval as fast as its events allow, and infeasible where no packet fits?") {
  const device::RadioProfile radio = testing::round_radio();
  BleSpec spec;
  spec.stack = "core_6_2";
  const auto kind_at = [&](double interval_ms) {
    spec.connection_interval = milliseconds(interval_ms);
    return make_ble(spec, testing::stack("core_6_2"));
  };
  // A full encrypted packet on 2M and its answer take 1408 us: one in 1.5 ms, two slots in 3 ms.
  CHECK(kind_at(1.5)->why_infeasible(1) == "");
  CHECK_THAT(kind_at(1.375)->why_infeasible(1), Catch::Contains("cannot hold one packet"));
  CHECK(kind_at(3)->why_infeasible(2) == "");
  CHECK_FALSE(kind_at(3)->why_infeasible(3).empty());
  const LinkContext context{testing::kEnds, &radio, &radio};
  // Half an interval, and then 1064 us of air.
  CHECK(kind_at(1.5)->estimate(Bytes(244), true, context).latency == microseconds(750 + 1064));
  // The air of 27 bytes is less than 375 us, but not with its answer and the spaces of 150 us.
  spec.ll_payload = 27;
  spec.att_mtu = 23;
  CHECK_FALSE(kind_at(0.375)->why_infeasible(1).empty());
  CHECK(kind_at(0.625)->why_infeasible(1) == "");
}

TEST_CASE("do all shipped stack profiles load, under their own names?") {
  for (const char* const name :
       {"nordic_s132", "nordic_s130", "nordic_s130_low", "nrf_connect", "ti_cc13x2", "nimble", "core_6_2"}) {
    const StackProfile profile = testing::stack(name);
    CHECK(profile.name == name);
    CHECK_FALSE(profile.guard.source.empty());
    CHECK_FALSE(profile.reservation.source.empty());
    CHECK(profile.late_data.value == LateData::same_event);
    CHECK_FALSE(profile.late_data.source.empty());
  }
}

TEST_CASE("does a stack profile say what becomes of late data, or else same_event?") {
  const std::string text =
      "schema_version: 1\nkind: ble_stack\nname: x\nguard: {value: 0 us, source: s, class: measured}\n"
      "reservation: {value: pair, source: s}\nextension: {value: false, source: s}\n"
      "packet_cap: {value: 1, source: s}\nmtu_includes_l2cap_header: {value: false, source: s}\n";
  const auto read_late_data = [&](const std::string& line) {
    return read_stack(input::parse(text + line, "x.yaml")).late_data.value;
  };
  CHECK(read_late_data("") == LateData::same_event);
  CHECK(read_late_data("late_data: {value: same_event, source: s}\n") == LateData::same_event);
  CHECK(read_late_data("late_data: {value: next_event, source: s}\n") == LateData::next_event);
  CHECK_THROWS_WITH(read_late_data("late_data: {value: next, source: s}\n"),
                    Catch::Contains("x.yaml:9:20: unknown late_data 'next'; known: same_event, next_event"));
  CHECK_THROWS_WITH(read_late_data("late_data: {value: next_event}\n"),
                    Catch::Contains("missing key 'source'"));
}

TEST_CASE("are all mistakes of a stack profile reported?") {
  const std::string text =
      "schema_version: 1\nkind: ble_stack\nname: x\nguard: {value: 1, source: s, class: guess}\n"
      "reservation: {value: tripple, source: s}\nextension: {value: maybe}\npacket_cap: {value: -1, source: "
      "s}\n";
  try {
    (void)read_stack(input::parse(text, "x.yaml"));
    FAIL("no error");
  } catch (const InputError& error) {
    CHECK_THAT(error.what(), Catch::Contains("has no unit") && Catch::Contains("unknown class 'guess'") &&
                                 Catch::Contains("unknown reservation 'tripple'") &&
                                 Catch::Contains("expected true or false") &&
                                 Catch::Contains("missing key 'source'") &&
                                 Catch::Contains("-1 is out of range") &&
                                 Catch::Contains("missing key 'mtu_includes_l2cap_header'"));
  }
}

TEST_CASE("do the links of one central lie back to back, and only as many as the interval holds?") {
  BleSpec spec;
  spec.scheduling = Scheduling::nordic_central;
  const auto kind = make_ble(spec, testing::stack("nordic_s132"));
  const auto ends = [](int first, int second) { return Ends{DeviceId(first), DeviceId(second)}; };
  const SlotSchedule star = kind->schedule(5, {ends(0, 1), ends(0, 2), ends(0, 3), ends(0, 4)});
  CHECK(star.slots == 4);
  CHECK(star.slot_of == IdVector<LinkId, int>{0, 1, 2, 3});
  CHECK(kind->schedule(4, {ends(0, 1), ends(2, 3)}).slot_of == IdVector<LinkId, int>{0, 0});
  CHECK(kind->why_infeasible(4) == "");
  CHECK(kind->why_infeasible(5) ==
        "5 connection events of 3.75 ms laid back to back need 18.75 ms; the connection interval of 15 ms "
        "holds 4");
}
