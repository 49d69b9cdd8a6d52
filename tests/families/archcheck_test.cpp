// Every family of accelerators through the same questions, on the shipped profiles and the networks of the
// zoo, and on a family of the tests' own. A new family is one more row of kRows.
#include "synergy/device/accelerator.hpp"
#include "synergy/families/families.hpp"
#include "synergy/input/document.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>

#include "../support/fake_family/family.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using device::Accelerator;
using device::LayerRange;
using device::Lowered;
using device::SegmentCost;

namespace {

const std::string kRoot = SYNERGY_SOURCE_DIR;

const device::Families& all_families() {
  static const device::Families all = [] {
    std::vector<const device::Family*> rows = families::built_in().rows();
    rows.push_back(&test::abacus_family());
    return device::Families(rows);
  }();
  return all;
}

/// A profile to ask, and the keys of its file that say how much memory there is.
struct Subject {
  std::string name;
  std::shared_ptr<const Accelerator> accelerator;
  std::vector<std::string> memory_keys;
};

std::shared_ptr<const Accelerator> read(const std::string& text) {
  return all_families().read(input::parse(text, "profile.yaml"));
}

std::vector<Subject> subjects() {
  const std::map<std::string_view, std::vector<std::string>> memory_keys{
      {"max7800x", {"words_per_processor", "words_of_quadrant_head", "bias_bytes_per_quadrant", "data_bank"}},
      {"abacus", {"memory"}}};
  std::vector<Subject> all;
  for (const auto& entry : std::filesystem::directory_iterator(kRoot + "/device_profiles")) {
    if (entry.path().extension() != ".yaml") continue;
    const input::Document document = input::load(entry.path());
    const bool is_accelerator =
        std::any_of(document.root.entries.begin(), document.root.entries.end(),
                    [](const auto& e) { return e.key == "kind" && e.value.scalar == "accelerator"; });
    if (!is_accelerator) continue;
    const auto accelerator = all_families().read(document);
    all.push_back({entry.path().stem().string(), accelerator, memory_keys.at(accelerator->family().name)});
  }
  std::sort(all.begin(), all.end(), [](const Subject& x, const Subject& y) { return x.name < y.name; });
  for (const std::string memory : {"256 KiB", "20 kB"})
    all.push_back({"abacus " + memory, read(test::abacus_yaml(memory)), memory_keys.at("abacus")});
  return all;
}

const std::vector<std::shared_ptr<const device::Network>>& zoo() {
  static const auto networks = [] {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(kRoot + "/model_zoo")) {
      if (entry.path().extension() == ".yaml") files.push_back(entry.path());
    }
    for (const auto& entry : std::filesystem::directory_iterator(std::string(SYNERGY_TEST_DATA) + "/cases"))
      files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    std::vector<std::shared_ptr<const device::Network>> all;
    for (const auto& file : files) {
      if (file.extension() != ".yaml") continue;
      std::ifstream in(file);
      const std::string text{std::istreambuf_iterator<char>(in), {}};
      if (text.find("\nlayers:") == std::string::npos) continue;  // a scenario
      all.push_back(all_families().read_network(input::load(file)));
    }
    return all;
  }();
  return networks;
}

/// Calls `visit(subject, lowered)` for every profile and network.
template <class Visit>
void for_each_pair(const Visit& visit) {
  for (const Subject& subject : subjects()) {
    for (const auto& network : zoo()) {
      INFO(subject.name << ", " << network->name());
      visit(subject, *subject.accelerator->lower(network));
    }
  }
}

/// Ranges from every layer on; of long networks not to every end.
std::vector<LayerRange> ranges(const Lowered& network) {
  std::vector<LayerRange> all;
  const int count = network.network().layer_count();
  for (int first = 0; first < count; ++first) {
    for (int last = first; last < count; last += 1 + (last - first) / 6) all.push_back({first, last});
    if (all.back().last + 1 < count) all.push_back({first, count - 1});
  }
  return all;
}

bool same_use(const device::Memory& x, const device::Memory& y) {
  const auto a = x.uses();
  const auto b = y.uses();
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& p, const auto& q) {
    return p.name == q.name && p.used == q.used && p.available == q.available;
  });
}

