#include "synergy/max7800x/family.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/device/describe.hpp"
#include "synergy/input/document.hpp"
#include "synergy/input/error.hpp"
#include "synergy/max7800x/fields.hpp"
#include "synergy/max7800x/load.hpp"
#include "synergy/max7800x/memory.hpp"
#include "synergy/model/load.hpp"
#include "synergy/quantities/checked.hpp"

#include <cmath>

#include "lowered.hpp"
#include <fmt/format.h>

namespace synergy::max7800x {
namespace {

using device::Lowered;
using device::Memory;

/// Before the network's name in the key of a measured power.
constexpr std::string_view kMeasured = "measured_power.";

const LoweredNetwork& own(const Lowered& network) { return device::own<LoweredNetwork>(network, family()); }

/// A MemoryLedger behind the contract. Ranges come in layers of the network; a range that ends within a
/// hardware layer fits nowhere.
class LedgerState final : public Memory::State {
 public:
  explicit LedgerState(const Profile& profile)
      : ledger_(profile), words_(profile.words_per_processor), bias_bytes_(profile.bias_bytes_per_quadrant) {}

  [[nodiscard]] std::shared_ptr<State> clone() const override { return std::make_shared<LedgerState>(*this); }

  [[nodiscard]] bool fits(const Lowered& network, device::LayerRange layers) const override {
    const auto range = own(network).hardware(layers);
    return range && ledger_.fits(own(network).needs(), *range);
  }
  [[nodiscard]] bool try_place(const Lowered& network, device::LayerRange layers,
                               Placement* placement) override {
    const auto range = own(network).hardware(layers);
    return range && ledger_.try_place(own(network).needs(), *range, placement);
  }
  [[nodiscard]] std::vector<device::Problem> problems(const Lowered& network,
                                                      device::LayerRange layers) const override {
    const auto range = own(network).hardware(layers);
    if (!range) return {};  // no question of memory
    return own(network).in_network(ledger_.problems(own(network).model(), *range));
  }
  [[nodiscard]] std::vector<device::MemoryUse> uses() const override {
    return {{"words", "weights on the fullest of the processors", ledger_.words_used(), words_},
            {"bias_bytes", "biases in the fullest quadrant", ledger_.bias_bytes_used(), bias_bytes_}};
  }

 private:
  MemoryLedger ledger_;
  int words_;
  int bias_bytes_;
};

/// `empty_` is made once: every memory starts as a copy of it, which shares the state until it places
/// something.
class Chip final : public device::Accelerator {
 public:
  explicit Chip(Profile profile)
      : Accelerator(basics_of(profile)),
        profile_(std::move(profile)),
        empty_(std::make_shared<LedgerState>(profile_)) {}

  [[nodiscard]] std::shared_ptr<const Lowered> lower(
      std::shared_ptr<const device::Network> network) const override {
    return std::make_shared<const LoweredNetwork>(shared_from_this(), profile_, std::move(network));
  }
  [[nodiscard]] Memory empty_memory() const override { return empty_; }
  [[nodiscard]] std::vector<device::Capacity> capacities() const override;

  void visit_numbers(const NumberVisitor& visit) const override;
  [[nodiscard]] std::shared_ptr<const Accelerator> with_numbers(
      const std::map<std::string, double, std::less<>>& values) const override;
  [[nodiscard]] std::shared_ptr<const Accelerator> at_speed(double speed) const override;
  [[nodiscard]] std::string to_yaml() const override { return max7800x::to_yaml(profile_); }
  [[nodiscard]] const Profile& profile() const { return profile_; }

 private:
  static Basics basics_of(const Profile& p) {
    const device::Cpu cpu{p.cpu_clock.value, p.cpu_active.value, p.cpu_asleep.value,
                          p.cpu_wake.value,  p.softmax.value,    p.argmax.value};
    return {&max7800x::family(),
            p.name,
            p.cycles_are_estimates,
            cpu,
            p.accelerator_idle.value,
            Frequency::from_si(p.clock.value.si() / p.pipeline_factor.value.si()),
            p.flash ? std::optional(p.flash->size) : std::nullopt};
  }

  Profile profile_;
  Memory empty_;
};

std::vector<device::Capacity> Chip::capacities() const {
  std::vector<device::Capacity> capacities;
  for (std::size_t p = 0; p < kProcessors; ++p) {
    // Least needs bound from below, so the head counts with all its words, although few layers can use the
    // extra ones.
    const bool head = p % 16 == 0;  // of its quadrant
    capacities.push_back({fmt::format("words of processor {}", p),
                          head ? std::max(profile_.words_of_quadrant_head, profile_.words_per_processor)
                               : profile_.words_per_processor});
  }
  capacities.push_back({"bytes of biases", std::int64_t{4} * profile_.bias_bytes_per_quadrant});
  return capacities;
}

void Chip::visit_numbers(const NumberVisitor& visit) const {
  device::visit_numbers(profile_, [&](std::string_view key, const auto& number) {
    device::Number described = device::describe(number);
    if (key.starts_with(kMeasured)) described.network = key.substr(kMeasured.size());
    visit(key, described);
  });
}

std::shared_ptr<const device::Accelerator> Chip::with_numbers(
    const std::map<std::string, double, std::less<>>& values) const {
  Profile changed = device::with_numbers(profile_, values);
  // Each value may be fine and two of them impossible.
  const std::string problem = contradiction(changed);
  if (!problem.empty()) throw InputError({changed.name + " with its settings"}, problem);
  return make_accelerator(std::move(changed));
}

std::shared_ptr<const device::Accelerator> Chip::at_speed(double speed) const {
  const auto slower = [speed](Duration time) { return whole_ns(static_cast<double>(time.ns()) / speed); };
  Profile believed = profile_;
  // Infer follows the clock, loading and switching their own numbers. Powers stay: energies are power x time.
  believed.clock.value = believed.clock.value * speed;
  believed.kernel_load.value = believed.kernel_load.value / speed;
  for (auto* time : {&believed.input_load_per_word, &believed.stream_feed_per_word, &believed.unload_per_word,
                     &believed.inference_overhead, &believed.segment_switch})
    time->value = slower(time->value);
  // The power is known, so the energy follows the time, of networks that nobody measured as well.
  for (auto* energy : {&believed.energy_per_mac, &believed.energy_per_cycle})
    energy->value = energy->value / speed;
  return make_accelerator(std::move(believed));
}

std::shared_ptr<const device::Accelerator> read(const input::Document& document) {
  return make_accelerator(read_profile(document));
}

std::shared_ptr<const device::Network> read_network(const input::Document& document) {
  return std::make_shared<const device::Network>(model::raise(model::read_model(document)));
}

}  // namespace

const device::Family& family() {
  // The names are those that a terminal has room for, in its order.
  static const device::Family row{
      "max7800x",
      "profile.schema.json",
      read,
      layer_columns(),
      {"input_shape", "steps", "output_shape", "macs", "cycles", "time_us", "words_per_processor",
       "start_word", "weight_bytes", "bias_bytes", "bank_in_bytes", "bank_out_bytes"},
      read_network,
      device::described_kind<Profile>};
  return row;
}

const Profile& profile_of(const device::Accelerator& accelerator) {
  ensure(&accelerator.family() == &family(), "profile_of() takes accelerators of this family");
  return static_cast<const Chip&>(accelerator).profile();
}

std::shared_ptr<const device::Accelerator> make_accelerator(Profile profile) {
  return std::make_shared<const Chip>(std::move(profile));
}

}  // namespace synergy::max7800x
