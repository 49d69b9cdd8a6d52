#include "c_project.hpp"

#include "synergy/import/build.hpp"
#include "synergy/import/checkpoint.hpp"
#include "synergy/input/error.hpp"
#include "synergy/model/model.hpp"

#include <algorithm>

#include "c_records.hpp"
#include "c_text.hpp"
#include "connect.hpp"
#include "hardware_network.hpp"
#include <fmt/format.h>

namespace synergy::importer::ai8x {
namespace {

constexpr std::uint32_t kReluBit = 1u << 9;
constexpr std::uint32_t kWideOutputBit = 1u << 16;
constexpr std::uint32_t kAbsBit = 1u << 26;
constexpr std::uint32_t kDepthwiseBit = 1u << 30;

bool recognises(const Source& source) { return describes_layers(source.bytes); }

class ProjectReader {
 public:
  ProjectReader(const Source& source, const Options& options) : source_(source), options_(options) {}

  ImportedNetwork read() {
    const Comments comments(source_.bytes);
    described_ = read_description(comments, source_.file);
    registers_ = read_registers(source_.bytes);
    read_totals_of(comments);
    connections_ = connect(described_.layers, registers_, source_.file);
    for (std::size_t i = 0; i < described_.layers.size(); ++i) apply_registers(i);
    check_shapes();
    set_weight_bits();
    set_biases();
    ImportedNetwork imported = to_general(assemble(), source_);
    imported.provenance.inferred = std::move(inferred_);
    imported.notes = std::move(notes_);
    imported.stated = stated();
    require_totals(imported, options_.force);
    return imported;
  }

 private:
  void infer(std::string what, std::string value, std::string rule) {
    inferred_.push_back({std::move(what), std::move(value), std::move(rule)});
  }

  /// The generator prints them in another file of the project.
  void read_totals_of(const Comments& comments) {
    totals_ = read_totals(comments.text());
    for (const char* beside : {"cnn.h", "main.c"}) {
      if (totals_.macs && totals_.weight_bytes) break;
      const std::filesystem::path file = std::filesystem::path(source_.file).parent_path() / beside;
      std::error_code error;
      if (source_.file.empty() || !std::filesystem::is_regular_file(file, error)) continue;
      const StatedTotals found = read_totals(Comments(load_source(file).bytes).text());
      if (found.macs) totals_.macs = found.macs;
      if (found.weight_bytes)
        totals_ = {totals_.macs, found.weight_bytes, found.weight_memory, found.bias_bytes};
      if (found.macs || found.weight_bytes)
        notes_.push_back(fmt::format("Totals are from {} beside it", beside));
    }
    if (!totals_.macs && !totals_.weight_bytes)
      notes_.emplace_back(
          "No totals (SUMMARY OF OPS) in this file, cnn.h or main.c: nothing to check against");
    const std::string device = chip();
    if (!device.empty()) notes_.push_back("Generated for " + device);
  }

  /// As the command that generated the project has it, and the size of the weight memory; they must agree.
  [[nodiscard]] std::string chip() {
    if (!totals_.weight_memory) return described_.device;
    const std::int64_t memory = *totals_.weight_memory;
    std::string of_memory = device_of_memory(memory);
    std::string problem;
    if (of_memory.empty())
      problem = fmt::format(
          "states a weight memory of {} bytes; the MAX78000 has 442368, the MAX78002 2396160", memory);
    else if (!described_.device.empty() && described_.device != of_memory)
      problem = fmt::format("is generated for {}, but states the weight memory of the {}", described_.device,
                            of_memory);
    if (problem.empty()) return of_memory;
    if (!options_.force) throw InputError({source_.file}, problem + "; --force imports it all the same");
    notes_.push_back("The source " + problem);
    return described_.device.empty() ? of_memory : described_.device;
  }

  /// What only the registers tell.
  void apply_registers(std::size_t i) {
    const auto found = registers_.find(static_cast<int>(i));
    if (found == registers_.end()) return;
    const auto& [control, post] = std::pair(found->second.control, found->second.post);
    model::Layer& layer = described_.layers[i].layer;
    if ((control & kWideOutputBit) != 0) {
      layer.output_bits = 32;
      infer(layer.name + ".output_bits", "32", "bit 16 of the layer's control register");
    }
    if (!layer.has_weights()) return;
    if (!described_.layers[i].says_activation && (control & kReluBit) != 0) {
      layer.activation = model::Activation::relu;
      infer(layer.name + ".activation", "relu", "bit 9 of the layer's control register");
    } else if (!described_.layers[i].says_activation && (post & kAbsBit) != 0) {
      layer.activation = model::Activation::abs;
      infer(layer.name + ".activation", "abs", "bit 26 of the layer's post processing register");
    }
    layer.weight_bits = found->second.weight_bits();
    if (layer.weight_bits != 8)
      infer(layer.name + ".weight_bits", fmt::format("{}", layer.weight_bits),
            "bits 22 and 23 of the layer's post processing register");
    layer.bias = found->second.has_bias();
    if (layer.bias) infer(layer.name + ".bias", "true", "bit 12 of the layer's post processing register");
    if ((post & kDepthwiseBit) != 0) {
      layer.groups = described_.layers[i].in.channels;
      infer(layer.name + ".groups", fmt::format("{}", layer.groups),
            "bit 30 of the layer's post processing register");
    }
  }

  /// The description has the shapes of every layer twice: stated, and as the operators make them.
  void check_shapes() const {
    for (const Record& record : described_.layers) {
      if (record.layer.has_weights() || record.out.channels == record.in.channels) continue;
      throw InputError({source_.file, record.line, 1},
                       fmt::format("layer '{}' has no weights, but gives {} channels of {}",
                                   record.layer.name, record.out.channels, record.in.channels));
    }
  }

