#include "derive.hpp"

#include "synergy/model/channels.hpp"
#include "synergy/model/names.hpp"
#include "synergy/network/geometry.hpp"

#include <algorithm>
#include <bit>

#include <fmt/format.h>

namespace synergy::model {
namespace {

// Far above any chip of the family; they keep every product below 2^63.
constexpr std::int64_t kMaxChannels = 4096;
constexpr std::int64_t kMaxSide = 65536;
constexpr int kMaxDilation = 16;  // of conv2d and pooling
constexpr std::int64_t kMaxElements = std::int64_t{1} << 31;

// The sizes of maps are those of all networks (network/geometry.hpp): a hardware layer adds that it pools,
// combines and operates in one go, with the same padding on both sides of a map.

int places(int in, int padding, int kernel, int stride = 1, int dilation = 1) {
  return static_cast<int>(network::window_places(in, 2 * std::int64_t{padding}, kernel, stride, dilation));
}

int upsampled(int in, int padding, int kernel) {
  return static_cast<int>(network::transposed_side(in, 2 * std::int64_t{padding}, kernel, 2, 1, 1));
}

/// One layer being checked. Each step may rely on the steps before it having found nothing.
class Derivation {
 public:
  Derivation(const Shape& input, const ModelEnds& ends, const std::vector<Layer>& layers, Layer& layer)
      : input_(input), ends_(ends), layers_(layers), layer_(layer) {}

  /// In this order: each step reads what the one before has computed.
  std::vector<std::string> run() {
    check_statement();
    if (problems_.empty()) read_inputs();
    if (problems_.empty()) pool();
    if (problems_.empty()) operate();
    if (problems_.empty()) check_size();
    if (problems_.empty()) count();
    if (problems_.empty()) share_weights();
    return std::move(problems_);
  }

 private:
  void fail(std::string message) { problems_.push_back(std::move(message)); }
  void require(bool holds, std::string_view message) {
    if (!holds) fail(std::string(message));
  }

  /// What can be said without knowing the input's shape.
  void check_statement() {
    const Layer& l = layer_;
    require(!l.inputs.empty() && l.inputs.size() <= kMaxInputs, "reads 1 to 16 inputs");
    require(l.op != Operator::eltwise || l.eltwise != Eltwise::none,
            "operator eltwise needs 'eltwise': add, sub, or, xor");
    require(l.op != Operator::passthrough || l.eltwise == Eltwise::none,
            "a passthrough combines nothing; a stand-alone element-wise layer has 'operator: eltwise'");
    require(l.eltwise == Eltwise::none || l.inputs.size() >= 2, "'eltwise' needs two or more inputs");
    require(!l.has_weights() || (l.out_channels >= 1 && l.out_channels <= kMaxChannels),
            "out_channels is out of range: 1 to 4096");
    require(l.weight_bits == 1 || l.weight_bits == 2 || l.weight_bits == 4 || l.weight_bits == 8,
            "weight_bits must be 1, 2, 4 or 8");
    require(!l.binary || (l.has_weights() && l.weight_bits == 1), "'binary' needs weight_bits of 1");
    require(l.output_bits == 8 || l.output_bits == 32, "output_bits must be 8 or 32");
    // What is written is the accumulator, which an activation comes behind.
    require(l.output_bits == 8 || l.activation == Activation::none, "a 32-bit output has no activation");
    require(l.has_weights() || l.activation == Activation::none, "a layer without weights has no activation");
    require(!l.flatten || l.op == Operator::linear, "only a linear layer flattens");
    require(l.pool.height >= 1 && l.pool.width >= 1 && l.pool.stride_height >= 1 && l.pool.stride_width >= 1,
            "pool window and stride must be positive");
    // The vendor's tool counts a row for each step of dilation, which is a window's reach of two rows alone.
    require(l.pool.dilation == 1 || (l.pool.dilation >= 1 && l.pool.dilation <= kMaxDilation &&
                                     l.pool.height <= 2 && l.pool.width <= 2),
            "dilated pooling has a window of at most 2x2 and a dilation of at most 16");
    require(l.pool.before_eltwise || l.eltwise != Eltwise::none,
            "'before_eltwise: false' needs an 'eltwise' to pool after");
    check_kernel();
  }

