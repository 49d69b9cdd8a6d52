#pragma once

#include "synergy/max7800x/profile.hpp"
#include "synergy/model/model.hpp"

namespace synergy::max7800x {

/// What the cycle formula sees of a layer (device_profiles/max7800x.md, "Cycles of a layer", whose symbols
/// are in brackets). Separate from model::Layer so that the vendor's regression vectors test the formula
/// itself.
struct HardwareLayer {
  bool has_kernel = true;  ///< false: passthrough or stand-alone element-wise
  int passes = 1;          ///< [P] over the input channels
  int operands = 1;        ///< [E]
  int pool_area = 1;       ///< [w]
  int pooled_height = 1;   ///< [Hp]
  int pooled_width = 1;    ///< [Wp]
  int out_width = 1;       ///< [Wo]
  int kernel_height = 1;   ///< [kh]
  int kernel_width = 1;    ///< [kw]
  int pad_rows = 0;        ///< [r]
  int pad_columns = 0;     ///< [c]
  int output_steps = 1;    ///< [M]
  int time_slots = 1;      ///< [T], layers without kernel
  bool pool_last = false;
  bool flat_extra = false;  ///< one more cycle: flattens more than 16 pixels
  bool streaming = false;
  int start_word = 0;  ///< [s0], matters only to pool_last
};

/// Clock cycles of one layer, exactly as the vendor's tool counts them (without the network's start-up
/// cycle).
[[nodiscard]] Cycles layer_cycles(const HardwareLayer& layer);

/// The formula's view of layer `index` of `model` in a segment whose weights of that layer start at
/// `start_word`.
[[nodiscard]] HardwareLayer hardware_layer(const Profile& accelerator, const model::Model& model,
                                           model::LayerIndex index, int start_word);

/// Cycles of a network's start: once per inference and segment.
inline constexpr Cycles kStartUpCycles{1};

}  // namespace synergy::max7800x
