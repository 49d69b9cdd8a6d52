#pragma once

#include "synergy/device/measured_power.hpp"
#include "synergy/device/profile_fields.hpp"
#include "synergy/ne16/profile.hpp"

#include <string>
#include <string_view>
#include <vector>

// The keys of the family's profile files, each said once, in the order of the shipped files: loader, saver,
// schema, table of the README, sensitivity analysis and resolved.yaml all come from fields() below.
namespace synergy::ne16 {

/// The memories, exact, and the operating point with the one that powers were measured at.
/// Memories are sizes without a source, at least one byte. Clocks and voltages have a least, since powers and
/// times are divided by them (device/number_bounds.hpp).
template <class Archive, input::Is<Profile> P>
void place_fields(Archive& archive, P& p) {
  using namespace input;
  using device::positive;
  const Amount<Bytes> size{Bytes(1), device::kMostMemory};
  // What a program can use of them; no source goes with them, and no sensitivity analysis moves them.
  archive(required_key("l1", "memory beside the accelerator that a program can use"), p.l1, size);
  archive(required_key("l2", "of weights, and the tensors of one inference"), p.l2, size);
  archive(required_key("emram", "keeps the weights without power"), p.emram, size);
  // Where the chip runs, and where its powers were measured; the two may be one.
  archive(required_key("clock", "of accelerator, cluster and controller"), p.clock, positive<Frequency>());
  archive(required_key("voltage", "of the core"), p.voltage, positive<Voltage>());
  // Powers elsewhere follow from these by clock and voltage.
  archive(required_key("reference_clock", "at which the powers were measured"), p.reference_clock,
          positive<Frequency>());
  archive(required_key("reference_voltage", "the same"), p.reference_voltage, positive<Voltage>());
}

/// Cycles, and times that no clock of these sets.
/// Costs are at least 0; rates, which divide, at least 0.001. A cycle is one of `clock`; cycles are ratios,
/// as they need not be whole where they are means. `weight_load` and `cpu_wake` are times and stay the same
/// at every operating point.
template <class Archive, input::Is<Profile> P>
void time_fields(Archive& archive, P& p) {
  using device::positive;
  using device::SourcedAmount;
  using input::required_key;
  archive(required_key("layer_overhead",
                       "cycles of each layer that multiplies, beside computing it: fitted to measured times"),
          p.layer_overhead, SourcedAmount<Ratio>{});
  // What the DMA moves for a layer counts where it takes longer than computing.
  archive(required_key("dma_bytes_per_cycle", "between L2 and L1"), p.dma_bytes_per_cycle, positive<Ratio>());
  archive(required_key("dma_transfer", "cycles to begin one, where a layer does not fit L1 at once"),
          p.dma_transfer, SourcedAmount<Ratio>{});
  // The cluster's rates, all cores together.
  archive(required_key("cluster_macs_per_cycle", "of convolutions that the accelerator does not have"),
          p.cluster_macs_per_cycle, positive<Ratio>());
  archive(required_key("cluster_depthwise_macs_per_cycle", "of depthwise ones"),
          p.cluster_depthwise_macs_per_cycle, positive<Ratio>());
  archive(required_key("cluster_elements_per_cycle", "of pooling, additions and the like"),
          p.cluster_elements_per_cycle, positive<Ratio>());
  // What the controller does, for an inference and for apps.
  archive(required_key("copy_per_byte", "cycles: the controller moves a tensor in or out"), p.copy_per_byte,
          SourcedAmount<Ratio>{});
  // Once where another segment ran before, whatever its size.
  archive(required_key("segment_switch", "cycles, to another segment whose weights are in L2"),
          p.segment_switch, SourcedAmount<Ratio>{});
  // Of outputs as they are stored.
  archive(required_key("softmax_per_byte", "cycles of an app's own work on a classifier's outputs"),
          p.softmax_per_byte, SourcedAmount<Ratio>{});
  archive(required_key("argmax_per_byte", "cycles of an app's own work on a map"), p.argmax_per_byte,
          SourcedAmount<Ratio>{});
  // Of their own clocks.
  archive(required_key("weight_load", "eMRAM to L2, per byte as stored"), p.weight_load,
          SourcedAmount<TimePerByte>{});
  archive(required_key("cpu_wake", "stated but not charged"), p.cpu_wake, SourcedAmount<Duration>{});
}

/// Powers at the reference point.
/// All at least 0. At another operating point than the reference they are scaled as Profile::dynamic_scale()
/// and waiting_here() say, so that a profile at another clock and voltage is the same list with two other
/// numbers.
template <class Archive, input::Is<Profile> P>
void power_fields(Archive& archive, P& p) {
  using device::SourcedAmount;
  using input::optional_key;
  using input::required_key;
  // Controller included; charged all the time.
  archive(required_key("waiting", "power of the whole chip with nothing to do"), p.waiting,
          SourcedAmount<Power>{});
  archive(required_key("leakage", "of `waiting`, what does not follow the clock; at most that"), p.leakage,
          SourcedAmount<Power>{});
  // For networks that are not in `measured_power`; while a layer is set up the chip draws `waiting` alone.
  archive(required_key("computing", "above `waiting`, while accelerator or cluster compute"), p.computing,
          SourcedAmount<Power>{});
  archive(required_key("weight_load_power", "above `waiting`"), p.weight_load_power, SourcedAmount<Power>{});
  // Beside what the cluster and the accelerator draw, which wait meanwhile.
  archive(required_key("cpu_active", "above `waiting`, while the controller moves tensors"), p.cpu_active,
          SourcedAmount<Power>{});
  // The mean over an inference, the setting up of layers included.
  archive(optional_key("measured_power", "networks that were measured: a list of `network`, `power`", "none"),
          p.measured_power,
          device::MeasuredPowers{"name of the network",
                                 "what inferring it draws above `waiting`, at the reference point"});
}

/// All keys behind those of every profile. Numbers come in the order of the profile file, which sensitivity
/// tables have too.
/// Everything that goes through here (reading, saving, schema, numbers) sees the same keys in the same order;
/// a new number is one line and one member.
template <class Archive, input::Is<Profile> P>
void fields(Archive& archive, P& p) {
  archive(input::required_key("family", "`ne16`"), p, device::FamilyWord{"ne16"});
  place_fields(archive, p);
  time_fields(archive, p);
  power_fields(archive, p);
}

/// What single keys cannot say: more leakage than the chip draws.
/// Called once all keys are read; asks only where `waiting` could be read. Records a problem at `leakage`.
void check(const input::Loader& loader, const Profile& profile);
/// The same of numbers that were set: what they say together and may not; empty if nothing.
[[nodiscard]] std::string contradiction(const Profile& profile);

}  // namespace synergy::ne16
