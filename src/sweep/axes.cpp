#include "axes.hpp"

#include "synergy/input/edit.hpp"
#include "synergy/quantities/decimal.hpp"

#include <algorithm>
#include <charconv>

#include "factor_type.hpp"
#include <fmt/format.h>

namespace synergy::sweep {
namespace {

using input::Mapping;
using input::Value;

/// So that a group can say a level in 16 bits.
constexpr std::size_t kMaxLevels = 50'000;
constexpr std::size_t kMaxListed = 30;  // values in a message

/// "7.50 ms" as 75 tenths of " ms": what a range can be counted in without rounding.
struct Decimal {
  std::int64_t digits = 0;
  int places = 0;    ///< digits behind the point
  std::string unit;  ///< what follows the number, with the blank before it
};

/// Nothing after recording a problem.
std::optional<Decimal> read_decimal(const Value& value) {
  const std::string text = value.text();
  const std::size_t end = std::min(text.find_first_not_of("+-.0123456789"), text.size());
  const std::size_t point = std::min(text.find('.'), end);
  std::string digits = text.substr(0, end);
  Decimal decimal{0, point < end ? static_cast<int>(end - point - 1) : 0, text.substr(end)};
  if (point < end) digits.erase(point, 1);
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), decimal.digits);
  if (error == std::errc() && stop == digits.data() + digits.size() && decimal.places <= 9 &&
      std::abs(decimal.digits) < 1'000'000'000'000) {
    return decimal;
  }
  if (!text.empty())
    value.fail(fmt::format("'{}' is no decimal number, with or without a unit, such as 7.5 ms", text));
  return {};
}

/// Nothing if it has too many digits: so many that differences and sums of two stay in 64 bits.
std::optional<std::int64_t> with_places(const Decimal& decimal, int places) {
  constexpr std::int64_t kMost = 1'000'000'000'000'000'000;
  std::int64_t digits = decimal.digits;
  for (int i = decimal.places; i < places; ++i) {
    if (std::abs(digits) > kMost / 10) return {};
    digits *= 10;
  }
  return digits;
}

/// The texts from `from` to `to`, both included if the steps meet it.
std::vector<std::string> read_range(Mapping& mapping) {
  std::optional<Decimal> ends[3];
  std::optional<Value> step_value;
  int i = 0;
  for (const char* key : {"from", "to", "step"}) {
    const auto value = mapping.required(key);
    if (value) ends[i] = read_decimal(*value);
    step_value = value;
    ++i;
  }
  if (!ends[0] || !ends[1] || !ends[2]) return {};
  const auto& [from, to, step] = ends;
  if (from->unit != to->unit || from->unit != step->unit) {
    mapping.fail("from, to and step must be written in one unit");
    return {};
  }
  const int places = std::max({from->places, to->places, step->places});
  const auto first_digits = with_places(*from, places);
  const auto last_digits = with_places(*to, places);
  const auto step_digits = with_places(*step, places);
  if (!first_digits || !last_digits || !step_digits) {
    mapping.fail(fmt::format("from, to and step have more than 18 digits, with {} behind the point", places));
    return {};
  }
  const std::int64_t first = *first_digits, last = *last_digits, by = *step_digits;
  if (by == 0 || (last - first) / by < 0 || (last != first && (last < first) != (by < 0))) {
    step_value->fail("with this step the range never gets from `from` to `to`");
    return {};
  }
  const std::int64_t count = (last - first) / by + 1;
  if (count > static_cast<std::int64_t>(kMaxLevels)) {
    step_value->fail(fmt::format("{} values; an axis has at most {}", count, kMaxLevels));
    return {};
  }
  std::vector<std::string> texts;
  for (std::int64_t n = 0; n < count; ++n) texts.push_back(decimal_text(first + n * by, places) + from->unit);
  return texts;
}

