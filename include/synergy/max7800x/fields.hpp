#pragma once

#include "synergy/device/measured_power.hpp"
#include "synergy/device/profile_fields.hpp"
#include "synergy/max7800x/profile.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// The keys of the family's profile files, each said once, in the order of the shipped files: loader, saver,
// schema, table of the README, sensitivity analysis and resolved.yaml all come from fields() below.
namespace synergy::max7800x {

/// `processors`: the cycle formula and the memory rules hold for 64 only.
struct Processors {
  void read(const input::Value& value, int& to) const;
  [[nodiscard]] input::Yaml save(int from) const { return input::Whole<int>{}.save(from); }
  [[nodiscard]] input::Yaml schema() const;
};

/// Weight words. Groups of four are the unit of the ledger, which would lose a part of a group.
struct Words {
  void read(const input::Value& value, int& to) const;
  [[nodiscard]] input::Yaml save(int from) const { return input::Whole<int>{}.save(from); }
  [[nodiscard]] input::Yaml schema() const;
};

/// Counts of structure and limits: far above any chip's, and in the range of int even when multiplied by the
/// processors.
inline constexpr input::Whole<int> kCount{1, 1'000'000};

/// Structure and limits: exact facts, not measurements. Nothing moves them: `sensitivity` leaves them alone.
template <class Archive, input::Is<Profile> P>
void fact_fields(Archive& archive, P& p) {
  using namespace input;
  archive(
      required_key("cycles_are_estimates",
                   "true: the cycle formula is used outside the range it was checked in; results are marked"),
      p.cycles_are_estimates, Boolean{});
  archive(required_key("processors", "64"), p.processors, Processors{});
  archive(required_key("words_per_processor", "72-bit weight words of a processor, a multiple of 4"),
          p.words_per_processor, Words{});
  archive(required_key("words_of_quadrant_head",
                       "the same of processors 0, 16, 32, 48; not less than the others have"),
          p.words_of_quadrant_head, Words{});
  archive(required_key("bias_bytes_per_quadrant", "bias memory of 16 processors"), p.bias_bytes_per_quadrant,
          kCount);
  archive(required_key("data_bank", "data memory shared by 4 processors"), p.data_bank,
          Amount<Bytes>{Bytes(1), device::kMostMemory});
  archive(required_key("max_layers", "hardware layers of one segment"), p.max_layers, kCount);
  archive(required_key("max_channels", "channels of a layer, in and out"), p.max_channels, kCount);
  archive(required_key("max_rows", "rows or columns of a map, padding included"), p.max_rows, kCount);
  archive(required_key("depthwise", "depthwise convolutions are supported"), p.depthwise, Boolean{});
  archive(optional_key("binary_weights", "weights of 1 bit may mean -1 and 1"), p.binary_weights, Boolean{});
  archive(optional_key("max_dilation", "of a conv2d and of pooling; 1: neither is dilated"), p.max_dilation,
          kCount);
  archive(required_key("pool_last_rereads",
                       "layers that pool after an addition read their weights again for each row"),
          p.pool_last_rereads, Boolean{});
  archive(required_key("padded_multipass_conv1d", "a padded conv1d may have more than 64 input channels"),
          p.padded_multipass_conv1d, Boolean{});
  archive(required_key("emulates_multipass_eltwise",
                       "true: more than 2 operands x 2 passes may neither pool nor convolve; false: they may "
                       "convolve without bias"),
          p.emulates_multipass_eltwise, Boolean{});
  archive(required_key("pooled_eltwise_adds_layer",
                       "average pooling after an element-wise layer takes one more layer"),
          p.pooled_eltwise_adds_layer, Boolean{});
  archive(optional_key("flash",
                       "keeps weights without power: `{value, source, class}`; the `stored_models` of a "
                       "device must fit it"),
          p.flash, device::FlashSize{});
}

template <class Archive, input::Is<Profile> P>
void speed_fields(Archive& archive, P& p) {
  using device::positive;
  using device::SourcedAmount;
  using input::required_key;
  // A tensor has at most 2^30 bytes, 2^28 words: 2.7e5 s.
  constexpr SourcedAmount<Duration> kPerWord{.most = Duration::from_ns(1'000'000)};
  archive(required_key("clock", "of the accelerator, while inferring"), p.clock, positive<Frequency>());
  archive(required_key("pipeline_factor", "multiplies the cycle count; 1 without pipeline"),
          p.pipeline_factor, SourcedAmount<Ratio>{Ratio::from_si(0.01), Ratio::from_si(100)});
  archive(required_key("kernel_load", "weights and biases, per byte as stored"), p.kernel_load,
          SourcedAmount<TimePerByte>{});
  archive(required_key("input_load_per_word", "CPU copies a tensor into data memory, per 32-bit word"),
          p.input_load_per_word, kPerWord);
  archive(required_key("stream_feed_per_word", "CPU feeds streaming layers, per 32-bit word"),
          p.stream_feed_per_word, kPerWord);
  archive(required_key("unload_per_word", "CPU copies a tensor out, per 32-bit word"), p.unload_per_word,
          kPerWord);
  archive(
      required_key("inference_overhead", "start and completion interrupt, once per inference and segment"),
      p.inference_overhead, SourcedAmount<Duration>{});
  archive(required_key("segment_switch", "to another segment whose weights are resident"), p.segment_switch,
          SourcedAmount<Duration>{});
  archive(required_key("cpu_clock", "turns an app's own work, stated in cycles per byte, into time"),
          p.cpu_clock, positive<Frequency>());
  archive(required_key("softmax", "CPU: of a classifier's outputs, per byte"), p.softmax,
          SourcedAmount<TimePerByte>{});
  archive(required_key("argmax", "CPU: the largest channel of each pixel of a map, per byte of the map"),
          p.argmax, SourcedAmount<TimePerByte>{});
}

template <class Archive, input::Is<Profile> P>
void energy_fields(Archive& archive, P& p) {
  using device::SourcedAmount;
  using input::optional_key;
  using input::required_key;
  // Of a word, a multiply-accumulate, a cycle: millions go into an inference.
  constexpr SourcedAmount<Energy> kOfOne{.most = Energy::from_si(1e-3)};
  archive(required_key("kernel_load_energy", "per byte of weights and biases as stored"),
          p.kernel_load_energy, SourcedAmount<EnergyPerByte>{});
  archive(required_key("input_load_energy_per_word", "of `input_load_per_word`"),
          p.input_load_energy_per_word, kOfOne);
  archive(required_key("unload_energy_per_word", "of `unload_per_word`"), p.unload_energy_per_word, kOfOne);
  archive(required_key("segment_switch_energy", "of `segment_switch`"), p.segment_switch_energy,
          SourcedAmount<Energy>{});
  archive(required_key("energy_per_mac", "of a network that nobody measured: per multiply-accumulate"),
          p.energy_per_mac, kOfOne);
  archive(required_key("energy_per_cycle", "and per clock cycle"), p.energy_per_cycle, kOfOne);
  archive(required_key("accelerator_idle", "power while enabled, clock off"), p.accelerator_idle,
          SourcedAmount<Power>{});
  archive(required_key("cpu_active", "power whenever the CPU copies or does an app's own work"), p.cpu_active,
          SourcedAmount<Power>{});
  archive(required_key("cpu_asleep", "power of the CPU at all other times"), p.cpu_asleep,
          SourcedAmount<Power>{});
  archive(required_key("cpu_wake", "stated but not charged: it is in `inference_overhead`"), p.cpu_wake,
          SourcedAmount<Duration>{});
  archive(required_key("supply_efficiency", "core rail to battery: 1 % to 1"), p.supply_efficiency,
          device::efficiency());
  archive(optional_key("measured_power", "networks that were measured: a list of `network`, `power`", "none"),
          p.measured_power,
          device::MeasuredPowers{"name of the model",
                                 "what inferring it draws above `accelerator_idle`, on the core rail"});
}

/// All keys behind those of every profile. Numbers come in the order of the profile file, which sensitivity
/// tables have too.
template <class Archive, input::Is<Profile> P>
void fields(Archive& archive, P& p) {
  archive(input::optional_key("family", "family of the accelerator", "max7800x"), p,
          device::FamilyWord{"max7800x"});
  fact_fields(archive, p);
  speed_fields(archive, p);
  energy_fields(archive, p);
}

/// What single keys cannot say: quadrant heads with less memory than their neighbours; a CPU that draws more
/// asleep than at work, whose work would then give energy back.
void check(const input::Loader& loader, const Profile& profile);
/// The last of them, of numbers that were set; empty if it does not.
[[nodiscard]] std::string contradiction(const Profile& profile);

/// Found beside Profile as for all profiles: calls `visit(key, number)` for every Sourced number. Keys are
/// those of the profile file; those of the list `measured_power` are "measured_power.NETWORK".
using device::visit_numbers;

}  // namespace synergy::max7800x
