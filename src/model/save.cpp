#include "synergy/model/save.hpp"

#include "synergy/input/edit.hpp"
#include "synergy/model/names.hpp"

#include <fmt/format.h>

namespace synergy::model {
namespace {

std::string extent(int rows, int columns) {
  return rows == columns ? fmt::format("{}", rows) : fmt::format("[{}, {}]", rows, columns);
}

/// On one column a single number means rows alone; a square window on it would need both.
std::string pool_of(const Layer& layer) {
  const Pool& p = layer.pool;
  const bool one_dimensional = layer.op == Operator::conv1d;
  const auto write = [&](int rows, int columns) {
    return one_dimensional && columns == 1 ? fmt::format("{}", rows)
           : one_dimensional               ? fmt::format("[{}, {}]", rows, columns)
                                           : extent(rows, columns);
  };
  std::string text = fmt::format("{{type: {}, window: {}", to_text(p.type), write(p.height, p.width));
  if (p.stride_height != p.height || p.stride_width != p.width) {
    text += ", stride: " + write(p.stride_height, p.stride_width);
  }
  if (p.dilation != 1) text += fmt::format(", dilation: {}", p.dilation);
  if (!p.before_eltwise) text += ", before_eltwise: false";
  return text + "}";
}

std::string inputs_of(const Model& model, const Layer& layer) {
  std::string text;
  for (const LayerIndex tensor : layer.inputs) {
    text += text.empty() ? "[" : ", ";
    text += is_host_input(tensor)     ? input::in_quotes(model.host_inputs()[host_input_index(tensor)].name)
            : tensor == kNetworkInput ? std::string(kInputName)
                                      : input::in_quotes(model.layer(tensor).name);
  }
  return text + "]";
}

/// Keys at their default are left out: files read like those people write, and differences show.
std::string layer_yaml(const Model& model, LayerIndex index) {
  const Layer& l = model.layer(index);
  std::string text = fmt::format("  - name: {}\n", input::in_quotes(l.name));
  const auto line = [&text](std::string_view key, const auto& value) {
    text += fmt::format("    {}: {}\n", key, value);
  };
  // The model's input is -1, so the first layer's default is covered too.
  if (l.inputs != std::vector<LayerIndex>{index - 1}) line("inputs", inputs_of(model, l));
  line("operator", to_text(l.op));
  if (l.weights_of >= 0) line("weights_of", input::in_quotes(model.layer(l.weights_of).name));
  if (l.reshape) line("reshape", fmt::format("[{}, {}]", l.reshape->rows, l.reshape->columns));
  if (l.eltwise != Eltwise::none) line("eltwise", to_text(l.eltwise));
  if (l.has_pool()) line("pool", pool_of(l));
  if (l.flatten) line("flatten", true);
  if (l.has_weights()) line("out_channels", l.out_channels);
  if (l.has_weights() && l.op != Operator::linear) line("kernel", l.kernel_height);
  if (l.pad_height != 0) line("padding", l.pad_height);
  if (l.dilation != 1) line("dilation", l.dilation);
  if (l.groups != 1) line("groups", l.groups);
  if (l.streaming) line("streaming", true);
  if (l.activation != Activation::none) line("activation", to_text(l.activation));
  if (l.has_weights() && l.weight_bits != 8) line("weight_bits", l.weight_bits);
  if (l.binary) line("binary", true);
  if (l.bias) line("bias", true);
  if (l.output_bits != 8) line("output_bits", l.output_bits);
  if (l.processors) line("processors", fmt::format("0x{:016x}", *l.processors));
  if (l.output_processors) line("output_processors", fmt::format("0x{:016x}", *l.output_processors));
  return text;
}

}  // namespace

std::string to_yaml(const Model& model) {
  const auto shape = [](const Shape& s) {
    return fmt::format("channels: {}, height: {}, width: {}", s.channels, s.height, s.width);
  };
  std::string text = fmt::format("schema_version: 1\nname: {}\ninput: {{{}}}\n",
                                 input::in_quotes(model.name()), shape(model.input()));
  if (const auto format = model.data_format()) text += fmt::format("data_format: {}\n", to_text(*format));
  if (!model.host_inputs().empty()) text += "host_inputs:\n";
  for (const HostInput& input : model.host_inputs()) {
    text += fmt::format("  - {{name: {}, {}}}\n", input::in_quotes(input.name), shape(input.shape));
  }
  if (model.outputs() != std::vector<LayerIndex>{model.layer_count() - 1}) {
    std::string names;
    for (const LayerIndex output : model.outputs()) {
      names += names.empty() ? "" : ", ";
      names += input::in_quotes(model.layer(output).name);
    }
    text += fmt::format("outputs: [{}]\n", names);
  }
  text += "layers:\n";
  for (LayerIndex i = 0; i < model.layer_count(); ++i) text += layer_yaml(model, i);
  return text;
}

}  // namespace synergy::model
