#include "synergy/ne16/family.hpp"

#include "synergy/device/describe.hpp"
#include "synergy/input/error.hpp"
#include "synergy/ne16/fields.hpp"
#include "synergy/ne16/load.hpp"

#include "lowered.hpp"
#include "memory.hpp"

namespace synergy::ne16 {
namespace {

/// In front of a network's name in the key of its measured power.
constexpr std::string_view kMeasured = "measured_power.";

/// `empty_` is made once: every memory starts as a copy of it.
class Gap9 final : public device::Accelerator {
 public:
  explicit Gap9(Chip chip)
      : Accelerator(basics_of(chip)), chip_(std::move(chip)), empty_(empty_state(chip_.profile)) {}

  [[nodiscard]] std::shared_ptr<const device::Lowered> lower(
      std::shared_ptr<const device::Network> network) const override {
    return std::make_shared<const LoweredNetwork>(shared_from_this(), chip_, std::move(network));
  }
  [[nodiscard]] device::Memory empty_memory() const override { return empty_; }
  [[nodiscard]] std::vector<device::Capacity> capacities() const override {
    return {{"bytes of L2", chip_.profile.l2.count()}, {"bytes of eMRAM", chip_.profile.emram.count()}};
  }

  void visit_numbers(const NumberVisitor& visit) const override {
    device::visit_numbers(chip_.profile, [&](std::string_view key, const auto& number) {
      device::Number described = device::describe(number);
      if (key.starts_with(kMeasured)) described.network = key.substr(kMeasured.size());
      visit(key, described);
    });
  }
  [[nodiscard]] std::shared_ptr<const Accelerator> with_numbers(
      const std::map<std::string, double, std::less<>>& values) const override {
    Profile changed = device::with_numbers(chip_.profile, values);
    // Each value may be fine and two of them impossible.
    const std::string problem = contradiction(changed);
    if (!problem.empty()) throw InputError({changed.name + " with its settings"}, problem);
    return std::make_shared<const Gap9>(Chip{std::move(changed), chip_.speed});
  }
  [[nodiscard]] std::shared_ptr<const Accelerator> at_speed(double speed) const override {
    // Beside the profile and not in it: another clock would mean other powers.
    return std::make_shared<const Gap9>(Chip{chip_.profile, chip_.speed * speed});
  }
  [[nodiscard]] std::string to_yaml() const override { return ne16::to_yaml(chip_.profile); }

 private:
  static Basics basics_of(const Chip& chip) {
    const Profile& p = chip.profile;
    // At the profile's own clock: another speed of the accelerator leaves the controller as it is.
    const auto per_byte = [&](const Sourced<Ratio>& cycles) {
      return TimePerByte::from_si(cycles.value.si() / p.clock.value.si());
    };
    // What the controller draws asleep is part of the chip's waiting.
    const device::Cpu cpu{
        p.clock.value,    p.cpu_active.value * p.dynamic_scale(), Power{},
        p.cpu_wake.value, per_byte(p.softmax_per_byte),           per_byte(p.argmax_per_byte)};
    return {&ne16::family(), p.name, true, cpu, p.waiting_here(), p.clock.value * chip.speed, p.emram};
  }

  Chip chip_;
  device::Memory empty_;
};

std::shared_ptr<const device::Accelerator> read(const input::Document& document) {
  return make_accelerator(read_profile(document));
}

}  // namespace

const device::Family& family() {
  static const device::Family row{"ne16",
                                  "ne16.schema.json",
                                  read,
                                  layer_columns(),
                                  {"input_shape", "unit", "output_shape", "macs", "cycles", "time_us",
                                   "parts", "weight_bytes", "live_bytes"},
                                  nullptr,  // no files of its own layers
                                  device::described_kind<Profile>};
  return row;
}

std::shared_ptr<const device::Accelerator> make_accelerator(Profile profile) {
  return std::make_shared<const Gap9>(Chip{std::move(profile), 1});
}

}  // namespace synergy::ne16
