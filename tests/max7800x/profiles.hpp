#pragma once

#include "synergy/max7800x/profile.hpp"

/// The two chips' structure, typed from the vendor's documents, independent of the profile
/// files.
namespace synergy::test {

inline synergy::max7800x::Profile max78000() {
  synergy::max7800x::Profile p;
  p.name = "max78000";
  p.data_bank = synergy::Bytes(32 * 1024);
  p.flash = {synergy::Bytes(0x80000), "test", synergy::max7800x::ValueClass::vendor_file};
  p.clock.value = synergy::megahertz(50);
  p.pipeline_factor.value = synergy::Ratio::from_si(1);
  p.kernel_load.value = synergy::TimePerByte::from_si(69e-9);
  p.input_load_per_word.value = synergy::microseconds(0.27);
  p.stream_feed_per_word.value = synergy::microseconds(0.63);
  p.unload_per_word.value = synergy::microseconds(0.39);
  p.inference_overhead.value = synergy::microseconds(33);
  p.segment_switch.value = synergy::milliseconds(0.109);
  p.kernel_load_energy.value = synergy::EnergyPerByte::from_si(0.88e-9);
  p.input_load_energy_per_word.value = synergy::Energy::from_si(3.17e-9);
  p.unload_energy_per_word.value = synergy::Energy::from_si(4.17e-9);
  p.segment_switch_energy.value = synergy::microjoules(1.956);
  p.measured_power = {
      {"kws", {synergy::milliwatts(97), {}, {}, "test", synergy::max7800x::ValueClass::measured}}};
  p.supply_efficiency.value = synergy::Ratio::from_si(0.9);
  return p;
}

inline synergy::max7800x::Profile max78002() {
  synergy::max7800x::Profile p = max78000();
  p.name = "max78002";
  p.clock.value = synergy::megahertz(200);
  p.pipeline_factor.value = synergy::Ratio::from_si(1.15);
  p.cycles_are_estimates = true;
  p.words_per_processor = 4096;
  p.words_of_quadrant_head = 5120;
  p.bias_bytes_per_quadrant = 2048;
  p.data_bank = synergy::Bytes(80 * 1024);
  p.flash = {synergy::Bytes(0x280000), "test", synergy::max7800x::ValueClass::vendor_file};
  p.max_layers = 128;
  p.max_channels = 2048;
  p.max_rows = 2047;
  p.depthwise = true;
  p.binary_weights = true;
  p.max_dilation = 16;
  p.pool_last_rereads = false;
  p.padded_multipass_conv1d = false;
  p.emulates_multipass_eltwise = false;
  p.pooled_eltwise_adds_layer = true;
  return p;
}

}  // namespace synergy::test
