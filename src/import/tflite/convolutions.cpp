#include <algorithm>

#include "translators.hpp"
#include "windows.hpp"
#include <fmt/format.h>

namespace synergy::importer::tflite {
namespace {

using network::Conv;
using network::ConvTranspose;
using network::Linear;

/// Of `input`; sides are checked by who knows their order.
const Value& weights_of(const Translation& at, std::size_t input, std::size_t rank) {
  const Value& weights = at.constant(input, "weights");
  if (weights.dims.rank() != rank || !weights.dims.sound())
    at.refuse(
        fmt::format("has weights of {}; {} sides of 1 or more are needed", to_text(weights.dims), rank));
  if (weights.bits < 1 || weights.bits > 32)
    at.refuse(fmt::format("has weights of {} bits; 1 to 32 are possible", weights.bits));
  // What is stored must be what is stated: a shape alone is quickly forged or damaged.
  const StatedTensor& stated = at.stated_input(input);
  const std::int64_t bytes = (weights.dims.elements() * type_of(stated.type).bits + 7) / 8;
  if (stated.constant && !stated.sparse && static_cast<std::int64_t>(stated.data.size()) != bytes)
    at.refuse(
        fmt::format("has weights of {} in {}, which take {} bytes, but the file holds {}; it is "
                    "damaged, so convert the model again",
                    to_text(weights.dims), type_of(stated.type).name, bytes, stated.data.size()));
  return weights;
}

bool has_bias(const Translation& at, std::size_t input, int channels) {
  if (!at.has_input(input)) return false;
  const Value& bias = at.constant(input, "biases");
  if (bias.dims.rank() > Dims::kMaxRank || !bias.dims.sound() || bias.dims.elements() != channels)
    at.refuse(fmt::format("has {} biases for {} channels", to_text(bias.dims), channels));
  return true;
}

/// Adds an operator with weights, which it shares if an earlier one has the same.
template <class Kind>
network::TensorId add_with_weights(Translation& at, std::string_view word, Kind operation,
                                   network::TensorId input, const Value& weights) {
  operation.weights.bits = weights.bits;
  operation.weights.shared_with = at.share(weights, operation);
  return at.add(word, operation, {input}, at.output_bits());
}

/// A matrix applied to each pixel of a map.
network::TensorId pixel_by_pixel(Translation& at, std::string_view word, const Value& map,
                                 const Value& weights, const Linear& linear) {
  Conv conv;
  conv.weights = linear.weights;
  conv.dimensions = at.map(map.dims).shape.width == 1 ? 1 : 2;
  at.explain("applies its weights to each pixel: a convolution of kernel 1");
  return add_with_weights(at, word, conv, map.tensor, weights);
}

}  // namespace

/// Conv2DOptions: 3 activation, 4 and 5 dilation. DepthwiseConv2DOptions: 3 multiplier, 4 activation, 5 and 6
/// dilation. Weights are [out, rows, columns, in] and [1, rows, columns, out].
void convolution(Translation& at) {
  const bool depthwise = at.op().code == Builtin::depthwise_conv_2d;
  const std::string_view word = depthwise ? "depthwise" : "conv";
  const Value map = at.data(0, true);
  const Value& weights = weights_of(at, 1, 4);
  const int channels = map.dims.from_end(0);
  Conv conv;
  conv.weights.out_channels = depthwise ? weights.dims[3] : weights.dims[0];
  const int in_group = depthwise ? 1 : weights.dims[3];
  conv.groups = channels / in_group;
  if (channels % in_group != 0 || conv.weights.out_channels % std::max(conv.groups, 1) != 0 ||
      (depthwise && weights.dims[0] != 1))
    at.refuse(fmt::format("has weights of {} for a map of {}, whose channels they do not divide",
                          to_text(weights.dims), to_text(map.dims)));
  const auto multiplier = depthwise ? at.option<std::int32_t>(3, 0) : 0;
  if (multiplier != 0 && std::int64_t{multiplier} * channels != conv.weights.out_channels)
    at.refuse(fmt::format("states {} outputs for each of {} channels, but has weights for {}", multiplier,
                          channels, conv.weights.out_channels));
  if (!depthwise && conv.groups > 1)
    at.infer(word, "groups", std::to_string(conv.groups), "the map's channels / those of the weights");
  conv.weights.bias = has_bias(at, 2, conv.weights.out_channels);
  StatedWindow stated = stated_window(at);
  stated.size = {weights.dims[1], weights.dims[2]};
  const int first = depthwise ? 4 : 3;
  stated.dilation = {at.option<std::int32_t>(first + 2, 1), at.option<std::int32_t>(first + 1, 1)};
  const PlacedWindow placed = place(at, word, map, stated);
  conv.window = placed.window;
  conv.dimensions = placed.dimensions;
  const network::TensorId convolved = add_with_weights(at, word, conv, placed.map, weights);
  at.take_zeros(map, convolved);
  const network::TensorId out = at.activate(convolved, static_cast<Fused>(at.option<std::int8_t>(first, 0)));
  at.result(out, {conv.weights.out_channels, placed.rows, placed.columns},
            output_dims(placed.out, conv.weights.out_channels));
}

/// TransposeConvOptions: 3 activation. Inputs: the output's sides, weights [out, rows, columns, in], map,
/// biases.
void transposed_convolution(Translation& at) {
  const Value map = at.data(2);
  const Value& weights = weights_of(at, 1, 4);
  std::vector<std::int64_t> sides;
  // What computes them is no matter where the file states the outcome.
  const Dims& out_dims = at.stated().dims;
  if (at.kind(0) == Value::Kind::constant && !at.stated_input(0).data.empty())
    sides = at.numbers(0, "sides of the output");
  else if (!at.sides_are_open() && !at.stated().open)
    for (std::size_t i = 0; i < out_dims.rank(); ++i) sides.push_back(out_dims[i]);
  ConvTranspose conv;
  conv.weights.out_channels = weights.dims[0];
  conv.weights.bias = has_bias(at, 3, conv.weights.out_channels);
  if (map.dims.rank() != 4 || weights.dims[3] != map.dims.from_end(0) || sides.size() != 4 || sides[0] != 1 ||
      sides[3] != conv.weights.out_channels)
    at.refuse(
        fmt::format("has weights of {} for a map of {}; the sides of its output must be 4 numbers, of "
                    "batch 1 and with the weights' channels",
                    to_text(weights.dims), to_text(map.dims)));
  const network::Extent stride = stated_window(at).stride;
  const auto check = [&](bool holds) {
    if (!holds)
      at.refuse("has an output, stride or kernel of a size that a transposed convolution cannot have");
  };
  check(stride.rows >= 1 && stride.columns >= 1 && stride.rows <= 1024 && stride.columns <= 1024 &&
        weights.dims[1] <= 1024 && weights.dims[2] <= 1024);
  /// What its formula leaves over is cut off on both sides, the odd one at the end; what it lacks is more at
  /// the end.
  const auto zeros = [&](std::int64_t in, std::int64_t out, int by, int taps, int& more) {
    const std::int64_t whole = (in - 1) * by + taps;
    check(out >= 1 && out <= whole + by - 1 && whole - out <= 2048);
    more = static_cast<int>(std::max<std::int64_t>(out - whole, 0));
    const int over = static_cast<int>(std::max<std::int64_t>(whole - out, 0));
    return SideZeros{over / 2, over - over / 2};
  };
  network::Extent more{0, 0};
  const SideZeros rows = zeros(map.dims[1], sides[1], stride.rows, weights.dims[1], more.rows);
  const SideZeros columns = zeros(map.dims[2], sides[2], stride.columns, weights.dims[2], more.columns);
  conv.window = {
      {weights.dims[1], weights.dims[2]}, stride, {}, {rows.begin, columns.begin, rows.end, columns.end}};
  conv.output_padding = more;
  const Map as = at.map(map.dims);
  network::TensorId input = map.tensor;
  network::Shape shape = as.shape;
  if (as.turned) {
    shape = {as.shape.channels, 1, as.shape.height};
    input = at.reshaped("row", input, as.shape, shape);
  }
  if (is_one_dimensional(shape, conv.window)) {
    conv.dimensions = 1;
    conv.window.stride.columns = 1;
    conv.output_padding.columns = 0;
  }
  if (conv.window.padding != network::Padding{} || more != network::Extent{0, 0})
    at.infer("deconv", "padding, output_padding",
             fmt::format("[{}, {}, {}, {}], [{}, {}]", rows.begin, columns.begin, rows.end, columns.end,
                         more.rows, more.columns),
             "what the stated output leaves of the whole one");
  const network::TensorId convolved = add_with_weights(at, "deconv", conv, input, weights);
  const network::TensorId out = at.activate(convolved, static_cast<Fused>(at.option<std::int8_t>(3, 0)));
  const network::Extent extent{static_cast<int>(sides[1]), static_cast<int>(sides[2])};
  at.result(out, {conv.weights.out_channels, extent.rows, extent.columns},
            output_dims(extent, conv.weights.out_channels));
}

/// FullyConnectedOptions: 0 activation, 2 whether the input's dimensions are kept. Weights are [out, in].
/// What has more elements than the weights have inputs is several rows, each for itself.
void fully_connected(Translation& at) {
  const Value map = at.data(0);
  const Value& weights = weights_of(at, 1, 2);
  const int inputs = weights.dims[1];
  Linear linear;
  linear.weights.out_channels = weights.dims[0];
  linear.weights.bias = has_bias(at, 2, linear.weights.out_channels);
  if (map.dims.elements() % inputs != 0)
    at.refuse(fmt::format("has weights of {} for an input of {}", to_text(weights.dims), to_text(map.dims)));
  const std::int64_t rows = map.dims.elements() / inputs;
  const network::Shape in = at.map(map.dims).shape;
  if (rows > 1 && in.channels != inputs)
    at.refuse(
        fmt::format("reads {} as {} rows of {}: its channels are divided, or a batch is; reshape it in "
                    "front",
                    to_text(map.dims), rows, inputs));
  const bool keeps = at.option<std::uint8_t>(2, 0) != 0;
  Dims dims = map.dims;
  if (keeps && map.dims.from_end(0) == inputs) {
    dims.set(dims.rank() - 1, linear.weights.out_channels);
  } else {
    dims = Dims();
    dims.push(static_cast<std::int32_t>(rows));
    dims.push(linear.weights.out_channels);
  }
  network::TensorId out;
  network::Shape made{linear.weights.out_channels, 1, 1};
  if (rows > 1) {
    out = pixel_by_pixel(at, "fc", map, weights, linear);
    made = {linear.weights.out_channels, in.height, in.width};
  } else {
    const network::TensorId flat = at.reshaped("flatten", map.tensor, in, {inputs, 1, 1});
    out = add_with_weights(at, "fc", linear, flat, weights);
  }
  at.result(at.activate(out, static_cast<Fused>(at.option<std::int8_t>(0, 0))), made, dims);
}

}  // namespace synergy::importer::tflite
