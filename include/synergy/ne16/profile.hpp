#pragma once

#include "synergy/device/measured_power.hpp"
#include "synergy/device/sourced.hpp"
#include "synergy/quantities/quantities.hpp"

#include <string>
#include <string_view>
#include <vector>

/// GAP9 of GreenWaves Technologies: the accelerator NE16, eight RISC-V cores beside it (the cluster) and one
/// that controls them. The one place that knows their tiles, blocks and transfers; everybody else asks
/// through device::Accelerator (family.hpp). The rules stand in device_profiles/ne16.md.
namespace synergy::ne16 {

using device::Sourced;
/// Above `waiting`, at the reference point, over a whole inference, so it takes the place of `computing` and
/// of what setting layers up draws.
using device::MeasuredPower;

/// A chip with an NE16 at one operating point. Loaded from device_profiles/*.yaml (load.hpp); each number
/// there says where it comes from. Its keys, with their ranges: fields.hpp.
///
/// What takes cycles is stated in cycles, so that an operating point is a clock and a voltage and nothing
/// else. Powers are stated at the reference point, where they were measured: at another, what the clock
/// drives follows voltage^2 x clock, and leakage follows the voltage.
struct Profile {
  /// What `kind` says in its files.
  static constexpr std::string_view kKind = "accelerator";
  /// That of the file.
  /// As tables and settings call the chip; not empty.
  std::string name;

  // Memories: what a program can use of them.
  Bytes l1;     ///< beside the accelerator: what a layer's tile reads and writes
  Bytes l2;     ///< weights of everything that is deployed, and the tensors of one inference
  Bytes emram;  ///< keeps the weights without power; deployment reads them from there

  // The operating point, and the one that powers were measured at. All more than 0.
  Sourced<Frequency> clock;  ///< of accelerator, cluster and controller: here they have one
  Sourced<Voltage> voltage;  ///< of the core
  Sourced<Frequency> reference_clock;
  Sourced<Voltage> reference_voltage;

  // Times in cycles of `clock`.
  /// Of each layer that multiplies, on the accelerator or the cluster: setting it up, and the ends of its
  /// transfers that nothing hides. The one number that is fitted to measured times.
  Sourced<Ratio> layer_overhead;
  Sourced<Ratio> dma_bytes_per_cycle;  ///< between L2 and L1; more than 0
  Sourced<Ratio> dma_transfer;         ///< to begin one, where a layer does not fit L1 at once
  // What the accelerator cannot run, the cluster does. All more than 0.
  /// Multiply-accumulates, and elements, of all cores together.
  Sourced<Ratio> cluster_macs_per_cycle;
  Sourced<Ratio> cluster_depthwise_macs_per_cycle;
  Sourced<Ratio> cluster_elements_per_cycle;         ///< pooling, additions and the like, soft-max
  Sourced<Ratio> copy_per_byte;                      ///< the controller moves a tensor in or out
  Sourced<Ratio> segment_switch;                     ///< to another segment whose weights are in L2
  Sourced<Ratio> softmax_per_byte, argmax_per_byte;  ///< of an app's own work, on the controller

  // Times of their own clocks.
  Sourced<TimePerByte> weight_load;  ///< eMRAM to L2
  Sourced<Duration> cpu_wake;        ///< stated but not charged

  // Powers at the reference point.
  Sourced<Power> waiting;                     ///< the whole chip with nothing to do, controller included
  Sourced<Power> leakage;                     ///< of `waiting`, what does not follow the clock; at most that
  Sourced<Power> computing;                   ///< above waiting, while accelerator or cluster compute
  Sourced<Power> weight_load_power;           ///< above waiting
  Sourced<Power> cpu_active;                  ///< above waiting, while the controller moves tensors
  std::vector<MeasuredPower> measured_power;  ///< each network once

  /// What powers that follow the clock are multiplied with: 1 at the reference point.
  /// Of `computing`, `cpu_active`, `weight_load_power` and measured powers. Pre: the reference point is not
  /// 0.
  [[nodiscard]] double dynamic_scale() const {
    const double v = voltage.value / reference_voltage.value;
    return v * v * (clock.value / reference_clock.value);
  }
  /// `waiting` at the operating point.
  /// Charged all the time; every other power is on top of it.
  [[nodiscard]] Power waiting_here() const {
    return leakage.value * (voltage.value / reference_voltage.value) +
           (waiting.value - leakage.value) * dynamic_scale();
  }
  /// Null for a network that nobody measured; by exact name.
  /// The pointer lives as long as the profile stays as it is.
  [[nodiscard]] const MeasuredPower* measured(std::string_view network) const {
    return device::find_measured(measured_power, network);
  }
};

}  // namespace synergy::ne16
