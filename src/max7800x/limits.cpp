#include "synergy/max7800x/memory.hpp"
#include "synergy/model/channels.hpp"

#include <algorithm>
#include <bit>

#include <fmt/format.h>

namespace synergy::max7800x {
namespace {

using model::Layer;
using model::LayerIndex;
using model::Operator;
using std::int64_t;
using Kind = Problem::Kind;

// Limits that all chips of the family share (device_profiles/max7800x.md, "Limits"); those that differ are in
// the profile.
constexpr int kMaxPool = 16;
constexpr int kMaxFlattenPixels = 256;
constexpr int kMaxStreamingLayers = 8;
constexpr int kMaxFifoChannels = 16;
constexpr int kMaxFifoPlanes = 4;  // data_format: chw, a FIFO each
constexpr int64_t kMaxPixelPasses = 1 << 21;

bool reads_input_alone(const Layer& l) {
  return std::all_of(l.inputs.begin(), l.inputs.end(),
                     [](LayerIndex tensor) { return tensor == model::kNetworkInput; });
}

/// In chw a channel has a bank to itself, and four processors share one.
bool shares_banks(std::uint64_t processors) {
  for (int bank = 0; bank < 16; ++bank) {
    if (std::popcount((processors >> (4 * bank)) & 0xf) > 1) return true;
  }
  return false;
}

/// One segment being checked. Goes on after each problem, so that a user sees all of them at once.
class SegmentCheck {
 public:
  SegmentCheck(const Profile& accelerator, const model::Model& model, model::LayerRange layers)
      : accelerator_(accelerator), model_(model), layers_(layers) {}

  std::vector<Problem> run() {
    layer_count();
    for (LayerIndex i = layers_.first; i <= layers_.last; ++i) {
      index_ = i;
      const Layer& l = model_.layer(i);
      sizes(l);
      operators(l);
      elementwise(l);
      data_memory(l);
    }
    streaming();
    return std::move(problems_);
  }

 private:
  void add(Kind kind, int64_t needed, int64_t available, std::string_view text) {
    problems_.push_back(
        {kind, model_.name(), index_, needed, available,
         fmt::format("layer '{}' of '{}' {}", model_.layer(index_).name, model_.name(), text)});
  }
  /// A limit on a number.
  void at_most(int64_t value, int64_t limit, std::string_view what) {
    if (value <= limit) return;
    add(Kind::unsupported, value, limit,
        fmt::format("has {} {}; the {} allows at most {}", value, what, accelerator_.name, limit));
  }
  void refuse(bool present, std::string_view what) {
    if (present)
      add(Kind::unsupported, 0, 0, fmt::format("{}, which the {} cannot do", what, accelerator_.name));
  }

  void layer_count() {
    int count = layers_.size();
    for (LayerIndex i = layers_.first; accelerator_.pooled_eltwise_adds_layer && i <= layers_.last; ++i) {
      // Only within the segment: an operand from elsewhere has been written by another segment.
      if (pools_eltwise_output(model_.layer(i))) ++count;
    }
    if (count <= accelerator_.max_layers) return;
    problems_.push_back(
        {Kind::layer_count, model_.name(), layers_.first + accelerator_.max_layers, count,
         accelerator_.max_layers,
         fmt::format("layers {} to {} of '{}' are {} hardware layers; the {} has {}", layers_.first,
                     layers_.last, model_.name(), count, accelerator_.name, accelerator_.max_layers)});
  }

  [[nodiscard]] bool pools_eltwise_output(const Layer& l) const {
    return l.pool.type == model::PoolType::average &&
           std::any_of(l.inputs.begin(), l.inputs.end(), [&](LayerIndex tensor) {
             return tensor >= layers_.first && model_.layer(tensor).op == Operator::eltwise;
           });
  }

  void sizes(const Layer& l) {
    const int limit = accelerator_.max_rows;
    at_most(l.in.channels, accelerator_.max_channels, "input channels");
    at_most(l.out.channels, accelerator_.max_channels, "output channels");
    at_most(l.in.height, limit, "input rows");
    at_most(l.in.width, limit, "input columns");
    // Of the map that the kernel goes over, which pooling has made smaller.
    at_most(l.pooled.height - 1 + 2 * l.pad_height, limit, "padded rows");
    at_most(l.pooled.width - 1 + 2 * l.pad_width, limit, "padded columns");
    at_most(l.out.height, limit, "output rows");
    at_most(l.out.width, limit, "output columns");
    const int passes = model::passes_for(l.in.channels);
    at_most(passes * (l.in.elements() / l.in.channels), kMaxPixelPasses - 1, "pixels times passes");
    at_most(std::max({l.pool.height, l.pool.width, l.pool.stride_height, l.pool.stride_width}), kMaxPool,
            "rows or columns of pooling");
  }

  void operators(const Layer& l) {
    const int passes = model::passes_for(l.in.channels);
    const bool one_pixel = l.pooled.height == 1 && l.pooled.width == 1;
    refuse(l.is_depthwise() && !accelerator_.depthwise, "is depthwise");
    refuse(l.binary && !accelerator_.binary_weights, "has binary weights");
    dilation(l.op == Operator::conv2d ? l.dilation : 1, "a dilated conv2d");
    dilation(l.pool.dilation, "dilated pooling");
    if (!l.has_weights() && l.has_pool() && passes > 1) {
      refuse(!one_pixel,
             fmt::format("pools {} channels without a convolution to more than one pixel", l.in.channels));
      at_most(2 * passes - 1, accelerator_.max_channels / model::kProcessors, "passes");
    }
    if (l.flatten) {
      refuse(l.has_pool(), "pools and flattens");
      at_most(l.in.elements() / l.in.channels, kMaxFlattenPixels, "pixels to flatten");
    }
    refuse(
        l.op == Operator::conv1d && passes > 1 && l.pad_height > 0 && !accelerator_.padded_multipass_conv1d,
        "is a padded conv1d on more than 64 channels");
  }

