#pragma once

#include "synergy/quantities/quantities.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace synergy::model {

/// Channels x height x width of a tensor. 1-D data are a map of `height` rows and one column.
struct Shape {
  int channels = 0;
  int height = 0;
  int width = 0;
  auto operator<=>(const Shape&) const = default;
  [[nodiscard]] std::int64_t elements() const { return std::int64_t{channels} * height * width; }
};

enum class Operator : std::uint8_t { conv1d, conv2d, conv_transpose2d, linear, passthrough, eltwise };
enum class Eltwise : std::uint8_t { none, add, sub, bitwise_or, bitwise_xor };
enum class PoolType : std::uint8_t { none, max, average };
enum class Activation : std::uint8_t { none, relu, abs };

/// Pooling in front of a layer. Window 1x1 means no pooling.
struct Pool {
  PoolType type = PoolType::none;
  int height = 1;
  int width = 1;
  int stride_height = 1;
  int stride_width = 1;
  bool before_eltwise = true;  ///< false: the operands are combined first, then pooled ("pool last")
};

/// Index of a layer in its model. kNetworkInput stands for the model's input tensor, -2, -3, ... for the
/// further inputs that the host writes (HostInput), in their order.
using LayerIndex = int;
inline constexpr LayerIndex kNetworkInput = -1;
[[nodiscard]] constexpr LayerIndex host_input_tensor(int i) { return -2 - i; }
[[nodiscard]] constexpr bool is_host_input(LayerIndex tensor) { return tensor < kNetworkInput; }
/// Place of a host input in its model's list. Pre: is_host_input(tensor).
[[nodiscard]] constexpr std::size_t host_input_index(LayerIndex tensor) {
  return static_cast<std::size_t>(-2 - tensor);
}

/// 32-bit words of data memory.
using Words = Count<struct WordsTag>;

/// Words that hold a map whose pixels lie together (HWC): a word has one pixel of up to 4 channels.
[[nodiscard]] constexpr Words words_of_pixels(const Shape& shape) {
  return Words(std::int64_t{(shape.channels + 3) / 4} * shape.height * shape.width);
}

/// Rows and columns of a map.
struct Extent {
  int rows = 0;
  int columns = 0;
  auto operator<=>(const Extent&) const = default;
};

/// One hardware layer: optional pooling and element-wise operation fused in front of one operator.
/// The first block is stated (model_zoo/README.md has the keys and their defaults); the second is computed
/// from it by Model, which also checks it.
struct Layer {
  std::string name;
  Operator op = Operator::conv2d;
  std::vector<LayerIndex>
      inputs;  ///< tensors read, each an earlier layer or kNetworkInput; several: see `eltwise`
  std::optional<Extent> reshape;  ///< the map read is taken as one of this extent, channel by channel
  int out_channels = 0;
  int kernel_height = 1, kernel_width = 1;
  int pad_height = 0, pad_width = 0;
  int dilation = 1;
  int groups = 1;  ///< equal to the channels for a depthwise layer
  Pool pool;
  Eltwise eltwise = Eltwise::none;  ///< combines all inputs; none: several inputs are concatenated by channel
  bool flatten = false;
  bool streaming =
      false;  ///< processed while the input is still arriving (FIFO); cycles are then an estimate
  Activation activation = Activation::none;
  int weight_bits = 8;         ///< 1, 2, 4 or 8
  LayerIndex weights_of = -1;  ///< an earlier layer whose stored weights this one uses too; -1: its own
  bool bias = false;
  int output_bits = 8;                      ///< 8 or 32
  std::optional<std::uint64_t> processors;  ///< bit p: processor p holds an input channel; default: packed
  /// Default: the processors of the layer that follows if their number suits the output channels, else
  /// packed.
  std::optional<std::uint64_t> output_processors;

  Shape in;      ///< as read: concatenated channels, reshaped, before pooling and flattening
  Shape pooled;  ///< after pooling
  Shape out;
  int operands = 1;              ///< tensors combined element by element
  std::uint64_t input_map = 0;   ///< bit p: processor p reads input channels
  std::uint64_t output_map = 0;  ///< bit p: output channels are written to processor p
  std::int64_t weight_count = 0;
  std::int64_t macs = 0;

  [[nodiscard]] bool has_weights() const { return op != Operator::passthrough && op != Operator::eltwise; }
  [[nodiscard]] bool has_pool() const { return pool.type != PoolType::none; }
  /// A passthrough of one tensor without pooling: its output is the tensor it reads.
  [[nodiscard]] bool is_plain_copy() const {
    return op == Operator::passthrough && !has_pool() && inputs.size() == 1;
  }
  [[nodiscard]] bool is_depthwise() const { return groups > 1; }
  /// Of the parameters.
  [[nodiscard]] Bytes weight_bytes() const { return Bytes((weight_count * weight_bits + 7) / 8); }
  /// Taps of one kernel in weight memory: a dilated conv1d is stored with zeros between its taps, up to 9;
  /// beyond, and for streaming conv2d, kernels are 3x3.
  [[nodiscard]] int stored_taps() const {
    if (op == Operator::conv1d && dilation > 1) {
      const std::int64_t span = std::int64_t{kernel_height - 1} * dilation + 1;
      return span < 9 ? static_cast<int>(span) : 9;
    }
    return streaming && op == Operator::conv2d ? 9 : kernel_height * kernel_width;
  }
  /// As weight_bytes(), with the zeros of stored_taps(): what is written to weight memory.
  [[nodiscard]] Bytes stored_weight_bytes() const {
    const std::int64_t taps = std::int64_t{kernel_height} * kernel_width;
    return Bytes((weight_count / taps * stored_taps() * weight_bits + 7) / 8);
  }
  [[nodiscard]] Bytes bias_bytes() const { return Bytes(bias ? out_channels : 0); }
  [[nodiscard]] Bytes output_bytes() const { return Bytes(out.elements() * output_bits / 8); }
};

}  // namespace synergy::model
