#include "yaml_graph.hpp"

#include "synergy/input/reader.hpp"

#include <algorithm>
#include <map>

#include "yaml_values.hpp"
#include <fmt/format.h>

namespace synergy::importer::ai8x {
namespace {

using model::kNetworkInput;
using model::LayerIndex;

class GraphBuilder {
 public:
  GraphBuilder(YamlFile& file, const std::string& name) : file_(file), problems_(name) {
    for (std::size_t i = 0; i < file.layers.size(); ++i) {
      by_number_.emplace(file.layers[i].sequence, static_cast<LayerIndex>(i));
      by_name_.emplace(lower_case(file.layers[i].layer.name), static_cast<LayerIndex>(i));
    }
    buffer_tensors_.resize(file.buffers.size());
  }

  YamlGraph run() {
    for (std::size_t i = 0; i < file_.layers.size(); ++i) {
      read_inputs(static_cast<LayerIndex>(i));
      weight_source(static_cast<LayerIndex>(i));
      order(i);
    }
    for (std::size_t b = 0; b < file_.buffers.size(); ++b) {
      if (!buffer_tensors_[b])
        file_.notes.push_back(fmt::format("No layer reads the data buffer '{}'", file_.buffers[b].name));
    }
    problems_.throw_if_any();
    outputs();
    return std::move(graph_);
  }

 private:
  void fail(const Reference& at, std::string message) {
    problems_.add(at.line, at.column, std::move(message));
  }
  void fail(const YamlLayer& at, std::string message) {
    problems_.add(at.line, at.column, std::move(message));
  }
  [[nodiscard]] YamlLayer& at(LayerIndex i) { return file_.layers[static_cast<std::size_t>(i)]; }

  /// A layer by number or name; none after recording a problem.
  std::optional<LayerIndex> layer_of(const Reference& reference) {
    if (!reference.number) {
      const auto found = by_name_.find(reference.name);
      if (found != by_name_.end()) return found->second;
      std::vector<std::string_view> names;
      for (const YamlLayer& layer : file_.layers) names.push_back(layer.layer.name);
      for (const DataBuffer& buffer : file_.buffers) names.push_back(buffer.name);
      fail(reference, unknown_name("layer", reference.name, names));
      return {};
    }
    const auto found = by_number_.find(*reference.number);
    if (found == by_number_.end()) {
      fail(reference,
           fmt::format("there is no layer {}; numbers are 0 to {}, and -1 for the input", *reference.number,
                       file_.layers.empty() ? 0 : file_.layers.back().sequence));
      return {};
    }
    // The tool closes the gaps before it looks numbers up, but not before it looks names up.
    if (found->second != *reference.number) {
      fail(reference,
           fmt::format("layer {} can mean two layers, since `sequence` has gaps in front of it; refer "
                       "to it by name",
                       *reference.number));
      return {};
    }
    return found->second;
  }

  std::optional<LayerIndex> tensor_of(const Reference& reference, LayerIndex reader) {
    if (reference.number == -1) return kNetworkInput;
    if (!reference.number) {
      for (std::size_t b = 0; b < file_.buffers.size(); ++b) {
        if (lower_case(file_.buffers[b].name) == reference.name) return buffer_tensor(b);
      }
    }
    const auto found = layer_of(reference);
    if (!found || *found < reader) return found;
    fail(reference, fmt::format("'{}' is no earlier layer", at(*found).layer.name));
    return {};
  }

  LayerIndex buffer_tensor(std::size_t b) {
    if (!buffer_tensors_[b]) {
      buffer_tensors_[b] = model::host_input_tensor(static_cast<int>(graph_.host_inputs.size()));
      graph_.host_inputs.push_back({file_.buffers[b].name, file_.buffers[b].shape});
    }
    return *buffer_tensors_[b];
  }

  void read_inputs(LayerIndex i) {
    YamlLayer& layer = at(i);
    for (const Reference& reference : layer.in_sequences) {
      if (const auto tensor = tensor_of(reference, i)) layer.layer.inputs.push_back(*tensor);
    }
    const auto stated = static_cast<int>(layer.in_sequences.size());
    if (layer.layer.eltwise != model::Eltwise::none && stated != layer.operands) {
      fail(layer, fmt::format("combines {} inputs, but in_sequences names {}; name each of them",
                              layer.operands, stated));
    } else if (stated == 0) {
      layer.layer.inputs = {i - 1};
      if (i > 0 && layer.in_offset && *layer.in_offset != at(i - 1).out_offset)
        file_.notes.push_back(
            fmt::format("line {}: '{}' is taken to read '{}', as the vendor's tool does, though its "
                        "in_offset is not where "
                        "that writes; in_sequences would say it",
                        layer.line, layer.layer.name, at(i - 1).layer.name));
    }
  }

