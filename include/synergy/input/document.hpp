#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace synergy::input {

/// One node of a parsed YAML file, with its place: what every loader reads from (through Value, reader.hpp),
/// and what `--set` changes. A plain tree that owns its parts: anchors and aliases are refused, so that its
/// size is that of the file.
///
/// Scalars stay text: what they mean is for the one who asks, who knows whether a number, a name or a
/// quantity belongs there.
struct Node {
  /// null: a key without a value, or one of YAML's words for nothing.
  enum class Kind : std::uint8_t { null, scalar, sequence, mapping };
  struct Entry;

  Kind kind = Kind::null;
  /// A scalar in quotes (or a block scalar) is text, never a number or a boolean.
  bool quoted = false;
  /// Where the value begins, from 1; 0 for values that came from elsewhere, such as a setting.
  int line = 0;
  int column = 0;
  /// Without its quotes, escapes resolved; empty unless the node is a scalar.
  std::string scalar;
  /// Of a sequence, in file order.
  std::vector<Node> items;
  /// Of a mapping, in file order; keys are unique.
  std::vector<Entry> entries;
};

/// One key of a mapping and its value. The place is the key's; the value has its own.
struct Node::Entry {
  std::string key;
  int line = 0;
  int column = 0;
  Node value;
};

/// A whole file, read into memory, as load() gives it.
struct Document {
  /// As the user gave it, for messages, and to find other files beside it; there need be no such file.
  std::string name;
  /// The bytes as they are in the file, for hashing into the manifest; changes of `root` do not reach it.
  std::string text;
  /// Most often a mapping; that is for the reader of the kind of file to demand.
  Node root;
};

/// Limits that make every file, hostile or not, end in a result or an error in bounded time and memory.
/// Ours, far above what hand-written scenarios, profiles and networks take: bytes of a file, levels of
/// nesting, values in all.
inline constexpr std::size_t kMaxFileBytes = 4u << 20;
inline constexpr int kMaxDepth = 32;
inline constexpr std::size_t kMaxNodes = 200'000;

/// Reads and parses one YAML document. Throws InputError, with the place where there is one: missing or
/// unreadable file, over a limit, not UTF-8 text, not YAML, duplicate keys, tags, anchors or aliases, more
/// than one document, no document at all. Of syntax errors the first is told, because what follows it is
/// guesswork.
[[nodiscard]] Document load(const std::string& file);

/// As load(), from memory; `name` stands for the file in messages. Takes the text over and keeps it.
[[nodiscard]] Document parse(std::string text, std::string name);

}  // namespace synergy::input
