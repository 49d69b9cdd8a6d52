#pragma once

#include "synergy/network/network.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace synergy::importer {

/// What became of one operator of the source. A reader that cannot say what an operator computes throws
/// InputError: nothing is passed over in silence.
enum class Fate : std::uint8_t {
  /// Operators of the network compute it.
  mapped,
  /// Part of another operator, at no cost of its own: a batch norm in the convolution in front of it, zeros
  /// around a map in the padding of the convolution behind it.
  folded,
  /// Nothing is left of it, because it computes nothing at inference: dropout, a change of number format.
  dropped,
};

/// The words of reports: "mapped", "folded", "dropped". Static.
[[nodiscard]] std::string to_text(Fate fate);

/// One operator as the source has it, in the source's order: the first half of a legaliser report, whose
/// second half says what a device makes of each operator of the network.
struct SourceOperator {
  /// The source's own name for this one ("operator 3", "Layer 3", a tensor's name); for people.
  std::string name;
  /// The source's word for what it does, such as "DEPTHWISE_CONV_2D".
  std::string kind;
  Fate fate = Fate::mapped;
  /// Those of the network that compute it, ascending; of a folded one, the operator it is part of; of a
  /// dropped one, none.
  std::vector<network::OperatorId> operators;
  /// Why, unless it is mapped one to one; else empty. Without a full stop.
  std::string reason;
};

/// A number or name that the source does not state in so many words, and the rule that gave it. Nothing is
/// guessed: where several values are possible, readers throw InputError with the candidates.
struct InferredNumber {
  std::string what;   ///< "conv1.padding", "input.channels"
  std::string value;  ///< as the network file has it
  std::string rule;   ///< "SAME padding: the odd row at the bottom", "--channels", "sum of the inputs"
};

/// Where a network is from. Written into its file, so that it can be made again.
struct Provenance {
  /// Without its folder: results must not differ between machines.
  std::string file;
  /// hex_hash() of its bytes.
  std::string hash;
  /// Format::name of the reader.
  std::string format;
  /// In the order in which the reader came upon them.
  std::vector<InferredNumber> inferred;
};

/// What a source or a network says of itself as a whole. Nothing: it does not say. Sources that state
/// totals are a free check of their reader (require_totals()).
struct Totals {
  /// Multiplications with weights, as Operator::macs counts them.
  std::optional<std::int64_t> macs;
  /// Of weights, packed, without biases; shared ones once.
  std::optional<std::int64_t> weight_bytes;
  std::optional<std::int64_t> biases;  ///< how many, not their bytes
};

/// A network that came from a file of another program, in general form, and what there is to say about the
/// way.
struct ImportedNetwork {
  network::Network network;
  Provenance provenance;
  /// Every operator of the source.
  std::vector<SourceOperator> operators;
  /// What users should know beside it, each a sentence without a full stop: assumptions about number formats,
  /// an output that was left out. For people.
  std::vector<std::string> notes;
  /// As the source states them.
  Totals stated;
};

/// Those of the network itself: none is missing.
[[nodiscard]] Totals totals_of(const network::Network& network);

/// Compares what the source states with what the network has. Differences become notes with `force`, and else
/// an InputError that tells them all. Readers of sources that state totals call it last.
void require_totals(ImportedNetwork& imported, bool force);

/// The network as a network file (network::general_yaml()), with its provenance and notes as comments in
/// front of it. The same bytes for the same source, wherever it lies.
[[nodiscard]] std::string to_yaml(const ImportedNetwork& imported);

}  // namespace synergy::importer
