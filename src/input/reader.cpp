#include "synergy/input/reader.hpp"

#include "synergy/quantities/range.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace synergy::input {
namespace {

/// No locale, no blanks, no rest: "12 ms" for a count is a mistake, not a 12. A value in quotes is text.
template <class T>
std::optional<T> number_from(const Node& node) {
  T value{};
  const char* end = node.scalar.data() + node.scalar.size();
  const auto [stop, error] = std::from_chars(node.scalar.data(), end, value);
  if (node.kind != Node::Kind::scalar || node.quoted || error != std::errc() || stop != end) return {};
  return value;
}

std::string_view name_of(Node::Kind kind) {
  switch (kind) {
    case Node::Kind::null:
      return "nothing";
    case Node::Kind::scalar:
      return "a single value";
    case Node::Kind::sequence:
      return "a list";
    case Node::Kind::mapping:
      return "a mapping";
  }
  return "something else";
}

/// Stands for a mapping that is not there. Its address is the mark: what is missing from it has been told of
/// by what found the wrong type.
const Node kNothing;

}  // namespace

void Problems::add(int line, int column, std::string message) {
  if (full())
    ++more_;
  else
    problems_.push_back({{file_, line, column}, std::move(message)});
}

void Problems::retract(std::size_t index) {
  if (index >= problems_.size()) return;  // it was only counted
  // Not erased: others remember problems by their index, and count() must not go back.
  problems_[index].message.clear();
  ++retracted_;
}

void Problems::throw_if_any() const {
  if (empty()) return;
  std::vector<Problem> sorted = problems_;
  std::erase_if(sorted, [](const Problem& problem) { return problem.message.empty(); });
  // Loaders ask in their own order; people read from the top.
  std::stable_sort(sorted.begin(), sorted.end(), [](const Problem& a, const Problem& b) {
    return std::pair(a.where.line, a.where.column) < std::pair(b.where.line, b.where.column);
  });
  if (more_ > 0) sorted.push_back({{file_}, fmt::format("and {} more problems that are not shown", more_)});
  throw InputError(std::move(sorted));
}

void Value::fail(std::string message) const {
  problems_->add(node_->line, node_->column, std::move(message));
}

std::string Value::text() const {
  if (node_->kind == Node::Kind::scalar && !node_->scalar.empty()) return node_->scalar;
  fail(fmt::format("expected text, found {}",
                   node_->kind == Node::Kind::scalar ? "an empty text" : name_of(node_->kind)));
  return {};
}

bool Value::boolean() const {
  if (node_->kind == Node::Kind::scalar && !node_->quoted) {
    if (node_->scalar == "true") return true;
    if (node_->scalar == "false") return false;
  }
  fail("expected true or false");
  return false;
}

std::int64_t Value::integer(std::int64_t low, std::int64_t high) const {
  const auto value = number_from<std::int64_t>(*node_);
  if (!value) {
    fail(fmt::format("expected a whole number, found {}",
                     is_scalar() ? fmt::format("'{}'", node_->scalar) : std::string(name_of(node_->kind))));
    return low;
  }
  if (*value < low || *value > high) fail(fmt::format("{} is out of range: {} to {}", *value, low, high));
  return std::clamp(*value, low, high);
}

double Value::number(double low, double high) const {
  const auto value = number_from<double>(*node_);
  if (!value || !std::isfinite(*value)) {
    fail(fmt::format("expected a number, found {}",
                     is_scalar() ? fmt::format("'{}'", node_->scalar) : std::string(name_of(node_->kind))));
    return low;
  }
  if (*value < low || *value > high) fail(fmt::format("{} is out of range: {} to {}", *value, low, high));
  return std::clamp(*value, low, high);
}

template <class Q>
Q Value::quantity(std::optional<Q> low, std::optional<Q> high) const {
  const auto parsed = parse_quantity<Q>(node_->kind == Node::Kind::scalar ? node_->scalar : "");
  if (const auto* problem = std::get_if<std::string>(&parsed)) {
    fail(*problem);
    return low.value_or(Q{});
  }
  const Q value = std::get<Q>(parsed);
  if ((low && value < *low) || (high && value > *high)) {
    fail(fmt::format("{} is out of range: {}", node_->scalar, range_text(low, high)));
    return low ? *low : *high;
  }
  return value;
}

