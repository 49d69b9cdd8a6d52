// Digests name scenarios by what they say: the same exactly where the saved texts are.
#include "synergy/scenario/digest.hpp"

#include "synergy/input/error.hpp"

#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "../support/scenarios.hpp"
#include <catch2/catch.hpp>

using namespace synergy;

namespace {

/// Scenarios that differ in keys of every section, in models, profiles, links and in nothing.
std::vector<scenario::Scenario> variants() {
  std::vector<scenario::Scenario> all;
  for (const char* name : {"w1", "w2", "w3", "w4", "w5", "w6", "w2_lossy", "w2_wifi", "stress"})
    all.push_back(test::shipped(name));
  const std::vector<std::pair<std::string, std::string>> settings = {
      {"seed", "7"},
      {"name", "other"},
      {"measurement.window", "61 s"},
      {"objective", "latency"},
      {"residency", "reload"},
      {"link.connection_interval", "30 ms"},
      {"link.connection_interval", "30000 us"},  // the same
      {"link.att_mtu", "65"},
      {"link_profile.mtu", "247"},
      {"apps.0.sensor", "microphone"},
      {"apps.0.name", "renamed"},
      {"apps.0.model", "kws"},
      {"body", "body8"},
      {"devices.0.name", "renamed"},
      {"devices.0.accelerator", "max78002"},
      {"multi_tensor_cuts", "true"}};
  for (const auto& [path, value] : settings) {
    for (const char* name : {"w1", "w2"}) {
      try {
        all.push_back(test::shipped(name, {{path, value}}));
      } catch (const InputError&) {  // not every setting suits every scenario
      }
    }
  }
  // An equal copy of a profile at another address, and one with another number.
  scenario::Scenario s = test::shipped("w2");
  for (auto& device : s.devices) {
    if (!device.accelerator) continue;
    device.accelerator = device.accelerator->with_numbers({});
    all.push_back(s);
    std::string key;
    double value = 0;
    device.accelerator->visit_numbers([&](std::string_view name, const device::Number& number) {
      if (key.empty()) {
        key = name;
        value = number.value.si;
      }
    });
    device.accelerator = device.accelerator->with_numbers({{key, value * 1.01}});
    all.push_back(s);
    break;
  }
  return all;
}

}  // namespace

TEST_CASE("do two scenarios have one digest exactly where they are saved alike?") {
  const std::vector<scenario::Scenario> all = variants();
  REQUIRE(all.size() > 30);
  scenario::Digester digester;
  std::map<std::string, std::uint64_t> by_text;
  std::set<std::uint64_t> digests;
  for (const scenario::Scenario& s : all) {
    const std::uint64_t digest = digester(s);
    CHECK(by_text.try_emplace(to_yaml(s), digest).first->second == digest);
    digests.insert(digest);
  }
  CHECK(digests.size() == by_text.size());
  CHECK(by_text.size() < all.size());
}

TEST_CASE("does a digest depend on what was hashed before, on the process or on threads?") {
  const std::vector<scenario::Scenario> all = variants();
  scenario::Digester warm;
  for (const scenario::Scenario& s : all) (void)warm(s);
  std::vector<std::uint64_t> digests(all.size());
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (std::size_t i = t; i < all.size(); i += 4) digests[i] = warm(all[i]);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (std::size_t i = 0; i < all.size(); ++i) {
    CHECK(digests[i] == scenario::Digester()(all[i]));
    // Read back from the saved text, with objects of its own.
    const auto again = scenario::read_scenario(input::parse(to_yaml(all[i]), "again.yaml"), test::library());
    CHECK(scenario::Digester()(again) == scenario::Digester()(all[i]));
  }
}

TEST_CASE("is a digest right when more objects were hashed than are remembered?") {
  scenario::Digester digester;
  const scenario::Scenario first = test::shipped("w2");
  const std::uint64_t digest = digester(first);
  scenario::Scenario s = first;
  for (int i = 0; i < 1100; ++i) {
    auto sensor = std::make_shared<device::SensorProfile>(*s.devices[scenario::DeviceId(0)].sensors.at(0));
    sensor->streaming.value = Power::from_si(1e-6 * (i + 1));
    s.devices[scenario::DeviceId(0)].sensors.at(0) = sensor;
    const std::uint64_t other = digester(s);
    if (i % 300 == 0) {
      CHECK(other != digest);
      CHECK(other == scenario::Digester()(s));
    }
  }
  CHECK(digester(first) == digest);
}
