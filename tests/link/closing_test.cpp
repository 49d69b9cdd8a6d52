// When a connection event closes, and what may still join it.
#include "synergy/link/ble/throughput.hpp"

#include <algorithm>
#include <deque>
#include <random>

#include "../../src/link/ble/air_time.hpp"
#include "fixtures.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::link;
using synergy::link::testing::kEnds;
using testing::round_radio;
using testing::stack;

namespace {

constexpr double kIntervals[] = {7.5, 10, 11.25, 15, 20, 30, 50, 100, 200, 500, 1000, 4000};
const char* const kStacks[] = {"nordic_s132", "ti_cc13x2", "nimble"};

BleSpec with_interval(double interval_ms, Phy phy = Phy::le_2m) {
  BleSpec spec;
  spec.phy = phy;
  spec.connection_interval = milliseconds(interval_ms);
  spec.supervision_timeout = seconds(32);
  return spec;
}

struct Radios {
  device::RadioProfile radio = round_radio();
  LinkContext context{kEnds, &radio, &radio};
};

TransferOutcome alone(const LinkKind& kind, const LinkContext& context, Time ready, std::int64_t size,
                      bool forward = true) {
  return kind.open(context)->transfer(ready, Bytes(size), forward);
}

double packets_per_event(const BleSpec& spec, const StackProfile& profile) {
  const device::RadioProfile radio = round_radio();
  return throughput({spec, Method::write_cmd}, profile, radio, radio).front().packets_per_event;
}

struct Job {
  Time ready;
  std::int64_t size = 0;
  bool forward = true;
};

/// A link, connection event after connection event and pair after pair, as the rules are written; nothing
/// shared with the library but the time a packet takes. Encrypted, one slot.
struct EventByEvent {
  BleSpec spec;
  StackProfile profile;
  device::RadioProfile radio = round_radio();

  std::vector<Time> done{};
  std::vector<std::int64_t> opened{};  // events with data, by the job that put the first pair there
  double central_j = 0, peripheral_j = 0;

  void run(const std::vector<Job>& jobs, std::int64_t events) {
    done.assign(jobs.size(), Time());
    opened.assign(jobs.size(), 0);
    std::size_t j = 0;
    std::deque<int> left = packets(jobs[0].size);
    for (std::int64_t k = 0; k < events; ++k) {
      const Time anchor = k * spec.connection_interval;
      const Time end = anchor + spec.connection_interval - profile.guard.value;
      Duration central_air, peripheral_air;
      std::int64_t pairs = 0;
      Time at = anchor;
      Time announces = anchor;  // when what comes next must have been ready
      while (true) {
        const bool has_data = j < jobs.size() && jobs[j].ready <= announces;
        if (pairs > 0) {
          const Duration full = air_time(spec.phy, spec.ll_payload, true);
          const Duration need =
              profile.reservation.value == Reservation::full_pair          ? 2 * full + kInterFrameSpace
              : profile.reservation.value == Reservation::pair && has_data ? pair_of(left.front())
                                                                           : 2 * full + 2 * kInterFrameSpace;
          if (!has_data || at + need > end) break;
          if (profile.packet_cap.value > 0 && pairs >= profile.packet_cap.value) break;
        }
        const Duration empty = air_time(spec.phy, 0, true);
        const Duration data = has_data ? air_time(spec.phy, left.front(), true) : empty;
        const bool forward = !has_data || jobs[j].forward;
        central_air += forward ? data : empty;
        peripheral_air += forward ? empty : data;
        if (profile.late_data.value == LateData::same_event) announces = at;
        if (has_data) {
          if (pairs == 0) ++opened[j];
          left.pop_front();
          if (left.empty()) {
            done[j] = at + (forward ? data : empty + kInterFrameSpace + data);
            if (++j < jobs.size()) left = packets(jobs[j].size);
          }
        }
        ++pairs;
        at += data + empty + 2 * kInterFrameSpace;
      }
      bill(pairs, central_air, peripheral_air);
    }
    REQUIRE(j == jobs.size());
  }

