#pragma once

#include "synergy/device/accelerator.hpp"
#include "synergy/families/families.hpp"
#include "synergy/input/document.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "../support/fake_family/family.hpp"
#include <catch2/catch.hpp>

/// What the questions to families of accelerators are asked about: the shipped profiles and a family of the
/// tests' own, with the networks of the zoo and of tests/data/cases.
namespace synergy::test {

inline const std::string kRoot = SYNERGY_SOURCE_DIR;

inline const device::Families& known_families() {
  static const device::Families all = [] {
    std::vector<const device::Family*> rows = families::built_in().rows();
    rows.push_back(&abacus_family());
    return device::Families(rows);
  }();
  return all;
}

/// A profile to ask, and the keys of its file that say how much memory there is.
struct Subject {
  std::string name;
  std::shared_ptr<const device::Accelerator> accelerator;
  std::vector<std::string> memory_keys;
};

inline std::shared_ptr<const device::Accelerator> read(const std::string& text) {
  return known_families().read(input::parse(text, "profile.yaml"));
}

/// A shipped CPU with less memory than its chip has, so that some networks do not fit.
inline std::string small_cpu_yaml() {
  std::ifstream in(kRoot + "/device_profiles/stm32u575.yaml");
  std::string text{std::istreambuf_iterator<char>(in), {}};
  for (const auto& [from, to] :
       {std::pair<std::string, std::string>{"weight_memory: \"2 MiB\"", "weight_memory: \"200 KiB\""},
        {"activation_memory: \"768 KiB\"", "activation_memory: \"64 KiB\""}})
    text.replace(text.find(from), from.size(), to);
  return text;
}

inline std::vector<Subject> subjects() {
  const std::map<std::string_view, std::vector<std::string>> memory_keys{
      {"max7800x", {"words_per_processor", "words_of_quadrant_head", "bias_bytes_per_quadrant", "data_bank"}},
      {"measured", {"weight_memory", "activation_memory"}},
      {"ne16", {"l1", "l2", "emram"}},
      {"abacus", {"memory"}}};
  std::vector<Subject> all;
  for (const auto& entry : std::filesystem::directory_iterator(kRoot + "/device_profiles")) {
    if (entry.path().extension() != ".yaml") continue;
    const input::Document document = input::load(entry.path());
    const bool is_accelerator =
        std::any_of(document.root.entries.begin(), document.root.entries.end(),
                    [](const auto& e) { return e.key == "kind" && e.value.scalar == "accelerator"; });
    if (!is_accelerator) continue;
    const auto accelerator = known_families().read(document);
    all.push_back({entry.path().stem().string(), accelerator, memory_keys.at(accelerator->family().name)});
  }
  std::sort(all.begin(), all.end(), [](const Subject& x, const Subject& y) { return x.name < y.name; });
  all.push_back({"small cpu", read(small_cpu_yaml()), memory_keys.at("measured")});
  for (const std::string memory : {"256 KiB", "20 kB"})
    all.push_back({"abacus " + memory, read(abacus_yaml(memory)), memory_keys.at("abacus")});
  return all;
}

inline const std::vector<std::shared_ptr<const device::Network>>& zoo() {
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
      const bool is_network =
          text.find("\nlayers:") != std::string::npos || text.find("\nform: network") != std::string::npos;
      if (!is_network) continue;  // a scenario
      try {
        all.push_back(known_families().read_network(input::load(file)));
      } catch (const InputError&) {  // cases of networks that no chip of theirs executes
        if (file.parent_path().filename() != "cases") throw;
      }
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
inline std::vector<device::LayerRange> ranges(const device::Lowered& network) {
  std::vector<device::LayerRange> all;
  const int count = network.network().layer_count();
  for (int first = 0; first < count; ++first) {
    for (int last = first; last < count; last += 1 + (last - first) / 6) all.push_back({first, last});
    if (all.back().last + 1 < count) all.push_back({first, count - 1});
  }
  return all;
}

/// All times and energies of a cost, by name.
inline std::vector<std::pair<const char*, double>> parts(const device::SegmentCost& c) {
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

}  // namespace synergy::test
