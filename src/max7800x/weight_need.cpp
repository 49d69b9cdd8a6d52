#include "synergy/max7800x/memory.hpp"
#include "synergy/model/channels.hpp"

#include <algorithm>
#include <bit>

namespace synergy::max7800x {
namespace {

using model::Layer;
using model::Operator;
using std::int64_t;

constexpr int64_t kBitsPerWord = 72;
constexpr int kBytesPerWord = 9;
// Sizes are only bounded by Model; the product of all may leave int. This still means "fits nowhere".
constexpr int64_t kTooManyWords = 1 << 30;  // far more than any memory, but in the range of int
constexpr int64_t kMostWords = 5120;        // of any processor of the family

/// The formula of device_profiles/max7800x.md, "Weight memory"; oddities are the tool's.
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
    taps = l.stored_taps();
  } else {
    const int span = model::last_processor(l.output_map) - first + 1 + (out_passes > 1 ? first % 4 : 0);
    kernels = span * out_passes * in_passes;
    taps = l.stored_taps();
  }
  const int64_t bits =
      kernels * taps * l.weight_bits + (kernels % per_byte) * taps * (per_byte - 1) + 8 * padding_bytes;
  return (bits + kBitsPerWord - 1) / kBitsPerWord;
}

/// Writes kernels as the vendor's tool does: byte after byte, and on by one word for each processor (for
/// weights of less than 8 bits: each group that shares a byte) that the output map leaves out.
class ScatteredKernels {
 public:
  ScatteredKernels(const Layer& l, int64_t words) : layer_(l), words_(words) {
    const int first = model::first_processor(l.output_map);
    const int per_byte = 8 / l.weight_bits;
    const int64_t in_passes = l.flatten ? 1 : model::passes_for(l.in.channels);
    const int64_t pixels = l.flatten
                               ? model::passes_for(l.in.channels) * int64_t{l.pooled.height} * l.pooled.width
                               : l.stored_taps();
    const int64_t bytes_per_step = (l.flatten ? (pixels + per_byte - 1) / per_byte : pixels) * in_passes;
    const int64_t skipped = first % 4 * bytes_per_step;
    word_ = static_cast<int>(skipped / kBytesPerWord);
    for (int64_t i = skipped % kBytesPerWord / per_byte; i > 0; --i) add_byte();
    const int step = l.flatten ? 1 : per_byte;
    for (int pass = 0; pass < model::passes_for(l.out_channels); ++pass) {
      const int processors = model::processors_for(l.out_channels);
      std::uint64_t map = l.output_map >> first;
      for (int channel = 0; channel < processors; channel += step) {
        while (map != 0 && (map & mask()) == 0) {
          ++word_;
          map >>= per_byte;
        }
        map = per_byte < 64 ? map >> per_byte : 0;
        for (int64_t i = 0; i < bytes_per_step; ++i) add_byte();
      }
    }
    if (bytes_ > 0 && occupied_.back() == word_) ++word_;
    while (word_ - first % 4 < words_) add_byte();
  }

  [[nodiscard]] std::vector<int> words() { return std::move(occupied_); }

 private:
  [[nodiscard]] std::uint64_t mask() const { return (std::uint64_t{1} << (8 / layer_.weight_bits)) - 1; }
  void add_byte() {
    if (occupied_.empty() || occupied_.back() != word_) {
      occupied_.push_back(word_);
      bytes_ = 0;
    }
    if (++bytes_ < kBytesPerWord) return;
    ++word_;
    bytes_ = 0;
  }

  const Layer& layer_;
  int64_t words_;
  int word_ = 0;
  int bytes_ = 0;
  std::vector<int> occupied_;
};

/// Empty where the output map has no gaps, and where no memory could hold the layer anyway.
std::vector<int> scattered_words(const Layer& l, int64_t words) {
  const int span = model::last_processor(l.output_map) - model::first_processor(l.output_map) + 1;
  if (l.is_depthwise() || span == std::popcount(l.output_map) || words > kMostWords) return {};
  return ScatteredKernels(l, words).words();
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
  const int64_t words = std::min(words_needed(layer), kTooManyWords);
  return {layer.input_map, static_cast<int>(words), scattered_words(layer, words)};
}

ModelNeeds::ModelNeeds(const model::Model& model) {
  layers_.reserve(static_cast<std::size_t>(model.layer_count()));
  for (model::LayerIndex i = 0; i < model.layer_count(); ++i) {
    const Layer& layer = model.layer(i);
    LayerNeed& need = layers_.emplace_back();
    need.weights = weight_need(layer);
    need.quadrants = quadrants_of(layer.input_map);
    need.output_quadrants = quadrants_of(layer.output_map);
    need.weights_of = layer.weights_of;
    if (!layer.bias) continue;
    need.bias_bytes = bias_bytes_needed(layer, i == 0);
    need.bias_everywhere = layer.is_depthwise();
    need.bias_first = layer.flatten;
  }
}

}  // namespace synergy::max7800x
