#pragma once

#include "synergy/device/sourced.hpp"
#include "synergy/quantities/quantities.hpp"

#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

/// The MAX78000 and MAX78002 of Analog Devices: the one place that knows their processors, quadrants, weight
/// words and cycle formula. Everybody else asks through device::Accelerator (family.hpp).
namespace synergy::max7800x {

using device::Sourced;
using device::ValueClass;

/// Before the network's name in the path of a measured power, "max78000.measured_power.kws".
inline constexpr std::string_view kMeasuredPowerKey = "measured_power.";

/// What inferring one network draws where somebody measured it, above accelerator_idle, on the core rail.
struct MeasuredPower {
  /// The name of a model. It is known by its name alone: another network under this name would get its power.
  std::string network;
  /// While it infers; a segment of the network takes the same.
  Sourced<Power> power;
};

/// A CNN accelerator chip of the MAX7800x family: structure, limits, phase costs and powers, including the
/// CPU that feeds it. Loaded from device_profiles/*.yaml with `kind: accelerator` (load.hpp); each number
/// there says where it comes from.
struct Profile {
  /// Of the chip: "max78000". That of the file.
  std::string name;
  /// True where cycles come from the formula outside its validated range (MAX78002): results are then
  /// estimates.
  bool cycles_are_estimates = false;

  // Structure and limits: exact facts, not measurements.
  int processors = 64;
  /// 72-bit weight words of an ordinary processor: 768 x 64 x 9 bytes are 432 KiB. A multiple of 4.
  int words_per_processor = 768;
  /// Of processors 0, 16, 32, 48 (5,120 on the MAX78002); never less than the others have. A multiple of 4.
  int words_of_quadrant_head = 768;
  /// All biases of an ordinary layer lie in one quadrant.
  int bias_bytes_per_quadrant = 512;
  /// One of 16 banks of data memory, shared by 4 processors. Input and output of a layer must each fit one.
  Bytes data_bank;
  /// Hardware layers of one segment; what else is on the chip does not count.
  int max_layers = 32;
  /// Of a layer, in and out.
  int max_channels = 1024;
  /// Rows or columns of a map, padding included.
  int max_rows = 1023;
  /// Depthwise layers; cycles of them are our guess.
  bool depthwise = false;
  /// "Pool last" layers pay the re-read term X of the cycle formula, so that their time depends on where
  /// their weights lie.
  bool pool_last_rereads = true;
  /// A padded conv1d may have more than 64 input channels.
  bool padded_multipass_conv1d = true;
  /// Element-wise operations over several operands and several passes: if true (MAX78000), more than 2x2 may
  /// neither pool nor convolve; if false (MAX78002), they may convolve, but not with bias.
  bool emulates_multipass_eltwise = true;
  /// Average pooling right after an element-wise layer takes one more layer of `max_layers`.
  bool pooled_eltwise_adds_layer = false;

  // Speed.
  /// Of the accelerator, while inferring. More than 0.
  Sourced<Frequency> clock;
  /// Multiplies the cycle count; 1 without pipeline. Of the MAX78002 the middle of AN7664's networks
  /// (device_profiles/max7800x.md, "The MAX78002").
  Sourced<Ratio> pipeline_factor;
  /// Weights and biases, per byte as stored: at deployment, and at every switch with residency `reload`.
  Sourced<TimePerByte> kernel_load;
  // Tensors move in 32-bit words (model::Model::words).
  Sourced<Duration> input_load_per_word;   ///< CPU copies a tensor into data memory
  Sourced<Duration> stream_feed_per_word;  ///< CPU feeds streaming layers through the FIFO
  Sourced<Duration> unload_per_word;       ///< CPU copies a tensor out
  /// Start and completion interrupt, once per inference and segment. Ten measured networks fall into two
  /// groups that no constant fits; `low` and `high` are theirs.
  Sourced<Duration> inference_overhead;
  /// To another segment whose weights are resident: the layer registers are written again.
  Sourced<Duration> segment_switch;
  /// Turns an app's own work that is stated in cycles per byte into time. The CPU's copying is stated above.
  Sourced<Frequency> cpu_clock;
  Sourced<TimePerByte> softmax;  ///< CPU: of a classifier's outputs, per byte
  Sourced<TimePerByte> argmax;   ///< CPU: the largest channel of each pixel of a map, per byte of the map

