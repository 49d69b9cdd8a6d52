#include "synergy/ne16/cycles.hpp"

#include "divided_up.hpp"

namespace synergy::ne16 {
namespace {

// Facts of the hardware, as device_profiles/ne16.md has them with their source. They are no measurements, and
// no profile states them.
constexpr int kChannelsRead = 16;    // input channels of a step
constexpr int kWordBits = 256;       // that memory gives or takes in a cycle
constexpr int kFifo = 6;             // cycles until a stream's first word is through
constexpr int kWindow = 5 * 5;       // pixels that a 3x3 kernel needs for 3x3 outputs
constexpr int kPixels = 3 * 3;       // outputs of a tile
constexpr int kIndexUpdate = 2;      // the machine moves on to the next step
constexpr int kScalingStart = 9;     // then one output channel per cycle
constexpr int kFirstLoadOf1x1 = 10;  // in place of the FIFO's
constexpr int kStoreEnds = 4;        // start and end of writing a tile

/// Writing a tile: a word, or more where results are wide, for each pixel.
std::int64_t store_cycles(const Job& job) {
  return kStoreEnds + kPixels * divided_up(std::int64_t{block_of(job.kernel)} * job.output_bits, kWordBits);
}

}  // namespace

int block_of(Kernel kernel) { return kernel == Kernel::depthwise3x3 ? 16 : 32; }
int tile_side(int stride) { return stride == 1 ? 3 : 2; }

std::int64_t tile_cycles(const Job& job, int out_channels) {
  const std::int64_t k = out_channels;
  const std::int64_t finish = kScalingStart + k + store_cycles(job);
  const std::int64_t steps = divided_up(job.in_channels, kChannelsRead);
  // Kernels of 3x3 take a cycle for each bit of a weight; those of 1x1 spread the bits over the nine columns.
  switch (job.kernel) {
    case Kernel::dense3x3:
      return steps * (kFifo + kWindow + kFifo + (kFifo + k * job.weight_bits) + kIndexUpdate) + finish;
    case Kernel::dense1x1:
      return steps * (kFirstLoadOf1x1 + kPixels + kFifo + (kFifo + k) + kIndexUpdate) + finish;
    case Kernel::depthwise3x3:
      return kFifo + kWindow + (kFifo + k) + (kFifo + k * job.weight_bits) + kIndexUpdate + finish;
  }
  return 0;
}

std::int64_t job_cycles(const Job& job) {
  const int side = tile_side(job.stride);
  const std::int64_t tiles = divided_up(job.out_rows, side) * divided_up(job.out_columns, side);
  const int block = block_of(job.kernel);
  const int rest = job.out_channels % block;
  std::int64_t all_blocks = (job.out_channels / block) * tile_cycles(job, block);
  if (rest > 0) all_blocks += tile_cycles(job, rest);
  return tiles * all_blocks;
}

std::int64_t stored_weight_bytes(const Job& job) {
  const std::int64_t taps = job.kernel == Kernel::dense1x1 ? 1 : 9;
  const bool depthwise = job.kernel == Kernel::depthwise3x3;
  const std::int64_t read = depthwise ? job.out_channels : job.in_channels;
  const std::int64_t channels = divided_up(read, kChannelsRead) * kChannelsRead;
  return divided_up(channels * (depthwise ? 1 : job.out_channels) * taps * job.weight_bits, 8);
}

}  // namespace synergy::ne16
