#pragma once

#include "synergy/input/document.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace synergy::input {

/// A value that is to be written as YAML or JSON. Files that the program saves are built from these, so that
/// quoting, margins and brackets are nowhere written by hand.
class Yaml {
 public:
  enum class Kind : std::uint8_t { null, plain, quoted, sequence, mapping };
  /// block: one line per item, indented. flow: in brackets, in the line of its key; what is in it is so too.
  /// below: as block, but as an item of a list it begins in the line below its dash (whole files do).
  enum class Style : std::uint8_t { block, flow, below };

  Yaml() = default;  ///< null
  /// What was parsed. Plain scalars stay plain unless YAML 1.1 readers take them for something else.
  explicit Yaml(const Node& node);

  /// A scalar without quotes: a number, a boolean, or a word of ours that no reader mistakes.
  [[nodiscard]] static Yaml plain(std::string_view text) { return Yaml(Kind::plain, text); }
  /// A scalar in double quotes.
  [[nodiscard]] static Yaml quoted(std::string_view text) { return Yaml(Kind::quoted, text); }
  /// A name or another text: without quotes if it is nothing but letters, digits and `_ - .`, and no reader
  /// mistakes it for a number, a boolean or nothing.
  [[nodiscard]] static Yaml text(std::string_view text);
  [[nodiscard]] static Yaml sequence(Style style = Style::block);
  [[nodiscard]] static Yaml mapping(Style style = Style::block);

  /// Adds to a mapping. Returns the mapping.
  Yaml& put(std::string_view key, Yaml value);
  /// Adds to a sequence. Returns the sequence.
  Yaml& add(Yaml item);

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] Style style() const { return style_; }
  void set_style(Style style) { style_ = style; }
  [[nodiscard]] const std::string& scalar() const { return scalar_; }
  /// Of a sequence, without keys; of a mapping.
  [[nodiscard]] const std::vector<std::pair<std::string, Yaml>>& entries() const { return entries_; }
  [[nodiscard]] bool empty() const { return entries_.empty(); }

 private:
  Yaml(Kind kind, std::string_view scalar) : kind_(kind), scalar_(scalar) {}

  Kind kind_ = Kind::null;
  Style style_ = Style::block;
  std::string scalar_;
  std::vector<std::pair<std::string, Yaml>> entries_;
};

/// As a YAML file, which reads back as the same values. Ends with a line end.
[[nodiscard]] std::string to_yaml(const Yaml& value);
/// A parsed value as YAML that parses back to the same value.
[[nodiscard]] std::string to_yaml(const Node& node);

/// As a JSON file, one space of indentation per level: quoted scalars are texts, plain ones stand as they
/// are. Ends with a line end.
[[nodiscard]] std::string to_json(const Yaml& value);

/// Text in double quotes, which YAML reads back as the same text, whatever it looks like.
[[nodiscard]] std::string in_quotes(std::string_view text);

/// Yaml::text() as it is written.
[[nodiscard]] std::string yaml_text(std::string_view text);

}  // namespace synergy::input
