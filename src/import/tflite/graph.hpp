#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dims.hpp"
#include "flatbuffer.hpp"
#include "types.hpp"

namespace synergy::importer::tflite {

/// A tensor as the file states it. Texts and data lie in the file.
struct StatedTensor {
  std::string_view name;
  /// As stated; sides that are open have the value the file was made with, mostly 1. Negative: open.
  Dims dims;
  /// The first side, which is the batch, is open.
  bool open_batch = false;
  /// Another side than the first is open, or nothing is said of the sides.
  bool open = false;
  int type = 0;
  /// The stored number that stands for zero, of quantised elements.
  std::int64_t zero = 0;
  /// Those that have the same share what they hold; 0: none.
  std::uint32_t buffer = 0;
  /// Whether the file holds its elements.
  bool constant = false;
  /// They, if they lie in the flatbuffer itself; of files above 2 GB they lie behind it and are not looked
  /// at.
  std::string_view data;
  /// Keeps its elements from one inference to the next.
  bool variable = false;
  /// Only some of its elements are stored.
  bool sparse = false;
};

/// An operator as the file states it.
struct StatedOperator {
  Builtin code = Builtin::custom;
  std::string_view custom_code;  ///< of custom ones, its name
  Vector inputs;                 ///< tensors; negative: left out
  Vector outputs;
  std::optional<Table> options;  ///< parameters; each operator has declarations of its own
};

/// A network as the file states it: everything is in bounds, nothing is understood yet.
struct StatedGraph {
  std::vector<StatedTensor> tensors;
  std::vector<StatedOperator> operators;
  std::vector<std::int32_t> inputs;   ///< tensors of `tensors`
  std::vector<std::int32_t> outputs;  ///< tensors of `tensors`
  std::size_t further_graphs = 0;     ///< in the file, which were not read
};

/// Whether the bytes begin as those of the format do.
[[nodiscard]] bool looks_like_tflite(std::string_view bytes);

/// The first graph of a file. Throws InputError with the byte for what is damaged, and for more tensors or
/// operators than any network has: time and memory are linear in the bytes, even of a file whose parts lie in
/// one another.
[[nodiscard]] StatedGraph read_graph(const Flatbuffer& in);

/// For people: what of a text of the file can be printed, cut to 60 characters.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace synergy::importer::tflite
