#include "convolutions.hpp"

#include <algorithm>

#include "window.hpp"
#include <fmt/format.h>

namespace synergy::importer::onnx {
namespace {

/// Beyond the second: one or two spatial sides of a kernel.
Dims kernel_of(Translation& t, const Node& node, const Value& weights) {
  if (weights.dims.size() < 3)
    t.fail(fmt::format("weights of {}: output channels, input channels and kernel expected",
                       to_text(weights.dims)));
  Dims kernel(weights.dims.begin() + 2, weights.dims.end());
  const Dims* stated = node.integers("kernel_shape");
  if (stated != nullptr && *stated != kernel)
    t.fail(fmt::format("kernel_shape {}, but its weights are {}", to_text(*stated), to_text(weights.dims)));
  return kernel;
}

network::Weights weights_of(Translation& t, const Value& weights, std::int64_t out_channels, bool bias,
                            const std::string& form) {
  return {.out_channels = t.whole(out_channels, "output channels", 1, 65536),
          .bits = t.weight_bits(weights),
          .bias = bias,
          .shared_with = t.earlier_user(weights, form)};
}

/// A convolution of input 0 with the weights at input `w`.
network::OperatorId convolve(Translation& t, const Node& node, std::size_t w, bool bias) {
  network::Padding before;
  const network::TensorId map = t.map(0, before);
  const Dims in = t.value(0).dims;
  const Value& weights = t.constant(w);
  const std::vector<Along> sides = window_of(t, node, in, kernel_of(t, node, weights));
  const int groups = t.whole(node.integer("group", 1), "group", 1, 65536);
  if (weights.dims[1] < 1 || weights.dims[1] > 65536 || in[1] != weights.dims[1] * groups)
    t.fail(fmt::format("weights {} in {} groups for a map of {} channels", to_text(weights.dims), groups,
                       in[1]));
  network::Conv conv;
  conv.dimensions = static_cast<int>(sides.size());
  conv.window = to_window(sides, before);
  conv.groups = groups;
  conv.weights = weights_of(t, weights, weights.dims[0], bias, fmt::format("conv {}", groups));
  if (conv.weights.out_channels % groups != 0)
    t.fail(fmt::format("{} output channels in {} groups", conv.weights.out_channels, groups));
  const network::OperatorId id = t.add(conv, {map}, map_behind(in[0], weights.dims[0], sides));
  t.report_padding(0, id);
  return id;
}

}  // namespace

void translate_conv(Translation& t, const Node& node) {
  if (node.has_input(2)) (void)t.constant(2);
  (void)convolve(t, node, 1, node.has_input(2));
}

/// x, its scale and zero point, weights, theirs, those of the result, biases.
void translate_qlinear_conv(Translation& t, const Node& node) {
  const network::OperatorId id = convolve(t, node, 3, node.has_input(8));
  const Element out = t.constant(7).element;
  if (!out.floating && out.bits != 8) t.at(id).output_bits = out.bits;
}

/// Sums of 32 bits, which whoever scales them makes smaller.
void translate_conv_integer(Translation& t, const Node& node) {
  (void)convolve(t, node, 1, false);
  t.set_bits(t.output_tensor(), 32);
}

void translate_conv_transpose(Translation& t, const Node& node) {
  const network::TensorId map = t.map(0);
  const Dims in = t.value(0).dims;
  const Value& weights = t.constant(1);
  if (node.has_input(2)) (void)t.constant(2);
  std::vector<Along> sides = window_of(t, node, in, kernel_of(t, node, weights));
  const int groups = t.whole(node.integer("group", 1), "group", 1, 65536);
  if (weights.dims[0] != in[1] || in[1] % groups != 0 || weights.dims[1] < 1 || weights.dims[1] > 65536)
    t.fail(fmt::format("weights {} in {} groups for a map of {} channels", to_text(weights.dims), groups,
                       in[1]));
  const Dims* extra = node.integers("output_padding");
  const Dims* wanted = node.integers("output_shape");
  const std::string_view automatic = node.text("auto_pad", "NOTSET");
  if ((extra != nullptr && extra->size() != sides.size()) ||
      (wanted != nullptr && wanted->size() < sides.size()))
    t.fail("output_padding or output_shape is not one number for each side");
  Dims out{in[0], weights.dims[1] * groups};
  network::Extent more{0, 0};
  for (std::size_t i = 0; i < sides.size(); ++i) {
    Along& side = sides[i];
    std::int64_t rest = extra == nullptr ? 0 : t.whole((*extra)[i], "output_padding", 0, 1023);
    std::int64_t full = (side.in - 1) * side.stride + side.reach() + rest;
    if (wanted != nullptr || automatic.starts_with("SAME")) {
      // The standard's rule: what the output has too much is cut off at both ends; what it lacks stands
      // behind.
      const std::int64_t to =
          wanted != nullptr ? (*wanted)[wanted->size() - sides.size() + i] : side.in * side.stride;
      const std::int64_t cut =
          t.whole(std::max<std::int64_t>(0, full - t.whole(to, "output_shape", 1, 65536)), "zeros to cut off",
                  0, 1024);
      rest += std::max<std::int64_t>(0, to - full);
      full = std::max(full, to);
      side.before = automatic == "SAME_UPPER" ? cut / 2 : cut - cut / 2;
      side.after = cut - side.before;
    }
    (i == 0 ? more.rows : more.columns) = t.whole(rest, "output_padding", 0, 1023);
    out.push_back(full - side.before - side.after);
  }
  network::ConvTranspose conv;
  conv.dimensions = static_cast<int>(sides.size());
  conv.window = to_window(sides);
  conv.output_padding = more;
  conv.groups = groups;
  conv.weights = weights_of(t, weights, out[1], node.has_input(2), fmt::format("transpose {}", groups));
  (void)t.add(conv, {map}, std::move(out));
}

namespace {

/// For each dimension before and after, from wherever this opset has them.
Dims paddings_of(Translation& t, const Node& node, std::size_t rank) {
  Dims pads;
  if (const Dims* attribute = node.integers("pads"))
    pads = *attribute;
  else if (const Dims* old = node.integers("paddings"))
    pads = *old;
  else
    pads = t.integers(1);
  if (node.has_input(3)) {
    const Dims axes = t.integers(3);
    if (pads.size() != 2 * axes.size())
      t.fail(fmt::format("{} paddings for {} axes", pads.size(), axes.size()));
    Dims all(2 * rank);
    for (std::size_t i = 0; i < axes.size(); ++i) {
      const auto r = static_cast<std::int64_t>(rank);
      const auto axis =
          static_cast<std::size_t>(t.whole(axes[i] < 0 ? axes[i] + r : axes[i], "axes", 0, r - 1));
      all[axis] = pads[i];
      all[rank + axis] = pads[axes.size() + i];
    }
    return all;
  }
  if (pads.size() != 2 * rank) t.fail(fmt::format("{} paddings for {} dimensions", pads.size(), rank));
  return pads;
}

}  // namespace

void translate_pad(Translation& t, const Node& node) {
  Value padded = t.value(0);
  const std::size_t rank = padded.dims.size();
  const Dims pads = paddings_of(t, node, rank);
  if (std::all_of(pads.begin(), pads.end(), [](std::int64_t n) { return n == 0; }))
    return t.drop(std::move(padded), "adds nothing");
  if (const std::string_view mode = node.text("mode", "constant"); mode != "constant")
    t.fail(fmt::format("mode {}: only zeros around a map are possible", mode));
  const double with =
      node.has_input(2) ? t.numbers(2).empty() ? 0 : t.numbers(2).front() : node.number("value", 0);
  if (with != 0) t.fail(fmt::format("puts {} around a map: only zeros are possible", with));
  network::Padding before;
  padded.tensor = t.map(0, before);
  if (rank < 3 || rank > 4)
    t.fail(fmt::format("pads {}: rows and columns can be padded", to_text(padded.dims)));
  if (pads[0] != 0 || pads[1] != 0 || pads[rank] != 0 || pads[rank + 1] != 0)
    t.fail("pads the batch or the channels: only rows and columns can be padded");
  const auto zeros = [&](std::size_t i) {
    return i % rank < 2 || i % rank >= rank ? 0 : t.whole(pads[i], "zeros around a map", 0, 1024);
  };
  padded.padding = {.top = before.top + zeros(2),
                    .left = before.left + (rank > 3 ? zeros(3) : 0),
                    .bottom = before.bottom + zeros(rank + 2),
                    .right = before.right + (rank > 3 ? zeros(rank + 3) : 0)};
  for (std::size_t i = 2; i < rank; ++i) padded.dims[i] += pads[i] + pads[rank + i];
  t.pad(std::move(padded));
}

}  // namespace synergy::importer::onnx
