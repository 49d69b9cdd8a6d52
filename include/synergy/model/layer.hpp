#pragma once

#include "synergy/network/shape.hpp"
#include "synergy/quantities/quantities.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace synergy::model {

/// 1-D data are a map of `height` rows and one column. Model checks that every side is at least 1.
using network::Shape;

/// What the engine does last in a layer, after pooling and combining. passthrough copies, eltwise writes what
/// was combined; both have no weights. Names in files: operator_names() and its neighbours.
enum class Operator : std::uint8_t { conv1d, conv2d, conv_transpose2d, linear, passthrough, eltwise };
/// How operands are combined in front of the operator.
enum class Eltwise : std::uint8_t { none, add, sub, bitwise_or, bitwise_xor };
/// Average and maximum cost the same.
enum class PoolType : std::uint8_t { none, max, average };
/// On the way out of the accumulator, free of cost.
enum class Activation : std::uint8_t { none, relu, abs };

/// Pooling in front of a layer. Window 1x1 means no pooling. No padding: the chips cannot. Floor((side +
/// stride - reach) / stride) rows or columns come out; a window of n that is dilated reaches (n - 1) x
/// dilation + 1.
struct Pool {
  PoolType type = PoolType::none;
  int height = 1;
  int width = 1;
  int stride_height = 1;
  int stride_width = 1;
  /// False: the operands are combined first, then pooled ("pool last"), which costs other cycles.
  bool before_eltwise = true;
  /// Distance of neighbours in the window, which has at most two of them in a row or column if it is not 1.
  int dilation = 1;
};

/// Index of a layer in its model. kNetworkInput stands for the model's input tensor, -2, -3, ... for the
/// further inputs that the host writes (HostInput), in their order.
using LayerIndex = int;
/// So every tensor has an index, and a layer's output has that of the layer.
inline constexpr LayerIndex kNetworkInput = -1;
[[nodiscard]] constexpr LayerIndex host_input_tensor(int i) { return -2 - i; }
[[nodiscard]] constexpr bool is_host_input(LayerIndex tensor) { return tensor < kNetworkInput; }
/// Place of a host input in its model's list. Pre: is_host_input(tensor).
[[nodiscard]] constexpr std::size_t host_input_index(LayerIndex tensor) {
  return static_cast<std::size_t>(-2 - tensor);
}

/// 32-bit words of data memory. Tensors move by whole words.
using Words = Count<struct WordsTag>;

/// Words that hold a map whose pixels lie together (HWC): a word has one pixel of up to 4 channels. So 3
/// channels take as many words as 4.
[[nodiscard]] constexpr Words words_of_pixels(const Shape& shape) {
  return Words(std::int64_t{(shape.channels + 3) / 4} * shape.height * shape.width);
}

/// Rows and columns of a map.
/// Defaults mean nothing by themselves: whoever has one states both.
struct Extent {
  int rows = 0;
  int columns = 0;
  auto operator<=>(const Extent&) const = default;
};

/// One hardware layer: optional pooling and element-wise operation fused in front of one operator.
/// The first block is stated (model_zoo/README.md has the keys and their defaults); the second is computed
/// from it by Model, which also checks it. Copies are independent. A layer that is not part of a Model has no
/// meaningful second block.
struct Layer {
  /// Distinct in a model; never "input" (names.hpp).
  std::string name;
  Operator op = Operator::conv2d;
  /// Tensors read, each an earlier layer, kNetworkInput or a host input; 1 to 16 of them. Several: see
  /// `eltwise`.
  std::vector<LayerIndex> inputs;
  /// The map read is taken as one of this extent, channel by channel: as many pixels, at no cost.
  std::optional<Extent> reshape;
  /// 1 to 4096 with weights; without, Model sets it to those read.
  int out_channels = 0;
  /// conv2d: 1x1 or 3x3; conv_transpose2d: 3x3; conv1d: 1 to 9 rows of one column; else 1x1. The stride is 1
  /// in all, but for the fixed 2 of conv_transpose2d.
  int kernel_height = 1, kernel_width = 1;
  /// Zeros on each side: 0 to 2, less than the kernel.
  int pad_height = 0, pad_width = 0;
  /// Of conv1d and conv2d (16 at most): distance of neighbouring taps.
  int dilation = 1;
  /// 1, or equal to the channels in and out for a depthwise layer; nothing between.
  int groups = 1;
  Pool pool;
  /// Combines all inputs, which have one shape then; none: several inputs are concatenated by channel.
  Eltwise eltwise = Eltwise::none;
  /// Of a linear layer alone: reads every pixel of every channel instead of a map of one pixel.
  bool flatten = false;
  /// Processed while the input is still arriving (FIFO); its cycles are then an estimate. Only the first
  /// layers of a segment can.
  bool streaming = false;
  Activation activation = Activation::none;
  /// 1, 2, 4 or 8: fewer bits save memory and no time.
  int weight_bits = 8;
  /// Weights of 1 bit that mean -1 and 1 (MAX78002) instead of -1 and 0.
  bool binary = false;
  /// An earlier layer of the same kind and sizes whose stored weights this one uses too; -1: its own. After
  /// Model that layer stores its own.
  LayerIndex weights_of = -1;
  /// One byte for each output channel.
  bool bias = false;
  /// 8 or 32; a 32-bit output can only leave the network.
  int output_bits = 8;
  /// Bit p: processor p holds an input channel; processors_for(channels) bits are set. Default: packed from
  /// processor 0.
  std::optional<std::uint64_t> processors;
  /// Default: the processors of the layer that follows if their number suits the output channels, else
  /// packed.
  std::optional<std::uint64_t> output_processors;

  /// As read: concatenated channels, reshaped, before pooling and flattening.
  Shape in;
  /// After pooling; equal to `in` without.
  Shape pooled;
  Shape out;
  /// Tensors combined element by element: 1 unless `eltwise`.
  int operands = 1;
  /// Bit p: processor p reads input channels.
  std::uint64_t input_map = 0;
  /// Bit p: output channels are written to processor p. Its gaps cost weight memory and cycles.
  std::uint64_t output_map = 0;
  /// Parameters without biases, its own or not.
  std::int64_t weight_count = 0;
  /// Multiply-accumulates: weights x output pixels.
  std::int64_t macs = 0;

  [[nodiscard]] bool has_weights() const { return op != Operator::passthrough && op != Operator::eltwise; }
  [[nodiscard]] bool has_pool() const { return pool.type != PoolType::none; }
  /// A passthrough of one tensor without pooling: its output is the tensor it reads.
  [[nodiscard]] bool is_plain_copy() const {
    return op == Operator::passthrough && !has_pool() && inputs.size() == 1;
  }
  [[nodiscard]] bool is_depthwise() const { return groups > 1; }
  /// Of the parameters. Packed; a started byte counts.
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
  /// Biases have 8 bits.
  [[nodiscard]] Bytes bias_bytes() const { return Bytes(bias ? out_channels : 0); }
  /// What crosses a cut, without the unused channels of a word.
  [[nodiscard]] Bytes output_bytes() const { return Bytes(out.elements() * output_bits / 8); }
};

}  // namespace synergy::model