/// All times and energies of a cost, by name.
std::vector<std::pair<const char*, double>> parts(const SegmentCost& c) {
  const auto ns = [](Duration d) { return static_cast<double>(d.ns()); };
  return {{"load", ns(c.load)},
          {"feed", ns(c.feed)},
          {"infer", ns(c.infer)},
          {"unload", ns(c.unload)},
          {"switch_retained", ns(c.switch_retained)},
          {"switch_reload", ns(c.switch_reload)},
          {"deployment", ns(c.deployment)},
          {"load_energy", c.load_energy.si() * 1e12},
          {"infer_energy", c.infer_energy.si() * 1e12},
          {"unload_energy", c.unload_energy.si() * 1e12},
          {"switch_retained_energy", c.switch_retained_energy.si() * 1e12},
          {"switch_reload_energy", c.switch_reload_energy.si() * 1e12},
          {"deployment_energy", c.deployment_energy.si() * 1e12}};
}

}  // namespace

TEST_CASE("is a range's cost defined exactly if nothing is wrong with it?") {
  int costed = 0;
  int refused = 0;
  for_each_pair([&](const Subject&, const Lowered& network) {
    for (const LayerRange layers : ranges(network)) {
      const auto problems = network.problems_alone(layers);
      CAPTURE(layers.first, layers.last);
      REQUIRE(network.cost_alone(layers).has_value() == problems.empty());
      ++(problems.empty() ? costed : refused);
      for (const device::Problem& problem : problems) {
        REQUIRE(!problem.message.empty());
        REQUIRE(problem.network == network.network().name());
        REQUIRE((layers.first <= problem.layer && problem.layer <= layers.last));
      }
    }
  });
  CHECK(costed > 1000);
  CHECK(refused > 1000);
}

TEST_CASE("do the phases of a visit add up, and are bytes those of the network?") {
  for_each_pair([](const Subject&, const Lowered& network) {
    for (const LayerRange layers : ranges(network)) {
      const auto cost = network.cost_alone(layers);
      if (!cost) continue;
      CAPTURE(layers.first, layers.last);
      for (const auto& [name, value] : parts(*cost)) {
        CAPTURE(name);
        REQUIRE(value >= 0);
        REQUIRE(std::isfinite(value));
      }
      REQUIRE(cost->switch_reload == cost->deployment + cost->switch_retained);
      REQUIRE(cost->switch_reload_energy.si() ==
              Approx((cost->deployment_energy + cost->switch_retained_energy).si()));
      REQUIRE(cost->feed <= cost->infer);
      REQUIRE(cost->input_bytes == network.network().cut(layers.first - 1).bytes);
      if (layers.last + 1 < network.network().layer_count())
        REQUIRE(cost->output_bytes == network.network().cut(layers.last).bytes);
      REQUIRE(cost->weight_bytes == network.network().weight_bytes(layers));
    }
    // Multiply-accumulates are additive.
    const int count = network.network().layer_count();
    const auto whole = network.cost_alone({0, count - 1});
    for (int cut = 1; whole && cut < count; ++cut) {
      const auto front = network.cost_alone({0, cut - 1});
      const auto back = network.cost_alone({cut, count - 1});
      if (front && back) REQUIRE(front->macs + back->macs == whole->macs);
    }
  });
}

TEST_CASE("is what is wrong with a range still wrong when it grows?") {
  for_each_pair([](const Subject&, const Lowered& network) {
    const int count = network.network().layer_count();
    for (int first = 0; first < count; ++first) {
      bool wrong = false;
      for (int last = first; last < count; ++last) {
        const bool now = !network.problems_alone({first, last}).empty();
        CAPTURE(first, last);
        REQUIRE((now || !wrong));
        wrong = now;
      }
    }
  });
}