  void weight_source(LayerIndex i) {
    YamlLayer& layer = at(i);
    if (!layer.weight_source) return;
    const auto found = layer_of(*layer.weight_source);
    if (!found) return;
    if (!layer.layer.has_weights()) {
      file_.notes.push_back(fmt::format("line {}: '{}' has no weights for its weight_source to give",
                                        layer.weight_source->line, layer.layer.name));
    } else if (*found >= i || !at(*found).layer.has_weights()) {
      fail(*layer.weight_source, "weights are those of an earlier layer with weights");
    } else {
      layer.layer.weights_of = *found;
    }
  }

  /// The order of execution is that of the file. The larger chip could follow links.
  void order(std::size_t i) {
    const YamlLayer& layer = file_.layers[i];
    if (!layer.next) return;
    const bool last = i + 1 == file_.layers.size();
    if (layer.next->name == "stop" || layer.next->number == -1) {
      if (!last) fail(*layer.next, "the network stops here: leave out the layers behind");
      return;
    }
    if (last && layer.next->number && *layer.next->number > layer.sequence) return;
    const auto found = layer_of(*layer.next);
    if (found && *found != static_cast<LayerIndex>(i) + 1)
      fail(*layer.next, "layers are executed in the order of their numbers here; number them as they run");
  }

  void outputs() {
    const std::size_t count = file_.layers.size();
    std::vector<bool> read(count);
    bool flagged = false;
    for (const YamlLayer& layer : file_.layers) {
      flagged |= layer.output;
      for (const LayerIndex tensor : layer.layer.inputs) {
        if (tensor > kNetworkInput) read[static_cast<std::size_t>(tensor)] = true;
      }
    }
    for (std::size_t i = 0; i < count; ++i) {
      const YamlLayer& layer = file_.layers[i];
      const bool stated = flagged ? layer.output : i + 1 == count;
      if (!stated && read[i]) continue;
      graph_.outputs.push_back(static_cast<LayerIndex>(i));
      if (!stated)
        file_.notes.push_back(fmt::format(
            "No layer reads '{}', so it is an output of the network, though it is not marked 'output: true'",
            layer.layer.name));
    }
  }

  YamlFile& file_;
  input::Problems problems_;
  YamlGraph graph_;
  std::map<int, LayerIndex> by_number_;
  std::map<std::string, LayerIndex, std::less<>> by_name_;
  std::vector<std::optional<LayerIndex>> buffer_tensors_;
};

model::Extent pooled(const model::Extent& in, const model::Pool& pool) {
  const int rows = (pool.height - 1) * pool.dilation + 1;
  const int columns = (pool.width - 1) * pool.dilation + 1;
  if (rows > in.rows || columns > in.columns) return {};
  return {(in.rows - rows) / pool.stride_height + 1, (in.columns - columns) / pool.stride_width + 1};
}

/// Sides stay below 2^20 whatever a file says: more is refused by the model anyway.
int side(std::int64_t pixels) { return static_cast<int>(std::clamp<std::int64_t>(pixels, 0, 1 << 20)); }

}  // namespace

YamlGraph resolve_references(YamlFile& file, const std::string& name) {
  return GraphBuilder(file, name).run();
}

std::vector<Extents> extents_of(const YamlFile& file, const YamlGraph& graph, const model::Extent& input) {
  std::vector<Extents> all;
  for (const YamlLayer& from : file.layers) {
    const model::Layer& layer = from.layer;
    const LayerIndex source = layer.inputs.front();
    Extents e;
    e.read = input;
    if (model::is_host_input(source)) {
      const model::Shape& shape = graph.host_inputs[model::host_input_index(source)].shape;
      e.read = {shape.height, shape.width};
    } else if (source != kNetworkInput) {
      e.read = all[static_cast<std::size_t>(source)].out;
    }
    e.in = from.in_dim.value_or(e.read);
    model::Pool pool = layer.pool;
    // 1-D data have no columns to pool.
    if (!layer.has_weights() && e.in.columns == 1) pool.width = 1;
    e.pooled = pooled(e.in, pool);
    const std::int64_t rows = layer.kernel_height;
    const std::int64_t columns = layer.kernel_width;
    const std::int64_t pad_rows = layer.pad_height;
    const std::int64_t pad_columns = layer.pad_width;
    if (layer.flatten) {
      e.out = {1, 1};
    } else if (layer.op == model::Operator::conv_transpose2d) {
      e.out = {side(2 * (e.pooled.rows - pad_rows) + rows - 1),
               side(2 * (e.pooled.columns - pad_columns) + columns - 1)};
    } else {
      e.out = {side(e.pooled.rows + 2 * pad_rows - layer.dilation * (rows - 1)),
               side(e.pooled.columns + 2 * pad_columns - layer.dilation * (columns - 1))};
    }
    all.push_back(e);
  }
  return all;
}

}  // namespace synergy::importer::ai8x
