#pragma once

#include <vector>

#include "translation.hpp"

namespace synergy::importer::onnx {

/// How a kernel moves along one spatial side. Within the limits of network::Window.
struct Along {
  std::int64_t in = 0;  ///< of the map
  std::int64_t kernel = 1;
  std::int64_t stride = 1;
  std::int64_t dilation = 1;
  std::int64_t before = 0;  ///< zeros
  std::int64_t after = 0;

  /// From the kernel's first tap to its last.
  [[nodiscard]] std::int64_t reach() const { return dilation * (kernel - 1) + 1; }
  /// Of a convolution or pooling; 0 or less: the kernel is larger.
  [[nodiscard]] std::int64_t out() const {
    const std::int64_t room = in + before + after - reach();
    return room < 0 ? 0 : room / stride + 1;
  }
};

/// One or two sides: what the attributes of the current node say of strides, dilations and paddings, those of
/// auto_pad worked out (forwards; transposed convolutions do it themselves). Fails for three and more, and
/// for lists of another length.
[[nodiscard]] std::vector<Along> window_of(Translation& t, const Node& node, const Dims& map,
                                           const Dims& kernel);

/// As an operator has it, with zeros that were there before.
[[nodiscard]] network::Window to_window(const std::vector<Along>& sides, const network::Padding& more = {});

/// Those of the output, behind `channels`.
[[nodiscard]] Dims map_behind(std::int64_t batch, std::int64_t channels, const std::vector<Along>& sides);

}  // namespace synergy::importer::onnx
