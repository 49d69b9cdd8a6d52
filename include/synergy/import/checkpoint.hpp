#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synergy::importer {

/// What a checkpoint says of one layer with weights. The weights themselves are not read: time, memory and
/// energy depend on shapes alone.
struct CheckpointLayer {
  /// As training calls it, without "module." in front and ".op.weight" or the like behind.
  std::string name;
  /// Of the weights: 2 to 4 sides, 1 to 65,536 each, output channels first (of transposed convolutions
  /// second), then input channels in each group, then the kernel.
  std::vector<int> shape;
  bool has_bias = false;
  /// As the training software quantised it, in its own words; none: full precision, or not said.
  std::optional<int> weight_bits;
  /// Power of two by which results are scaled; costs nothing. None: not said.
  std::optional<int> output_shift;
};

/// A file of trained weights of the MAX78000's training software (torch.save): what it says of shapes.
struct Checkpoint {
  /// Name of the architecture; empty if there is none.
  std::string arch;
  /// In the file's order, which is that of execution in the vendor's own files. A copy of all the weights
  /// under "module." is left out. At least one.
  std::vector<CheckpointLayer> layers;
};

/// Whether the bytes look like such a file; its name is not asked. Quick, never throws.
[[nodiscard]] bool looks_like_checkpoint(std::string_view bytes);

/// Reads one of either form, archive or the one of before 2020. Nothing in it is executed, whatever it asks
/// for. Throws InputError naming `file`, with the byte, for everything that torch.save does not write, and
/// for a file without weights. Takes time and memory linear in the bytes.
[[nodiscard]] Checkpoint read_checkpoint(std::string_view bytes, std::string_view file);

}  // namespace synergy::importer
