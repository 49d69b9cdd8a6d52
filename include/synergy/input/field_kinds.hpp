#pragma once

#include "synergy/input/reader.hpp"
#include "synergy/input/write.hpp"
#include "synergy/quantities/parse.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What values a key takes: its type in the file, its range, how it is saved and what editors are told.
//
// A kind K for members of type T is anything with three functions:
//
// * `void read(const Value&, T& to) const` records what is wrong with the value; may then leave `to` alone.
// * `Yaml save(const T& from) const` gives what read() reads back.
// * `Yaml schema() const` is the JSON schema of what read() accepts, as near as one comes.
//
// A kind may have `bool absent(const T&) const` for members that have nothing to save. Ends of ranges are
// inclusive. Kinds are values without state beyond their ranges, made anew for every call.
namespace synergy::input {

/// `schema_version`, which must be 1; no member keeps it.
/// The first key of every kind of file; see read_schema_version().
struct SchemaVersion {
  template <class T>
  void read(const Value& value, T& /*to*/) const {
    if (value.integer() != 1) value.fail("this program reads schema_version 1 only");
  }
  template <class T>
  [[nodiscard]] Yaml save(const T& /*from*/) const {
    return Yaml::plain("1");
  }
  [[nodiscard]] Yaml schema() const;
};

/// A text that is not empty.
struct Text {
  /// Whether it is saved in quotes where a name would do without.
  /// For texts that people write with blanks and signs, such as sources: all alike, whatever is in them.
  bool quoted = false;

  void read(const Value& value, std::string& to) const { to = value.text(); }
  [[nodiscard]] Yaml save(const std::string& from) const {
    return quoted ? Yaml::quoted(from) : Yaml::text(from);
  }
  [[nodiscard]] Yaml schema() const;
};

/// `true` or `false`, see Value::boolean().
struct Boolean {
  void read(const Value& value, bool& to) const { to = value.boolean(); }
  [[nodiscard]] Yaml save(bool from) const { return Yaml::plain(from ? "true" : "false"); }
  [[nodiscard]] Yaml schema() const;
};

/// A whole number.
/// T is an integer type of at most 64 bits. Unless said otherwise its own range is allowed; a file's number
/// is never cut to fit.
template <class T>
struct Whole {
  /// Both ends included.
  std::int64_t low = std::numeric_limits<T>::min();
  std::int64_t high = std::numeric_limits<T>::max();

  void read(const Value& value, T& to) const { to = static_cast<T>(value.integer(low, high)); }
  [[nodiscard]] Yaml save(T from) const { return Yaml::plain(std::to_string(from)); }
  [[nodiscard]] Yaml schema() const;
};

/// A number without a unit.
/// The range must be said: without one, only 0 is allowed.
struct Number {
  double low = 0;
  double high = 0;

  void read(const Value& value, double& to) const { to = value.number(low, high); }
  /// In the fewest digits that read back.
  [[nodiscard]] Yaml save(double from) const;
  [[nodiscard]] Yaml schema() const;
};

/// A number with a unit of the dimension of Q.
/// Q is one of the quantities of parse.hpp. An end that is not there is open.
template <class Q>
struct Amount {
  /// Checked after conversion, so "0.5 s" and "500 ms" are treated alike.
  std::optional<Q> low, high;

  void read(const Value& value, Q& to) const { to = value.quantity<Q>(low, high); }
  [[nodiscard]] Yaml save(Q from) const { return Yaml::text(to_text(from)); }
  [[nodiscard]] Yaml schema() const;
};

/// One of the names of an enumeration, which a function names_of(Enum{}) lists in the order of its values.
/// The enumeration counts from 0 without gaps, or names and values would not meet.
template <class Enum>
struct Choice {
  /// The kind of thing in messages: "unknown WHAT 'x'". A literal.
  std::string_view what;

  void read(const Value& value, Enum& to) const {
    to = static_cast<Enum>(value.choice(what, names_of(Enum{})));
  }
  [[nodiscard]] Yaml save(Enum from) const {
    return Yaml::plain(names_of(Enum{})[static_cast<std::size_t>(from)]);
  }
  [[nodiscard]] Yaml schema() const;
};

/// A list whose items are of one kind.
/// The list may be empty. Items are appended to what the member holds, so a default that is not empty stays
/// in front.
template <class Kind, class T>
struct ListOf {
  /// The kind of each item, with its ranges.
  Kind item;
  Yaml::Style style = Yaml::Style::block;

  void read(const Value& value, std::vector<T>& to) const {
    for (const Value& entry : value.items()) item.read(entry, to.emplace_back());
  }
  [[nodiscard]] Yaml save(const std::vector<T>& from) const {
    Yaml list = Yaml::sequence(style);
    for (const T& entry : from) list.add(item.save(entry));
    return list;
  }
  [[nodiscard]] Yaml schema() const;
};

/// Pieces of JSON schemas (draft 7), for editors that complete and check files while they are written. They
/// accept what read() accepts as near as a schema comes: bounds of amounts need arithmetic on units, which
/// schemas have not.
[[nodiscard]] Yaml schema_of_text();
/// A whole schema file: what all begin with, then what the object must be.
[[nodiscard]] Yaml schema_file(std::string_view title, const Yaml& object);
/// `type` is "integer" or "number"; the ends are JSON numbers as text, both included.
[[nodiscard]] Yaml schema_of_range(std::string_view type, std::string_view low, std::string_view high);
/// One of these texts, exactly.
[[nodiscard]] Yaml schema_of_choice(const std::vector<std::string_view>& names);
/// A list of any length.
[[nodiscard]] Yaml schema_of_list(Yaml item);
/// A text with one of these units; with the unit "", also a bare number.
[[nodiscard]] Yaml schema_of_amount(const std::vector<std::string_view>& units);

template <class T>
Yaml Whole<T>::schema() const {
  return schema_of_range("integer", std::to_string(low), std::to_string(high));
}

template <class Q>
Yaml Amount<Q>::schema() const {
  std::vector<std::string_view> units;
  for (const Unit& unit : UnitsOf<Q>::units()) units.push_back(unit.symbol);
  return schema_of_amount(units);
}

template <class Enum>
Yaml Choice<Enum>::schema() const {
  return schema_of_choice(names_of(Enum{}));
}

template <class Kind, class T>
Yaml ListOf<Kind, T>::schema() const {
  return schema_of_list(item.schema());
}

}  // namespace synergy::input