 private:
  Duration pair_of(int payload) const {
    return air_time(spec.phy, payload, true) + air_time(spec.phy, 0, true) + 2 * kInterFrameSpace;
  }
  std::deque<int> packets(std::int64_t size) const {
    std::deque<int> list;
    const int att_data = spec.att_mtu - 3 - (profile.mtu_includes_l2cap_header.value ? 4 : 0);
    while (size > 0) {
      std::int64_t rest = std::min<std::int64_t>(size, att_data);
      size -= rest;
      for (rest += 7; rest > 0; rest -= spec.ll_payload) {
        list.push_back(static_cast<int>(std::min<std::int64_t>(rest, spec.ll_payload)));
      }
    }
    return list;
  }
  /// One event's energy, written out for the round numbers of the radio: 1 uJ and 100 us of ramp per event,
  /// 10 mW sending, 20 mW receiving and between packets, 5 mW for 200 us and 100 us per further pair.
  void bill(std::int64_t pairs, Duration central_air, Duration peripheral_air) {
    const double n = static_cast<double>(pairs);
    const double both = 1e-6 + 20e-3 * (100e-6 + (2 * n - 1) * 150e-6) + 5e-3 * (200e-6 + (n - 1) * 100e-6);
    const double early = 16e-6 + 40e-6 * spec.connection_interval.s();
    central_j += both + 10e-3 * central_air.s() + 20e-3 * peripheral_air.s();
    peripheral_j += both + 10e-3 * peripheral_air.s() + 20e-3 * (central_air.s() + early);
  }
};

}  // namespace

TEST_CASE("does one packet on an idle link wait half an interval in the mean, and one at most?") {
  const Radios radios;
  // 244 bytes on 2M from the peripheral: an empty packet (44 us), a space, and 1064 us of data.
  const Duration air = microseconds(44 + 150 + 1064);
  for (const double interval_ms : {7.5, 15.0, 30.0, 100.0, 1000.0}) {
    const auto kind = make_ble(with_interval(interval_ms), stack("nordic_s132"));
    const TransferEstimate estimate = kind->estimate(Bytes(244), false, radios.context);
    CHECK(estimate.latency == milliseconds(interval_ms) / 2 + air);

    double sum_ms = 0;
    Duration longest;
    const int steps = 1000;
    for (int i = 0; i < steps; ++i) {
      const Time ready = milliseconds(interval_ms) * (2 * i + 1) / (2 * steps);
      const Duration took = alone(*kind, radios.context, ready, 244, false).done - ready;
      sum_ms += took.ms();
      longest = std::max(longest, took);
    }
    CHECK(sum_ms / steps == Approx(estimate.latency.ms()).epsilon(1e-9));
    CHECK(longest < milliseconds(interval_ms) + air);
    // Just missed: nothing is sent before the next anchor, although the slot is as long as the interval.
    CHECK(alone(*kind, radios.context, nanoseconds(1), 244, false).done == milliseconds(interval_ms) + air);
    // Just in time.
    CHECK(alone(*kind, radios.context, Time(), 244, false).done == air);
    CHECK(alone(*kind, radios.context, milliseconds(interval_ms), 244, false).done ==
          milliseconds(interval_ms) + air);
  }
}

TEST_CASE(
    "does a longer interval never lower the latency of what fits one event, whatever stack, PHY, size?") {
  const Radios radios;
  int compared = 0;
  for (const char* const name : kStacks) {
    for (const Phy phy : {Phy::le_1m, Phy::le_2m, Phy::coded_s2, Phy::coded_s8}) {
      for (const bool forward : {true, false}) {
        for (std::int64_t size = 1; size <= 65'536; size = size < 4 ? size + 1 : size * 5 / 3) {
          Duration before;
          std::int64_t events_before = 0;
          double pairs_before = 0;
          for (const double interval_ms : kIntervals) {
            const auto kind = make_ble(with_interval(interval_ms, phy), stack(name));
            if (!kind->why_infeasible(1).empty()) continue;
            const Duration mean = kind->estimate(Bytes(size), forward, radios.context).latency;
            const TransferOutcome at_anchor = alone(*kind, radios.context, Time(), size, forward);
            CAPTURE(name, to_text(phy), forward, size, interval_ms);
            // The wait is half an interval for every size; the rest is what it takes from an anchor on.
            REQUIRE(mean - at_anchor.done == milliseconds(interval_ms) / 2);
            const double pairs = packets_per_event(with_interval(interval_ms, phy), stack(name));
            // What needs several events goes at the throughput of the interval, which may rise with it: the
            // S132 is stated with 702.8 kbps at 50 ms and 771.1 kbps at 400 ms. So a longer interval may be
            // faster, but only by events that hold more.
            if (mean < before) {
              REQUIRE(events_before > 1);
              REQUIRE((pairs > pairs_before || at_anchor.events_used < events_before));
            }
            if (events_before == 1) {
              REQUIRE(mean >= before);
              ++compared;
            }
            before = mean;
            events_before = at_anchor.events_used;
            pairs_before = pairs;
          }
        }
      }
    }
  }
  CHECK(compared > 3000);
}

