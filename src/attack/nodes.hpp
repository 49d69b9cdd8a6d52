#pragma once

#include "synergy/input/document.hpp"
#include "synergy/input/write.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Trees of YAML, changed in place.
namespace synergy::attack {

using input::Node;

/// Null if a mapping has no such key, or the node is no mapping.
[[nodiscard]] inline const Node* find(const Node& node, std::string_view key) {
  const auto found = std::find_if(node.entries.begin(), node.entries.end(),
                                  [&](const Node::Entry& entry) { return entry.key == key; });
  return found == node.entries.end() ? nullptr : &found->value;
}
[[nodiscard]] inline Node* find(Node& node, std::string_view key) {
  return const_cast<Node*>(find(std::as_const(node), key));  // NOLINT(cppcoreguidelines-pro-type-const-cast)
}

[[nodiscard]] inline Node node_of(Node::Kind kind) {
  Node node;
  node.kind = kind;
  return node;
}
[[nodiscard]] inline Node text_node(std::string_view text) {
  Node node = node_of(Node::Kind::scalar);
  node.scalar = text;
  node.quoted = input::Yaml::text(text).kind() == input::Yaml::Kind::quoted;
  return node;
}
/// A number, a boolean: what has no quotes.
[[nodiscard]] inline Node plain_node(std::string_view text) {
  Node node = node_of(Node::Kind::scalar);
  node.scalar = text;
  return node;
}

/// Sets a key, where it stands or behind all others.
inline void put(Node& mapping, std::string_view key, Node value) {
  mapping.kind = Node::Kind::mapping;
  if (Node* there = find(mapping, key)) {
    *there = std::move(value);
    return;
  }
  Node::Entry entry;
  entry.key = key;
  entry.value = std::move(value);
  mapping.entries.push_back(std::move(entry));
}

inline bool remove(Node& mapping, std::string_view key) {
  return std::erase_if(mapping.entries, [&](const Node::Entry& entry) { return entry.key == key; }) > 0;
}

/// The value of a key, made as an empty one of the kind where there is none.
[[nodiscard]] inline Node& child(Node& mapping, std::string_view key, Node::Kind kind) {
  if (find(mapping, key) == nullptr) put(mapping, key, node_of(kind));
  return *find(mapping, key);
}

/// The text of a key; empty without one.
[[nodiscard]] inline std::string text_of(const Node& mapping, std::string_view key) {
  const Node* found = find(mapping, key);
  return found == nullptr ? std::string() : found->scalar;
}

/// The lists that every case has.
[[nodiscard]] inline Node& apps_of(Node& root) { return child(root, "apps", Node::Kind::sequence); }
[[nodiscard]] inline Node& devices_of(Node& root) {
  return child(child(root, "body", Node::Kind::mapping), "devices", Node::Kind::sequence);
}
/// Made if there is none: take an empty one out again.
[[nodiscard]] inline Node& timeline_of(Node& root) { return child(root, "timeline", Node::Kind::sequence); }
[[nodiscard]] inline std::size_t app_count(const Node& root) {
  const Node* apps = find(root, "apps");
  return apps == nullptr ? 0 : apps->items.size();
}
[[nodiscard]] inline std::size_t device_count(const Node& root) {
  const Node* body = find(root, "body");
  const Node* devices = body == nullptr ? nullptr : find(*body, "devices");
  return devices == nullptr ? 0 : devices->items.size();
}

/// Takes out what names devices and apps that are not there any more: path losses, devices of links, and
/// lines of the timeline.
void drop_dangling(Node& root);

}  // namespace synergy::attack
