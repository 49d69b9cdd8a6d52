#include "synergy/max7800x/vendor_yaml.hpp"

#include "synergy/input/write.hpp"
#include "synergy/max7800x/memory.hpp"
#include "synergy/model/names.hpp"

#include <algorithm>

#include "data_layout.hpp"
#include <fmt/format.h>

namespace synergy::max7800x {
namespace {

using model::kNetworkInput;
using model::Layer;
using model::LayerIndex;
using model::Operator;

std::string_view vendor_word(Operator op, model::Eltwise eltwise) {
  switch (op) {
    case Operator::conv1d:
      return "conv1d";
    case Operator::conv2d:
      return "conv2d";
    case Operator::conv_transpose2d:
      return "convtranspose2d";
    case Operator::linear:
      return "linear";
    case Operator::passthrough:
      return "passthrough";
    case Operator::eltwise:
      break;
  }
  return model::to_text(eltwise);
}

std::string one_or_two(int rows, int columns) {
  return rows == columns ? fmt::format("{}", rows) : fmt::format("[{}, {}]", rows, columns);
}

std::string dim_of(const model::Shape& shape) {
  return shape.width == 1 ? fmt::format("{}", shape.height)
                          : fmt::format("[{}, {}]", shape.height, shape.width);
}

class VendorWriter {
 public:
  VendorWriter(const Profile& accelerator, const model::Model& model, model::LayerRange layers)
      : accelerator_(accelerator),
        model_(model),
        layers_(layers),
        outside_(tensors_from_outside(model, layers)),
        layout_(lay_out_data(accelerator, model, layers)) {
    if (!outside_.empty()) input_ = outside_.front();
  }

  VendorYaml write() {
    head();
    buffers();
    made_.text += "layers:\n";
    for (LayerIndex i = layers_.first; i <= layers_.last; ++i) layer(i);
    doubts();
    return std::move(made_);
  }

 private:
  void line(std::string_view key, const auto& value) {
    made_.text += fmt::format("    {}: {}\n", key, value);
  }

  [[nodiscard]] model::Shape shape_of(LayerIndex tensor) const {
    if (model::is_host_input(tensor)) return model_.host_inputs()[model::host_input_index(tensor)].shape;
    return tensor == kNetworkInput ? model_.input() : model_.layer(tensor).out;
  }
  [[nodiscard]] std::string name_of(LayerIndex tensor) const {
    if (tensor == input_) return std::string(model::kInputName);
    if (model::is_host_input(tensor)) return model_.host_inputs()[model::host_input_index(tensor)].name;
    // A buffer for what is the network's input elsewhere would have its name.
    return tensor == kNetworkInput ? "network_input" : model_.layer(tensor).name;
  }
  [[nodiscard]] bool reads(LayerIndex i, LayerIndex tensor) const {
    const std::vector<LayerIndex> inputs = inputs_in(model_, layers_, i);
    return std::find(inputs.begin(), inputs.end(), tensor) != inputs.end();
  }
  /// The first layer that reads it. Pre: one does.
  [[nodiscard]] const Layer& reader_of(LayerIndex tensor) const {
    LayerIndex i = layers_.first;
    while (!reads(i, tensor)) ++i;
    return model_.layer(i);
  }

  /// The data set only names a file with a sample, and so can say the shape, which is said nowhere else.
  void head() {
    const std::string name = fmt::format("{}_{}_{}", model_.name(), layers_.first, layers_.last);
    const model::Shape in = shape_of(input_);
    const std::string sample = fmt::format("segment_{}_{}x{}x{}", name, in.channels, in.height, in.width);
    made_.text = fmt::format(
        "# Layers {} to {} of {} for {}, laid out by synergy-sim.\n"
        "# The vendor's tool needs a checkpoint of these layers, and a sample of the input by the data set's "
        "name.\n"
        "arch: {}\ndataset: {}\n",
        layers_.first, layers_.last, model_.name(), accelerator_.name, input::in_quotes(name),
        input::in_quotes(sample));
  }