TEST_CASE("do transfers one behind the other share an event as computed by hand?") {
  // 2M, 15 ms: a pair of 244 bytes takes 1408 us (data 1064), one of 4 bytes 448 us (data 104).
  const Radios radios;
  StackProfile profile = stack("nordic_s132");
  const Duration pair = microseconds(1408);
  struct Row {
    Duration ready;  // of the second transfer; the first has two pairs from 0 on, the last starts at 1408 us
    bool joins;
  };
  for (const bool forward : {true, false}) {
    const Duration received = forward ? microseconds(104) : microseconds(44 + 150 + 104);
    for (const LateData rule : {LateData::same_event, LateData::next_event}) {
      profile.late_data.value = rule;
      const bool same = rule == LateData::same_event;
      const auto kind = make_ble(BleSpec{}, profile);
      for (const Row& row : {Row{Duration(), true},
                             {nanoseconds(1), same},
                             {pair, same},
                             {pair + nanoseconds(1), false},
                             {2 * pair, false},
                             {milliseconds(15), false}}) {
        const auto link = kind->open(radios.context);
        const TransferOutcome first = link->transfer(Time(), Bytes(488), true);
        REQUIRE(first.link_free == 2 * pair);
        const TransferOutcome second = link->transfer(row.ready, Bytes(4), forward);
        CAPTURE(forward, late_data_names()[static_cast<std::size_t>(rule)], row.ready.ns());
        CHECK(second.done == (row.joins ? 2 * pair : milliseconds(15)) + received);
        CHECK(second.events_used == (row.joins ? 0 : 1));
        // A third, ready when the second's only pair starts, joins that pair's event too, if it may be late.
        const Time third_ready = second.link_free - microseconds(448);
        const TransferOutcome third = link->transfer(third_ready, Bytes(4), true);
        const bool opens = !row.joins && third_ready == milliseconds(15);  // ready exactly at the anchor
        CHECK(third.events_used == (same || opens ? 0 : 1));
      }
    }
  }
}

TEST_CASE("does a transfer that may join still wait when the event has no room, or no packets, left?") {
  const Radios radios;
  // Starts up to 15 - 0.825 - 2.428 = 11.747 ms: nine pairs of 1408 us.
  const auto full = make_ble(BleSpec{}, stack("nordic_s132"))->open(radios.context);
  CHECK(full->transfer(Time(), Bytes(9 * 244), true).events_used == 1);
  CHECK(full->transfer(Time(), Bytes(4), true).done == milliseconds(15) + microseconds(104));

  StackProfile capped = stack("nordic_s132");
  capped.packet_cap.value = 2;
  const auto two = make_ble(BleSpec{}, capped)->open(radios.context);
  CHECK(two->transfer(Time(), Bytes(4), true).events_used == 1);
  CHECK(two->transfer(Time(), Bytes(4), true).done == microseconds(448 + 104));
  CHECK(two->transfer(Time(), Bytes(4), true).done == milliseconds(15) + microseconds(104));
}

