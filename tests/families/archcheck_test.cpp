// Every family of accelerators through the same questions about ranges of layers: what is wrong, what it
// costs, what it takes of the memory. A new family is one more entry of memory_keys in subjects.hpp.
#include <cmath>
#include <map>
#include <random>
#include <set>

#include "subjects.hpp"

using namespace synergy;
using namespace synergy::test;
using device::LayerRange;
using device::Lowered;

namespace {

bool same_use(const device::Memory& x, const device::Memory& y) {
  const auto a = x.uses();
  const auto b = y.uses();
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& p, const auto& q) {
    return p.name == q.name && p.used == q.used && p.available == q.available;
  });
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
      // As stored: some chips keep zeros beside the weights.
      REQUIRE(cost->weight_bytes + cost->bias_bytes <= network.parameter_bytes(layers));
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
      if (first > 0 && !network.can_stop_after(first - 1)) continue;
      for (int last = first; last < count; ++last) {
        if (last + 1 < count && !network.can_stop_after(last)) continue;
        const auto problems = network.problems_alone({first, last});
        // What is wrong with its end alone may be right when it ends later: streaming layers hold no output.
        const bool only_its_end = std::all_of(problems.begin(), problems.end(), [last](const auto& problem) {
          using Kind = device::Problem::Kind;
          return problem.layer == last && (problem.kind == Kind::data || problem.kind == Kind::unsupported);
        });
        const bool now = !problems.empty() && !only_its_end;
        CAPTURE(first, last);
        REQUIRE((now || !wrong));
        wrong = now;
      }
    }
  });
}

TEST_CASE("does more memory never make a fitting range unfit?") {
  std::map<const device::Family*, int> gained;
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
    gained[&subject.accelerator->family()] += more;
  }
  // Of every family some profile is short of memory.
  for (const auto& [family, more] : gained) {
    CAPTURE(family->name);
    CHECK(more > 0);
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

TEST_CASE("does every operator have a fate that agrees with what is wrong with the network?") {
  using Kind = device::OperatorFate::Kind;
  std::map<Kind, int> met;
  for_each_pair([&](const Subject&, const Lowered& lowered) {
    const device::Network& network = lowered.network();
    const auto fates = lowered.operator_fates();
    REQUIRE(fates.size() == network.operators().size());
    bool unsupported = false;
    for (const network::OperatorId id : fates.ids()) {
      const device::OperatorFate& fate = fates[id];
      CAPTURE(network.at(id).name, fate.reason);
      ++met[fate.kind];
      unsupported = unsupported || fate.kind == Kind::unsupported;
      // Nothing that computes with weights is free.
      if (network.at(id).macs > 0) REQUIRE((fate.kind == Kind::mapped || fate.kind == Kind::unsupported));
      REQUIRE(fate.reason.empty() == (fate.kind == Kind::mapped));
      REQUIRE(!fate.by.empty() == (fate.kind == Kind::mapped));
      REQUIRE(fate.into.has_value() == (fate.kind == Kind::folded));
      if (fate.into) {
        REQUIRE(*fate.into != id);
        const Kind kind = fates[*fate.into].kind;
        REQUIRE((kind == Kind::mapped || kind == Kind::unsupported));
      }
    }
    const auto problems = lowered.problems(network.all());
    const bool refused = std::any_of(problems.begin(), problems.end(), [](const device::Problem& p) {
      return p.kind == device::Problem::Kind::unsupported;
    });
    if (unsupported) REQUIRE(!problems.empty());
    if (refused) REQUIRE(unsupported);
  });
  CHECK(met[Kind::mapped] > 100);
  CHECK(met[Kind::folded] > 100);
  CHECK(met[Kind::unsupported] > 100);
  CHECK(met[Kind::dropped] > 0);
  CHECK(met[Kind::host] > 0);
}
