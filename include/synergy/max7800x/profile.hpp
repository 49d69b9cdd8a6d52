#pragma once

#include "synergy/device/flash.hpp"
#include "synergy/device/measured_power.hpp"
#include "synergy/device/sourced.hpp"
#include "synergy/quantities/quantities.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The MAX78000 and MAX78002 of Analog Devices: the one place that knows their processors, quadrants, weight
/// words and cycle formula. Everybody else asks through device::Accelerator (family.hpp).
namespace synergy::max7800x {

using device::Sourced;
using device::ValueClass;
/// Above accelerator_idle, on the core rail; a segment of the network takes the same.
using device::MeasuredPower;

/// A CNN accelerator chip of the MAX7800x family: structure, limits, phase costs and powers, including the
/// CPU that feeds it. Loaded from device_profiles/*.yaml with `kind: accelerator` (load.hpp); each number
/// there says where it comes from. Its keys, with their ranges: fields.hpp.
struct Profile {
  /// What `kind` says in its files.
  static constexpr std::string_view kKind = "accelerator";
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
  /// Weights of 1 bit that mean -1 and 1.
  bool binary_weights = false;
  /// Of a conv2d and of pooling: distance of neighbouring taps, at most; 1: neither is dilated.
  int max_dilation = 1;
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
  /// Of the chip, program and models together; none: what a device stores is not checked.
  std::optional<device::Flash> flash{};

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
    return device::find_measured(measured_power, network);
  }
};

}  // namespace synergy::max7800x
