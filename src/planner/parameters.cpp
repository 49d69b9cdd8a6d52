#include "synergy/planner/parameters.hpp"

#include "synergy/base/ensure.hpp"
#include "synergy/input/error.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <stdexcept>

#include <fmt/format.h>

namespace synergy::planner {
namespace {

/// The whole text as a number; nothing if there is more or less to it.
template <class Number>
std::optional<Number> number_in(std::string_view text) {
  Number value{};
  // No locale, no blanks, no sign of an unsigned number: the same text means the same everywhere.
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return {};
  return value;
}

[[noreturn]] void refuse(const Parameter& parameter, const std::string& expected, std::string_view text) {
  throw std::invalid_argument(fmt::format("{}: expected {}, found '{}'", parameter.name, expected, text));
}

/// Reads a text as each type does. A visitor, so that a type added later cannot be forgotten.
struct Read {
  const Parameter& parameter;
  std::string_view text;

  ParameterValue operator()(const Parameter::Boolean& /*type*/) const {
    if (text != "true" && text != "false") refuse(parameter, "true or false", text);
    return text == "true";
  }
  ParameterValue operator()(const Parameter::Integer& type) const {
    const auto value = number_in<std::int64_t>(text);
    if (!value || *value < type.low || *value > type.high)
      refuse(parameter, fmt::format("a whole number from {} to {}", type.low, type.high), text);
    return *value;
  }
  ParameterValue operator()(const Parameter::Real& type) const {
    const auto value = number_in<double>(text);
    // from_chars takes "nan", which lies in no range but is not outside of one either.
    if (!value || !std::isfinite(*value) || *value < type.low || *value > type.high)
      refuse(parameter, fmt::format("a number from {} to {}", type.low, type.high), text);
    return *value;
  }
  ParameterValue operator()(const Parameter::Text& type) const {
    if (std::find(type.choices.begin(), type.choices.end(), text) == type.choices.end()) {
      const std::vector<std::string_view> choices(type.choices.begin(), type.choices.end());
      throw std::invalid_argument(unknown_name(fmt::format("value of {}", parameter.name), text, choices));
    }
    return std::string(text);
  }
};

template <class Values>
auto find(Values& values, std::string_view name) {
  const auto found =
      std::find_if(values.begin(), values.end(), [&](const auto& value) { return value.first == name; });
  ensure(found != values.end(), "a planner asks for parameters of its own table");
  return found;
}

template <class Type, class Values>
const Type& get(const Values& values, std::string_view name) {
  const Type* value = std::get_if<Type>(&find(values, name)->second);
  ensure(value != nullptr, "a planner asks for a parameter's own type");
  return *value;
}

}  // namespace

std::string to_text(const ParameterValue& value) {
  return std::visit([](const auto& of_type) { return fmt::format("{}", of_type); }, value);
}

ParameterValue Parameter::default_value() const {
  return std::visit([](const auto& of_type) { return ParameterValue(of_type.default_value); }, type);
}

ParameterValue Parameter::read(std::string_view text) const { return std::visit(Read{*this, text}, type); }

ParameterValues::ParameterValues(const std::vector<Parameter>& table) {
  for (const Parameter& parameter : table) values_.emplace_back(parameter.name, parameter.default_value());
}

// Four functions and no template: a planner reads better, and a plug-in needs nothing but these.
bool ParameterValues::boolean(std::string_view name) const { return get<bool>(values_, name); }
std::int64_t ParameterValues::integer(std::string_view name) const {
  return get<std::int64_t>(values_, name);
}
double ParameterValues::real(std::string_view name) const { return get<double>(values_, name); }
const std::string& ParameterValues::text(std::string_view name) const {
  return get<std::string>(values_, name);
}

void ParameterValues::set(std::string_view name, ParameterValue value) {
  const auto found = find(values_, name);
  ensure(found->second.index() == value.index(), "a parameter keeps its type");
  found->second = std::move(value);
}

}  // namespace synergy::planner
