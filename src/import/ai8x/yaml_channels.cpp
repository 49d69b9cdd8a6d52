#include "yaml_channels.hpp"

#include "synergy/import/checkpoint.hpp"
#include "synergy/input/error.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <set>

#include "channels.hpp"
#include "yaml_values.hpp"
#include <fmt/format.h>

namespace synergy::importer::ai8x {
namespace {

using model::kNetworkInput;
using model::LayerIndex;
using Variable = ChannelSolver::Variable;
using Rule = ChannelSolver::Rule;

bool stores_weights(const YamlLayer& layer) {
  return layer.layer.has_weights() && layer.layer.weights_of < 0;
}

class ChannelFinder {
 public:
  ChannelFinder(YamlFile& file, const YamlGraph& graph, const std::vector<Extents>& extents,
                const Source& source, std::vector<InferredNumber>& inferred)
      : file_(file),
        graph_(graph),
        extents_(extents),
        source_(source),
        inferred_(inferred),
        solver_(source.file) {}

  void run(const model::Shape& input, const Options& options, const std::optional<CProject>& project) {
    make_variables(input);
    stated();
    if (!options.checkpoint.empty()) checkpoint(options.checkpoint);
    if (project) c_project(*project);
    given(options.channels);
    structure();
    processors();
    solver_.solve();
    refuse_open();
    assign();
  }

 private:
  [[nodiscard]] std::size_t count() const { return file_.layers.size(); }
  [[nodiscard]] YamlLayer& at(std::size_t i) { return file_.layers[i]; }
  [[nodiscard]] int pixels(std::size_t i) {
    return at(i).layer.flatten ? std::max(1, extents_[i].pooled.rows * extents_[i].pooled.columns) : 1;
  }
  [[nodiscard]] Variable tensor(LayerIndex t) const {
    if (model::is_host_input(t)) return host_[model::host_input_index(t)];
    return t == kNetworkInput ? input_ : out_[static_cast<std::size_t>(t)];
  }
  static Rule rule_of(const YamlLayer& layer, std::string text) { return {std::move(text), layer.line}; }

  /// One for what each layer reads and writes; those that are one tensor share theirs.
  void make_variables(const model::Shape& input) {
    input_ = solver_.add("input");
    solver_.require(input_, ChannelSet::of(input.channels), {"the network's input"});
    for (const model::HostInput& further : graph_.host_inputs) {
      host_.push_back(solver_.add(further.name));
      solver_.require(host_.back(), ChannelSet::of(further.shape.channels), {"data_buffer"});
    }
    for (std::size_t i = 0; i < count(); ++i) {
      const model::Layer& layer = at(i).layer;
      const bool concatenates = layer.eltwise == model::Eltwise::none && layer.inputs.size() > 1;
      in_.push_back(concatenates ? solver_.add("what " + layer.name + " reads")
                                 : tensor(layer.inputs.front()));
      out_.push_back(layer.has_weights() ? solver_.add(layer.name) : in_.back());
    }
  }

  void stated() {
    for (std::size_t i = 0; i < count(); ++i) {
      const YamlLayer& layer = at(i);
      if (layer.out_channels)
        solver_.require(out_[i], ChannelSet::of(*layer.out_channels), rule_of(layer, "out_channels"));
      if (!layer.in_channels) continue;
      // Of a flattening layer either way: as its weights count, or as its processors do. Those decide.
      ChannelSet set = ChannelSet::of(*layer.in_channels);
      if (*layer.in_channels % pixels(i) == 0) set.add(*layer.in_channels / pixels(i));
      solver_.require(in_[i], set, rule_of(layer, "in_channels of '" + layer.layer.name + "'"));
    }
  }

  /// Weights are those of the layers that have any, in order.
  void checkpoint(const std::filesystem::path& path) {
    const std::string name = path.string();
    const Checkpoint read = read_checkpoint(load_source(path).bytes, name);
    if (!read.arch.empty() && lower_case(read.arch) != lower_case(file_.arch))
      throw InputError({name}, fmt::format("is of architecture '{}', but the network is '{}' (arch)",
                                           read.arch, file_.arch));
    std::size_t next = 0;
    for (std::size_t i = 0; i < count(); ++i) {
      if (!stores_weights(at(i))) continue;
      if (next == read.layers.size())
        throw InputError({name},
                         fmt::format("has weights of {} layers; the network has more: '{}' is the next", next,
                                     at(i).layer.name));
      one_of_checkpoint(read.layers[next++], i, name);
    }
    if (next < read.layers.size())
      file_.notes.push_back(fmt::format("The checkpoint has {} layers more than the network: from '{}' on",
                                        read.layers.size() - next, read.layers[next].name));
  }

