#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace synergy::planner {

/// A value of a parameter, of one of the four types that parameters have.
using ParameterValue = std::variant<bool, std::int64_t, double, std::string>;

/// As a scenario file writes it: "true", "200000", "0.25", "speed".
///
/// Parameter::read() reads it back to the same value.
[[nodiscard]] std::string to_text(const ParameterValue& value);

/// A parameter that a planner takes: for `list planners`, and for checking what a scenario sets.
///
/// A default lies in its own range: Registry::add() refuses a planner where it does not.
struct Parameter {
  /// Written as true or false, nothing else.
  struct Boolean {
    bool default_value = false;
  };
  /// Written in decimal, without blanks or a plus sign.
  struct Integer {
    std::int64_t default_value = 0;
    std::int64_t low = 0, high = INT64_MAX;  ///< both allowed
  };
  /// A finite number, as Integer or with a point or exponent.
  struct Real {
    double default_value = 0;
    double low = 0, high = 1;  ///< both allowed
  };
  /// One word of a fixed choice.
  struct Text {
    std::string default_value;
    std::vector<std::string> choices;  ///< one or more; the default is among them
  };

  /// Unique in its planner's table. Where the value has a unit, that is the name's last word: time_budget_ms.
  std::string name;
  std::variant<Boolean, Integer, Real, Text> type;
  std::string description = {};  ///< one line

  /// Of the alternative that belongs to `type`.
  [[nodiscard]] ParameterValue default_value() const;

  /// The value that a scenario writes as `text`. Throws std::invalid_argument, which says what is expected
  /// and what was found, if that is no value of this type or none in its range.
  [[nodiscard]] ParameterValue read(std::string_view text) const;
};

/// The values of one planner's parameters, by name: `values.integer("node_budget")`.
///
/// Asking for a parameter that the planner's table does not have, or for one of another type, is a mistake in
/// the planner, not in its input: it breaks an invariant (base/ensure.hpp).
///
/// A value. Reading it from several threads at once is safe.
class ParameterValues {
 public:
  /// Of a planner that takes no parameters.
  ParameterValues() = default;
  /// Every parameter of the table at its default.
  explicit ParameterValues(const std::vector<Parameter>& table);

  /// One question per type. `name` is that of the planner's own table.
  [[nodiscard]] bool boolean(std::string_view name) const;
  [[nodiscard]] std::int64_t integer(std::string_view name) const;
  [[nodiscard]] double real(std::string_view name) const;
  [[nodiscard]] const std::string& text(std::string_view name) const;

  /// Pre: the table has the parameter, and with values of this type.
  void set(std::string_view name, ParameterValue value);

 private:
  std::vector<std::pair<std::string, ParameterValue>> values_;  // a handful: searched from the front
};

}  // namespace synergy::planner
