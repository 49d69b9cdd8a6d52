#include "synergy/max7800x/cycles.hpp"
#include "synergy/model/channels.hpp"

#include <algorithm>
#include <bit>

namespace synergy::max7800x {
namespace {

using model::Layer;
using model::Operator;

constexpr int kProcessorsPerQuadrant = 16;
// Of a conv1d kernel, dilation included.
constexpr int kMaxStretchedTaps = 9;

// What the formula sees of a layer: device_profiles/max7800x.md, "From a layer to the formula".

/// Output channels the hardware steps through, in all output passes together: gaps in the output map and a
/// start within a group of four processors count.
int output_steps(const Layer& l) {
  const int first = model::first_processor(l.output_map);
  const int span = model::last_processor(l.output_map) - first + 1;
  const int skipped = first % 4;
  const int passes = model::passes_for(l.out_channels);
  const int steps = passes == 1 ? span + skipped : (span + 2 * skipped) * passes;
  // A flattening layer ends with its last channel; others go on to the end of the last pass.
  return l.flatten ? steps - (passes * std::popcount(l.output_map) - l.out_channels) : steps;
}

/// Cycles to write one pixel of a copied map: processors of one quadrant take turns, four at a time.
int time_slots(const Layer& l) {
  int most = 0;
  for (int q = 0; q < 4; ++q) {
    const std::uint64_t quadrant = (l.input_map >> (q * kProcessorsPerQuadrant)) & 0xffff;
    most = std::max(most, std::popcount(quadrant));
  }
  return (most * l.output_bits / 8 - 1) / 4 + 1;
}

/// Dilated taps are stretched while they fit the kernel; beyond, the data are folded into `dilation` columns
/// and run as a padded 3x3 convolution.
void dilate(const Layer& l, HardwareLayer& h) {
  const int taps = (l.kernel_height - 1) * l.dilation + 1;
  if (taps <= kMaxStretchedTaps) {
    h.kernel_height = taps;
    return;
  }
  // Samples that are `dilation` apart come to lie below each other, so that the taps are neighbours in a
  // column.
  h.pooled_height = (h.pooled_height + l.dilation - 1) / l.dilation;
  h.pooled_width = l.dilation;
  h.kernel_height = h.kernel_width = 3;
  h.pad_rows = h.pad_columns = 1;
}

int input_passes(const Layer& l) {
  const int passes = model::passes_for(l.in.channels);
  // 2P - 1 and not P: so counts the tool.
  const bool pooled_copy = !l.has_weights() && l.has_pool() && l.out_channels > model::kProcessors;
  return pooled_copy ? 2 * passes - 1 : passes;
}

}  // namespace

HardwareLayer hardware_layer(const Profile& accelerator, const model::Model& model, model::LayerIndex index,
                             int start_word) {
  const Layer& l = model.layer(index);
  HardwareLayer h;
  h.has_kernel = l.has_weights();
  h.passes = input_passes(l);
  h.operands = l.operands;
  h.pool_area = l.pool.height * l.pool.width;
  h.pooled_height = l.pooled.height;
  h.pooled_width = l.pooled.width;
  h.kernel_height = l.kernel_height;
  h.kernel_width = l.kernel_width;
  h.pad_rows = l.pad_height;
  h.pad_columns = l.pad_width;
  h.time_slots = time_slots(l);
  // Depthwise as in a copy, where each channel stays where it is. Our guess: the vendor's tool gives no
  // cycles for the chip that has such layers.
  h.output_steps = l.is_depthwise() ? h.time_slots : output_steps(l);
  h.pool_last = !l.pool.before_eltwise;
  h.flat_extra = l.flatten && h.passes * (l.pooled.elements() / l.pooled.channels) > 16;
  h.streaming = l.streaming;
  h.start_word = accelerator.pool_last_rereads ? start_word : 0;
  if (l.op == Operator::conv1d && l.dilation > 1) dilate(l, h);
  // As an undilated kernel that reaches as far: its outputs are as many, and begin where it lies on the map.
  // Our guess, since the vendor's tool gives no cycles for the chip that has such layers.
  if (l.op == Operator::conv2d && l.dilation > 1) {
    h.kernel_height = (l.kernel_height - 1) * l.dilation + 1;
    h.kernel_width = (l.kernel_width - 1) * l.dilation + 1;
  }
  // The zeros between the pixels are data to the engine: it goes over a map of twice the size, and pads for
  // the full kernel.
  if (l.op == Operator::conv_transpose2d) {
    h.pooled_height *= 2;
    h.pooled_width *= 2;
    h.pad_rows = l.kernel_height - 1 - l.pad_height;
    h.pad_columns = l.kernel_width - 1 - l.pad_width;
  }
  // So the tool writes such layers into the registers.
  if (l.streaming && l.op == Operator::conv2d && l.kernel_height == 1) {
    h.kernel_height = h.kernel_width = 3;
    h.pad_rows = h.pad_columns = 1;
  }
  // Last, from what the corrections above have made of kernel, padding and map.
  h.out_width = h.pooled_width - h.kernel_width + 1 + 2 * h.pad_columns;
  return h;
}

}  // namespace synergy::max7800x
