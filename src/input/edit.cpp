#include "synergy/input/edit.hpp"

#include "synergy/input/error.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

namespace synergy::input {
namespace {

/// The item that the path `rest` begins with, and how much of it names the item. Names may have dots in them:
/// the longest one that fits counts.
Node* find_item(std::vector<Node>& items, std::string_view rest, std::size_t& used) {
  used = std::min(rest.find('.'), rest.size());
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + used, index);
  if (error == std::errc() && end == rest.data() + used) {
    return index < items.size() ? &items[index] : nullptr;
  }
  for (const std::string_view key : {"name", "model"}) {  // an app without a name is called as its model
    Node* found = nullptr;
    for (Node& item : items) {
      for (const Node::Entry& entry : item.entries) {
        const std::string_view name = entry.value.scalar;
        if (entry.key != key || name.empty() || !path_starts_with(rest, name)) continue;
        if (found != nullptr && name.size() <= used) continue;
        found = &item;
        used = name.size();
      }
    }
    if (found != nullptr) return found;
  }
  return nullptr;
}

/// The beginning of a path with as many parts as a name with dots in it.
std::string_view as_long_as(std::string_view name, std::string_view path) {
  std::size_t end = path.find('.');
  for (auto dots = std::count(name.begin(), name.end(), '.'); dots > 0 && end < path.size(); --dots)
    end = path.find('.', end + 1);
  return path.substr(0, end);
}

/// Of a path that begins with no item: "no list item 'kvs'; known: 0 to 2, or kws, simplenet; did you mean
/// 'kws'?"
/// Numbers first, because they always work; names may be missing or ambiguous.
std::string unknown_item(const std::vector<Node>& items, std::string_view path) {
  std::vector<std::string_view> names;
  for (const Node& item : items) {
    std::string_view name;
    for (const Node::Entry& entry : item.entries) {
      if (entry.key == "name" || (entry.key == "model" && name.empty())) name = entry.value.scalar;
    }
    if (!name.empty()) names.push_back(name);
  }
  const std::string_view typed = path.substr(0, path.find('.'));
  std::string text = fmt::format("no list item '{}'; known: ", typed);
  if (items.empty()) return text + "the list is empty";
  text += items.size() == 1 ? "0" : fmt::format("0 to {}", items.size() - 1);
  if (!names.empty()) text += fmt::format(", or {}", fmt::join(names, ", "));
  std::string_view near = closest(typed, names);
  for (const std::string_view name : names) {
    if (near.empty()) near = closest(as_long_as(name, path), {name});
  }
  return near.empty() ? text : fmt::format("{}; did you mean '{}'?", text, near);
}

Node* find_key(std::vector<Node::Entry>& entries, std::string_view key) {
  const auto found =
      std::find_if(entries.begin(), entries.end(), [&](const auto& e) { return e.key == key; });
  return found == entries.end() ? nullptr : &found->value;
}

/// What was set has no place in the file.
/// Else messages would point at lines of the user's file that have nothing to do with the value.
void forget_places(Node& node) {
  node.line = node.column = 0;
  for (Node& item : node.items) forget_places(item);
  for (Node::Entry& entry : node.entries) {
    entry.line = entry.column = 0;
    forget_places(entry.value);
  }
}

}  // namespace

bool path_starts_with(std::string_view path, std::string_view name) {
  return path.starts_with(name) && (path.size() == name.size() || path[name.size()] == '.');
}

void set_path(Document& document, const std::string& path, const std::string& value) {
  // A value made by to_yaml() ends with a line end, which a message should not have.
  const std::string shown = value.substr(0, value.find_last_not_of('\n') + 1);
  const std::string setting = fmt::format("--set {}={}", path, shown);
  Node parsed = parse(value, setting).root;
  forget_places(parsed);
  set_node(document, path, std::move(parsed), setting);
}

void set_node(Document& document, std::string_view path, Node value, const std::string& setting) {
  const Location where{setting};
  Node* node = &document.root;
  std::string_view rest = path;
  while (!rest.empty()) {
    // A part ends at the next dot; only names of list items may go further, which find_item() decides.
    std::size_t length = std::min(rest.find('.'), rest.size());
    Node* next = nullptr;
    if (node->kind == Node::Kind::sequence) {
      next = find_item(node->items, rest, length);
      if (next == nullptr) throw InputError(where, unknown_item(node->items, rest));
    }
    const std::string_view part = rest.substr(0, length);
    rest.remove_prefix(std::min(length + 1, rest.size()));
    if (node->kind != Node::Kind::sequence) {
      if (node->kind == Node::Kind::scalar)
        throw InputError(where, fmt::format("'{}' lies below the single value '{}'", part, node->scalar));
      if (node->kind != Node::Kind::mapping)
        *node = Node{.kind = Node::Kind::mapping,
                     .line = node->line,
                     .column = node->column,
                     .scalar = {},
                     .items = {},
                     .entries = {}};
      next = find_key(node->entries, part);
      if (next == nullptr) next = &node->entries.emplace_back(Node::Entry{std::string(part), 0, 0, {}}).value;
    }
    node = next;
  }
  *node = std::move(value);
}

std::string indented(std::string_view text, int spaces) {
  std::string result;
  const std::string margin(static_cast<std::size_t>(spaces), ' ');
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (end > 0) result += margin;
    result += text.substr(0, end);
    result += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result;
}

}  // namespace synergy::input
