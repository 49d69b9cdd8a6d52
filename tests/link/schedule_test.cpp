#include "synergy/link/schedule.hpp"

#include <algorithm>
#include <random>
#include <set>

#include <catch2/catch.hpp>

using namespace synergy;
using namespace synergy::link;

namespace {

Ends ends(int first, int second) { return {DeviceId(first), DeviceId(second)}; }

std::vector<Ends> complete(int devices) {
  std::vector<Ends> links;
  for (int i = 0; i < devices; ++i) {
    for (int j = i + 1; j < devices; ++j) links.push_back(ends(i, j));
  }
  return links;
}

int largest_degree(int devices, const std::vector<Ends>& links) {
  IdVector<DeviceId, int> degree(static_cast<std::size_t>(devices), 0);
  for (const Ends& l : links) {
    ++degree[l.first];
    ++degree[l.second];
  }
  return *std::max_element(degree.begin(), degree.end());
}

bool proper(const std::vector<Ends>& links, const SlotSchedule& schedule) {
  if (schedule.slot_of.size() != links.size()) return false;
  std::set<std::pair<DeviceId, int>> taken;  // and slot
  for (std::size_t i = 0; i < links.size(); ++i) {
    const int slot = schedule.slot_of[LinkId(i)];
    if (slot < 0 || slot >= schedule.slots) return false;
    if (!taken.insert({links[i].first, slot}).second) return false;
    if (!taken.insert({links[i].second, slot}).second) return false;
  }
  return true;
}

/// Plain backtracking over all assignments, with nothing clever in it.
bool colourable(const std::vector<Ends>& links, int colours, std::vector<int>& slot_of) {
  if (slot_of.size() == links.size()) return true;
  const Ends& l = links[slot_of.size()];
  for (int c = 0; c < colours; ++c) {
    bool clash = false;
    for (std::size_t i = 0; i < slot_of.size() && !clash; ++i) {
      const Ends& o = links[i];
      clash = slot_of[i] == c &&
              (o.first == l.first || o.second == l.second || o.first == l.second || o.second == l.first);
    }
    if (clash) continue;
    slot_of.push_back(c);
    if (colourable(links, colours, slot_of)) return true;
    slot_of.pop_back();
  }
  return false;
}

bool colourable(const std::vector<Ends>& links, int colours) {
  std::vector<int> slot_of;
  return colourable(links, colours, slot_of);
}

/// A random graph whose links are in random order; each pair of devices is joined with one probability.
std::vector<Ends> random_links(int devices, std::mt19937_64& random) {
  std::vector<Ends> links = complete(devices);
  std::shuffle(links.begin(), links.end(), random);
  links.resize(1 + random() % links.size());
  return links;
}

}  // namespace

TEST_CASE("does a body without links need no slots?") {
  CHECK(schedule_slots(4, {}).slots == 0);
  CHECK(schedule_slots(4, {}).slot_of.empty());
}

TEST_CASE("do a star, a path and a triangle get the slots counted by hand?") {
  CHECK(schedule_slots(5, {ends(0, 1), ends(0, 2), ends(0, 3), ends(0, 4)}).slots == 4);
  CHECK(schedule_slots(4, {ends(0, 1), ends(1, 2), ends(2, 3)}).slots == 2);
  CHECK(schedule_slots(3, {ends(0, 1), ends(1, 2), ends(0, 2)}).slots == 3);
}

TEST_CASE("does a complete body need one slot per peer, plus one when its size is odd?") {
  for (int n = 2; n <= 16; ++n) {
    const auto links = complete(n);
    const auto schedule = schedule_slots(n, links);
    CHECK(proper(links, schedule));
    CHECK(schedule.slots == (n % 2 == 0 ? n - 1 : std::max(n, 3)));
  }
}

TEST_CASE("does the Petersen graph get four slots, though no set of its devices is overfull?") {
  std::vector<Ends> links;
  for (int i = 0; i < 5; ++i) {
    links.push_back(ends(std::min(i, (i + 1) % 5), std::max(i, (i + 1) % 5)));
    links.push_back(ends(5 + std::min(i, (i + 2) % 5), 5 + std::max(i, (i + 2) % 5)));
    links.push_back(ends(i, i + 5));
  }
  const auto schedule = schedule_slots(10, links);
  CHECK(proper(links, schedule));
  CHECK(schedule.slots == 4);
}

TEST_CASE("does no radio of a random body of up to 16 devices ever serve two links at once?") {
  std::mt19937_64 random(20240612);
  for (int round = 0; round < 3000; ++round) {
    const int devices = 2 + static_cast<int>(random() % 15);
    const auto links = random_links(devices, random);
    const auto schedule = schedule_slots(devices, links);
    const int degree = largest_degree(devices, links);
    REQUIRE(proper(links, schedule));
    REQUIRE(schedule.slots >= degree);
    REQUIRE(schedule.slots <= degree + 1);
    REQUIRE(schedule_slots(devices, links).slot_of == schedule.slot_of);
  }
}

TEST_CASE("are the slots as few as trying all colourings finds?") {
  std::mt19937_64 random(7);
  int one_more = 0;
  for (int round = 0; round < 1500; ++round) {
    const int devices = 2 + static_cast<int>(random() % 5);
    const auto links = random_links(devices, random);
    const int degree = largest_degree(devices, links);
    const int fewest = colourable(links, degree) ? degree : degree + 1;
    one_more += fewest - degree;
    REQUIRE(schedule_slots(devices, links).slots == fewest);
  }
  CHECK(one_more > 20);  // the comparison has seen both cases
}

TEST_CASE("does a body of two groups that link only across (bipartite) need its largest degree?") {
  std::mt19937_64 random(3);
  for (int round = 0; round < 1500; ++round) {
    const int left = 1 + static_cast<int>(random() % 15);
    const int devices = left + 1 + static_cast<int>(random() % static_cast<unsigned>(16 - left));
    std::vector<Ends> links;
    for (int i = 0; i < left; ++i) {
      for (int j = left; j < devices; ++j) links.push_back(ends(i, j));
    }
    std::shuffle(links.begin(), links.end(), random);
    links.resize(1 + random() % links.size());
    const auto schedule = schedule_slots(devices, links);
    REQUIRE(proper(links, schedule));
    REQUIRE(schedule.slots == largest_degree(devices, links));
  }
}

TEST_CASE("does a body of an even number of devices, all with the same many links, need no extra slot?") {
  // Near-complete regular graphs are the tight ones: each slot must pair up all devices.
  for (const int n : {8, 10, 12, 14, 16}) {
    for (int missing = 0; missing < n / 2; ++missing) {
      std::vector<Ends> links;
      for (const Ends& l : complete(n)) {
        if (l.first.value() / 2 != l.second.value() / 2 || l.first.value() / 2 >= missing) links.push_back(l);
      }
      const auto schedule = schedule_slots(n, links);
      CHECK(proper(links, schedule));
      CHECK(schedule.slots == n - 1);
    }
  }
}

TEST_CASE("does a body of more than 16 devices get at most one slot more than its largest degree?") {
  std::mt19937_64 random(5);
  for (int round = 0; round < 20; ++round) {
    const auto links = random_links(24, random);
    const auto schedule = schedule_slots(24, links);
    REQUIRE(proper(links, schedule));
    REQUIRE(schedule.slots <= largest_degree(24, links) + 1);
  }
}