  void buffers() {
    bool first = true;
    for (const LayerIndex tensor : outside_) {
      if (tensor == input_) continue;
      if (first) made_.text += "data_buffer:\n";
      first = false;
      const model::Shape shape = shape_of(tensor);
      made_.text +=
          fmt::format("  - {{name: {}, processors: 0x{:016x}, channels: {}, dim: {}, offset: 0x{:04x}}}\n",
                      input::in_quotes(name_of(tensor)), map_of(tensor), shape.channels, dim_of(shape),
                      layout_.places.at(tensor).offset);
    }
  }

  /// Where the channels of a tensor from outside are: its writer's output map, or where they are read.
  [[nodiscard]] std::uint64_t map_of(LayerIndex tensor) const {
    if (tensor > kNetworkInput) return model_.layer(tensor).output_map;
    return reader_of(tensor).input_map;
  }

  void layer(LayerIndex i) {
    const Layer& l = model_.layer(i);
    made_.text += fmt::format("  - name: {}\n", input::in_quotes(l.name));
    inputs(i, l);
    line("operation", vendor_word(l.op, l.eltwise));
    if (l.eltwise != model::Eltwise::none) {
      if (l.op != Operator::eltwise) line("eltwise", model::to_text(l.eltwise));
      if (l.operands != 2) line("operands", l.operands);
    }
    if (l.has_pool()) pool(l);
    kernel(l);
    if (l.streaming) line("streaming", "true");
    if (l.activation != model::Activation::none) line("activate", model::to_text(l.activation));
    weights(i, l);
    line("processors", fmt::format("0x{:016x}", l.input_map));
    line("output_processors", fmt::format("0x{:016x}", l.output_map));
    places(i);
    if (l.output_bits != 8) line("output_width", l.output_bits);
    if (leaves(i)) line("output", "true");
  }

  /// What crosses the cut behind the segment. Of a tensor with a copy that nobody here reads the copy does:
  /// a layer that nobody reads has to be an output.
  [[nodiscard]] bool leaves(LayerIndex i) const {
    const bool last = layers_.last == model_.layer_count() - 1;
    if (last) return model_.is_output(i);
    const bool unread = !is_read_here(i);
    const std::vector<LayerIndex>& tensors = model_.cut(layers_.last).tensors;
    if (std::find(tensors.begin(), tensors.end(), model_.original(i)) == tensors.end()) return false;
    if (unread) return true;
    for (LayerIndex k = i + 1; k <= layers_.last; ++k) {
      if (model_.original(k) == model_.original(i) && !is_read_here(k)) return false;
    }
    return model_.original(i) == i;
  }
  [[nodiscard]] bool is_read_here(LayerIndex tensor) const {
    for (LayerIndex i = tensor + 1; i <= layers_.last; ++i) {
      if (reads(i, tensor)) return true;
    }
    return false;
  }

  void inputs(LayerIndex i, const Layer& l) {
    const std::vector<LayerIndex> read = inputs_in(model_, layers_, i);
    const bool plain = read.size() == 1 && (i == layers_.first ? read[0] == input_ : read[0] == i - 1);
    if (!plain) {
      std::string names;
      for (const LayerIndex tensor : read)
        names += (names.empty() ? "" : ", ") + input::in_quotes(name_of(tensor));
      line("in_sequences", "[" + names + "]");
    }
    if (l.reshape) line("in_dim", dim_of(l.in));
    const bool planes = i == 0 && input_format(accelerator_, model_) == model::DataFormat::chw;
    if (i == layers_.first) line("data_format", planes ? "CHW" : "HWC");
  }

  void pool(const Layer& l) {
    const model::Pool& p = l.pool;
    // 1-D data have no columns to pool; the tool does not look at that number.
    const bool rows_alone = l.op == Operator::conv1d || (!l.has_weights() && l.in.width == 1);
    line(p.type == model::PoolType::max ? "max_pool" : "avg_pool",
         one_or_two(p.height, rows_alone ? p.height : p.width));
    if (!rows_alone && p.stride_height != p.stride_width)
      made_.doubts.push_back(
          fmt::format("'{}' pools with another stride in rows than in columns, which the tool "
                      "refuses",
                      l.name));
    line("pool_stride", one_or_two(p.stride_height, rows_alone ? p.stride_height : p.stride_width));
    if (p.dilation != 1) line("pool_dilation", p.dilation);
    if (!p.before_eltwise) line("pool_first", "false");
  }

