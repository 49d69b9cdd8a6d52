#include <algorithm>
#include <random>

#include "../../src/link/ble/end_energy.hpp"
#include "../../src/link/ble/packet_train.hpp"
#include "../support/tries.hpp"
#include "fixtures.hpp"
#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace synergy;
using namespace synergy::link;
using synergy::link::testing::kEnds;
using testing::round_radio;
using testing::stack;

namespace {

/// What the closed form must give, found pair by pair from the rules as they are written, with nothing shared
/// with the library but the time a packet takes.
struct PairByPair {
  Duration interval, length, guard, anchor;
  Phy phy;
  bool encrypted;
  int ll_payload, att_data, cap;
  Reservation reservation;
  LateData late_data;
  Phy empty_phy;  // of the answers

  Time free{};
  std::int64_t event = -1;  // that pairs of transfers hold open, if the next one is ready in time
  std::int64_t in_event = 0;
  Time last_pair{};

  Time begin_of(std::int64_t k) const { return anchor + k * interval; }

  std::vector<int> payloads(std::int64_t size) const {
    std::vector<int> list;
    while (size > 0) {
      std::int64_t left = std::min<std::int64_t>(size, att_data);
      size -= left;
      for (left += 7; left > 0; left -= ll_payload) {
        list.push_back(static_cast<int>(std::min<std::int64_t>(left, ll_payload)));
      }
    }
    return list;
  }

  TransferOutcome transfer(Time ready, std::int64_t size, bool forward) {
    const Duration ifs = microseconds(150);
    const Duration empty = air_time(empty_phy, 0, encrypted);
    const Duration full = air_time(phy, ll_payload, encrypted);
    TransferOutcome outcome;
    Time now = std::max(ready, free);
    bool open = event >= 0 && ready <= (late_data == LateData::same_event ? last_pair : begin_of(event));
    for (const int payload : payloads(size)) {
      const Duration data = air_time(phy, payload, encrypted);
      const Duration pair = data + ifs + empty + ifs;
      const Duration need = reservation == Reservation::pair        ? pair
                            : reservation == Reservation::full_pair ? 2 * full + ifs
                                                                    : 2 * full + 2 * ifs;
      std::int64_t k = now < anchor ? -1 : (now - anchor) / interval;
      bool here = k >= 0 && now == begin_of(k);
      if (here && k != event) {  // an anchor
        ++outcome.events_used;
        in_event = 0;
      } else if (!here) {
        here =
            open && k == event && now + need <= begin_of(k) + length - guard && (cap == 0 || in_event < cap);
      }
      if (!here) {
        ++k;
        now = begin_of(k);
        ++outcome.events_used;
        in_event = 0;
      }
      open = true;
      last_pair = now;
      event = k;
      ++in_event;
      ++outcome.packets;
      outcome.done = now + (forward ? data : empty + ifs + data);
      now = std::min(now + pair, anchor + (k + 1) * interval);  // only the last space may reach so far
    }
    outcome.link_free = free = now;
    return outcome;
  }
};

BleSpec random_spec(std::mt19937_64& random) {
  BleSpec spec;
  const Phy phys[] = {Phy::le_1m, Phy::le_2m, Phy::coded_s2, Phy::coded_s8};
  spec.phy = phys[random() % 4];
  spec.connection_interval = milliseconds(1.25) * static_cast<std::int64_t>(6 + random() % 80);
  spec.att_mtu = 23 + static_cast<int>(random() % 495);
  spec.ll_payload = 27 + static_cast<int>(random() % 225);
  if (random() % 3 == 0) spec.att_mtu = 247, spec.ll_payload = 251;
  spec.encrypted = random() % 2 == 0;
  if (random() % 3 == 0)
    spec.event_length = spec.connection_interval / static_cast<std::int64_t>(1 + random() % 3);
  return spec;
}

PairByPair reference(const BleSpec& spec, const StackProfile& profile, int slot, int slots) {
  const Duration width = spec.connection_interval / slots;
  return {spec.connection_interval,
          std::min(width, spec.event_length.value_or(width)),
          profile.guard.value,
          width * slot,
          spec.phy,
          spec.encrypted,
          spec.ll_payload,
          spec.att_mtu - 3 - (profile.mtu_includes_l2cap_header.value ? 4 : 0),
          spec.phy == Phy::coded_s8 && profile.packet_cap_s8.value > 0 ? profile.packet_cap_s8.value
                                                                       : profile.packet_cap.value,
          profile.reservation.value,
          profile.late_data.value,
          spec.phy == Phy::coded_s2 && profile.coded_empty_s8.value ? Phy::coded_s8 : spec.phy};
}

}  // namespace