  /// The kernels both chips have (device_profiles/max7800x.md, "Limits").
  void check_kernel() {
    const Layer& l = layer_;
    const bool square = l.kernel_height == l.kernel_width && l.pad_height == l.pad_width;
    switch (l.op) {
      case Operator::conv1d:
        require(l.kernel_height >= 1 && l.kernel_height <= 9 && l.kernel_width == 1 && l.pad_width == 0,
                "conv1d has a kernel of 1 to 9 taps");
        require(l.dilation >= 1, "dilation must be positive");
        require(
            l.dilation <= 1 || (l.kernel_height - 1) * std::int64_t{l.dilation} < 9 || l.kernel_height <= 3,
            "a dilated conv1d spans at most 9 taps, or has a kernel of at most 3");
        break;
      case Operator::conv2d:
        // No chip of the family has other sizes.
        require(square && (l.kernel_height == 1 || l.kernel_height == 3), "conv2d has a kernel of 1 or 3");
        require(l.dilation >= 1 && l.dilation <= kMaxDilation, "conv2d has a dilation of 1 to 16");
        break;
      case Operator::conv_transpose2d:
        require(square && l.kernel_height == 3, "conv_transpose2d has a kernel of 3");
        break;
      case Operator::linear:
      case Operator::passthrough:
      case Operator::eltwise:
        require(square && l.kernel_height == 1 && l.pad_height == 0, "only convolutions have a kernel");
        break;
    }
    require(l.op == Operator::conv1d || l.op == Operator::conv2d || l.dilation == 1,
            "only conv1d and conv2d are dilated");
    require(l.pad_height >= 0 && l.pad_height <= 2, "padding is out of range: 0 to 2");
    require(l.pad_height == 0 || l.pad_height < l.kernel_height, "padding must be smaller than the kernel");
    require(l.groups == 1 || l.op == Operator::conv1d || l.op == Operator::conv2d,
            "only conv1d and conv2d can be depthwise");
  }

  [[nodiscard]] const Shape& shape_of(LayerIndex tensor) const {
    if (is_host_input(tensor)) return ends_.host_inputs[host_input_index(tensor)].shape;
    return tensor == kNetworkInput ? input_ : layers_[static_cast<std::size_t>(tensor)].out;
  }
  [[nodiscard]] std::string name_of(LayerIndex tensor) const {
    if (is_host_input(tensor)) return "'" + ends_.host_inputs[host_input_index(tensor)].name + "'";
    return tensor == kNetworkInput ? "the model's input"
                                   : "'" + layers_[static_cast<std::size_t>(tensor)].name + "'";
  }

  /// What the layer reads as one map: side by side by channel, or on top of each other to be combined.
  void read_inputs() {
    Layer& l = layer_;
    const Shape& first = shape_of(l.inputs.front());
    std::int64_t channels = 0;
    for (const LayerIndex tensor : l.inputs) {
      const Shape& shape = shape_of(tensor);
      const bool combines = l.eltwise != Eltwise::none;
      if (shape.height != first.height || shape.width != first.width ||
          (combines && shape.channels != first.channels)) {
        fail(fmt::format("{} {} ({}) and {} ({}), whose {} differ", combines ? "combines" : "concatenates",
                         name_of(l.inputs.front()), network::to_text(first), name_of(tensor),
                         network::to_text(shape), combines ? "shapes" : "heights or widths"));
      }
      // Layers read 8-bit data alone.
      if (tensor > kNetworkInput && layers_[static_cast<std::size_t>(tensor)].output_bits != 8) {
        fail(fmt::format("reads {}, whose 32-bit output can only leave the network", name_of(tensor)));
      }
      channels = combines ? shape.channels : channels + shape.channels;
    }
    if (channels > kMaxChannels)
      return fail(fmt::format("reads {} channels; {} at most", channels, kMaxChannels));
    l.in = {static_cast<int>(channels), first.height, first.width};
    if (l.reshape) reshape(*l.reshape);
    l.operands = l.eltwise == Eltwise::none ? 1 : static_cast<int>(l.inputs.size());
    l.input_map = l.processors.value_or(packed_map(l.in.channels));
    check_map("processors", l.input_map, l.in.channels);
  }

  /// Pixels lie in memory row by row, so that other rows and columns with as many pixels cost nothing.
  void reshape(const Extent& to) {
    Layer& l = layer_;
    const std::int64_t pixels = std::int64_t{l.in.height} * l.in.width;
    if (std::int64_t{to.rows} * to.columns != pixels) {
      return fail(fmt::format("reshapes {} to {}x{}, which has {} elements in each channel instead of {}",
                              network::to_text(l.in), to.rows, to.columns, std::int64_t{to.rows} * to.columns,
                              pixels));
    }
    l.in.height = to.rows;
    l.in.width = to.columns;
  }

  /// Every pass uses equally many processors, so the map's size follows from the channels; only its place is
  /// free.
  void check_map(std::string_view key, std::uint64_t map, int channels) {
    if (std::popcount(map) == processors_for(channels)) return;
    fail(fmt::format("{} channels take {} processors, but '{}' has {}", channels, processors_for(channels),
                     key, std::popcount(map)));
  }