TEST_CASE("does more memory never make a fitting range unfit?") {
  for (const Subject& subject : subjects()) {
    std::string text = subject.accelerator->to_yaml();
    for (const std::string& key : subject.memory_keys) {
      const std::size_t at = text.find("\n" + key + ": ");
      REQUIRE(at != std::string::npos);
      std::size_t digit = at + key.size() + 3;
      if (text[digit] == '"') ++digit;
      std::size_t end = digit;
      while (std::isdigit(static_cast<unsigned char>(text[end])) != 0) ++end;
      text.replace(digit, end - digit, std::to_string(2 * std::stoi(text.substr(digit, end - digit))));
    }
    const auto larger = read(text);
    int more = 0;
    for (const auto& network : zoo()) {
      const auto small = subject.accelerator->lower(network);
      const auto large = larger->lower(network);
      for (const LayerRange layers : ranges(*small)) {
        CAPTURE(subject.name, network->name(), layers.first, layers.last);
        const bool fits_small = small->problems_alone(layers).empty();
        const bool fits_large = large->problems_alone(layers).empty();
        REQUIRE((fits_large || !fits_small));
        more += fits_large && !fits_small ? 1 : 0;
      }
    }
    CHECK((more > 0 || subject.name == "max78002"));
  }
}

TEST_CASE("does a memory keep what was placed, say what it has left, and leave copies and failures alone?") {
  std::mt19937 random(1);
  int placed = 0;
  int failed = 0;
  for (const Subject& subject : subjects()) {
    std::vector<std::shared_ptr<const Lowered>> networks;
    for (const auto& network : zoo()) networks.push_back(subject.accelerator->lower(network));
    for (int round = 0; round < 40; ++round) {
      device::Memory memory = subject.accelerator->empty_memory();
      REQUIRE(!memory.uses().empty());
      for (const device::MemoryUse& use : memory.uses()) REQUIRE(use.used == 0);
      for (int step = 0; step < 12; ++step) {
        const Lowered& network = *networks[random() % networks.size()];
        const int count = network.network().layer_count();
        const int first = static_cast<int>(random() % static_cast<unsigned>(count));
        const LayerRange layers{first, std::min(count - 1, first + static_cast<int>(random() % 6))};
        if (!network.problems(layers).empty()) continue;
        CAPTURE(subject.name, network.network().name(), layers.first, layers.last);
        const device::Memory before = memory;
        const bool fits = memory.fits(network, layers);
        REQUIRE(memory.problems(network, layers).empty() == fits);
        REQUIRE(same_use(memory, before));  // asking changes nothing
        device::Placement placement;
        REQUIRE(memory.try_place(network, layers, &placement) == fits);
        ++(fits ? placed : failed);
        if (!fits) {
          REQUIRE(same_use(memory, before));
          continue;
        }
        (void)network.cost(layers, placement);  // defined wherever the range landed
        const auto now = memory.uses();
        const auto then = before.uses();
        for (std::size_t m = 0; m < now.size(); ++m) REQUIRE(now[m].used >= then[m].used);
        // The copy made before still is as it was: the same range fits it once more, and then it is equal.
        device::Memory again = before;
        REQUIRE(again.fits(network, layers));
        REQUIRE(again.try_place(network, layers));
        REQUIRE(same_use(again, memory));
      }
    }
  }
  CHECK(placed > 500);
  CHECK(failed > 50);
}

TEST_CASE("are lower bounds bounds, do they add up, and does every capacity have one?") {
  std::mt19937 random(2);
  int tight = 0;
  for (const Subject& subject : subjects()) {
    const auto capacities = subject.accelerator->capacities();
    REQUIRE(!capacities.empty());
    std::set<std::string> names;
    for (const device::Capacity& capacity : capacities) {
      REQUIRE(names.insert(capacity.name).second);
      REQUIRE(capacity.available > 0);
    }
    std::vector<std::shared_ptr<const Lowered>> networks;
    for (const auto& network : zoo()) networks.push_back(subject.accelerator->lower(network));
    for (const auto& network : networks) {
      const int count = network->network().layer_count();
      const auto whole = network->least_need({0, count - 1});
      REQUIRE(whole.size() == capacities.size());
      for (int cut = 1; cut < count; ++cut) {
        auto sum = network->least_need({0, cut - 1});
        const auto back = network->least_need({cut, count - 1});
        for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += back[i];
        REQUIRE(sum == whole);
      }
    }
    // Whatever a memory takes together keeps within the capacities.
    for (int round = 0; round < 60; ++round) {
      device::Memory memory = subject.accelerator->empty_memory();
      std::vector<std::int64_t> sum(capacities.size());
      for (int step = 0; step < 20; ++step) {
        const Lowered& network = *networks[random() % networks.size()];
        const int count = network.network().layer_count();
        const int first = static_cast<int>(random() % static_cast<unsigned>(count));
        const LayerRange layers{first, std::min(count - 1, first + static_cast<int>(random() % 8))};
        if (!network.problems(layers).empty() || !memory.try_place(network, layers)) continue;
        const auto need = network.least_need(layers);
        for (std::size_t i = 0; i < sum.size(); ++i) {
          sum[i] += need[i];
          CAPTURE(subject.name, network.network().name(), layers.first, layers.last, capacities[i].name);
          REQUIRE(sum[i] <= capacities[i].available);
          tight += 10 * sum[i] > 9 * capacities[i].available ? 1 : 0;
        }
      }
    }
  }
  CHECK(tight > 0);  // they say something
}

