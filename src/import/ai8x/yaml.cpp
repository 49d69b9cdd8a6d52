#include "yaml.hpp"

#include "synergy/import/build.hpp"
#include "synergy/input/document.hpp"
#include "synergy/input/error.hpp"

#include <algorithm>

#include "data_sets.hpp"
#include "hardware_network.hpp"
#include "yaml_channels.hpp"
#include "yaml_file.hpp"
#include "yaml_graph.hpp"
#include <fmt/format.h>

namespace synergy::importer::ai8x {
namespace {

/// A key of a mapping at the left margin, or in the brackets with which a file begins.
bool has_key(std::string_view text, std::string_view key) {
  const std::size_t begin = text.find_first_not_of(" \n\r\t");
  const bool in_brackets = begin != std::string_view::npos && text[begin] == '{';
  for (std::size_t at = text.find(key); at != std::string_view::npos; at = text.find(key, at + 1)) {
    std::size_t first = at;
    std::size_t end = at + key.size();
    const char quote = first > 0 ? text[first - 1] : '\n';
    if ((quote == '"' || quote == '\'') && end < text.size() && text[end] == quote) {
      --first;
      ++end;
    }
    while (end < text.size() && text[end] == ' ') ++end;
    if (end == text.size() || text[end] != ':') continue;
    if (first == 0 || text[first - 1] == '\n') return true;
    const std::size_t before = text.find_last_not_of(" \n\r\t", first - 1);
    if (in_brackets && before != std::string_view::npos && (text[before] == '{' || text[before] == ','))
      return true;
  }
  return false;
}

bool is_network_file(const Source& source) {
  const std::string_view text = std::string_view(source.bytes).substr(0, input::kMaxFileBytes);
  return has_key(text, "arch") && has_key(text, "layers");
}

class YamlReader {
 public:
  YamlReader(const Source& source, const Options& options) : source_(source), options_(options) {}

  ImportedNetwork read() {
    file_ = read_yaml(input::parse(source_.bytes, source_.file));
    graph_ = resolve_references(file_, source_.file);
    project_ = load_c_project(options_);
    input_ = input_shape();
    extents_ = extents_of(file_, graph_, {input_.height, input_.width});
    reshape();
    find_channels(file_, graph_, input_, extents_, options_, project_, source_, inferred_);
    set_biases();
    ImportedNetwork imported = to_general(assemble(), source_);
    imported.provenance.inferred = std::move(inferred_);
    imported.notes = std::move(file_.notes);
    return imported;
  }

 private:
  void infer_input(const model::Shape& shape, std::string rule) {
    inferred_.push_back({"input", network::to_text(shape), std::move(rule)});
  }

  /// Files do not state it, but name the data set.
  model::Shape input_shape() {
    const std::optional<model::Shape> sample = sample_shape(file_.dataset);
    const YamlLayer& first = file_.layers.front();
    const bool plain = first.layer.inputs == std::vector{model::kNetworkInput};
    if (options_.input) {
      const model::Shape shape = *options_.input;
      if (sample && *sample != shape)
        file_.notes.push_back(fmt::format("--input {} wins over data set '{}', whose samples are {}",
                                          network::to_text(shape), file_.dataset, network::to_text(*sample)));
      infer_input(shape, "--input");
      return shape;
    }
    if (project_ && plain && !first.in_dim) {
      const model::Shape shape = project_->described.layers.front().in;
      infer_input(shape, "--from-c");
      return shape;
    }
    if (sample) {
      infer_input(*sample, fmt::format("a sample of data set '{}'", file_.dataset));
      return *sample;
    }
    for (const YamlLayer& reader : file_.layers) {
      const auto& inputs = reader.layer.inputs;
      // Of several that are concatenated, the sum says nothing of the one.
      const bool of_one = inputs.size() == 1 || reader.layer.eltwise != model::Eltwise::none;
      if (!of_one || !reader.in_channels || !reader.in_dim ||
          std::find(inputs.begin(), inputs.end(), model::kNetworkInput) == inputs.end())
        continue;
      const model::Shape shape{*reader.in_channels, reader.in_dim->rows, reader.in_dim->columns};
      infer_input(shape, "in_channels and in_dim of '" + reader.layer.name + "'");
      return shape;
    }
    throw InputError({source_.file},
                     fmt::format("the shape of the input is not known: it is that of a sample of "
                                 "data set '{}', which is none of the vendor's; give --input, "
                                 "such as --input 3x32x32",
                                 file_.dataset));
  }

  void reshape() {
    for (std::size_t i = 0; i < file_.layers.size(); ++i) {
      const Extents& e = extents_[i];
      model::Layer& layer = file_.layers[i].layer;
      if (e.in != e.read) layer.reshape = e.in;
      if (!layer.has_weights() && e.in.columns == 1) layer.pool.width = layer.pool.stride_width = 1;
      // The tool computes a linear layer as a 1x1 convolution, on a map of any size.
      if (layer.op == model::Operator::linear && !layer.flatten && e.pooled != model::Extent{1, 1}) {
        layer.op = model::Operator::conv2d;
        file_.notes.push_back(
            fmt::format("line {}: '{}' does not flatten its map of {}x{}, so it is a 1x1 "
                        "convolution",
                        file_.layers[i].line, layer.name, e.pooled.rows, e.pooled.columns));
      }
    }
  }

  void set_biases() {
    const bool known = !options_.checkpoint.empty() || (project_ && !project_->registers.empty());
    if (known) return;
    for (const YamlLayer& layer : file_.layers) {
      if (layer.layer.bias)
        inferred_.push_back({layer.layer.name + ".bias", "true", "its quadrant is stated (bias_group)"});
    }
    file_.notes.emplace_back(
        "Which layers have biases is not said, so those without bias_group have none; --checkpoint has it");
  }

  HardwareNetwork assemble() {
    HardwareNetwork network;
    network.name = name_from(source_, options_);
    network.input = input_;
    network.ends.data_format = file_.layers.front().chw ? model::DataFormat::chw : model::DataFormat::hwc;
    network.ends.host_inputs = graph_.host_inputs;
    network.ends.outputs = graph_.outputs;
    if (file_.output_map && !file_.layers.back().layer.output_processors)
      file_.layers.back().layer.output_processors = file_.output_map;
    for (const YamlLayer& layer : file_.layers) {
      network.layers.push_back(layer.layer);
      network.lines.push_back(layer.line);
      network.kinds.push_back(layer.kind);
    }
    return network;
  }

  const Source& source_;
  const Options& options_;
  YamlFile file_;
  YamlGraph graph_;
  std::optional<CProject> project_;
  model::Shape input_;
  std::vector<Extents> extents_;
  std::vector<InferredNumber> inferred_;
};

ImportedNetwork read_network_file(const Source& source, const Options& options) {
  return YamlReader(source, options).read();
}

}  // namespace

Format yaml_format() {
  return {"ai8x",
          "network YAML of the ai8x tools for MAX78000 and MAX78002",
          is_network_file,
          read_network_file,
          {.input = true, .checkpoint = true, .c_project = true, .channels = true}};
}

}  // namespace synergy::importer::ai8x