  /// A window that does not fit any more is left out, as the chips do.
  void pool() {
    Layer& l = layer_;
    const auto reach = [&l](int window) { return (window - 1) * l.pool.dilation + 1; };
    if (l.has_pool() && (reach(l.pool.height) > l.in.height || reach(l.pool.width) > l.in.width)) {
      return fail(fmt::format("pools {}x{}{} on an input of {}", l.pool.height, l.pool.width,
                              l.pool.dilation == 1 ? "" : fmt::format(" with dilation {}", l.pool.dilation),
                              network::to_text(l.in)));
    }
    l.pooled = l.in;
    if (!l.has_pool()) return;
    l.pooled.height = places(l.in.height, 0, l.pool.height, l.pool.stride_height, l.pool.dilation);
    l.pooled.width = places(l.in.width, 0, l.pool.width, l.pool.stride_width, l.pool.dilation);
  }

  void operate() {
    Layer& l = layer_;
    const Shape& from = l.pooled;
    const int channels = l.has_weights() ? l.out_channels : from.channels;
    switch (l.op) {
      case Operator::conv1d:
        require(from.width == 1,
                fmt::format("conv1d needs an input of one column, but reads {}", network::to_text(l.in)));
        l.out = {channels, places(from.height, l.pad_height, l.kernel_height, 1, l.dilation), 1};
        break;
      case Operator::conv2d:
        require(
            l.kernel_height == 1 || l.in.width > 1 || l.in.height == 1,
            fmt::format("conv2d with a kernel of 3 on a map of one column ({}): 1-D data take a conv1d, or "
                        "'reshape: [rows, columns]' folds them to two dimensions",
                        network::to_text(l.in)));
        l.out = {channels, places(from.height, l.pad_height, l.kernel_height, 1, l.dilation),
                 places(from.width, l.pad_width, l.kernel_width, 1, l.dilation)};
        break;
      case Operator::conv_transpose2d:
        // Stride 2 over the map with a zero behind each row and column, the last ones too (output_padding 1).
        l.out = {channels, upsampled(from.height, l.pad_height, l.kernel_height),
                 upsampled(from.width, l.pad_width, l.kernel_width)};
        break;
      case Operator::linear:
        require(l.flatten || (from.height == 1 && from.width == 1),
                fmt::format("a linear layer on a map of {} needs 'flatten: true'", network::to_text(from)));
        l.out = {channels, 1, 1};
        break;
      case Operator::passthrough:
      case Operator::eltwise:
        l.out = from;
        l.out_channels = channels;
        break;
    }
    // Depthwise or nothing: between the two no chip has anything.
    if (l.groups != 1 && (l.groups != l.in.channels || l.groups != l.out_channels)) {
      fail(
          fmt::format("groups must be 1, or equal input and output channels for a depthwise layer; they are "
                      "{}, {} and {}",
                      l.groups, l.in.channels, l.out_channels));
    }
  }

  /// Against hostile files alone; what a chip can hold, the family checks of each segment.
  void check_size() {
    const Shape& out = layer_.out;
    if (out.height < 1 || out.width < 1) {
      fail(fmt::format("the kernel is larger than its padded input ({} after pooling)",
                       network::to_text(layer_.pooled)));
    } else if (out.height > kMaxSide || out.width > kMaxSide || out.elements() > kMaxElements) {
      fail(fmt::format("output of {}: too large", network::to_text(out)));
    }
  }

  /// Of a flattening layer a weight for each pixel it reads: its output is one pixel.
  void count() {
    Layer& l = layer_;
    const std::int64_t taps = std::int64_t{l.kernel_height} * l.kernel_width;
    const std::int64_t pixels = l.flatten ? std::int64_t{l.pooled.height} * l.pooled.width : 1;
    l.weight_count =
        l.has_weights() ? std::int64_t{l.out_channels} * (l.in.channels / l.groups) * taps * pixels : 0;
    l.macs = l.weight_count * l.out.height * l.out.width;
  }

  /// What can be said before the output maps are known.
  void share_weights() {
    Layer& l = layer_;
    if (l.weights_of < 0) return;
    const Layer* from = &layers_[static_cast<std::size_t>(l.weights_of)];
    // Chains end at the layer that stores them. One step is enough, because that layer's own chain is
    // resolved.
    if (from->weights_of >= 0) {
      l.weights_of = from->weights_of;
      from = &layers_[static_cast<std::size_t>(l.weights_of)];
    }
    const bool same =
        l.has_weights() && from->op == l.op && from->kernel_height == l.kernel_height &&
        from->out_channels == l.out_channels && from->weight_bits == l.weight_bits &&
        from->binary == l.binary && from->weight_count == l.weight_count &&
        from->stored_taps() == l.stored_taps() && from->flatten == l.flatten &&
        from->pooled.elements() * (l.flatten ? 1 : 0) == l.pooled.elements() * (l.flatten ? 1 : 0);
    require(same, fmt::format("cannot use the weights of '{}': operator, kernel, channels, dilation and "
                              "weight_bits must be the same",
                              from->name));
    require(
        from->input_map == l.input_map,
        fmt::format("uses the weights of '{}', but on other processors; each processor stores the weights "
                    "of its own channels",
                    from->name));
  }