TEST_CASE("does a number that moves between low and high move results without a jump?") {
  for (const Subject& subject : subjects()) {
    std::vector<std::pair<std::string, device::Number>> numbers;
    subject.accelerator->visit_numbers(
        [&](std::string_view key, const device::Number& n) { numbers.emplace_back(key, n); });
    std::set<std::string> keys;
    for (const auto& entry : numbers) CHECK(keys.insert(entry.first).second);
    CHECK(!numbers.empty());
    const auto kws = all_families().read_network(input::load(kRoot + "/model_zoo/kws.yaml"));
    const LayerRange layers{0, 2};
    for (const auto& entry : numbers) {
      const std::string& key = entry.first;
      const device::Number& number = entry.second;
      CAPTURE(subject.name, key);
      const double low = number.low ? number.low->si : number.value.si * 0.99;
      const double high = number.high ? number.high->si : number.value.si;
      const auto at = [&](double si) {
        return parts(*subject.accelerator->with_numbers({{key, si}})->lower(kws)->cost_alone(layers));
      };
      constexpr int kSteps = 16;
      auto before = at(low);
      const auto first = before;
      const auto last = at(high);
      for (int step = 1; step <= kSteps; ++step) {
        const auto now = at(low + (high - low) * step / kSteps);
        for (std::size_t i = 0; i < now.size(); ++i) {
          // Of 1/x the first step is the largest: x from low to high has it below (high/low) times the mean.
          const double whole = std::abs(last[i].second - first[i].second);
          const double spread = low > 0 ? high / low : 1;
          const double most = whole * 2 * spread * spread / kSteps + 4;  // rounding: ns, cycles
          CAPTURE(now[i].first, step);
          REQUIRE(std::abs(now[i].second - before[i].second) <= most + 1e-3 * std::abs(now[i].second));
        }
        before = now;
      }
    }
  }
}

TEST_CASE("is a number that was set found again, an estimate that says what the profile says?") {
  for (const Subject& subject : subjects()) {
    std::vector<std::pair<std::string, device::Number>> numbers;
    subject.accelerator->visit_numbers(
        [&](std::string_view key, const device::Number& n) { numbers.emplace_back(key, n); });
    const std::string& key = numbers.front().first;
    const device::Number& number = numbers.front().second;
    const auto moved = subject.accelerator->with_numbers({{key, number.value.si * 0.9}});
    bool found = false;
    std::size_t i = 0;
    moved->visit_numbers([&](std::string_view other, const device::Number& n) {
      REQUIRE(other == numbers[i].first);
      if (i++ > 0) {
        CHECK(n.value.text == numbers[i - 1].second.value.text);
        return;
      }
      found = true;
      CHECK(n.value.si == Approx(number.value.si * 0.9));
      CHECK(n.value_class == device::ValueClass::estimate);
      CHECK(n.source.find("set; the profile says " + number.value.text) == 0);
    });
    CHECK(found);
    CHECK(moved->name() == subject.accelerator->name());
  }
}

