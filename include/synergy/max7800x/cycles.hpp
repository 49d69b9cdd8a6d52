#pragma once

#include "synergy/max7800x/profile.hpp"
#include "synergy/model/model.hpp"

namespace synergy::max7800x {

/// What the cycle formula sees of a layer (device_profiles/max7800x.md, "Cycles of a layer", whose symbols
/// are in brackets). Separate from model::Layer so that the vendor's regression vectors test the formula
/// itself. The defaults are those of a 1x1 convolution of one pixel and one channel. Numbers are at least 1,
/// paddings and start word at least 0; nothing is checked here, since Model and check_segment have.
struct HardwareLayer {
  /// False: passthrough or stand-alone element-wise, which follow another formula.
  bool has_kernel = true;
  /// [P] over the input channels, 64 at a time at most; 2P - 1 for a copy that pools more than 64 channels,
  /// as the tool counts.
  int passes = 1;
  /// [E] that an element-wise operation in front combines.
  int operands = 1;
  /// [w] pixels of the pooling window.
  int pool_area = 1;
  /// [Hp] rows after pooling; a transposed convolution goes over twice as many.
  int pooled_height = 1;
  /// [Wp] columns, likewise.
  int pooled_width = 1;
  int out_width = 1;      ///< [Wo]
  int kernel_height = 1;  ///< [kh]
  int kernel_width = 1;   ///< [kw]
  int pad_rows = 0;       ///< [r]
  int pad_columns = 0;    ///< [c]
  /// [M] output channels that are stepped through, gaps of the output map included. The kernel's size does
  /// not matter to it.
  int output_steps = 1;
  /// [T], of layers without kernel: cycles to write one pixel.
  int time_slots = 1;
  /// Combines its operands first and pools them then.
  bool pool_last = false;
  bool flat_extra = false;  ///< one more cycle: flattens more than 16 pixels
  /// Runs while its input arrives: counted half as much again, which is the tool's rule of thumb.
  bool streaming = false;
  /// [s0], matters only to pool_last; 0 on a chip that does not read weights again.
  int start_word = 0;
};

/// Clock cycles of one layer, exactly as the vendor's tool counts them (without the network's start-up
/// cycle). Held to the vendor's own figures by tests/max7800x/cycles_test.cpp. Constant time, thread-safe.
[[nodiscard]] Cycles layer_cycles(const HardwareLayer& layer);

/// The formula's view of layer `index` of `model` in a segment whose weights of that layer start at
/// `start_word`. How a layer becomes one: device_profiles/max7800x.md, "From a layer to the formula". Of the
/// profile only `pool_last_rereads` counts. Pre: `index` is a layer of the model.
[[nodiscard]] HardwareLayer hardware_layer(const Profile& accelerator, const model::Model& model,
                                           model::LayerIndex index, int start_word);

/// Cycles of a network's start: once per inference and segment. Each segment of a network that is cut pays it
/// again.
inline constexpr Cycles kStartUpCycles{1};

}  // namespace synergy::max7800x
