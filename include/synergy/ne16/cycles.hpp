#pragma once

#include <cstdint>

namespace synergy::ne16 {

/// What the accelerator runs by itself: a dense 3x3 or 1x1 convolution, or a depthwise one with a 3x3 kernel.
/// Linear layers are 1x1 over one pixel.
/// Whatever else a network has is computed by the cluster, whose rates are in the profile.
enum class Kernel : std::uint8_t { dense3x3, dense1x1, depthwise3x3 };

/// A job as the accelerator sees it; padding costs nothing and is not part of it. Sizes are at least 1.
/// Depthwise jobs have as many input channels as output channels. A value; nothing of a profile is in it, so
/// cycles are the same for every chip of the family.
struct Job {
  Kernel kernel = Kernel::dense3x3;
  int in_channels = 1;  ///< of the input; of no meaning where the kernel is depthwise
  int out_channels = 1;
  /// Of the output, which with the stride says all that matters of the input.
  int out_rows = 1, out_columns = 1;
  int stride = 1;       ///< 1 or 2, in both directions
  int weight_bits = 8;  ///< 2 to 8; 1x1 kernels take the same time with any
  int output_bits = 8;  ///< 8, or 32 for results that nobody rescales
};

/// Output channels that one round makes: 32, and 16 where the kernel is depthwise.
/// What a layer has beyond whole blocks is a block of its own, by the channels that it has.
[[nodiscard]] int block_of(Kernel kernel);
/// Rows, and columns, of outputs that one tile makes: 3, and 2 with stride 2.
/// Pre: stride is 1 or 2.
[[nodiscard]] int tile_side(int stride);

/// Cycles of one tile for one block of `out_channels` output channels (at most block_of()), every input
/// channel included (device_profiles/ne16.md, "Cycles of a layer").
/// Tiles always write all of their pixels, so the size of the output does not matter here. Pre: out_channels
/// is at least 1.
[[nodiscard]] std::int64_t tile_cycles(const Job& job, int out_channels);

/// Cycles of a whole job: tiles that stick out count in full, the last block by the channels that it has.
/// Neither transfers nor what starting a layer takes are in it.
/// Exact integers, so the same on every platform.
[[nodiscard]] std::int64_t job_cycles(const Job& job);

/// Bytes that the weights take in memory: the accelerator reads them bit by bit in groups of 16 input
/// channels, so a group that is not full takes as much.
/// Of a depthwise kernel the channels of the output are grouped. Biases and scales are not in it.
/// Rounded up to whole bytes once, for all weights of the job.
[[nodiscard]] std::int64_t stored_weight_bytes(const Job& job);

}  // namespace synergy::ne16
