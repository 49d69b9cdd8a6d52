#include "../../src/link/generic/generic.hpp"

#include "synergy/link/schedule.hpp"

#include <filesystem>

#include "fixtures.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::link;
using synergy::link::testing::kEnds;

namespace {

/// 1 MB/s, packets of 100 bytes with 10 more, 2 ms to begin, 5 ms to hand over, 1 and 2 nJ/B, 6 mW idle.
std::string round_profile(const std::string& medium = "shared", const std::string& error = "0") {
  const auto number = [](const std::string& key, const std::string& value) {
    return key + ": {value: " + value + ", source: s, class: estimate}\n";
  };
  return "schema_version: 1\nkind: generic_link\nname: round\nmedium: {value: " + medium +
         ", source: s}\npayload: {value: 100 B, source: s}\npacket_overhead: {value: 10 B, source: s}\n" +
         number("rate", "1 MB/s") + number("setup", "2 ms") + number("latency", "5 ms") +
         number("send", "1 nJ/B") + number("receive", "2 nJ/B") + number("idle", "6 mW") +
         number("packet_error_rate", error);
}

std::shared_ptr<const LinkKind> round_link(const std::string& error = "0") {
  return GenericSpec{"round", {}}.make(input::parse(round_profile("independent", error), "round.yaml"));
}

std::string folder() { return SYNERGY_SOURCE_DIR "/device_profiles/generic_links"; }

}  // namespace

TEST_CASE("does a generic transfer take its set-up and its packets, one after the other, and arrive later?") {
  const auto kind = round_link();
  LinkContext context;
  context.ends = kEnds;
  context.second_links = 3;
  const auto link = kind->open(context);
  // 250 bytes: packets of 100, 100 and 50 bytes with 10 each are 280 bytes on the medium.
  const TransferOutcome first = link->transfer(milliseconds(1), Bytes(250), true);
  CHECK(first.busy == milliseconds(2) + microseconds(280));
  CHECK(first.link_free == milliseconds(3) + microseconds(280));
  CHECK(first.done == first.link_free + milliseconds(5));
  CHECK(first.packets == 3);
  CHECK(first.retransmissions == 0);
  CHECK(first.delivered);
  CHECK(first.sender.si() == Approx(280e-9));
  CHECK(first.receiver.si() == Approx(560e-9));
  // Waiting for the one before, but not for its handing over.
  const TransferOutcome second = link->transfer(milliseconds(2), Bytes(100), false);
  CHECK(second.link_free == first.link_free + milliseconds(2) + microseconds(110));
  const auto idle = link->idle_energy(seconds(1), seconds(3), 0);
  CHECK(idle.first.si() == Approx(12e-3));
  CHECK(idle.second.si() == Approx(4e-3));  // the rest is billed to the device's other links
}

TEST_CASE("is the estimate of a generic link what an idle one does, losses in the mean?") {
  const auto clean = round_link();
  LinkContext context;
  context.ends = kEnds;
  const TransferEstimate estimate = clean->estimate(Bytes(250), true, context);
  const TransferOutcome alone = clean->open(context)->transfer(Time(), Bytes(250), true);
  CHECK(estimate.latency == alone.done);
  CHECK(estimate.occupancy == alone.busy);
  CHECK(estimate.sender == alone.sender);
  CHECK(estimate.receiver == alone.receiver);
  CHECK(clean->is_lossless());

  // With one packet in five lost each is sent 1.25 times in the mean: 280 bytes become 350.
  const auto lossy = round_link("0.2");
  CHECK_FALSE(lossy->is_lossless());
  const TransferEstimate mean = lossy->estimate(Bytes(250), true, context);
  CHECK(mean.occupancy == milliseconds(2) + microseconds(350));
  CHECK(mean.sender.si() == Approx(350e-9));
  CHECK(lossy->least_occupancy(Bytes(250), true, context) == alone.busy);
  context.seed = 7;
  const auto link = lossy->open(context);
  double busy_s = 0;
  std::int64_t sent = 0;
  constexpr int kTransfers = 20'000;
  for (int i = 0; i < kTransfers; ++i) {
    const TransferOutcome outcome = link->transfer(seconds(i), Bytes(250), true);
    CHECK(outcome.delivered);
    busy_s += outcome.busy.s();
    sent += outcome.packets;
    REQUIRE(outcome.packets == 3 + outcome.retransmissions);
  }
  // Standard deviations of the means: 0.4 % of 350 us, 0.3 % of 3.75 packets.
  CHECK(busy_s / kTransfers - 2e-3 == Approx(350e-6).epsilon(0.02));
  CHECK(static_cast<double>(sent) / kTransfers == Approx(3.75).epsilon(0.015));
}

