#include "synergy/input/edit.hpp"

#include "synergy/input/error.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
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

/// "0 to 2, or kws, simplenet": what find_item() takes.
std::string items_by_name(const std::vector<Node>& items) {
  if (items.empty()) return "the list is empty";
  std::string text = items.size() == 1 ? "0" : fmt::format("0 to {}", items.size() - 1);
  const char* before = ", or ";
  for (const Node& item : items) {
    std::string_view name;
    for (const Node::Entry& entry : item.entries) {
      if (entry.key == "name" || (entry.key == "model" && name.empty())) name = entry.value.scalar;
    }
    if (name.empty()) continue;
    text += before;
    text += name;
    before = ", ";
  }
  return text;
}

Node* find_key(std::vector<Node::Entry>& entries, std::string_view key) {
  const auto found =
      std::find_if(entries.begin(), entries.end(), [&](const auto& e) { return e.key == key; });
  return found == entries.end() ? nullptr : &found->value;
}

/// Characters that YAML has only as escapes, or that end a line: controls, U+0085, U+2028, U+2029, the byte
/// order mark, U+FFFE, U+FFFF.
bool needs_escape(std::uint32_t c) {
  return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029 || c == 0xfeff || c == 0xfffe ||
         c == 0xffff;
}

/// The character that `text` begins with, and its bytes. Pre: `text` is UTF-8, not empty.
std::pair<std::uint32_t, std::size_t> first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
  };
  const std::size_t size = byte(0) < 0x80 ? 1 : byte(0) < 0xe0 ? 2 : byte(0) < 0xf0 ? 3 : 4;
  if (size == 1 || size > text.size()) return {byte(0), 1};
  std::uint32_t c = byte(0) & (0xffu >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) c = c << 6 | (byte(i) & 0x3f);
  return {c, size};
}

/// A plain scalar that means a boolean or nothing to some reader: YAML 1.1 has more of them than YAML 1.2.
bool is_reserved_word(std::string_view text) {
  std::string lower;
  for (const char c : text) lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  constexpr std::array kWords{"y", "n", "yes", "no", "true", "false", "on", "off", "null", "~"};
  return std::find(kWords.begin(), kWords.end(), lower) != kWords.end();
}

/// A plain scalar that our own reader takes for a number or a boolean.
bool is_typed(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return text == "true" || text == "false" || (error == std::errc() && end == text.data() + text.size());
}

/// A plain scalar that YAML 1.1 may take for a number, a time of day or a date: 0x1F, 1_000, 12:30, .inf,
/// 2026-11-29 10:00:00.
bool looks_typed(std::string_view text) {
  if (text == "=" || text == "<<") return true;
  const std::string_view digits = text.substr(text.starts_with('+') || text.starts_with('-') ? 1 : 0);
  if (digits == ".inf" || digits == ".Inf" || digits == ".INF") return true;
  if (text == ".nan" || text == ".NaN" || text == ".NAN") return true;
  if (digits.empty() || std::string_view("0123456789.").find(digits[0]) == std::string_view::npos)
    return false;
  const bool date = digits.size() > 4 && digits[4] == '-';
  return digits.find_first_not_of(date ? "0123456789-+:.TtZz " : "0123456789abcdefABCDEFx_:.+-") ==
         std::string_view::npos;
}

/// What was set has no place in the file.
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
    std::size_t length = std::min(rest.find('.'), rest.size());
    Node* next = nullptr;
    if (node->kind == Node::Kind::sequence) next = find_item(node->items, rest, length);
    const std::string_view part = rest.substr(0, length);
    rest.remove_prefix(std::min(length + 1, rest.size()));
    if (node->kind == Node::Kind::sequence) {
      if (next == nullptr) {
        throw InputError(where,
                         fmt::format("no list item '{}'; known: {}", part, items_by_name(node->items)));
      }
    } else {
      if (node->kind == Node::Kind::scalar && !rest.empty()) {
        throw InputError(where, fmt::format("'{}' lies below the single value '{}'", part, node->scalar));
      }
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

std::string in_quotes(std::string_view text) {
  std::string result = "\"";
  while (!text.empty()) {
    const auto [c, size] = first_character(text);
    if (c == '"' || c == '\\') result += '\\';
    if (c == '\n')
      result += "\\n";
    else if (c == '\t')
      result += "\\t";
    else if (needs_escape(c))
      result += c < 0x100 ? fmt::format("\\x{:02x}", c) : fmt::format("\\u{:04x}", c);
    else
      result += text.substr(0, size);
    text.remove_prefix(size);
  }
  return result + '"';
}

std::string yaml_text(std::string_view text) {
  const auto safe = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  };
  const bool starts_as_name =
      !text.empty() && ((text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z'));
  if (starts_as_name && !is_reserved_word(text) && std::all_of(text.begin(), text.end(), safe))
    return std::string(text);
  return in_quotes(text);
}

/// A parsed scalar. One that was plain stays so, unless it has line ends or means something else to YAML 1.1.
static std::string scalar_text(const Node& node) {
  const std::string& text = node.scalar;
  const bool safe = is_typed(text) ||
                    (!is_reserved_word(text) && !looks_typed(text) && text.find('\n') == std::string::npos);
  return node.quoted || !safe ? in_quotes(text) : text;
}

std::string to_yaml(const Node& node) {
  std::string text;
  const auto nested = [&](const Node& value) {
    const bool inline_value = value.kind == Node::Kind::scalar || value.kind == Node::Kind::null ||
                              (value.items.empty() && value.entries.empty());
    text += inline_value ? " " + to_yaml(value) : "\n" + indented(to_yaml(value), 2);
  };
  switch (node.kind) {
    case Node::Kind::null:
      return "\n";
    case Node::Kind::scalar:
      return scalar_text(node) + "\n";
    case Node::Kind::sequence:
      if (node.items.empty()) return "[]\n";
      for (const Node& item : node.items) {
        text += "-";
        nested(item);
      }
      return text;
    case Node::Kind::mapping:
      if (node.entries.empty()) return "{}\n";
      for (const Node::Entry& entry : node.entries) {
        text += yaml_text(entry.key) + ":";
        nested(entry.value);
      }
      return text;
  }
  return text;
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