TEST_CASE("does one transfer take the time computed by hand?") {
  // 1000 bytes on 2M, 15 ms, one slot: 4 x 244 + 24 bytes. Pairs take 1408 us and (31 + 4 bytes of MIC)
  // 44 + 140 + 44 + 300 = 528 us; the reservation of 2428 + 825 us admits starts up to 11.747 ms.
  const device::RadioProfile radio = round_radio();
  const auto kind = make_ble(BleSpec{}, stack("nordic_s132"));
  const auto link = kind->open({kEnds, &radio, &radio});
  const TransferOutcome at_anchor = link->transfer(Time(), Bytes(1000), true);
  CHECK(at_anchor.packets == 5);
  CHECK(at_anchor.done == microseconds(4 * 1408 + 44 + 140));
  CHECK(at_anchor.link_free == microseconds(4 * 1408 + 528));
  CHECK(at_anchor.events_used == 1);

  // Ready at 10 ms, when the event has long been closed: from the next anchor on.
  const TransferOutcome late = link->transfer(milliseconds(10), Bytes(1000), true);
  CHECK(late.done == milliseconds(15) + microseconds(4 * 1408 + 44 + 140));
  CHECK(late.events_used == 1);

  // Ready while that is under way, which lasts 6.160 ms from the anchor: pairs at 6.160, 7.568, 8.976
  // and 10.384 ms, and the last of five in the next event.
  const TransferOutcome split = link->transfer(milliseconds(20), Bytes(5 * 244), true);
  CHECK(split.done == milliseconds(30) + microseconds(1064));
  CHECK(split.events_used == 1);  // the first event was paid for by the transfer before

  // Towards the central the data packet is the answer.
  const TransferOutcome back = link->transfer(milliseconds(45), Bytes(4), false);
  CHECK(back.done == milliseconds(45) + microseconds(44 + 150 + 44 + 4 * 15));
  CHECK(back.busy == nanoseconds(555'556));  // 15 ms / 27: starts every 448 us, the last at 11.648 ms
}

TEST_CASE("does the closed form agree with pair after pair, to the nanosecond?") {
  std::mt19937_64 random(42);
  const device::RadioProfile radio = round_radio();
  std::vector<StackProfile> stacks{stack("nordic_s132"), stack("ti_cc13x2"), stack("nimble")};
  stacks.push_back(stacks[0]);
  stacks.back().packet_cap.value = 4;
  for (std::size_t i = 0; i < 4; ++i) {
    stacks.push_back(stacks[i]);
    stacks.back().late_data.value = LateData::next_event;
  }
  int compared = 0;
  for (int round = 0; round < test::tries(8000); ++round) {
    const BleSpec spec = random_spec(random);
    const StackProfile& profile = stacks[random() % stacks.size()];
    const int slots = 1 + static_cast<int>(random() % 4);
    const auto kind = make_ble(spec, profile);
    if (!kind->why_infeasible(slots).empty()) continue;
    LinkContext context{kEnds, &radio, &radio, static_cast<int>(random() % static_cast<unsigned>(slots)),
                        slots};
    const auto link = kind->open(context);
    PairByPair slow = reference(spec, profile, context.slot, slots);
    Time ready;
    for (int i = 0; i < 12; ++i) {
      if (random() % 3 != 0) ready += nanoseconds(static_cast<std::int64_t>(random() % 40'000'000));
      const std::uint64_t largest = random() % 4 == 0 ? 20'000 : 600;
      const auto size = static_cast<std::int64_t>(1 + random() % largest);
      const bool forward = random() % 2 == 0;
      const TransferOutcome got = link->transfer(ready, Bytes(size), forward);
      const TransferOutcome want = slow.transfer(ready, size, forward);
      INFO("round " << round << " transfer " << i << " of " << size << " bytes, ready at " << ready.ns()
                    << " ns, slot " << context.slot << " of " << slots << "\n"
                    << to_yaml(spec) << "stack " << profile.name << ", cap " << profile.packet_cap.value);
      REQUIRE(got.done.ns() == want.done.ns());
      REQUIRE(got.link_free == want.link_free);
      REQUIRE(got.packets == want.packets);
      REQUIRE(got.events_used == want.events_used);
      ++compared;
    }
  }
  CHECK(compared > test::tries(10'000));
}

TEST_CASE("is the estimated latency the mean over all phases of the ready time?") {
  std::mt19937_64 random(11);
  const device::RadioProfile radio = round_radio();
  int compared = 0;
  for (int round = 0; round < test::tries(60); ++round) {
    BleSpec spec = random_spec(random);
    const char* const names[] = {"nordic_s132", "ti_cc13x2", "nimble"};
    StackProfile profile = stack(names[round % 3]);
    if (round % 5 == 0) profile.packet_cap.value = 3;
    const int slots = 1 + static_cast<int>(random() % 3);
    const auto kind = make_ble(spec, profile);
    if (!kind->why_infeasible(slots).empty()) continue;
    const LinkContext context{kEnds, &radio, &radio, 0, slots};
    const auto size = Bytes(static_cast<std::int64_t>(1 + random() % 3000));
    const bool forward = random() % 2 == 0;
    const TransferEstimate estimate = kind->estimate(size, forward, context);
    const auto idle = kind->idle_power(context);
    // Phases 1 us apart, in the middle of each step.
    const std::int64_t steps = spec.connection_interval / microseconds(1);
    double latency_ns = 0, sender = 0, receiver = 0;
    for (std::int64_t i = 0; i < steps; ++i) {
      const auto link = kind->open(context);
      const Time ready = microseconds(static_cast<double>(i)) + nanoseconds(500);
      const TransferOutcome outcome = link->transfer(ready, size, forward);
      latency_ns += static_cast<double>((outcome.done - ready).ns());
      const double events = static_cast<double>(outcome.events_used) * spec.connection_interval.s();
      sender += outcome.sender.si() - (forward ? idle.first : idle.second).si() * events;
      receiver += outcome.receiver.si() - (forward ? idle.second : idle.first).si() * events;
      REQUIRE(outcome.busy == estimate.occupancy);
    }
    const auto n = static_cast<double>(steps);
    INFO("round " << round);
    CHECK(static_cast<double>(estimate.latency.ns()) == Approx(latency_ns / n).margin(1));
    CHECK(estimate.sender.si() == Approx(sender / n).epsilon(1e-9));
    CHECK(estimate.receiver.si() == Approx(receiver / n).epsilon(1e-9));
    ++compared;
  }
  CHECK(compared > test::tries(30));
}

TEST_CASE("does a short result on an idle link wait as computed by hand, at most one interval?") {
  const device::RadioProfile radio = round_radio();
  const auto kind = make_ble(BleSpec{}, stack("nordic_s132"));
  for (int slots = 2; slots <= 4; ++slots) {
    const LinkContext context{kEnds, &radio, &radio, 0, slots};
    const TransferEstimate one = kind->estimate(Bytes(4), true, context);
    // An idle event closes with its first pair, however long its slot is.
    CHECK(one.latency == milliseconds(7.5) + microseconds(104));
    Duration longest;
    for (int i = 0; i < 1500; ++i) {
      const Time ready = microseconds(10.0 * i);
      const auto outcome = kind->open(context)->transfer(ready, Bytes(4), true);
      longest = std::max(longest, outcome.done - ready);
    }
    CHECK(longest <= milliseconds(15) + microseconds(104));
  }
}

TEST_CASE("does an endless stream of full packets use the link all the time, and no more?") {
  const device::RadioProfile radio = round_radio();
  const auto kind = make_ble(BleSpec{}, stack("nordic_s132"));
  for (int slots = 1; slots <= 6; ++slots) {
    const auto link = kind->open({kEnds, &radio, &radio, 0, slots});
    Duration busy;
    TransferOutcome last;
    for (int i = 0; i < 600; ++i) {
      last = link->transfer(Time(), Bytes(244), true);
      busy += last.busy;
    }
    const double intervals = last.link_free.s() / 0.015;
    CHECK(busy.s() / 0.015 == Approx(std::ceil(intervals)).margin(1.0));
  }
}

TEST_CASE("do events of two links of one radio never overlap?") {
  for (int slots = 1; slots <= 15; ++slots) {
    BleSpec spec;
    spec.connection_interval = milliseconds(50);
    const device::RadioProfile radio = round_radio();
    const auto kind = make_ble(spec, stack("nordic_s132"));
    Time before;
    for (int slot = 0; slot < slots; ++slot) {
      const auto link = kind->open({kEnds, &radio, &radio, slot, slots});
      const TransferOutcome outcome = link->transfer(before, Bytes(1'000'000), true);
      const Duration width = spec.connection_interval / slots;
      // Every pair lies within the slot: the first packet leaves at its start, the last pair ends within it.
      CHECK((outcome.link_free - width * slot) % spec.connection_interval <= width);
      const TransferOutcome first =
          kind->open({kEnds, &radio, &radio, slot, slots})->transfer(width * slot, Bytes(244), true);
      CHECK(first.done == width * slot + microseconds(1064));
    }
  }
}

TEST_CASE("is a slot too short for one packet pair refused, with the numbers?") {
  const auto kind = make_ble(BleSpec{}, stack("nordic_s132"));
  CHECK(kind->why_infeasible(6) == "");
  CHECK(kind->why_infeasible(7) ==
        "a connection event of 2.142857 ms (7 slots in 15 ms) cannot hold one packet of 251 bytes with its "
        "answer "
        "(1.408 ms on 2M) and the 0.825 ms that stack nordic_s132 keeps free: needs 2.233 ms");
}

TEST_CASE("do the energies of events, packets and idle events add up as computed by hand?") {
  // Central: event 1 uJ + 20 mW (100 us ramp + 44 us answer + 150 us space) + 10 mW x 44 us + 5 mW x 200 us.
  const device::RadioProfile radio = round_radio();
  BleSpec spec;
  const auto kind = make_ble(spec, stack("nordic_s132"));
  const LinkContext context{kEnds, &radio, &radio};
  const double central_idle = 1.0 + 20e-3 * (100 + 44 + 150) + 10e-3 * 44 + 5e-3 * 200;  // uJ
  // The peripheral also listens 16 us + 40 ppm of 15 ms early.
  const double peripheral_idle = central_idle + 20e-3 * 16.6;
  CHECK(kind->idle_power(context).first.si() == Approx(central_idle * 1e-6 / 15e-3));
  CHECK(kind->idle_power(context).second.si() == Approx(peripheral_idle * 1e-6 / 15e-3));

  const auto link = kind->open(context);
  const TransferOutcome two = link->transfer(Time(), Bytes(488), true);
  // Central: three spaces, 2 x 1064 us sent, 2 x 44 us received, CPU 200 + 100 us.
  CHECK(two.sender.si() * 1e6 ==
        Approx(1.0 + 20e-3 * (100 + 2 * 44 + 3 * 150) + 10e-3 * 2 * 1064 + 5e-3 * 300));
  CHECK(two.receiver.si() * 1e6 ==
        Approx(1.0 + 20e-3 * (116.6 + 2 * 1064 + 3 * 150) + 10e-3 * 2 * 44 + 5e-3 * 300));

  // Ten intervals, one of whose events the transfer paid for.
  const auto idle = link->idle_energy(Time(), milliseconds(150), two.events_used);
  CHECK(idle.first.si() * 1e6 == Approx(9 * central_idle));
  CHECK(idle.second.si() * 1e6 == Approx(9 * peripheral_idle));
}