TEST_CASE("is an accelerator at twice its speed twice as fast, with the memory it had?") {
  for (const Subject& subject : subjects()) {
    const auto fast = subject.accelerator->at_speed(2);
    CHECK(fast->cycle_rate().si() == Approx(2 * subject.accelerator->cycle_rate().si()));
    CHECK(fast->idle_power() == subject.accelerator->idle_power());
    for (const auto& network : zoo()) {
      const auto slow_network = subject.accelerator->lower(network);
      const auto fast_network = fast->lower(network);
      for (const LayerRange layers : ranges(*slow_network)) {
        const auto slow_cost = slow_network->cost_alone(layers);
        const auto fast_cost = fast_network->cost_alone(layers);
        CAPTURE(subject.name, network->name(), layers.first, layers.last);
        REQUIRE(slow_cost.has_value() == fast_cost.has_value());
        if (!slow_cost) continue;
        const auto half = [](Duration d) {
          return Approx(static_cast<double>(d.ns()) / 2).epsilon(1e-3).margin(4);
        };
        REQUIRE(static_cast<double>(fast_cost->load.ns()) == half(slow_cost->load));
        REQUIRE(static_cast<double>(fast_cost->infer.ns()) == half(slow_cost->infer));
        REQUIRE(static_cast<double>(fast_cost->unload.ns()) == half(slow_cost->unload));
        REQUIRE(static_cast<double>(fast_cost->switch_reload.ns()) == half(slow_cost->switch_reload));
        REQUIRE(fast_cost->cycles == slow_cost->cycles);
      }
    }
  }
}

TEST_CASE("is a profile saved and read the same profile, with the same answers?") {
  for (const Subject& subject : subjects()) {
    const std::string text = subject.accelerator->to_yaml();
    const auto again = read(text);
    CHECK(again->to_yaml() == text);
    CHECK(&again->family() == &subject.accelerator->family());
    CHECK(again->name() == subject.accelerator->name());
    CHECK(again->is_estimate() == subject.accelerator->is_estimate());
    for (const auto& network : zoo()) {
      const auto one = subject.accelerator->lower(network);
      const auto two = again->lower(network);
      for (const LayerRange layers : ranges(*one)) {
        const auto cost = one->cost_alone(layers);
        const auto same = two->cost_alone(layers);
        REQUIRE(cost.has_value() == same.has_value());
        if (cost) REQUIRE(parts(*cost) == parts(*same));
      }
    }
  }
}

TEST_CASE("do the facts about layers fill their columns, one row for each layer?") {
  for (const Subject& subject : subjects()) {
    const auto& columns = subject.accelerator->family().layer_columns;
    std::set<std::string_view> names;
    for (const device::FactColumn& column : columns) {
      CHECK(names.insert(column.name).second);
      CHECK(!column.definition.empty());
    }
    for (const std::string_view shown : subject.accelerator->family().shown_to_people)
      CHECK(names.count(shown) == 1);
    for (const auto& network : zoo()) {
      const auto lowered = subject.accelerator->lower(network);
      const auto rows = lowered->layer_facts(network->all());
      REQUIRE(rows.size() == static_cast<std::size_t>(network->layer_count()));
      for (const auto& row : rows) {
        REQUIRE(row.facts.size() == columns.size());
        for (std::size_t c = 0; c < row.facts.size(); ++c) {
          if (row.facts[c].index() != 0)
            REQUIRE(row.facts[c].index() == 1 + static_cast<std::size_t>(columns[c].type));
        }
      }
      const std::string summary = lowered->summary(network->all());
      CHECK(summary.ends_with("\n"));
      CHECK(summary.find(network->name()) != std::string::npos);
    }
  }
}

TEST_CASE(
    "does a profile file choose its family, the first where it says none, and is an unknown one refused?") {
  CHECK(read(test::abacus_yaml())->family().name == "abacus");
  const auto shipped = all_families().read(input::load(kRoot + "/device_profiles/max78000.yaml"));
  CHECK(shipped->family().name == all_families().rows().front()->name);
  std::string text = test::abacus_yaml();
  text.replace(text.find("family: abacus"), 14, "family: abakus");
  CHECK_THROWS_WITH(read(text),
                    Catch::StartsWith("profile.yaml:3:9: unknown family 'abakus'; known: max7800x, abacus") &&
                        Catch::Contains("did you mean 'abacus'?"));
  CHECK_THROWS_WITH(families::built_in().read(input::parse(test::abacus_yaml(), "a.yaml")),
                    Catch::Contains("unknown family 'abacus'; known: max7800x"));
}

TEST_CASE("is every built-in family named once, and does its schema exist?") {
  std::set<std::string_view> names;
  for (const device::Family* family : families::built_in().rows()) {
    CHECK(names.insert(family->name).second);
    CHECK(std::filesystem::exists(kRoot + "/device_profiles/" + std::string(family->schema)));
  }
}
