#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace synergy::importer::ai8x {

/// Index of a value in a Pickle.
using PickleIndex = std::uint32_t;

/// A value of a pickle, as data. Nothing is ever called: what a pickle would call stays what it is, a name
/// with its arguments.
struct PickleValue {
  enum class Kind : std::uint8_t {
    none,
    boolean,   ///< `number`
    integer,   ///< `number`; of those wider than 64 bits the lowest
    floating,  ///< `real`
    text,      ///< `text`
    list,      ///< `items`, tuples too
    mapping,   ///< `items`: key, value, key, value
    global,    ///< `text`: "module name"
    call,      ///< `items`: what would be called, its arguments
    outside    ///< `items`: the key of something that is stored beside the pickle
  };
  Kind kind = Kind::none;
  std::int64_t number = 0;
  double real = 0;
  std::string_view text;  ///< into the bytes
  std::vector<PickleIndex> items;
};

/// The values of one pickle. They may refer to each other in circles, so readers of them must not follow them
/// without a limit.
struct Pickle {
  std::vector<PickleValue> values;
  PickleIndex root = 0;
  std::size_t end = 0;  ///< offset of the byte behind it

  [[nodiscard]] const PickleValue& at(PickleIndex i) const { return values[i]; }
  /// The value of a key of a mapping; null if there is none or it is no mapping.
  [[nodiscard]] const PickleValue* find(const PickleValue& mapping, std::string_view key) const;
};

/// Limits: values of a pickle, and references among them. Ours, a hundred times what checkpoints have.
inline constexpr std::size_t kMaxPickleValues = 1'000'000;

/// Reads the pickle that begins at `offset`. Knows the opcodes that torch.save writes, and no other. Throws
/// InputError, with the byte, for everything else: unknown opcodes, a stack that runs empty, references to
/// what is not there, too many values, the end of the bytes. Takes time and memory linear in the bytes.
[[nodiscard]] Pickle read_pickle(std::string_view bytes, std::size_t offset, std::string_view file);

}  // namespace synergy::importer::ai8x