TEST_CASE("do transfers and idle events together cost what event after event costs, and end when they do?") {
  std::mt19937_64 random(5);
  const Radios radios;
  for (int round = 0; round < 600; ++round) {
    BleSpec spec = with_interval(1.25 * static_cast<double>(6 + random() % 20),
                                 random() % 3 == 0 ? Phy::le_1m : Phy::le_2m);
    StackProfile profile = stack(kStacks[random() % 3]);
    profile.packet_cap.value = random() % 3 == 0 ? static_cast<int>(1 + random() % 4) : 0;
    if (random() % 2 == 0) profile.late_data.value = LateData::next_event;
    std::vector<Job> jobs(1 + random() % 8);
    Time ready;
    for (Job& job : jobs) {
      // Often exactly at an anchor or together with the one before, often a little later.
      const auto step = static_cast<std::int64_t>(random() % 4);
      if (step == 1) ready += nanoseconds(static_cast<std::int64_t>(random() % 3'000'000));
      if (step == 2) ready += nanoseconds(static_cast<std::int64_t>(random() % 60'000'000));
      if (step == 3) ready = (ready / spec.connection_interval + 1) * spec.connection_interval;
      job = {ready, static_cast<std::int64_t>(1 + random() % (random() % 4 == 0 ? 6000 : 500)),
             random() % 2 == 0};
    }
    const std::int64_t events = ready / spec.connection_interval + 400;
    EventByEvent slow{spec, profile};
    slow.run(jobs, events);
    spec.loss.model = LossModel::fixed;  // with a rate of zero: must be the same
    for (const bool event_level : {false, true}) {
      if (!event_level) spec.loss.model = LossModel::none;
      const auto link = make_ble(spec, profile)->open(radios.context);
      double central_j = 0, peripheral_j = 0;
      std::int64_t used = 0;
      for (std::size_t j = 0; j < jobs.size(); ++j) {
        const TransferOutcome outcome = link->transfer(jobs[j].ready, Bytes(jobs[j].size), jobs[j].forward);
        CAPTURE(round, j, event_level, profile.name, profile.packet_cap.value, to_text(spec.phy),
                spec.connection_interval.ms(), profile.late_data.value == LateData::same_event);
        REQUIRE(outcome.done.ns() == slow.done[j].ns());
        REQUIRE(outcome.events_used == slow.opened[j]);
        used += outcome.events_used;
        central_j += (jobs[j].forward ? outcome.sender : outcome.receiver).si();
        peripheral_j += (jobs[j].forward ? outcome.receiver : outcome.sender).si();
      }
      const auto idle = link->idle_energy(Time(), events * spec.connection_interval, used);
      REQUIRE(central_j + idle.first.si() == Approx(slow.central_j).epsilon(1e-9));
      REQUIRE(peripheral_j + idle.second.si() == Approx(slow.peripheral_j).epsilon(1e-9));
      spec.loss.model = LossModel::fixed;
    }
  }
}

TEST_CASE("is the estimate the mean of simulated transfers that are ready at random, under every rule?") {
  std::mt19937_64 random(9);
  const Radios radios;
  for (const char* const name : kStacks) {
    for (const std::int64_t size : {1, 244, 3000, 40'000}) {
      StackProfile profile = stack(name);
      if (size == 3000) profile.late_data.value = LateData::next_event;
      const BleSpec spec = with_interval(30);
      const auto kind = make_ble(spec, profile);
      const TransferEstimate estimate = kind->estimate(Bytes(size), true, radios.context);
      const double idle_j = kind->idle_power(radios.context).first.si() * spec.connection_interval.s();
      double sum_ms = 0;
      const int runs = 20'000;
      for (int i = 0; i < runs; ++i) {
        const Time ready = nanoseconds(static_cast<std::int64_t>(random() % 30'000'000));
        const TransferOutcome outcome = alone(*kind, radios.context, ready, size);
        sum_ms += (outcome.done - ready).ms();
        // On an idle link every transfer costs the same, whenever it comes.
        REQUIRE(outcome.busy == estimate.occupancy);
        REQUIRE(outcome.sender.si() - idle_j * static_cast<double>(outcome.events_used) ==
                Approx(estimate.sender.si()).epsilon(1e-9));
      }
      // Uniform over 30 ms: the mean of so many is known to 30 / sqrt(12 x 20,000) ms = 0.061 ms.
      CHECK(sum_ms / runs == Approx(estimate.latency.ms()).margin(4 * 0.0613));
    }
  }
}

TEST_CASE("can nothing join the last event of a link that was lost?") {
  // Lost 100 ms after 4.9 ms, at 104.9 ms; its last event began at 90 ms. A link that is up again at once has
  // its next event at 105 ms, also for what had long been waiting.
  const device::RadioProfile radio = round_radio();
  BleSpec spec;
  spec.loss.model = LossModel::fixed;
  spec.loss.per_forward = Ratio::from_si(1);
  spec.supervision_timeout = milliseconds(100);
  spec.reestablish_after = Duration();
  const auto link = make_ble(spec, stack("nordic_s132"))->open({kEnds, &radio, &radio});
  const TransferOutcome lost = link->transfer(milliseconds(4.9), Bytes(4), true);
  CHECK(lost.done == milliseconds(104.9));
  CHECK(lost.events_used == 6);
  const TransferOutcome next = link->transfer(milliseconds(5), Bytes(4), true);
  CHECK(next.done == milliseconds(204.9));
  CHECK(next.packets == 7);  // at 105 to 195 ms
}