  void one_of_checkpoint(const CheckpointLayer& from, std::size_t i, const std::string& name) {
    YamlLayer& layer = at(i);
    const auto& shape = from.shape;
    const std::array kernel = {shape.size() > 2 ? shape[2] : 1, shape.size() > 3 ? shape[3] : 1};
    if (kernel[0] != layer.layer.kernel_height || kernel[1] != layer.layer.kernel_width)
      throw InputError({name}, fmt::format("'{}' has a kernel of {}x{}, but layer '{}' of the network {}x{} "
                                           "(line {})",
                                           from.name, kernel[0], kernel[1], layer.layer.name,
                                           layer.layer.kernel_height, layer.layer.kernel_width, layer.line));
    const bool transposed = layer.layer.op == model::Operator::conv_transpose2d;
    const std::int64_t out = shape[transposed ? 1 : 0];
    const std::int64_t in = std::int64_t{shape[transposed ? 0 : 1]} * layer.layer.groups;
    const Rule rule = rule_of(layer, fmt::format("--checkpoint ('{}')", from.name));
    solver_.require(out_[i], ChannelSet::of(out), rule);
    solver_.require(in_[i], ChannelSet::of(in % pixels(i) == 0 ? in / pixels(i) : 0), rule);
    layer.layer.bias = from.has_bias;
    const int bits = std::abs(from.weight_bits.value_or(8));
    const bool known = bits == 1 || bits == 2 || bits == 4 || bits == 8;
    if (!layer.states_weight_bits && known) set_bits(layer, bits, "--checkpoint");
    if (from.has_bias) inferred_.push_back({layer.layer.name + ".bias", "true", "--checkpoint"});
  }

  void set_bits(YamlLayer& layer, int bits, std::string rule) {
    layer.layer.weight_bits = bits;
    layer.states_weight_bits = true;
    if (bits != 8)
      inferred_.push_back({layer.layer.name + ".weight_bits", fmt::format("{}", bits), std::move(rule)});
  }

  /// The generator writes a record for each layer of the file that it was given.
  void c_project(const CProject& project) {
    const std::vector<Record>& records = project.described.layers;
    if (records.size() != count())
      throw InputError({project.file}, fmt::format("describes {} layers, but the network has {}: it was not "
                                                   "generated from this file",
                                                   records.size(), count()));
    for (std::size_t i = 0; i < count(); ++i) {
      const Record& record = records[i];
      YamlLayer& layer = at(i);
      const bool same = record.layer.has_weights() == layer.layer.has_weights() &&
                        record.layer.kernel_height == layer.layer.kernel_height &&
                        record.layer.kernel_width == layer.layer.kernel_width;
      if (!same)
        throw InputError(
            {project.file, record.line, 1},
            fmt::format("describes layer {} as {} {}x{}, but layer '{}' of the network is {} {}x{}", i,
                        record.kind, record.layer.kernel_height, record.layer.kernel_width, layer.layer.name,
                        layer.kind, layer.layer.kernel_height, layer.layer.kernel_width));
      const Rule rule = rule_of(layer, "--from-c");
      solver_.require(out_[i], ChannelSet::of(record.out.channels), rule);
      solver_.require(in_[i], ChannelSet::of(record.in.channels), rule);
      const auto writes = project.registers.find(static_cast<int>(i));
      if (writes == project.registers.end() || !layer.layer.has_weights()) continue;
      if (!layer.states_weight_bits) set_bits(layer, writes->second.weight_bits(), "--from-c");
      layer.layer.bias |= writes->second.has_bias();
    }
  }

  void given(const std::map<std::string, int, std::less<>>& channels) {
    for (const auto& [name, value] : channels) {
      const auto found = std::find_if(
          file_.layers.begin(), file_.layers.end(),
          [&name = name](const auto& l) { return lower_case(l.layer.name) == lower_case(name); });
      if (found == file_.layers.end()) {
        std::vector<std::string_view> names;
        for (const YamlLayer& layer : file_.layers) names.push_back(layer.layer.name);
        throw InputError({"--channels"}, unknown_name("layer", name, names));
      }
      const auto i = static_cast<std::size_t>(found - file_.layers.begin());
      solver_.require(out_[i], ChannelSet::of(value),
                      rule_of(*found, fmt::format("--channels {}={}", name, value)));
    }
  }

