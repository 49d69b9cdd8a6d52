// What every kind of link must answer, whatever it is like inside. A new kind is one entry in subjects().
#include "synergy/base/random.hpp"
#include "synergy/link/kinds.hpp"
#include "synergy/link/recurring.hpp"
#include "synergy/link/schedule.hpp"
#include "synergy/link/several_links.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "fixtures.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::link;

namespace {

struct Subject {
  std::string section;  ///< of a scenario
  bool exact = true;    ///< nothing is lost: what is estimated is what an idle link does in the mean
};

const std::vector<Subject>& subjects() {
  static const std::vector<Subject> all{
      {"{}"},
      {"{scheduling: nordic_central, connection_interval: 50 ms}"},
      {"{stack: core_6_2, connection_interval: 2.5 ms}"},
      {"{stack: ti_cc13x2, phy: S2, connection_interval: 200 ms}"},
      {"{loss: {model: fixed, per: 0.1}}", false},
      {"{kind: wifi_tcp}"},
      {"{kind: generic, profile: wi_r}"},
      {"{kind: generic, profile: esp8266_at}"},
      {"{kind: generic, profile: ble_hdt, packet_error_rate: 0.2}", false},
  };
  return all;
}

LinkSpec spec_of(const std::string& section) {
  const input::Document document = input::parse(section + "\n", "link.yaml");
  input::Problems problems("link.yaml");
  LinkSpec spec = link_kinds().read(input::Value(document.root, problems));
  problems.throw_if_any();
  return spec;
}

std::shared_ptr<const LinkKind> make(const std::string& section) {
  // wifi_tcp without a key names its profile by itself.
  const LinkSpec spec = spec_of(section);
  return spec.make(input::load(std::string(SYNERGY_SOURCE_DIR) + "/device_profiles/" +
                               std::string(spec.kind().profile_folder) + "/" + spec.profile() + ".yaml"));
}

std::vector<Ends> random_links(RandomStream& random, int devices) {
  std::vector<Ends> links;
  for (int i = 0; i < devices; ++i) {
    for (int j = i + 1; j < devices; ++j) {
      if (random.uniform() < 0.5) links.push_back({DeviceId(i), DeviceId(j)});
    }
  }
  return links;
}

int busiest(int devices, const std::vector<Ends>& links) {
  IdVector<DeviceId, int> degree(static_cast<std::size_t>(devices), 0);
  for (const auto& [first, second] : links) ++degree[first], ++degree[second];
  return *std::max_element(degree.begin(), degree.end());
}

}  // namespace

TEST_CASE("conformance: does every kind give slots within the range that it says?") {
  RandomStream random(stream_seed(1, 0, "link conformance"));
  for (const Subject& subject : subjects()) {
    const auto kind = make(subject.section);
    for (int i = 0; i < 40; ++i) {
      CAPTURE(subject.section, i);
      const auto devices = static_cast<int>(random.integer(2, 9));
      const std::vector<Ends> links = random_links(random, devices);
      const SlotSchedule schedule = kind->schedule(devices, links);
      const SlotRange range = kind->slots_for(busiest(devices, links));
      CHECK(range.least <= schedule.slots);
      CHECK(schedule.slots <= range.most);
      REQUIRE(schedule.slot_of.size() == links.size());
      for (const int slot : schedule.slot_of) CHECK((0 <= slot && slot < schedule.slots));
    }
    CHECK(kind->schedule(3, {}).slots == 0);
    CHECK(kind->slots_for(0).most == 0);
  }
}

TEST_CASE(
    "conformance: do larger transfers take longer and cost more, and never less than bounds count on?") {
  const device::RadioProfile radio = testing::round_radio();
  for (const Subject& subject : subjects()) {
    const auto kind = make(subject.section);
    const LinkContext context{testing::kEnds, &radio, &radio};
    for (const bool forward : {true, false}) {
      // What losses add is an approximation, which short packets need not follow to the last percent.
      const double enough = subject.exact ? 1 : 0.98;
      std::optional<TransferEstimate> before;
      for (const std::int64_t size : {1, 4, 20, 244, 245, 1000, 4096, 100'000, 300'000}) {
        CAPTURE(subject.section, size, forward);
        const TransferEstimate now = kind->estimate(Bytes(size), forward, context);
        CHECK(now.latency > Duration());
        if (before) {
          CHECK(now.latency.s() >= enough * before->latency.s());
          CHECK(now.occupancy.s() >= enough * before->occupancy.s());
          CHECK(now.sender.si() >= 0.98 * before->sender.si());  // Bluetooth's is above idle events
        }
        const Duration least = kind->least_occupancy(Bytes(size), forward, context);
        CHECK(Duration() < least);
        CHECK(least <= now.occupancy);
        before = now;
      }
    }
  }
}

