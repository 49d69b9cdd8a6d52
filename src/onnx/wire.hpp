#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace synergy::importer::onnx {

/// What a model may need beside the numbers of its weights. Ours: a network has 4,096 operators at most, of a
/// few hundred bytes each. Two bytes of a file can make an operator of 200 in memory, so that this also
/// bounds memory.
inline constexpr std::size_t kMaxStructureBytes = std::size_t{2} << 20;

/// Tensors with more bytes than this are weights, whose numbers nobody asks for.
inline constexpr std::size_t kMaxNumberBytes = 2048;

/// Whether the bytes begin like a binary model: its version, then another field that models have.
[[nodiscard]] bool looks_like_model(std::string_view bytes);

/// The same model without the numbers of weights, places of external data, documentation and training: small
/// enough to hand to a library that allocates whatever it is told to. Throws InputError naming `file` and the
/// byte for what is no message of this kind, and for more than kMaxStructureBytes.
[[nodiscard]] std::string structure_of(std::string_view bytes, std::string_view file);

}  // namespace synergy::importer::onnx
