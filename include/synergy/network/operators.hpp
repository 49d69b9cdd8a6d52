#pragma once

#include "synergy/base/ids.hpp"
#include "synergy/network/shape.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace synergy::network {

struct Operator;
/// Place of an operator in its network, which is its place in execution order.
using OperatorId = Id<Operator>;
/// A tensor of a network: its inputs come first, in their order, then the output of each operator.
using TensorId = Id<struct Tensor>;

/// Parameters of operators that have some. Other accelerators than the file's author thought of will read
/// them: they say what is computed, not how. Ranges that a comment states are checked by Network, here and
/// below.
struct Weights {
  /// 1 to 65,536.
  int out_channels = 0;
  /// Of one weight: 1 to 32. What a family stores may be more.
  int bits = 8;
  /// One value for each output channel.
  bool bias = false;
  /// An earlier operator of the same kind and sizes whose weights this one uses too; none: its own. Biases
  /// are its own in any case.
  std::optional<OperatorId> shared_with;
};

/// How a kernel or pooling window moves over a map. 1-D operators have one column and no padding beside it.
/// Sizes, strides, dilations and paddings are at most 1,024.
struct Window {
  /// Of the kernel, at least 1x1, in taps: dilation does not count.
  Extent size;
  /// In files, unless stated: 1x1 for convolutions, the window's size for pooling.
  Extent stride;
  /// Distance of neighbouring taps; 1: dense.
  Extent dilation;
  /// Zeros around the map; of pooling at most half the window.
  Padding padding;
  auto operator<=>(const Window&) const = default;
};

/// Convolution; depthwise where `groups` equals the input's channels. Each side of its output is floor((in +
/// padding - dilation x (kernel - 1) - 1) / stride) + 1, as in frameworks.
struct Conv {
  Weights weights;
  /// 1 or 2; 1 reads a map of one column and has no kernel or padding beside it.
  int dimensions = 2;
  Window window;
  int groups = 1;  ///< divides the input's and the output's channels
};

/// Transposed convolution ("deconvolution"). Each side of its output is
/// (in - 1) x stride - padding + dilation x (kernel - 1) + output_padding + 1.
struct ConvTranspose {
  Weights weights;
  int dimensions = 2;
  Window window;
  /// More rows and columns at the bottom and at the right; less than the stride.
  Extent output_padding{0, 0};
  int groups = 1;
};

/// Fully connected; reads one pixel: what is larger is flattened first.
struct Linear {
  Weights weights;
};

/// What is taken of a window.
enum class PoolType : std::uint8_t { max, average };
/// Each side of its output is floor((in + padding - window) / stride) + 1.
struct Pool {
  PoolType type = PoolType::max;
  /// Over the whole map, to one pixel; `window` is not looked at.
  bool global = false;
  int dimensions = 2;  ///< of `window`
  Window window;
};

/// Combines two or more tensors of one shape, element by element. A tensor of one pixel counts for every
/// pixel of the others (squeeze and excitation).
enum class Elementwise : std::uint8_t { add, sub, mul, bitwise_or, bitwise_xor };

/// Joins tensors of equal rows and columns by channel, in the order of the inputs. The number of bits of its
/// output is the first input's unless stated.
struct Concat {};
/// Takes the elements, which lie channel by channel and row by row, as a map of another shape.
/// As many elements as there are; nothing moves.
struct Reshape {
  Shape to;
};
/// Reshape to one pixel that has every element as a channel.
struct Flatten {};
/// The same tensor at another place. Frameworks have no use for it; some accelerators need it in front of
/// element-wise operators, whose operands must lie side by side.
struct Copy {};

/// Element by element, with a fixed function. Which ones an accelerator has differs; none costs weights here.
enum class Activation : std::uint8_t {
  relu,
  relu6,
  leaky_relu,
  abs,
  sigmoid,
  hard_sigmoid,
  tanh,
  swish,
  hard_swish,
  gelu
};

/// Per channel scale and shift with constants of the training; every family folds it into the operator in
/// front.
struct BatchNorm {};
/// Over the channels. Host work: the CPU's, in scenarios the app's `postprocess`.
struct Softmax {};

/// What an operator does, and with which parameters. A new kind: a struct here, a word in names.cpp, a rule
/// in src/network/infer.cpp, and what each family makes of it.
using Operation = std::variant<Conv, ConvTranspose, Linear, Pool, Elementwise, Concat, Reshape, Flatten, Copy,
                               Activation, BatchNorm, Softmax>;

/// A wish for one accelerator family, which alone understands it; the others never see it.
struct Hint {
  std::string family;  ///< such as "max7800x"
  /// As the family's documentation has them; a key or value that it does not know is a problem of its
  /// lowering.
  std::string key;
  std::string value;
  auto operator<=>(const Hint&) const = default;
};

/// One operator of a network. The first block is stated; the second is computed by Network, which checks it.
/// Not meant to be changed afterwards: Network gives it out as const.
struct Operator {
  /// Distinct among operators and inputs of a network.
  std::string name;
  /// Inputs of the network, or outputs of earlier operators; 1 to 64, in the order in which the operation
  /// takes them.
  std::vector<TensorId> inputs;
  Operation operation;
  /// Of one element: 1 to 32. Default (0, until Network fills it in): 8 where something is computed with
  /// weights or element by element, else that of the first input.
  int output_bits = 0;
  /// Of a stated layer (Network::layer), whose operators follow each other; empty: a layer of its own.
  std::string layer;
  std::vector<Hint> hints;

  /// Of its one output.
  Shape out;
  /// What its kind needs, shared or not; without biases. At most 2^40.
  std::int64_t weight_count = 0;
  /// Weights x pixels of the output: what frameworks' profilers count. A transposed convolution counts with
  /// the zeros that stretch its input. Other operators than those with weights count none.
  std::int64_t macs = 0;

  /// Null for an operator without weights.
  [[nodiscard]] const Weights* weights() const;
  /// Packed; 0 for an operator without weights. Those it shares are counted.
  [[nodiscard]] Bytes weight_bytes() const;
  [[nodiscard]] Bytes output_bytes() const { return bytes_of(out, output_bits); }
  /// Its output is its input under other names: reshape and flatten. It has no `output_bits` of its own.
  [[nodiscard]] bool is_view() const;
  /// Its output has the elements of its input: a view or a copy.
  [[nodiscard]] bool is_copy() const { return is_view() || std::holds_alternative<Copy>(operation); }
  /// Its output may take its input's place: activation, batch norm, softmax, and what only renames elements.
  [[nodiscard]] bool is_in_place() const;
};

}  // namespace synergy::network
