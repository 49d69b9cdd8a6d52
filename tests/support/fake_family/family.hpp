#pragma once

#include "synergy/device/accelerator.hpp"
#include "synergy/device/profile_fields.hpp"

#include <string>
#include <vector>

/// A family of accelerators of the tests' own, in one folder: what a new one needs beside a row in the table
/// of families. An abacus does one multiply-accumulate per clock cycle, moves bytes, and has one memory,
/// which holds the weights of all its layers in any order.
namespace synergy::test {

struct AbacusProfile {
  static constexpr std::string_view kKind = "accelerator";
  std::string name;
  Bytes memory;
  device::Sourced<Frequency> clock;
  device::Sourced<TimePerByte> copy;  ///< data in and out, weights
  device::Sourced<Power> inferring, idle;
};

/// Every key of its files.
template <class Archive, input::Is<AbacusProfile> P>
void fields(Archive& archive, P& p) {
  using device::positive;
  using device::SourcedAmount;
  using input::required_key;
  archive(required_key("family", "abacus"), p, device::FamilyWord{"abacus"});
  archive(required_key("memory", "beads"), p.memory, input::Amount<Bytes>{Bytes(1), {}});
  archive(required_key("clock", "one multiply-accumulate each"), p.clock, positive<Frequency>());
  archive(required_key("copy", "data in and out, weights"), p.copy, SourcedAmount<TimePerByte>{});
  archive(required_key("inferring", "above idle"), p.inferring, SourcedAmount<Power>{});
  archive(required_key("idle", "all the time"), p.idle, SourcedAmount<Power>{});
}

class AbacusLowered final : public device::Lowered {
 public:
  AbacusLowered(std::shared_ptr<const device::Accelerator> of, const AbacusProfile& profile,
                std::shared_ptr<const device::Network> network)
      : Lowered(std::move(of), std::move(network)), profile_(profile) {}

  /// Nothing is too difficult but 32-bit outputs inside the network.
  [[nodiscard]] std::vector<device::Problem> problems(device::LayerRange layers) const override {
    std::vector<device::Problem> found;
    for (int i = layers.first; i <= layers.last && i + 1 < network().layer_count(); ++i) {
      if (network().at(network().layer(i).last).output_bits == 32)
        found.push_back({device::Problem::Kind::unsupported, network().name(), i, 0, 0, "wide inside"});
    }
    return found;
  }
  [[nodiscard]] device::SegmentCost cost(device::LayerRange layers,
                                         const device::Placement& /*placement*/) const override {
    device::SegmentCost cost;
    cost.macs = network().macs(layers);
    cost.cycles = Cycles(cost.macs);
    cost.input_bytes = network().cut(layers.first - 1).bytes;
    const bool last = layers.last + 1 == network().layer_count();
    cost.output_bytes = last ? network().output_bytes() : network().cut(layers.last).bytes;
    cost.weight_bytes = network().weight_bytes(layers);
    cost.bias_bytes = Bytes(network().bias_count(layers));
    cost.load = profile_.copy.value * cost.input_bytes;
    cost.infer = cost.cycles / profile_.clock.value;
    cost.infer_energy = profile_.inferring.value * cost.infer;
    cost.unload = profile_.copy.value * cost.output_bytes;
    cost.deployment = profile_.copy.value * Bytes(least_need(layers)[0]);
    cost.switch_reload = cost.deployment;
    return cost;
  }
  [[nodiscard]] std::vector<std::int64_t> least_need(device::LayerRange layers) const override {
    std::int64_t bytes = 0;
    for (int i = layers.first; i <= layers.last; ++i)
      bytes += network().weight_bytes({i, i}).count() + network().bias_count({i, i});
    return {bytes};
  }
  [[nodiscard]] std::vector<device::LayerFacts> layer_facts(device::LayerRange layers) const override {
    std::vector<device::LayerFacts> rows;
    for (int i = layers.first; i <= layers.last; ++i)
      rows.push_back({i, network().layer(i).name, {network().macs({i, i})}});
    return rows;
  }
  [[nodiscard]] IdVector<network::OperatorId, device::OperatorFate> operator_fates() const override {
    IdVector<network::OperatorId, device::OperatorFate> fates(network().operators().size());
    for (auto& fate : fates) fate.by = "beads";
    for (const device::Problem& problem : problems(network().all())) {
      device::OperatorFate& fate = fates[network().layer(problem.layer).last];
      fate = {device::OperatorFate::Kind::unsupported, {}, "", problem.message, "outputs of 8 bits"};
    }
    return fates;
  }
  [[nodiscard]] std::string summary(device::LayerRange layers) const override {
    return network().name() + " takes " + std::to_string(least_need(layers)[0]) + " bytes\n";
  }