void read_values(const Value& list, const std::string& path, Axis& axis) {
  const std::vector<Value> items = list.items();
  if (items.empty() && list.is_sequence()) list.fail("an axis needs at least one value");
  if (items.size() > kMaxLevels) list.fail(fmt::format("an axis has at most {} values", kMaxLevels));
  for (const Value& item : items) {
    if (!item.is_scalar()) {
      item.fail("expected a single value; `settings` gives a name to several settings at once");
      continue;
    }
    const std::string text = item.text();
    axis.levels.push_back({text, {}, {{path, input::to_yaml(item.node())}}});
  }
}

void read_settings(const Value& value, Axis& axis) {
  Mapping levels = value.mapping();
  for (const auto& [label, settings] : levels.entries()) {
    Level& level = axis.levels.emplace_back(Level{label, {}, {}});
    Mapping paths = settings.mapping();
    for (const auto& [path, setting] : paths.entries())
      level.settings.push_back({path, input::to_yaml(setting.node())});
  }
  if (axis.levels.empty() && value.is_mapping()) value.fail("an axis needs at least one value");
}

std::string column_name(const std::string& axis, std::string_view suffix) {
  std::string name = "x_" + axis;
  for (char& c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) c = '_';
  }
  const std::string end = fmt::format("_{}", suffix);
  return suffix.empty() || name.ends_with(end) ? name : name + end;
}

void give_cells(Axis& axis, const Value& value) {
  std::vector<std::string> texts;
  for (const Level& level : axis.levels) texts.push_back(level.label);
  const FactorType& type = common_type(texts);
  axis.column = column_name(axis.name, type.suffix);
  axis.unit = type.unit;
  axis.type = type.type;
  for (Level& level : axis.levels) level.cell = type.cell(level.label);
  for (std::size_t i = 0; i < axis.levels.size(); ++i) {
    for (std::size_t j = 0; j < i && axis.levels.size() < 2000; ++j) {
      if (axis.levels[i].cell == axis.levels[j].cell)
        value.fail(fmt::format("the axis has the value '{}' twice", axis.levels[i].label));
    }
  }
}

}  // namespace

Axis read_axis(const std::string& name, const Value& value) {
  Axis axis;
  axis.name = name;
  axis.where = value.where();
  if (value.is_sequence()) {
    read_values(value, name, axis);
  } else {
    Mapping mapping = value.mapping();
    const auto path = mapping.optional("path");
    const std::string place = path ? path->text() : name;
    const auto values = mapping.optional("values");
    const auto settings = mapping.optional("settings");
    if (values && settings) settings->fail("an axis has either `values` or `settings`");
    if (path && settings) path->fail("the paths of this axis are in its `settings`");
    if (values) {
      read_values(*values, place, axis);
    } else if (settings) {
      read_settings(*settings, axis);
    } else if (value.is_mapping()) {
      for (const std::string& text : read_range(mapping)) axis.levels.push_back({text, {}, {{place, text}}});
    }
    mapping.finish();
  }
  give_cells(axis, value);
  return axis;
}

std::vector<bool> read_levels(const Axis& axis, const Value& value) {
  std::vector<bool> marked(axis.levels.size(), false);
  std::vector<std::string> labels;
  for (const Level& level : axis.levels) labels.push_back(level.label);
  const FactorType& type = common_type(labels);
  for (const Value& item : value.is_sequence() ? value.items() : std::vector<Value>{value}) {
    const std::string text = item.text();
    const results::Cell cell = type.cell(text);
    const auto found = std::find_if(axis.levels.begin(), axis.levels.end(), [&](const Level& level) {
      return level.label == text || (!text.empty() && level.cell == cell);
    });
    if (found != axis.levels.end()) {
      marked[static_cast<std::size_t>(found - axis.levels.begin())] = true;
    } else if (labels.size() > kMaxListed && !text.empty()) {
      item.fail(fmt::format("axis {} has no value '{}'", axis.name, text));
    } else if (!text.empty()) {
      item.fail(unknown_name("value of axis " + axis.name, text, {labels.begin(), labels.end()}));
    }
  }
  return marked;
}

}  // namespace synergy::sweep