  void kernel(const Layer& l) {
    if (!l.has_weights()) return;
    if (l.op == Operator::conv1d) {
      line("kernel_size", l.kernel_height);
    } else if (l.op != Operator::linear) {
      line("kernel_size", fmt::format("{}x{}", l.kernel_height, l.kernel_width));
    }
    if (l.dilation != 1) line("dilation", l.dilation);
    line("pad", l.pad_height);
    if (l.groups != 1) line("groups", l.groups);
    if (l.flatten) line("flatten", "true");
    line("out_channels", l.out_channels);
  }

  void weights(LayerIndex i, const Layer& l) {
    if (!l.has_weights()) return;
    line("quantization", l.binary ? "binary" : fmt::format("{}", l.weight_bits));
    const LayerIndex owner = model_.weights_owner(i, layers_.first);
    if (owner != i) line("weight_source", input::in_quotes(model_.layer(owner).name));
    // That it has biases is said nowhere else; the tool takes the emptiest of these quadrants.
    if (l.bias) line("bias_group", quadrants_of_segment());
  }

  [[nodiscard]] std::string quadrants_of_segment() const {
    std::string list;
    for (int q = 0; q < 4; ++q) {
      bool used = false;
      for (LayerIndex i = layers_.first; i <= layers_.last; ++i)
        used |= (model_.layer(i).input_map >> (16 * q) & 0xffff) != 0;
      if (used) list += fmt::format("{}{}", list.empty() ? "" : ", ", q);
    }
    return "[" + list + "]";
  }

  void places(LayerIndex i) {
    const std::vector<LayerIndex> read = inputs_in(model_, layers_, i);
    DataPlace in = layout_.places.at(read.front());
    for (const LayerIndex tensor : read) in.offset = std::min(in.offset, layout_.places.at(tensor).offset);
    const DataPlace out = layout_.places.at(i);
    line("in_offset", fmt::format("0x{:04x}", in.offset));
    line("out_offset", fmt::format("0x{:04x}", out.offset));
    if (out.gap != 0) line("write_gap", out.gap);
    // Whoever reads one of several that lie in turn skips the others; whoever reads all skips nothing.
    if (read.size() == 1 && in.gap != 0) line("read_gap", in.gap);
  }

  void doubts() {
    std::string squeezed;
    for (const LayerIndex i : layout_.squeezed)
      squeezed += (squeezed.empty() ? "'" : ", '") + model_.layer(i).name + "'";
    if (!squeezed.empty())
      made_.doubts.push_back("data memory has no room for the outputs of " + squeezed +
                             ", which therefore overwrite something; the tool says whether that works "
                             "(--overlap-data)");
    for (const LayerIndex tensor : layout_.torn)
      made_.doubts.push_back(
          fmt::format("'{}' is combined with other tensors in two layers, beside which it cannot "
                      "both lie; the tool needs a copy (passthrough)",
                      name_of(tensor)));
    if (outside_.size() > 1)
      made_.doubts.push_back(fmt::format(
          "{} tensors enter; the host writes all but the first into data buffers", outside_.size()));
    for (const LayerIndex tensor : outside_) {
      if (layout_.places.at(tensor).gap != 0)
        made_.doubts.push_back(
            fmt::format("the host writes '{}' with {} free words behind each word, because it is "
                        "combined with another tensor",
                        name_of(tensor), layout_.places.at(tensor).gap));
    }
  }

  const Profile& accelerator_;
  const model::Model& model_;
  model::LayerRange layers_;
  std::vector<LayerIndex> outside_;
  DataLayout layout_;
  LayerIndex input_ = kNetworkInput;
  VendorYaml made_;
};

}  // namespace

VendorYaml vendor_yaml(const Profile& accelerator, const model::Model& model, model::LayerRange layers) {
  (void)model.layer(layers.first);
  (void)model.layer(layers.last);
  return VendorWriter(accelerator, model, layers).write();
}

}  // namespace synergy::max7800x