 private:
  const AbacusProfile& profile_;
};

class AbacusMemory final : public device::Memory::State {
 public:
  explicit AbacusMemory(Bytes size) : size_(size.count()) {}
  [[nodiscard]] std::shared_ptr<State> clone() const override {
    return std::make_shared<AbacusMemory>(*this);
  }
  [[nodiscard]] bool fits(const device::Lowered& network, device::LayerRange layers) const override {
    return used_ + network.least_need(layers)[0] <= size_;
  }
  [[nodiscard]] bool try_place(const device::Lowered& network, device::LayerRange layers,
                               device::Placement* /*placement*/) override {
    if (!fits(network, layers)) return false;
    used_ += network.least_need(layers)[0];
    return true;
  }
  [[nodiscard]] std::vector<device::Problem> problems(const device::Lowered& network,
                                                      device::LayerRange layers) const override {
    if (fits(network, layers)) return {};
    return {{device::Problem::Kind::memory, network.network().name(), layers.first,
             network.least_need(layers)[0], size_ - used_, "too many beads"}};
  }
  [[nodiscard]] std::vector<device::MemoryUse> uses() const override {
    return {{"beads", "beads of all rods", used_, size_}};
  }

 private:
  std::int64_t size_;
  std::int64_t used_ = 0;
};

[[nodiscard]] const device::Family& abacus_family();

class Abacus final : public device::Accelerator {
 public:
  explicit Abacus(AbacusProfile p)
      : Accelerator({&abacus_family(), p.name, true, cpu(), p.idle.value, p.clock.value}),
        profile_(std::move(p)) {}

  [[nodiscard]] std::shared_ptr<const device::Lowered> lower(
      std::shared_ptr<const device::Network> network) const override {
    return std::make_shared<const AbacusLowered>(shared_from_this(), profile_, std::move(network));
  }
  [[nodiscard]] device::Memory empty_memory() const override {
    return device::Memory(std::make_shared<AbacusMemory>(profile_.memory));
  }
  [[nodiscard]] std::vector<device::Capacity> capacities() const override {
    return {{"beads", profile_.memory.count()}};
  }
  void visit_numbers(const NumberVisitor& visit) const override {
    device::visit_numbers(profile_,
                          [&](std::string_view key, const auto& n) { visit(key, device::describe(n)); });
  }
  [[nodiscard]] std::shared_ptr<const Accelerator> with_numbers(
      const std::map<std::string, double, std::less<>>& values) const override {
    return std::make_shared<const Abacus>(device::with_numbers(profile_, values));
  }
  [[nodiscard]] std::shared_ptr<const Accelerator> at_speed(double speed) const override {
    AbacusProfile copy = profile_;
    copy.clock.value = copy.clock.value * speed;
    copy.copy.value = copy.copy.value / speed;
    return std::make_shared<const Abacus>(std::move(copy));
  }
  [[nodiscard]] std::string to_yaml() const override { return device::profile_file(profile_); }

  [[nodiscard]] static std::shared_ptr<const Accelerator> read(const input::Document& document) {
    return std::make_shared<const Abacus>(device::read_profile_file<AbacusProfile>(document));
  }

 private:
  static device::Cpu cpu() {
    return {megahertz(100), milliwatts(10), milliwatts(1), Duration(), TimePerByte(), TimePerByte()};
  }

  AbacusProfile profile_;
};

/// The row.
inline const device::Family& abacus_family() {
  static const device::Family row{"abacus",
                                  "none",
                                  Abacus::read,
                                  {{"macs", "", "beads moved", device::FactColumn::Type::integer}},
                                  {"macs"}};
  return row;
}

/// A profile file with this much memory.
inline std::string abacus_yaml(const std::string& memory = "256 KiB") {
  const std::string rest = ", source: made up, class: estimate}\n";
  return "schema_version: 1\nkind: accelerator\nfamily: abacus\nname: abacus\nmemory: " + memory +
         "\nclock: {value: 500 MHz, low: 400 MHz, high: 600 MHz" + rest +
         "copy: {value: 10 ns/B, high: 20 ns/B" + rest + "inferring: {value: 20 mW, low: 15 mW" + rest +
         "idle: {value: 2 mW" + rest;
}

}  // namespace synergy::test