  [[nodiscard]] static std::int64_t weights_of(const Record& record) {
    const model::Layer& layer = record.layer;
    if (!layer.has_weights()) return 0;
    std::int64_t pixels = 1;
    if (layer.flatten) {
      const auto side = [](int in, int window, int stride) {
        return (in - window) / std::max(stride, 1) + 1;
      };
      pixels = std::int64_t{side(record.in.height, layer.pool.height, layer.pool.stride_height)} *
               side(record.in.width, layer.pool.width, layer.pool.stride_width);
    }
    return std::int64_t{record.in.channels} / layer.groups * record.out.channels * layer.kernel_height *
           layer.kernel_width * pixels;
  }

  void set_weight_bits() {
    if (!options_.checkpoint.empty()) return bits_of_checkpoint();
    if (connections_.by_memory || !totals_.weight_bytes) return;
    for (const int bits : {8, 4, 2, 1}) {
      std::int64_t bytes = 0;
      for (const Record& record : described_.layers) bytes += weights_of(record) * bits / 8;
      if (bytes != *totals_.weight_bytes) continue;
      for (Record& record : described_.layers) record.layer.weight_bits = bits;
      if (bits != 8) infer("weight_bits", fmt::format("{}", bits), "explains the total of weight memory");
      return;
    }
    notes_.emplace_back(
        "No one width of weights explains the stated weight memory; --checkpoint has the width of "
        "each layer");
  }

  void bits_of_checkpoint() {
    const std::string file = options_.checkpoint.string();
    const Checkpoint checkpoint = read_checkpoint(load_source(options_.checkpoint).bytes, file);
    std::size_t next = 0;
    for (Record& record : described_.layers) {
      if (!record.layer.has_weights()) continue;
      if (next == checkpoint.layers.size())
        throw InputError({file}, fmt::format("has weights of {} layers; the network has more", next));
      const CheckpointLayer& from = checkpoint.layers[next++];
      std::int64_t count = 1;
      for (const int side : from.shape) count *= side;
      if (count != weights_of(record))
        throw InputError({file}, fmt::format("'{}' has {} weights, but layer '{}' of the network {}",
                                             from.name, count, record.layer.name, weights_of(record)));
      record.layer.weight_bits = from.weight_bits.value_or(8);
      record.layer.bias = from.has_bias;
    }
    infer("weight_bits, bias", "of each layer", "--checkpoint");
  }

  void set_biases() {
    biases_known_ = connections_.by_memory || !options_.checkpoint.empty() || totals_.bias_bytes == 0;
    if (biases_known_ || !totals_.bias_bytes) return;
    std::int64_t all = 0;
    for (const Record& record : described_.layers)
      all += record.layer.has_weights() ? record.out.channels : 0;
    if (all != *totals_.bias_bytes) {
      notes_.push_back(
          fmt::format("Which layers have the {} bytes of biases is not said, so none has; "
                      "--checkpoint has it",
                      *totals_.bias_bytes));
      return;
    }
    for (Record& record : described_.layers) record.layer.bias = record.layer.has_weights();
    infer("bias", "true, of all layers with weights", "the bias memory is their output channels");
    biases_known_ = true;
  }

  HardwareNetwork assemble() {
    HardwareNetwork network;
    network.name = !options_.name.empty()     ? options_.name
                   : !described_.name.empty() ? described_.name
                                              : name_from(source_, options_);
    network.input = described_.layers.front().in;
    network.ends.data_format = described_.chw ? model::DataFormat::chw : model::DataFormat::hwc;
    network.ends.outputs = connections_.outputs;
    for (const model::LayerIndex output : connections_.outputs) {
      if (output + 1 == static_cast<model::LayerIndex>(described_.layers.size())) continue;
      const std::string& name = described_.layers[static_cast<std::size_t>(output)].layer.name;
      infer("outputs", name, "no layer reads it");
      notes_.push_back(
          fmt::format("No layer reads where '{}' is written, so it is an output of the network; if "
                      "it is none, the project's data memory is laid out wrongly",
                      name));
    }
    for (Record& record : described_.layers) {
      network.layers.push_back(record.layer);
      network.lines.push_back(record.line);
      network.kinds.push_back(record.kind);
      network.stated_out.push_back(record.out);
    }
    infer("inputs of layers", connections_.by_memory ? "see below" : "the layer before",
          connections_.by_memory ? "what was last written where a layer's read pointer is"
                                 : "no register writes in the file, and the shapes agree");
    return network;
  }

  [[nodiscard]] Totals stated() const {
    Totals totals;
    totals.macs = totals_.macs;
    totals.weight_bytes = totals_.weight_bytes;
    if (biases_known_) totals.biases = totals_.bias_bytes;
    return totals;
  }

  const Source& source_;
  const Options& options_;
  Described described_;
  std::map<int, LayerRegisters> registers_;
  StatedTotals totals_;
  Connections connections_;
  std::vector<InferredNumber> inferred_;
  std::vector<std::string> notes_;
  bool biases_known_ = false;
};

ImportedNetwork read_project(const Source& source, const Options& options) {
  return ProjectReader(source, options).read();
}

}  // namespace

Format c_project_format() {
  return {"ai8x-c",
          "cnn.c of a generated MAX78000 or MAX78002 project",
          recognises,
          read_project,
          {.checkpoint = true}};
}

}  // namespace synergy::importer::ai8x
