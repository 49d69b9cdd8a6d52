#pragma once

#include "synergy/model/layer.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "c_text.hpp"

namespace synergy::importer::ai8x {

/// One layer as the comments of a generated project describe it. `layer` has what the description says of it;
/// its inputs are not said.
struct Record {
  model::Layer layer;
  model::Shape in;   ///< of one operand, before pooling and flattening
  model::Shape out;  ///< after the operator
  int operands = 1;
  bool says_activation = false;  ///< older generators do not
  int line = 0;
  std::string kind;  ///< the operator's word, for reports
};

/// What the comments say.
struct Described {
  std::string name;    ///< of the project; empty if it does not say
  std::string device;  ///< "MAX78000" or "MAX78002"; empty if it does not say
  std::vector<Record> layers;
  bool chw = false;
};

/// What the generator prints of the whole network, in one file or another of the project.
struct StatedTotals {
  std::optional<std::int64_t> macs;
  std::optional<std::int64_t> weight_bytes;
  std::optional<std::int64_t> weight_memory;  ///< of the chip
  std::optional<std::int64_t> bias_bytes;
};

/// Reads one: "3x8x8, no pooling, conv2d with ..., 16x8x8 output". Throws InputError naming `file` and `line`
/// for words that are not understood.
[[nodiscard]] Record read_record(std::string_view text, int line, std::string_view file);

/// Whether a file has such a description.
[[nodiscard]] bool describes_layers(std::string_view source);

/// Reads the description. Throws InputError naming `file` and the line: a layer that is missing, or words in
/// its description that are not understood.
[[nodiscard]] Described read_description(const Comments& comments, std::string_view file);

/// What the comments state of totals; nothing where they do not.
[[nodiscard]] StatedTotals read_totals(std::string_view comments);

/// "MAX78000" or "MAX78002" by the size of its weight memory; empty for another.
[[nodiscard]] std::string device_of_memory(std::int64_t weight_memory);

}  // namespace synergy::importer::ai8x
