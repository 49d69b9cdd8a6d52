#include "tiling.hpp"

#include <algorithm>

#include "divided_up.hpp"

namespace synergy::ne16 {
namespace {

/// A convolution cut into groups of output channels, each of which goes over the map in bands of rows.
class Cut {
 public:
  Cut(const Step& step, std::int64_t l1_bytes)
      : step_(step),
        room_(l1_bytes / 2),
        block_(block_of(step.job.kernel)),
        depthwise_(step.job.kernel == Kernel::depthwise3x3),
        side_(step.unit == Unit::accelerator ? tile_side(step.job.stride) : 1) {}

  /// With `channels` output channels at a time.
  [[nodiscard]] Parts with(std::int64_t channels) const {
    const Job& job = step_.job;
    const std::int64_t groups = divided_up(job.out_channels, channels);
    const auto share = [&](std::int64_t bytes) { return divided_up(bytes * channels, job.out_channels); };
    const std::int64_t in_row =
        divided_up(depthwise_ ? share(step_.in_bytes) : step_.in_bytes, step_.in_rows);
    const std::int64_t out_row = divided_up(share(step_.out_bytes), job.out_rows);
    const std::int64_t weights = share(step_.weight_bytes + step_.bias_bytes);
    const auto in_rows = [&](std::int64_t rows) {
      return std::min<std::int64_t>((rows - 1) * step_.stride_rows + step_.kernel_rows, step_.in_rows);
    };
    const auto size = [&](std::int64_t rows) { return in_rows(rows) * in_row + rows * out_row + weights; };
    std::int64_t rows = job.out_rows;
    if (size(rows) > room_) {
      // As many as fit, in whole tiles; the clipped last band is smaller and needs no thought.
      const std::int64_t overlap = (step_.kernel_rows - step_.stride_rows) * in_row;
      const std::int64_t most = (room_ - weights - overlap) / (step_.stride_rows * in_row + out_row);
      rows = std::max<std::int64_t>(most / side_, 1) * side_;
    }
    Parts parts;
    parts.smallest = size(std::min<std::int64_t>(side_, job.out_rows));
    rows = std::min<std::int64_t>(rows, job.out_rows);
    if (size(rows) > room_) return parts.count = 0, parts;
    const std::int64_t bands = divided_up(job.out_rows, rows);
    parts.count = static_cast<int>(std::min<std::int64_t>(groups * bands, 1 << 30));
    const std::int64_t again = std::max(step_.kernel_rows - step_.stride_rows, 0) * (bands - 1);
    const std::int64_t input = step_.in_bytes + again * divided_up(step_.in_bytes, step_.in_rows);
    parts.bytes = (depthwise_ ? 1 : groups) * input + step_.weight_bytes + step_.bias_bytes + step_.out_bytes;
    return parts;
  }

  [[nodiscard]] Parts best() const {
    const std::int64_t blocks = divided_up(step_.job.out_channels, block_);
    Parts best;
    best.count = 0;
    for (std::int64_t groups = 1; groups <= blocks; ++groups) {
      const Parts parts =
          with(std::min<std::int64_t>(divided_up(blocks, groups) * block_, step_.job.out_channels));
      if (parts.count == 0) {
        if (best.count == 0) best.smallest = parts.smallest;
        continue;
      }
      if (best.count == 0 || parts.count < best.count ||
          (parts.count == best.count && parts.bytes < best.bytes))
        best = parts;
    }
    return best;
  }

 private:
  const Step& step_;
  std::int64_t room_;
  int block_;
  bool depthwise_;
  int side_;
};

}  // namespace

Parts parts_of(const Step& step, std::int64_t l1_bytes) {
  const std::int64_t bytes = step.in_bytes + step.out_bytes + step.weight_bytes + step.bias_bytes;
  if (bytes <= l1_bytes) return {1, bytes, bytes};
  // What goes element by element is cut anywhere.
  if (step.unit == Unit::cluster_elements)
    return {static_cast<int>(divided_up(bytes, std::max<std::int64_t>(l1_bytes / 2, 1))), bytes, 2};
  return Cut(step, l1_bytes).best();
}

}  // namespace synergy::ne16