  void dilation(int distance, std::string_view of) {
    const int most = accelerator_.max_dilation;
    if (distance <= most) return;
    add(Kind::unsupported, distance, most,
        most == 1
            ? fmt::format("has {}, which the {} cannot do", of, accelerator_.name)
            : fmt::format("has {} of {}; the {} allows at most {}", of, distance, accelerator_.name, most));
  }

  void elementwise(const Layer& l) {
    if (l.operands < 2) return;
    const int passes = model::passes_for(l.in.channels);
    if (!l.pool.before_eltwise) at_most(l.operands, 2, "operands combined before pooling");
    // More than 2 operands or 2 passes; one pass is no different from an ordinary layer.
    const bool large = passes > 1 && (passes > 2 || l.operands > 2);
    refuse(accelerator_.emulates_multipass_eltwise && large && (l.has_weights() || l.has_pool()),
           fmt::format("combines {} operands in {} passes and also pools or convolves", l.operands, passes));
    refuse(!accelerator_.emulates_multipass_eltwise && passes > 1 && l.has_weights() && l.bias,
           fmt::format("combines, convolves and adds a bias in {} passes", passes));
  }

  /// Data whose channels lie apart: one in each bank, for the first layer and nothing else.
  void data_format(const Layer& l) {
    if (model_.data_format() != model::DataFormat::chw || l.streaming ||
        std::find(l.inputs.begin(), l.inputs.end(), model::kNetworkInput) == l.inputs.end()) {
      return;
    }
    refuse(index_ > 0 || !reads_input_alone(l),
           "reads a model input of 'data_format: chw' and is not the first layer, with no other input");
    refuse(shares_banks(l.input_map),
           "reads data of 'data_format: chw' with processors that share a data memory bank");
  }

  void data_memory(const Layer& l) {
    const int64_t bank = accelerator_.data_bank.count();
    const DataNeed need = data_need(accelerator_, model_, layers_, index_);
    const auto check = [&](int64_t needed, std::string_view what) {
      if (needed <= bank) return;
      add(Kind::data, needed, bank,
          fmt::format("needs {} bytes for its {} in each data memory bank it uses; the {} has {}", needed,
                      what, accelerator_.name, bank));
    };
    data_format(l);
    check(need.input, "input");
    check(need.output, "output");
  }

  /// Streaming layers come first and the last of them is padded (a 1x1 kernel runs as a padded 3x3).
  void streaming() {
    int count = 0;
    for (LayerIndex i = layers_.first; i <= layers_.last; ++i) {
      const Layer& l = model_.layer(i);
      if (!l.streaming) continue;
      index_ = i;
      ++count;
      refuse(i > layers_.first && !model_.layer(i - 1).streaming, "streams after a layer that does not");
      const bool last = i == layers_.last || !model_.layer(i + 1).streaming;
      refuse(last && l.pad_height == 0 && l.kernel_height > 1, "is the last to stream and has no padding");
      const bool planes = i == 0 && model_.data_format() == model::DataFormat::chw;
      if (i == layers_.first) {
        at_most(l.in.channels, planes ? kMaxFifoPlanes : kMaxFifoChannels, "channels of streamed input");
      }
    }
    if (count > 0) at_most(count, kMaxStreamingLayers, "streaming layers up to it");
  }

  const Profile& accelerator_;
  const model::Model& model_;
  model::LayerRange layers_;
  LayerIndex index_ = 0;
  std::vector<Problem> problems_;
};

}  // namespace

model::DataFormat input_format(const Profile& accelerator, const model::Model& model) {
  if (model.data_format()) return *model.data_format();
  const Layer& first = model.layer(0);
  const model::Shape& input = model.input();
  const int64_t pixels = int64_t{input.height} * input.width;
  const bool fits =
      pixels * model::passes_for(input.channels) * first.operands * 4 <= accelerator.data_bank.count();
  // Never by choice: hwc is the ordinary way, chw the way out for an input that fits a bank only so.
  const bool by_channel = !first.streaming && reads_input_alone(first) && !shares_banks(first.input_map);
  return !fits && by_channel ? model::DataFormat::chw : model::DataFormat::hwc;
}

DataNeed data_need(const Profile& accelerator, const model::Model& model, model::LayerRange layers,
                   LayerIndex index) {
  const Layer& l = model.layer(index);
  const bool planes =
      index == 0 && reads_input_alone(l) && input_format(accelerator, model) == model::DataFormat::chw;
  // Only to the very next layer, row by row; whatever anybody else reads has to be held whole.
  const bool streams_on = l.streaming && index < layers.last && model.layer(index + 1).streaming &&
                          !model.is_read_from(index, index + 2) && !model.is_output(index);
  DataNeed need;
  if (!l.streaming) {
    need.input =
        l.in.elements() / l.in.channels * model::passes_for(l.in.channels) * l.operands * (planes ? 1 : 4);
  }
  if (!streams_on) {
    need.output =
        l.out.elements() / l.out.channels * model::passes_for(l.out.channels) * 4 * l.output_bits / 8;
  }
  return need;
}

std::vector<Problem> check_segment(const Profile& accelerator, const model::Model& model,
                                   model::LayerRange layers) {
  return SegmentCheck(accelerator, model, layers).run();
}

}  // namespace synergy::max7800x
