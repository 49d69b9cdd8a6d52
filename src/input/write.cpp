#include "synergy/input/write.hpp"

#include <algorithm>
#include <yaml-cpp/emitter.h>

#include "scalar_style.hpp"
#include <fmt/format.h>

namespace synergy::input {
namespace {

void emit_scalar(YAML::Emitter& out, const Yaml& value) {
  if (value.kind() == Yaml::Kind::plain) {
    out << value.scalar();
    return;
  }
  // WriteIntegralType() writes as it is told, which yaml-cpp offers for nothing else.
  if (needs_escapes(value.scalar()))
    out.WriteIntegralType(with_escapes(value.scalar()));
  else
    out << YAML::DoubleQuoted << value.scalar();
}

void emit(YAML::Emitter& out, const Yaml& value);

void emit_sequence(YAML::Emitter& out, const Yaml& value) {
  if (value.style() == Yaml::Style::flow || value.empty()) out << YAML::Flow;
  out << YAML::BeginSeq;
  for (const auto& [key, item] : value.entries()) emit(out, item);
  out << YAML::EndSeq;
}

void emit_mapping(YAML::Emitter& out, const Yaml& value) {
  if (value.style() == Yaml::Style::flow || value.empty()) out << YAML::Flow;
  out << YAML::BeginMap;
  // yaml-cpp has no such style; a line end of its own after the dash makes it.
  if (value.style() == Yaml::Style::below && !value.empty()) out << YAML::Newline;
  for (const auto& [key, entry] : value.entries()) {
    out << YAML::Key;
    emit_scalar(out, Yaml::text(key));
    out << YAML::Value;
    emit(out, entry);
  }
  out << YAML::EndMap;
}

void emit(YAML::Emitter& out, const Yaml& value) {
  switch (value.kind()) {
    case Yaml::Kind::null:
      out << YAML::Null;
      return;
    case Yaml::Kind::plain:
    case Yaml::Kind::quoted:
      return emit_scalar(out, value);
    case Yaml::Kind::sequence:
      return emit_sequence(out, value);
    case Yaml::Kind::mapping:
      return emit_mapping(out, value);
  }
}

/// JSON wants quotes, backslashes and controls escaped and leaves the rest of UTF-8 as it is.
std::string json_text(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    if (static_cast<unsigned char>(c) < 0x20)
      result += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else
      result += c;
  }
  return result + '"';
}

/// What is in a collection in brackets is in its line too, whatever its own style says.
void write_json(std::string& out, const Yaml& value, std::size_t depth, bool within_line) {
  if (value.kind() == Yaml::Kind::null) out += "null";
  if (value.kind() == Yaml::Kind::plain) out += value.scalar();
  if (value.kind() == Yaml::Kind::quoted) out += json_text(value.scalar());
  const bool mapping = value.kind() == Yaml::Kind::mapping;
  if (!mapping && value.kind() != Yaml::Kind::sequence) return;
  const bool in_line = within_line || value.style() == Yaml::Style::flow || value.empty();
  const char* before = in_line ? "" : ",";
  out += mapping ? '{' : '[';
  bool first = true;
  for (const auto& [key, entry] : value.entries()) {
    if (!first) out += in_line ? ", " : before;
    if (!in_line) out += "\n" + std::string(depth + 1, ' ');
    if (mapping) out += json_text(key) + ": ";
    write_json(out, entry, depth + 1, in_line);
    first = false;
  }
  if (!in_line) out += "\n" + std::string(depth, ' ');
  out += mapping ? '}' : ']';
}

}  // namespace

Yaml::Yaml(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null:
      break;
    case Node::Kind::scalar:
      kind_ = node.quoted || !may_stay_plain(node.scalar) ? Kind::quoted : Kind::plain;
      scalar_ = node.scalar;
      break;
    case Node::Kind::sequence:
      kind_ = Kind::sequence;
      for (const Node& item : node.items) {
        add(Yaml(item));
        // A parsed file is written as files are: each item of a list set off from its dash.
        entries_.back().second.style_ = Style::below;
      }
      break;
    case Node::Kind::mapping:
      kind_ = Kind::mapping;
      for (const Node::Entry& entry : node.entries) put(entry.key, Yaml(entry.value));
      break;
  }
}

Yaml Yaml::text(std::string_view text) {
  return Yaml(is_plain_name(text) ? Kind::plain : Kind::quoted, text);
}

Yaml Yaml::sequence(Style style) {
  Yaml value(Kind::sequence, {});
  value.style_ = style;
  return value;
}

Yaml Yaml::mapping(Style style) {
  Yaml value(Kind::mapping, {});
  value.style_ = style;
  return value;
}

Yaml& Yaml::put(std::string_view key, Yaml value) {
  entries_.emplace_back(key, std::move(value));
  return *this;
}

Yaml& Yaml::add(Yaml item) {
  entries_.emplace_back(std::string(), std::move(item));
  return *this;
}

std::string to_yaml(const Yaml& value) {
  YAML::Emitter out;
  emit(out, value);
  return std::string(out.c_str(), out.size()) + '\n';
}

std::string to_yaml(const Node& node) { return to_yaml(Yaml(node)); }

std::string to_json(const Yaml& value) {
  std::string text;
  write_json(text, value, 0, false);
  return text + '\n';
}

std::string in_quotes(std::string_view text) {
  YAML::Emitter out;
  emit_scalar(out, Yaml::quoted(text));
  return {out.c_str(), out.size()};
}

std::string yaml_text(std::string_view text) {
  return is_plain_name(text) ? std::string(text) : in_quotes(text);
}

}  // namespace synergy::input