  // Energy above idle.
  /// Per byte as stored; `cpu_active` comes on top for as long as the CPU writes.
  Sourced<EnergyPerByte> kernel_load_energy;
  Sourced<Energy> input_load_energy_per_word;
  Sourced<Energy> unload_energy_per_word;
  Sourced<Energy> segment_switch_energy;
  /// Inferring costs a network of `measured_power` that power for as long as it infers, and any other
  /// energy_per_mac x multiply-accumulates + energy_per_cycle x clock cycles: two terms fitted to the
  /// measured networks (tests/data/inference_energy.csv). A constant power P is energy_per_cycle = P / clock.
  Sourced<Energy> energy_per_mac, energy_per_cycle;
  std::vector<MeasuredPower> measured_power;  ///< each network once

  // Power of the states.
  Sourced<Power> accelerator_idle;  ///< enabled, clock off
  /// Whenever the CPU copies or does an app's own work.
  Sourced<Power> cpu_active;
  Sourced<Power> cpu_asleep;
  /// Stated but not charged: it is in inference_overhead, which was timed with a CPU that sleeps until the
  /// result is there.
  Sourced<Duration> cpu_wake;
  /// Core rail -> battery. Divides what is measured on the core rail: all energies and `measured_power`. The
  /// powers of this last block count at the battery.
  Sourced<Ratio> supply_efficiency;

  /// Null for a network that nobody measured. Valid as long as the list is not changed. By exact name.
  [[nodiscard]] const MeasuredPower* measured(std::string_view network) const {
    for (const MeasuredPower& m : measured_power) {
      if (m.network == network) return &m;
    }
    return nullptr;
  }
};

/// Calls `visit(key, fact)` for the structure and limits (int, bool or Bytes), in the order of the profile
/// file. They are exact, so nothing moves them: `sensitivity` leaves them alone.
template <class SomeProfile, class Visitor>
requires std::is_same_v<std::remove_const_t<SomeProfile>, Profile>
void visit_facts(SomeProfile& p, Visitor&& visit) {
  visit("cycles_are_estimates", p.cycles_are_estimates);
  visit("processors", p.processors);
  visit("words_per_processor", p.words_per_processor);
  visit("words_of_quadrant_head", p.words_of_quadrant_head);
  visit("bias_bytes_per_quadrant", p.bias_bytes_per_quadrant);
  visit("data_bank", p.data_bank);
  visit("max_layers", p.max_layers);
  visit("max_channels", p.max_channels);
  visit("max_rows", p.max_rows);
  visit("depthwise", p.depthwise);
  visit("pool_last_rereads", p.pool_last_rereads);
  visit("padded_multipass_conv1d", p.padded_multipass_conv1d);
  visit("emulates_multipass_eltwise", p.emulates_multipass_eltwise);
  visit("pooled_eltwise_adds_layer", p.pooled_eltwise_adds_layer);
}

/// Calls `visit(key, number)` for every Sourced number that has a key of its own in the profile file. In the
/// order of the profile file. A profile that is not const may be changed through it: so it is read.
template <class SomeProfile, class Visitor>
requires std::is_same_v<std::remove_const_t<SomeProfile>, Profile>
void visit_keyed_numbers(SomeProfile& p, Visitor&& visit) {
  visit("clock", p.clock);
  visit("pipeline_factor", p.pipeline_factor);
  visit("kernel_load", p.kernel_load);
  visit("input_load_per_word", p.input_load_per_word);
  visit("stream_feed_per_word", p.stream_feed_per_word);
  visit("unload_per_word", p.unload_per_word);
  visit("inference_overhead", p.inference_overhead);
  visit("segment_switch", p.segment_switch);
  visit("cpu_clock", p.cpu_clock);
  visit("softmax", p.softmax);
  visit("argmax", p.argmax);
  visit("kernel_load_energy", p.kernel_load_energy);
  visit("input_load_energy_per_word", p.input_load_energy_per_word);
  visit("unload_energy_per_word", p.unload_energy_per_word);
  visit("segment_switch_energy", p.segment_switch_energy);
  visit("energy_per_mac", p.energy_per_mac);
  visit("energy_per_cycle", p.energy_per_cycle);
  visit("accelerator_idle", p.accelerator_idle);
  visit("cpu_active", p.cpu_active);
  visit("cpu_asleep", p.cpu_asleep);
  visit("cpu_wake", p.cpu_wake);
  visit("supply_efficiency", p.supply_efficiency);
}

/// Calls `visit(key, number)` for every Sourced number: the one list that resolved.yaml and the sensitivity
/// analysis share. Keys are those of the profile file; those of the list `measured_power` are
/// "measured_power.NETWORK".
template <class SomeProfile, class Visitor>
requires std::is_same_v<std::remove_const_t<SomeProfile>, Profile>
void visit_numbers(SomeProfile& p, Visitor&& visit) {
  visit_keyed_numbers(p, visit);
  for (auto& m : p.measured_power) visit(std::string(kMeasuredPowerKey) + m.network, m.power);
}

}  // namespace synergy::max7800x
