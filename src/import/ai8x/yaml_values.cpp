#include "yaml_values.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>

namespace synergy::importer::ai8x {
namespace {

bool all_of(std::string_view text, std::string_view allowed) {
  return !text.empty() && text.find_first_not_of(allowed) == std::string_view::npos;
}

std::string without(std::string_view text, std::string_view dropped) {
  std::string kept;
  for (const char c : text) {
    if (dropped.find(c) == std::string_view::npos) kept += c;
  }
  return kept;
}

template <class T>
std::optional<T> number_of(std::string_view digits, int base) {
  T value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (error != std::errc() || end != digits.data() + digits.size()) return {};
  return value;
}

/// What YAML 1.1 takes for a whole number, without its sign; none: it is text, a fraction, or too large.
std::optional<std::uint64_t> plain_number(std::string_view text) {
  if (text.starts_with("0x") && all_of(text.substr(2), "0123456789abcdefABCDEF_"))
    return number_of<std::uint64_t>(without(text.substr(2), "_"), 16);
  if (text.starts_with("0b") && all_of(text.substr(2), "01_"))
    return number_of<std::uint64_t>(without(text.substr(2), "_"), 2);
  if (!all_of(text, "0123456789_") || text.front() == '_') return {};
  return number_of<std::uint64_t>(without(text, "_"), 10);
}

/// YAML 1.1 takes a number with a point for a fraction; the tool then wants an integer and stops.
bool is_fraction(std::string_view text) {
  return all_of(text, "0123456789_.") && std::count(text.begin(), text.end(), '.') == 1 &&
         text.front() != '_';
}

bool is_octal(std::string_view text) {
  return text.size() > 1 && text.front() == '0' && all_of(text, "01234567_");
}

bool plain_scalar(const input::Value& value) { return value.is_scalar() && !value.node().quoted; }

}  // namespace

std::int64_t whole_number(const input::Value& value, std::int64_t low, std::int64_t high) {
  const std::string expected = fmt::format("expected a whole number from {} to {}", low, high);
  if (!plain_scalar(value)) {
    value.fail(expected);
    return low;
  }
  std::string_view text = value.node().scalar;
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (is_octal(text)) {
    value.fail(fmt::format("'{}' begins with 0, which makes it octal to the vendor's tool; {}",
                           value.node().scalar, expected));
    return low;
  }
  const auto number = plain_number(text);
  if (!number || *number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    value.fail(fmt::format("'{}': {}", value.node().scalar, expected));
    return low;
  }
  const std::int64_t signed_number = (negative ? -1 : 1) * static_cast<std::int64_t>(*number);
  if (signed_number < low || signed_number > high) {
    value.fail(fmt::format("{} is out of range: {} to {}", signed_number, low, high));
    return std::clamp(signed_number, low, high);
  }
  return signed_number;
}

std::uint64_t processor_map(const input::Value& value) {
  constexpr std::string_view kExpected =
      "expected a map of processors, 1 to 2^64-1, such as 0x00000000ffffffff or 0x0000.0000.ffff.ffff";
  if (!value.is_scalar() || value.node().scalar.empty()) {
    value.fail(std::string(kExpected));
    return 1;
  }
  const std::string& text = value.node().scalar;
  std::optional<std::uint64_t> map;
  if (!value.node().quoted && is_octal(text)) {
    value.fail(
        fmt::format("'{}' begins with 0, which makes it octal to the vendor's tool; {}", text, kExpected));
    return 1;
  }
  if (!value.node().quoted) map = plain_number(text);
  if (!map && (value.node().quoted || !is_fraction(text))) {
    std::string digits = without(text, "._");
    if (digits.starts_with("0x") || digits.starts_with("0X")) digits.erase(0, 2);
    map = number_of<std::uint64_t>(digits, 16);
  }
  if (map && *map > 0) return *map;
  value.fail(fmt::format("'{}': {}", text, kExpected));
  return 1;
}

bool truth(const input::Value& value, std::string_view key, std::vector<std::string>& notes) {
  const input::Node& node = value.node();
  if (node.kind == input::Node::Kind::null) return false;
  if (!value.is_scalar()) {
    value.fail("expected true or false");
    return false;
  }
  const std::string text = lower_case(node.scalar);
  const auto is_one_of = [&text](std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), text) != words.end();
  };
  if (!node.quoted) {
    if (is_one_of({"true", "yes", "on"})) return true;
    if (is_one_of({"false", "no", "off"})) return false;
    if (const auto number = plain_number(text)) return *number != 0;
    value.fail(fmt::format("'{}': expected true or false", node.scalar));
    return false;
  }
  if (is_one_of({"false", "no", "off", "0", "none"}))
    notes.push_back(
        fmt::format("line {}: '{}' is the text \"{}\" in quotes, which the vendor's tool takes for "
                    "true, and so does this",
                    node.line, key, node.scalar));
  return !node.scalar.empty();
}

model::Extent rows_and_columns(const input::Value& value, std::int64_t low, std::int64_t high) {
  if (!value.is_sequence()) {
    const int both = static_cast<int>(whole_number(value, low, high));
    return {both, both};
  }
  const auto items = value.items();
  if (items.size() != 2) {
    value.fail("expected one number, or a list of two: rows, columns");
    return {static_cast<int>(low), static_cast<int>(low)};
  }
  return {static_cast<int>(whole_number(items[0], low, high)),
          static_cast<int>(whole_number(items[1], low, high))};
}

std::string word(const input::Value& value) { return lower_case(value.text()); }

bool is_number(const input::Value& value) {
  if (!plain_scalar(value)) return false;
  std::string_view text = value.node().scalar;
  if (text.starts_with('-')) text.remove_prefix(1);
  return plain_number(text).has_value();
}

}  // namespace synergy::importer::ai8x
