#pragma once

#include "synergy/input/document.hpp"
#include "synergy/model/model.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace synergy::importer::ai8x {

/// Another layer, the network's input or a data buffer, as the file refers to it.
struct Reference {
  std::optional<int> number;  ///< -1: the network's input
  std::string name;           ///< in lower case; empty if it is a number
  int line = 0, column = 0;
};

/// One layer as a network file states it, defaults filled in. Not known yet: whom it reads, and how many
/// channels it has.
struct YamlLayer {
  /// All but inputs, reshaping, channels and shared weights. `groups` as stated.
  model::Layer layer;
  int line = 0, column = 0;
  int sequence = 0;
  std::string kind;  ///< the operator, for reports
  std::optional<int> in_channels, out_channels;
  std::optional<model::Extent> in_dim;
  std::vector<Reference> in_sequences;  ///< empty: the layer before
  std::optional<Reference> weight_source;
  std::optional<Reference> next;  ///< name "stop": the network ends here
  std::optional<int> in_offset;   ///< in data memory; none: that of the layer before
  int out_offset = 0;
  int operands = 1;
  bool states_weight_bits = false;
  bool output = false;
  bool chw = false;
};

/// Memory that the host or earlier inferences fill.
struct DataBuffer {
  std::string name;  ///< as stated
  model::Shape shape;
  int line = 0, column = 0;
};

/// A network file as it is written: every key read, none left over.
struct YamlFile {
  std::string arch;
  std::string dataset;
  std::vector<YamlLayer> layers;  ///< by sequence number
  std::vector<DataBuffer> buffers;
  std::optional<std::uint64_t> output_map;
  /// Keys whose values change neither shapes nor costs here, each said once.
  std::vector<std::string> notes;
};

/// Reads it. Throws InputError with every problem and its place: keys that the format does not have, values
/// that it does not allow, and what no layer of this project can say, such as strides.
[[nodiscard]] YamlFile read_yaml(const input::Document& document);

}  // namespace synergy::importer::ai8x
