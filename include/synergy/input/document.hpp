#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace synergy::input {

/// One node of a parsed YAML file, with its place. A plain tree: anchors and aliases are refused.
struct Node {
  enum class Kind : std::uint8_t { null, scalar, sequence, mapping };
  struct Entry;

  Kind kind = Kind::null;
  bool quoted = false;  ///< a scalar in quotes is text, never a number
  int line = 0;
  int column = 0;
  std::string scalar;
  std::vector<Node> items;     ///< of a sequence
  std::vector<Entry> entries;  ///< of a mapping, in file order; keys are unique
};

struct Node::Entry {
  std::string key;
  int line = 0;
  int column = 0;
  Node value;
};

/// A whole file, read into memory.
struct Document {
  std::string name;  ///< as the user gave it, for messages
  std::string text;  ///< the bytes, for hashing
  Node root;
};

/// Limits that make every file, hostile or not, end in a result or an error in bounded time and memory.
inline constexpr std::size_t kMaxFileBytes = 4u << 20;
inline constexpr int kMaxDepth = 32;
inline constexpr std::size_t kMaxNodes = 200'000;

/// Reads and parses one YAML document.
/// Throws InputError: missing or unreadable file, over a limit, not UTF-8 text, not YAML, duplicate keys,
/// anchors or aliases, more than one document, no document at all.
[[nodiscard]] Document load(const std::string& file);

/// As load(), from memory; `name` stands for the file in messages.
[[nodiscard]] Document parse(std::string text, std::string name);

}  // namespace synergy::input