TEST_CASE("can a scenario say how many packets are lost on the body at hand?") {
  const input::Document document = input::parse(round_profile(), "round.yaml");
  LinkContext context;
  context.ends = kEnds;
  const auto kind = GenericSpec{"round", Ratio::from_si(0.5)}.make(document);
  CHECK(kind->estimate(Bytes(250), true, context).occupancy == milliseconds(2) + microseconds(560));
}

TEST_CASE("do generic links take no turns, and say whether they share their medium?") {
  const std::vector<Ends> triangle{
      {DeviceId(0), DeviceId(1)}, {DeviceId(0), DeviceId(2)}, {DeviceId(1), DeviceId(2)}};
  for (const char* const medium : {"shared", "independent"}) {
    const auto kind = GenericSpec{"round", {}}.make(input::parse(round_profile(medium), "round.yaml"));
    CHECK(kind->schedule(3, triangle).slots == 1);
    CHECK(kind->schedule(3, {}).slots == 0);
    CHECK(kind->slots_for(5).least == 1);
    CHECK(kind->slots_for(5).most == 1);
    CHECK(kind->why_infeasible(9) == "");
    CHECK(kind->use_of(kEnds).shares_medium == (std::string(medium) == "shared"));
    CHECK(kind->use_of(kEnds).exists);
  }
}

TEST_CASE("do the shipped link profiles load, with a source and bounds for every number?") {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder())) {
    if (entry.path().extension() != ".yaml") continue;
    CAPTURE(entry.path().string());
    const GenericProfile profile = read_generic(input::load(entry.path().string()));
    CHECK(profile.name == entry.path().stem().string());
    CHECK_FALSE(profile.medium.source.empty());
    CHECK_FALSE(profile.payload.source.empty());
    CHECK_FALSE(profile.packet_overhead.source.empty());
    device::visit_numbers(profile, [](std::string_view key, const auto& number) {
      CAPTURE(key);
      CHECK_FALSE(number.source.empty());
      // What is estimated spreads.
      if (number.value_class == device::ValueClass::estimate) CHECK((number.low && number.high));
    });
    ++files;
  }
  CHECK(files == 7);
}

TEST_CASE("do the shipped link profiles carry a transfer as fast as published?") {
  const auto kbit_per_s = [](const std::string& name) {
    const auto kind = GenericSpec{name, {}}.make(input::load(folder() + "/" + name + ".yaml"));
    LinkContext context;
    context.ends = kEnds;
    // Of a megabyte, so that what a single transfer costs does not count.
    return 8e3 / kind->estimate(Bytes(1'000'000), true, context).occupancy.s();
  };
  CHECK(kbit_per_s("esp8266_at") == Approx(57.6).epsilon(0.001));  // 7.2 kB/s
  CHECK(kbit_per_s("esp8266_tcp") == Approx(755).epsilon(0.001));
  CHECK(kbit_per_s("nfmi_nxh2280") < 596);
  CHECK(kbit_per_s("nfmi_nxh2280") > 0.9 * 596);
  CHECK(kbit_per_s("uwb") > 0.8 * 7200);
  // 7.5 Mbit/s x what Nordic's 1327.5 kbit/s are of the 2 Mbit/s of 2M.
  CHECK(kbit_per_s("ble_hdt") == Approx(7500 * 1327.5 / 2000).epsilon(0.001));
}

TEST_CASE("are all mistakes of a link profile told?") {
  std::string text = round_profile();
  const auto change = [&](const std::string& from, const std::string& to) {
    text.replace(text.find(from), from.size(), to);
  };
  change("value: shared", "value: split");
  change("100 B", "0 B");
  change("1 MB/s", "0 MB/s");
  change("value: 0,", "value: 0.95,");
  try {
    (void)read_generic(input::parse(text + "colour: red\n", "g.yaml"));
    FAIL("no error");
  } catch (const InputError& error) {
    CHECK(error.problems().size() == 5);
    CHECK_THAT(error.what(), Catch::Contains("known: shared, independent"));
  }
}

TEST_CASE("is a transfer of centuries an error that names the profile and the time, and no negative one?") {
  std::string text = round_profile();
  for (const auto& [from, to] : {std::pair<std::string, std::string>{"value: 1 MB/s", "value: 1 B/s"},
                                 {"value: 10 B", "value: 1 MB"},
                                 {"value: 100 B", "value: 1 B"}})
    text.replace(text.find(from), from.size(), to);
  const auto slow = GenericSpec{"round", {}}.make(input::parse(text, "round.yaml"));
  LinkContext context;
  context.ends = kEnds;
  CHECK_THROWS_WITH(slow->estimate(Bytes(1'000'000), true, context),
                    Catch::Contains("link profile 'round': a transfer of 1000000 B takes 1e+12 s") &&
                        Catch::Contains("more than the 10000 s"));
  CHECK_THROWS_AS(slow->least_occupancy(Bytes(1'000'000), true, context), InputError);
}