  /// Equalities and sums.
  void structure() {
    for (std::size_t i = 0; i < count(); ++i) {
      const YamlLayer& from = at(i);
      const model::Layer& layer = from.layer;
      if (layer.eltwise != model::Eltwise::none) {
        for (const LayerIndex t : layer.inputs)
          solver_.same(in_[i], tensor(t),
                       rule_of(from, "equal channels of the inputs of '" + layer.name + "'"));
      } else if (layer.inputs.size() > 1) {
        std::vector<Variable> parts;
        for (const LayerIndex t : layer.inputs) parts.push_back(tensor(t));
        solver_.sum(std::move(parts), in_[i], rule_of(from, "the sum of what '" + layer.name + "' reads"));
      }
      if (layer.groups > 1) {
        const Rule rule = rule_of(from, "groups of '" + layer.name + "'");
        solver_.require(in_[i], ChannelSet::of(layer.groups), rule);
        solver_.require(out_[i], ChannelSet::of(layer.groups), rule);
      }
      if (layer.weights_of >= 0) {
        const auto owner = static_cast<std::size_t>(layer.weights_of);
        const Rule rule = rule_of(from, "weight_source of '" + layer.name + "'");
        solver_.same(out_[i], out_[owner], rule);
        if (!layer.flatten) solver_.same(in_[i], in_[owner], rule);
      }
    }
  }

  /// Also where an output map is not stated: the tool takes that of the layer behind, and refuses another
  /// size.
  void processors() {
    for (std::size_t i = 0; i < count(); ++i) {
      const YamlLayer& layer = at(i);
      const std::string& name = layer.layer.name;
      require_map(in_[i], layer.layer.processors, layer, "processors of '" + name + "'");
      if (layer.layer.output_processors) {
        require_map(out_[i], layer.layer.output_processors, layer, "output_processors of '" + name + "'");
      } else if (i + 1 < count()) {
        require_map(out_[i], at(i + 1).layer.processors, layer,
                    "processors of '" + at(i + 1).layer.name + "', the default of output_processors");
      } else {
        require_map(out_[i], file_.output_map, layer, "output_map");
      }
    }
  }

  void require_map(Variable variable, const std::optional<std::uint64_t>& map, const YamlLayer& layer,
                   const std::string& what) {
    if (!map) return;
    const int processors = std::popcount(*map);
    solver_.require(variable, ChannelSet::of_processors(processors),
                    rule_of(layer, fmt::format("{} {}", processors, what)));
  }

  /// Each tensor once, at the layer that decides it.
  void refuse_open() {
    std::set<Variable> told;
    std::vector<Problem> problems;
    for (std::size_t i = 0; i < count(); ++i) {
      const YamlLayer& layer = at(i);
      const ChannelSet& set = solver_.set(out_[i]);
      if (!layer.layer.has_weights() || set.only() || !told.insert(solver_.root(out_[i])).second) continue;
      problems.push_back(
          {{source_.file, layer.line, layer.column},
           fmt::format("{0}: {1}; the file does not say which: give --checkpoint, --from-c or --channels "
                       "{0}=NUMBER",
                       layer.layer.name, set.to_text())});
    }
    if (!problems.empty()) throw InputError(std::move(problems));
  }

  void assign() {
    for (std::size_t i = 0; i < count(); ++i) {
      YamlLayer& layer = at(i);
      layer.layer.out_channels = solver_.set(out_[i]).only().value_or(0);
      if (layer.layer.has_weights() && !layer.out_channels)
        inferred_.push_back({layer.layer.name + ".out_channels", fmt::format("{}", layer.layer.out_channels),
                             solver_.rule(out_[i])});
    }
  }

  YamlFile& file_;
  const YamlGraph& graph_;
  const std::vector<Extents>& extents_;
  const Source& source_;
  std::vector<InferredNumber>& inferred_;
  ChannelSolver solver_;
  Variable input_ = 0;
  std::vector<Variable> host_, in_, out_;
};

}  // namespace

std::optional<CProject> load_c_project(const Options& options) {
  if (options.c_project.empty()) return {};
  CProject project;
  project.file = options.c_project.string();
  const std::string text = load_source(options.c_project).bytes;
  project.described = read_description(Comments(text), project.file);
  project.registers = read_registers(text);
  return project;
}

void find_channels(YamlFile& file, const YamlGraph& graph, const model::Shape& input,
                   const std::vector<Extents>& extents, const Options& options,
                   const std::optional<CProject>& project, const Source& source,
                   std::vector<InferredNumber>& inferred) {
  ChannelFinder(file, graph, extents, source, inferred).run(input, options, project);
}

}  // namespace synergy::importer::ai8x
