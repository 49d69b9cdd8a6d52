#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::importer::ai8x {

/// What a checkpoint says of one layer with weights; the weights themselves are not read.
struct CheckpointLayer {
  std::string name;        ///< without "module." in front and ".op.weight" behind
  std::vector<int> shape;  ///< of the weights: 2 to 4 sides, 1 to 65,536 each
  bool has_bias = false;
  /// As the training software quantised it; none: full precision, or not said.
  std::optional<int> weight_bits;
  std::optional<int> output_shift;
};

/// A file of trained weights of the vendor's training software: what it says of shapes.
struct Checkpoint {
  std::string arch;  ///< name of the architecture; empty if there is none
  /// In the file's order, which is that of execution in the vendor's own files. A copy of all the weights
  /// under "module." is left out.
  std::vector<CheckpointLayer> layers;
};

/// Whether the bytes look like such a file.
[[nodiscard]] bool looks_like_checkpoint(std::string_view bytes);

/// Reads one of either form, archive or the older one. Nothing in it is executed, whatever it asks for.
/// Throws InputError naming `file`, with the byte, for everything that torch.save does not write, and for a
/// file without weights.
[[nodiscard]] Checkpoint read_checkpoint(std::string_view bytes, std::string_view file);

}  // namespace synergy::importer::ai8x