  const Shape& input_;
  const ModelEnds& ends_;
  const std::vector<Layer>& layers_;
  Layer& layer_;
  std::vector<std::string> problems_;
};

/// After all layers: the default depends on the layer that follows, whose input map must be known.
void set_output_maps(std::vector<Layer>& layers, const std::vector<bool>& faulty,
                     std::vector<LayerProblem>& problems) {
  for (std::size_t i = 0; i < layers.size(); ++i) {
    Layer& layer = layers[i];
    if (faulty[i]) continue;
    const int needed = processors_for(layer.out_channels);
    layer.output_map = packed_map(layer.out_channels);
    if (layer.output_processors) {
      layer.output_map = *layer.output_processors;
      if (std::popcount(layer.output_map) != needed) {
        problems.push_back({static_cast<LayerIndex>(i),
                            fmt::format("{} channels take {} processors, but 'output_processors' has {}",
                                        layer.out_channels, needed, std::popcount(layer.output_map))});
      }
    } else if (i + 1 < layers.size() && !faulty[i + 1] && std::popcount(layers[i + 1].input_map) == needed) {
      layer.output_map = layers[i + 1].input_map;
    }
  }
}

/// Shared weights lie in memory as the first layer's output map spaced them. A processor finds kernel n where
/// its own counting of the map puts it, so another spacing would read other kernels.
void check_shared_maps(const std::vector<Layer>& layers, const std::vector<bool>& faulty,
                       std::vector<LayerProblem>& problems) {
  const auto spacing = [](std::uint64_t map) {
    const int first = first_processor(map);
    return std::pair(first % 4, map >> first);
  };
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (faulty[i] || layers[i].weights_of < 0) continue;
    const Layer& from = layers[static_cast<std::size_t>(layers[i].weights_of)];
    if (spacing(from.output_map) == spacing(layers[i].output_map)) continue;
    problems.push_back({static_cast<LayerIndex>(i),
                        fmt::format("uses the weights of '{}', but its output channels are spaced otherwise; "
                                    "state 'output_processors'",
                                    from.name)});
  }
}

/// What follows from another layer's fault is no problem of its own: users see the cause alone.
bool reads_faulty(const Layer& layer, const std::vector<bool>& faulty) {
  if (layer.weights_of >= 0 && faulty[static_cast<std::size_t>(layer.weights_of)]) return true;
  return std::any_of(layer.inputs.begin(), layer.inputs.end(), [&](LayerIndex tensor) {
    return tensor > kNetworkInput && faulty[static_cast<std::size_t>(tensor)];
  });
}

}  // namespace

std::vector<LayerProblem> derive(const Shape& input, const ModelEnds& ends, std::vector<Layer>& layers,
                                 std::vector<bool> faulty) {
  std::vector<LayerProblem> problems;
  faulty.resize(layers.size());
  const auto check_input = [&problems](const Shape& shape, const std::string& what) {
    if (shape.channels < 1 || shape.channels > kMaxChannels || shape.height < 1 || shape.height > kMaxSide ||
        shape.width < 1 || shape.width > kMaxSide || shape.elements() > kMaxElements)
      problems.push_back(
          {kNetworkInput, fmt::format("{} of {}: empty or too large", what, network::to_text(shape))});
  };
  check_input(input, "input");
  for (const HostInput& further : ends.host_inputs) check_input(further.shape, "'" + further.name + "'");
  if (!problems.empty()) return problems;
  if (layers.empty() || layers.size() > kMaxLayers) {
    problems.push_back(
        {kNetworkInput, fmt::format("{} layers: 1 to {} are possible", layers.size(), kMaxLayers)});
    return problems;
  }
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (faulty[i]) continue;
    // Until it turns out sound.
    faulty[i] = true;
    if (reads_faulty(layers[i], faulty)) continue;
    for (std::string& message : Derivation(input, ends, layers, layers[i]).run()) {
      problems.push_back({static_cast<LayerIndex>(i), std::move(message)});
    }
    faulty[i] = !problems.empty() && problems.back().layer == static_cast<LayerIndex>(i);
  }
  // These two add problems out of order; the sort brings them to their layers, and keeps the order within
  // one.
  set_output_maps(layers, faulty, problems);
  check_shared_maps(layers, faulty, problems);
  std::stable_sort(problems.begin(), problems.end(),
                   [](const LayerProblem& a, const LayerProblem& b) { return a.layer < b.layer; });
  return problems;
}

}  // namespace synergy::model