template Duration Value::quantity(std::optional<Duration>, std::optional<Duration>) const;
template Bytes Value::quantity(std::optional<Bytes>, std::optional<Bytes>) const;
template Power Value::quantity(std::optional<Power>, std::optional<Power>) const;
template Energy Value::quantity(std::optional<Energy>, std::optional<Energy>) const;
template Frequency Value::quantity(std::optional<Frequency>, std::optional<Frequency>) const;
template Current Value::quantity(std::optional<Current>, std::optional<Current>) const;
template Voltage Value::quantity(std::optional<Voltage>, std::optional<Voltage>) const;
template Charge Value::quantity(std::optional<Charge>, std::optional<Charge>) const;
template TimePerByte Value::quantity(std::optional<TimePerByte>, std::optional<TimePerByte>) const;
template TimePerMac Value::quantity(std::optional<TimePerMac>, std::optional<TimePerMac>) const;
template EnergyPerByte Value::quantity(std::optional<EnergyPerByte>, std::optional<EnergyPerByte>) const;
template DataRate Value::quantity(std::optional<DataRate>, std::optional<DataRate>) const;
template Ratio Value::quantity(std::optional<Ratio>, std::optional<Ratio>) const;

std::size_t Value::choice(std::string_view what, const std::vector<std::string_view>& names) const {
  const std::string typed = text();
  const auto found = std::find(names.begin(), names.end(), typed);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  // A text that is empty or none was told of by text(). When full, the message is not made: it lists all
  // names.
  if (!typed.empty()) fail(problems_->full() ? std::string() : unknown_name(what, typed, names));
  return 0;
}

std::vector<Value> Value::items() const {
  std::vector<Value> values;
  if (!is_sequence()) {
    fail(fmt::format("expected a list, found {}", name_of(node_->kind)));
    return values;
  }
  values.reserve(node_->items.size());
  for (const Node& item : node_->items) values.emplace_back(item, *problems_);
  return values;
}

Mapping Value::mapping() const {
  if (is_mapping()) return {*node_, *problems_};
  fail(fmt::format("expected a mapping of keys to values, found {}", name_of(node_->kind)));
  return {kNothing, *problems_};
}

std::optional<Value> Mapping::optional(std::string_view key) {
  asked_.emplace_back(key);
  for (const Node::Entry& entry : node_->entries) {
    if (entry.key == key) return Value(entry.value, *problems_);
  }
  return {};
}

std::optional<Value> Mapping::required(std::string_view key) {
  auto value = optional(key);
  // An absent mapping (kNothing) has already been reported.
  if (!value && node_ != &kNothing) {
    missing_.emplace_back(key, problems_->count());
    fail(fmt::format("missing key '{}'", key));
  }
  return value;
}

std::vector<std::pair<std::string, Value>> Mapping::entries() {
  all_asked_ = true;
  std::vector<std::pair<std::string, Value>> values;
  values.reserve(node_->entries.size());
  for (const Node::Entry& entry : node_->entries)
    values.emplace_back(entry.key, Value(entry.value, *problems_));
  return values;
}

void Mapping::finish() {
  if (all_asked_) return;
  const std::vector<std::string_view> known(asked_.begin(), asked_.end());
  for (const Node::Entry& entry : node_->entries) {
    if (std::find(known.begin(), known.end(), entry.key) != known.end()) continue;
    if (problems_->full()) {
      problems_->add(entry.line, entry.column, {});
      continue;
    }
    problems_->add(entry.line, entry.column, unknown_name("key", entry.key, known));
    // A key that is misspelt is also missing.
    const std::string_view meant = closest(entry.key, known);
    for (const auto& [key, problem] : missing_) {
      if (key == meant) problems_->retract(problem);
    }
  }
}

void Mapping::fail(std::string message) const {
  problems_->add(node_->line, node_->column, std::move(message));
}

void read_schema_version(Mapping& root) {
  const auto version = root.required("schema_version");
  if (version && version->integer() != 1) version->fail("this program reads schema_version 1 only");
}

}  // namespace synergy::input