TEST_CASE("conformance: does an open link serve in order, from the moment a transfer is ready?") {
  const device::RadioProfile radio = testing::round_radio();
  RandomStream random(stream_seed(2, 0, "link conformance"));
  for (const Subject& subject : subjects()) {
    const auto kind = make(subject.section);
    LinkContext context{testing::kEnds, &radio, &radio};
    context.seed = 5;
    const auto link = kind->open(context);
    const auto twin = kind->open(context);
    Time ready;
    Time done;
    Time free;
    for (int i = 0; i < 300; ++i) {
      CAPTURE(subject.section, i);
      ready = ready + microseconds(static_cast<double>(random.integer(0, 60'000)));
      const Bytes size(random.integer(1, 3000));
      const TransferOutcome outcome = link->transfer(ready, size, i % 3 == 0);
      const TransferOutcome again = twin->transfer(ready, size, i % 3 == 0);
      CHECK(outcome.done == again.done);
      CHECK(outcome.sender == again.sender);
      CHECK(outcome.done >= ready);
      CHECK(outcome.link_free >= free);
      CHECK(outcome.done >= done);
      CHECK(outcome.busy > Duration());
      CHECK(outcome.retransmissions <= outcome.packets);
      done = outcome.done;
      free = outcome.link_free;
    }
  }
}

TEST_CASE("conformance: is the estimate the mean over when a transfer becomes ready on an idle link?") {
  const device::RadioProfile radio = testing::round_radio();
  for (const Subject& subject : subjects()) {
    if (!subject.exact) continue;
    const auto kind = make(subject.section);
    const LinkContext context{testing::kEnds, &radio, &radio};
    for (const std::int64_t size : {4, 1000, 20'000}) {
      const TransferEstimate estimate = kind->estimate(Bytes(size), true, context);
      double mean_s = 0;
      constexpr int kPhases = 1000;
      for (int i = 0; i < kPhases; ++i) {
        // Far apart and over all phases of any interval in use here: 200.2 s is a multiple of none.
        const Time ready = seconds(10) + i * microseconds(200.2e3 / kPhases * 7);
        mean_s += (kind->open(context)->transfer(ready, Bytes(size), true).done - ready).s() / kPhases;
      }
      CAPTURE(subject.section, size);
      CHECK(mean_s == Approx(estimate.latency.s()).epsilon(0.02));
    }
  }
}

TEST_CASE("conformance: is what an idle link draws its power times the time?") {
  const device::RadioProfile radio = testing::round_radio();
  for (const Subject& subject : subjects()) {
    const auto kind = make(subject.section);
    LinkContext context{testing::kEnds, &radio, &radio};
    context.first_links = 2;
    const auto [first, second] = kind->idle_power(context);
    const auto energy = kind->open(context)->idle_energy(Time(), seconds(600), 0);
    CAPTURE(subject.section);
    CHECK(energy.first.si() == Approx(first.si() * 600).epsilon(0.001));
    CHECK(energy.second.si() == Approx(second.si() * 600).epsilon(0.001));
  }
}

TEST_CASE("conformance: does every section written out read back as the same, and make the same links?") {
  const device::RadioProfile radio = testing::round_radio();
  const LinkContext context{testing::kEnds, &radio, &radio};
  for (const Subject& subject : subjects()) {
    const LinkSpec spec = spec_of(subject.section);
    CAPTURE(subject.section, to_yaml(spec));
    CHECK(spec_of(to_yaml(spec)) == spec);
    CHECK(make(to_yaml(spec))->estimate(Bytes(999), true, context).latency ==
          make(subject.section)->estimate(Bytes(999), true, context).latency);
  }
}

TEST_CASE("conformance: do several sets of links answer as each of them does for its pairs?") {
  const device::RadioProfile radio = testing::round_radio();
  RandomStream random(stream_seed(3, 0, "link conformance"));
  std::vector<std::shared_ptr<const LinkKind>> sets;
  for (const Subject& subject : subjects()) sets.push_back(make(subject.section));
  for (int i = 0; i < 200; ++i) {
    CAPTURE(i);
    const auto devices = static_cast<int>(random.integer(2, 8));
    const std::vector<Ends> links = random_links(random, devices);
    SeveralLinks::Choice choice;
    for (const Ends ends : links)
      choice[ends] = static_cast<int>(random.integer(0, static_cast<std::int64_t>(sets.size()) - 1));
    const SeveralLinks several(sets, choice);
    // Each set's own schedule, all in as many slots as the largest.
    const SlotSchedule schedule = several.schedule(devices, links);
    std::map<int, std::vector<Ends>> by_set;
    for (const Ends ends : links) by_set[choice[ends]].push_back(ends);
    int most = 0;
    for (const auto& [set, own] : by_set) {
      const SlotSchedule part = sets[static_cast<std::size_t>(set)]->schedule(devices, own);
      most = std::max(most, part.slots);
      for (std::size_t k = 0; k < own.size(); ++k) {
        const auto place = std::find(links.begin(), links.end(), own[k]) - links.begin();
        CHECK(schedule.slot_of[LinkId(place)] == part.slot_of[LinkId(k)]);
      }
    }
    CHECK(schedule.slots == most);
    const SlotRange range = several.slots_for(busiest(devices, links));
    CHECK((range.least <= most && most <= range.most));
    for (const Ends ends : links) {
      const LinkKind& own = *sets[static_cast<std::size_t>(choice[ends])];
      const LinkContext context{ends, &radio, &radio};
      CHECK(several.estimate(Bytes(500), true, context).latency ==
            own.estimate(Bytes(500), true, context).latency);
      CHECK(several.idle_power(context) == own.idle_power(context));
      CHECK(several.use_of(ends).set == choice[ends]);
    }
    CHECK_FALSE(several.use_of({DeviceId(devices), DeviceId(devices + 1)}).exists);
  }
}

TEST_CASE("conformance: do links in the same state do the same from there on, whatever came before?") {
  const device::RadioProfile radio = testing::round_radio();
  const LinkContext context{testing::kEnds, &radio, &radio};
  RandomStream random(stream_seed(4, 0, "link conformance"));
  for (const Subject& subject : subjects()) {
    const auto kind = make(subject.section);
    std::unique_ptr<Link> links[] = {kind->open(context), kind->open(context)};
    const auto* first = dynamic_cast<const Recurring*>(links[0].get());
    const auto* second = dynamic_cast<const Recurring*>(links[1].get());
    CAPTURE(subject.section);
    // Who loses packets draws numbers, which no state has.
    CHECK((first != nullptr && first->clock().has_value()) == subject.exact);
    if (first == nullptr || second == nullptr || !first->clock()) continue;
    // Whole clocks apart; of links without one, any time.
    const Duration apart = *first->clock() > Duration() ? 17 * *first->clock() : nanoseconds(123'456'789);
    int same = 0;
    for (int round = 0; round < 60; ++round) {
      const Time begin = seconds(40.0 * (round + 1));
      // Each has a past of its own, up to shortly before.
      for (std::size_t l = 0; l < 2; ++l) {
        const Time before = begin + static_cast<std::int64_t>(l) * apart -
                            microseconds(static_cast<double>(random.integer(0, 90'000)));
        (void)links[l]->transfer(before, Bytes(random.integer(1, 4000)), random.uniform() < 0.5);
      }
      bool is_same = false;
      Time ready = begin;
      for (int i = 0; i < 12; ++i) {
        CAPTURE(round, i);
        std::vector<std::int64_t> states[2];
        first->tell_state(ready, states[0]);
        second->tell_state(ready + apart, states[1]);
        if (is_same) REQUIRE(states[0] == states[1]);
        is_same = states[0] == states[1];
        const Bytes size(random.integer(1, 3000));
        const bool forward = random.uniform() < 0.5;
        const TransferOutcome one = links[0]->transfer(ready, size, forward);
        const TransferOutcome other = links[1]->transfer(ready + apart, size, forward);
        if (is_same) {
          ++same;
          REQUIRE(one.done + apart == other.done);
          REQUIRE(one.link_free + apart == other.link_free);
          REQUIRE(one.packets == other.packets);
          REQUIRE(one.events_used == other.events_used);
          REQUIRE(one.busy == other.busy);
          REQUIRE(one.sender == other.sender);
          REQUIRE(one.receiver == other.receiver);
        }
        ready += microseconds(static_cast<double>(random.integer(0, i % 4 == 3 ? 9'000'000 : 8'000)));
      }
    }
    CHECK(same > 100);
  }
}
