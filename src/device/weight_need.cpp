#include "synergy/device/memory.hpp"
#include "synergy/model/channels.hpp"

#include <algorithm>
#include <bit>

namespace synergy::device {
namespace {

using model::Layer;
using model::Operator;
using std::int64_t;

constexpr int64_t kBitsPerWord = 72;
constexpr int kMaxStretchedTaps = 9;
constexpr int64_t kTooManyWords = 1 << 30;  // far more than any memory, but in the range of int

/// Taps of one kernel as stored: dilated ones with the zeros between them.
int64_t stored_taps(const Layer& l) {
  if (l.op == Operator::conv1d && l.dilation > 1) {
    return std::min((l.kernel_height - 1) * l.dilation + 1, kMaxStretchedTaps);
  }
  if (l.streaming && l.op == Operator::conv2d) return 9;
  return int64_t{l.kernel_height} * l.kernel_width;
}

int64_t words_needed(const Layer& l) {
  const int64_t in_passes = model::passes_for(l.in.channels);
  const int64_t out_passes = model::passes_for(l.out_channels);
  const int64_t per_byte = 8 / l.weight_bits;
  const int first = model::first_processor(l.output_map);
  int64_t kernels = 0;
  int64_t taps = 1;
  int64_t padding_bytes = 0;
  if (l.flatten) {
    kernels = l.out_channels * in_passes * l.pooled.height * l.pooled.width;
    if (l.weight_bits == 8) padding_bytes = out_passes * std::popcount(l.output_map) - l.out_channels;
  } else if (l.is_depthwise()) {
    kernels = in_passes;
    taps = stored_taps(l);
  } else {
    const int span = model::last_processor(l.output_map) - first + 1 + (out_passes > 1 ? first % 4 : 0);
    kernels = span * out_passes * in_passes;
    taps = stored_taps(l);
  }
  const int64_t bits =
      kernels * taps * l.weight_bits + (kernels % per_byte) * taps * (per_byte - 1) + 8 * padding_bytes;
  return (bits + kBitsPerWord - 1) / kBitsPerWord;
}

std::uint8_t quadrants_of(std::uint64_t processors) {
  unsigned quadrants = 0;
  for (unsigned q = 0; q < 4; ++q) {
    if (((processors >> (16 * q)) & 0xffff) != 0) quadrants |= 1u << q;
  }
  return static_cast<std::uint8_t>(quadrants);
}

int bias_bytes_needed(const Layer& l, bool first_of_model) {
  const int out_passes = model::passes_for(l.out_channels);
  if (l.is_depthwise()) return 16 * out_passes;
  return l.out_channels + model::first_processor(l.output_map) % 4 * out_passes +
         (l.streaming && first_of_model ? 1 : 0);
}

}  // namespace

WeightNeed weight_need(const Layer& layer) {
  if (!layer.has_weights()) return {};
  return {layer.input_map, static_cast<int>(std::min(words_needed(layer), kTooManyWords))};
}

ModelNeeds::ModelNeeds(const model::Model& model) {
  layers_.reserve(static_cast<std::size_t>(model.layer_count()));
  for (model::LayerIndex i = 0; i < model.layer_count(); ++i) {
    const Layer& layer = model.layer(i);
    LayerNeed& need = layers_.emplace_back();
    need.weights = weight_need(layer);
    need.quadrants = quadrants_of(layer.input_map);
    need.output_quadrants = quadrants_of(layer.output_map);
    if (!layer.bias) continue;
    need.bias_bytes = bias_bytes_needed(layer, i == 0);
    need.bias_everywhere = layer.is_depthwise();
    need.bias_first = layer.flatten;
  }
}

}  // namespace synergy::device
