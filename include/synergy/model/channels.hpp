#pragma once

#include <bit>
#include <cstdint>

namespace synergy::model {

/// How channels spread over the accelerator's processors: each processor holds one channel at a time, more
/// channels take several passes with equally many processors in each (device_profiles/max7800x.md: the number
/// is rounded up to a multiple of 4 if there are several passes).
inline constexpr int kProcessors = 64;

/// How often the processors go over the input for so many channels. 0 for 0 channels.
[[nodiscard]] constexpr int passes_for(int channels) { return (channels + kProcessors - 1) / kProcessors; }

/// How many processors one pass of them uses: 100 channels take 2 passes of 52. At most 64.
[[nodiscard]] constexpr int processors_for(int channels) {
  if (channels <= kProcessors) return channels;
  const int passes = passes_for(channels);
  return ((channels + passes - 1) / passes + 3) / 4 * 4;
}

/// The default processor map: packed from processor 0. Empty without channels. Bit p stands for processor p.
[[nodiscard]] constexpr std::uint64_t packed_map(int channels) {
  const int processors = processors_for(channels);
  return processors < 1 ? 0 : ~std::uint64_t{0} >> (kProcessors - processors);
}

/// Lowest and highest processor of a map that is not empty. The 64 processors are bits 0 to 63.
[[nodiscard]] constexpr int first_processor(std::uint64_t map) { return std::countr_zero(map); }
[[nodiscard]] constexpr int last_processor(std::uint64_t map) { return 63 - std::countl_zero(map); }

}  // namespace synergy::model
