#include "synergy/max7800x/cycles.hpp"

namespace synergy::max7800x {
namespace {

using std::int64_t;

// The formula and its symbols: device_profiles/max7800x.md, "Cycles of a layer". It restates the vendor's
// tool, whose figures tests/max7800x/cycles_test.cpp has to the cycle; so its oddities stay, and nothing here
// may be rounded or tidied.

/// Cycles per pixel of the (pooled) input map. Padding costs cycles as well.
struct PixelCost {
  int64_t zero = 0;    // padding
  int64_t data = 0;    // reads its pooling window
  int64_t repeat = 1;  // how often a row's pixels are gone through
};

PixelCost pixel_cost(const HardwareLayer& l) {
  const int64_t passes = l.passes;
  // Pooling last, the window is read for each operand but pooled once, and every pass goes over the row
  // again.
  if (l.pool_last) {
    return {2 * passes, passes * (int64_t{l.operands} * l.pool_area + 1), passes};
  }
  return {2 * passes * l.operands, passes * l.operands * (int64_t{l.pool_area} + 1), 1};
}

/// Pooling after the element-wise operation makes the engine go through the weights from their start again.
/// Kernel height and width really are exchanged here.
int64_t reread_cycles(const HardwareLayer& l) {
  // The only place where it matters where weights lie: a layer of a cut model may be faster than in the whole
  // one.
  if (!l.pool_last || (l.passes == 1 && l.operands == 1)) return 0;
  const int64_t rows = int64_t{l.pooled_height} + int64_t{2} * l.pad_rows - l.kernel_width + 1;
  const int64_t columns = int64_t{l.pooled_width} + int64_t{2} * l.pad_columns - l.kernel_height + 1;
  return (rows * l.pad_columns + columns * l.pad_rows - int64_t{l.pad_rows} * l.pad_columns) * l.start_word;
}

int64_t kernel_cycles(const HardwareLayer& l) {
  const PixelCost pixel = pixel_cost(l);
  const int64_t zero = pixel.zero;
  const int64_t data = pixel.data;
  const int64_t width = l.pooled_width;
  const int64_t pad = l.pad_columns;
  // An output can only be made once the kernel lies on data: what comes before in a row, and rows before the
  // first output, cost their reading alone.
  const int64_t lead = l.kernel_width - 1 - pad;  // pixels of a row before its first output
  const int64_t rest = l.out_width - pad;

  // Rows as in the document: top and bottom are padding, warm is data before the first output row, run is
  // data that makes outputs.
  const int64_t side = 2 * pad * (zero + 1);
  const int64_t edge = pad * (zero + 1) + pad * zero;
  const int64_t top = side + pixel.repeat * width * (zero + 1);
  const int64_t warm = side + pixel.repeat * width * (data + 1);
  const int64_t run = edge + pixel.repeat * (lead * (data + 1) + rest * data);
  const int64_t bottom = edge + pixel.repeat * (lead * (zero + 1) + rest * zero);
  // One output channel a cycle and pass, whatever the kernel's size. The single channel that costs one more
  // is the tool's.
  const int64_t emit =
      int64_t{l.passes} * l.out_width * l.output_steps + (l.passes == 1 && l.output_steps == 1 ? 1 : 0);
  const int64_t warm_rows = l.kernel_height - 1 - l.pad_rows;

  // Warm rows are rows of data too, so they come off those that make outputs.
  return (l.flat_extra ? 1 : 0) + reread_cycles(l) + l.pad_rows * top + warm_rows * warm +
         (l.pooled_height - warm_rows) * (run + emit) + l.pad_rows * (bottom + emit);
}

// No kernel, no rows to warm up: each pixel is read and written.
int64_t copy_cycles(const HardwareLayer& l) {
  return int64_t{l.pooled_height} * l.pooled_width * (pixel_cost(l).data + int64_t{l.passes} * l.time_slots);
}

}  // namespace

Cycles layer_cycles(const HardwareLayer& layer) {
  const int64_t cycles = layer.has_kernel ? kernel_cycles(layer) : copy_cycles(layer);
  // The tool's rule of thumb for streaming layers, rounded up. segment.cpp computes their time from what
  // feeds them instead.
  return Cycles(layer.streaming ? (3 * cycles + 1) / 2 : cycles);
}

}  // namespace synergy::max7800x
