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
///
/// A tree of values that own their parts; default: null. Order is that of adding. A wrong kind is not
/// checked: only a mapping may be put() into and only a sequence added to.
class Yaml {
 public:
  /// plain and quoted are scalars, as they will stand in YAML: only quoted ones are texts to JSON.
  enum class Kind : std::uint8_t { null, plain, quoted, sequence, mapping };
  /// How a collection is laid out. block: one line per item, indented. flow: in brackets, in the line of its
  /// key; what is in it is so too. below: as block, but as an item of a list it begins in the line below its
  /// dash (whole files do). Empty collections are in brackets in any case.
  enum class Style : std::uint8_t { block, flow, below };

  /// Null: a value that is not there.
  Yaml() = default;
  /// What was parsed. Plain scalars stay plain unless YAML 1.1 readers take them for something else.
  explicit Yaml(const Node& node);

  /// A scalar without quotes: a number, a boolean, or a word of ours that no reader mistakes.
  /// Nothing checks that: a text from outside goes through text() or quoted().
  [[nodiscard]] static Yaml plain(std::string_view text) { return Yaml(Kind::plain, text); }
  /// A scalar in double quotes.
  [[nodiscard]] static Yaml quoted(std::string_view text) { return Yaml(Kind::quoted, text); }
  /// A name or another text: without quotes if it is nothing but letters, digits and `_ - .`, and no reader
  /// mistakes it for a number, a boolean or nothing.
  [[nodiscard]] static Yaml text(std::string_view text);
  /// Empty collections, to be filled.
  [[nodiscard]] static Yaml sequence(Style style = Style::block);
  [[nodiscard]] static Yaml mapping(Style style = Style::block);

  /// Adds to a mapping, behind what is there; a key that is there already is written twice, so put each once.
  /// Returns the mapping.
  Yaml& put(std::string_view key, Yaml value);
  /// Adds to a sequence. Returns the sequence.
  Yaml& add(Yaml item);

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] Style style() const { return style_; }
  /// For a value that is laid out only when it is known where it goes.
  void set_style(Style style) { style_ = style; }
  /// Of a scalar, without quotes and escapes; else empty.
  [[nodiscard]] const std::string& scalar() const { return scalar_; }
  /// Of a sequence, without keys; of a mapping.
  [[nodiscard]] const std::vector<std::pair<std::string, Yaml>>& entries() const { return entries_; }
  /// Whether a collection has no entries; true for scalars too.
  [[nodiscard]] bool empty() const { return entries_.empty(); }

 private:
  Yaml(Kind kind, std::string_view scalar) : kind_(kind), scalar_(scalar) {}

  Kind kind_ = Kind::null;
  Style style_ = Style::block;
  std::string scalar_;
  std::vector<std::pair<std::string, Yaml>> entries_;
};

/// As a YAML file, which reads back as the same values, here and in readers of YAML 1.1, which take more
/// words for numbers and booleans. Ends with a line end.
[[nodiscard]] std::string to_yaml(const Yaml& value);
/// A parsed value as YAML that parses back to the same value.
[[nodiscard]] std::string to_yaml(const Node& node);

/// As a JSON file, one space of indentation per level; styles count as in YAML. Quoted scalars are texts,
/// plain ones stand as they are, so they must be numbers or booleans. Ends with a line end.
[[nodiscard]] std::string to_json(const Yaml& value);

/// Text in double quotes, which YAML reads back as the same text, whatever it looks like, line ends and
/// control characters included. Pre: UTF-8.
[[nodiscard]] std::string in_quotes(std::string_view text);

/// Yaml::text() as it is written: a name as it is, everything else in quotes. For texts that are put together
/// by hand.
[[nodiscard]] std::string yaml_text(std::string_view text);

}  // namespace synergy::input
