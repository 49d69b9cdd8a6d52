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

// What values a key takes. A kind K for members of type T is anything with
//   void read(const Value&, T& to) const;      records what is wrong with the value; may then leave `to`
//   alone Yaml save(const T& from) const;            which read() reads back Yaml schema() const; the JSON
//   schema of what read() accepts, as near as one comes
// Ends of ranges are inclusive.
namespace synergy::input {

/// `schema_version`, which must be 1; no member keeps it.
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
  bool quoted = false;

  void read(const Value& value, std::string& to) const { to = value.text(); }
  [[nodiscard]] Yaml save(const std::string& from) const {
    return quoted ? Yaml::quoted(from) : Yaml::text(from);
  }
  [[nodiscard]] Yaml schema() const;
};

struct Boolean {
  void read(const Value& value, bool& to) const { to = value.boolean(); }
  [[nodiscard]] Yaml save(bool from) const { return Yaml::plain(from ? "true" : "false"); }
  [[nodiscard]] Yaml schema() const;
};

/// A whole number.
template <class T>
struct Whole {
  std::int64_t low = std::numeric_limits<T>::min();
  std::int64_t high = std::numeric_limits<T>::max();

  void read(const Value& value, T& to) const { to = static_cast<T>(value.integer(low, high)); }
  [[nodiscard]] Yaml save(T from) const { return Yaml::plain(std::to_string(from)); }
  [[nodiscard]] Yaml schema() const;
};

/// A number without a unit.
struct Number {
  double low = 0;
  double high = 0;

  void read(const Value& value, double& to) const { to = value.number(low, high); }
  [[nodiscard]] Yaml save(double from) const;  ///< in the fewest digits that read back
  [[nodiscard]] Yaml schema() const;
};

/// A number with a unit of the dimension of Q.
template <class Q>
struct Amount {
  std::optional<Q> low, high;

  void read(const Value& value, Q& to) const { to = value.quantity<Q>(low, high); }
  [[nodiscard]] Yaml save(Q from) const { return Yaml::text(to_text(from)); }
  [[nodiscard]] Yaml schema() const;
};

/// One of the names of an enumeration, which a function names_of(Enum{}) lists in the order of its values.
template <class Enum>
struct Choice {
  std::string_view what;  ///< in messages: "unknown WHAT 'x'"

  void read(const Value& value, Enum& to) const {
    to = static_cast<Enum>(value.choice(what, names_of(Enum{})));
  }
  [[nodiscard]] Yaml save(Enum from) const {
    return Yaml::plain(names_of(Enum{})[static_cast<std::size_t>(from)]);
  }
  [[nodiscard]] Yaml schema() const;
};

/// A list whose items are of one kind.
template <class Kind, class T>
struct ListOf {
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

/// Pieces of JSON schemas.
[[nodiscard]] Yaml schema_of_text();
[[nodiscard]] Yaml schema_of_range(std::string_view type, std::string_view low, std::string_view high);
[[nodiscard]] Yaml schema_of_choice(const std::vector<std::string_view>& names);
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
