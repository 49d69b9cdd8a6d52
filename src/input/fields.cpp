#include "synergy/input/fields.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

namespace synergy::input {

const Loader::Found* Loader::find(std::string_view key) const {
  const auto found = std::find_if(found_.begin(), found_.end(), [&](const Found& f) { return f.key == key; });
  return found == found_.end() ? nullptr : &*found;
}

bool Loader::is_good(std::string_view key) const {
  const Found* found = find(key);
  return found != nullptr && found->good;
}

void Loader::fail(std::string_view key, std::string message) const {
  if (const Found* found = find(key))
    found->value.fail(std::move(message));
  else
    mapping_->fail(std::move(message));
}

void Saver::add(const Field& field, Yaml value) {
  entries_.push_back({field.rank, field.key, std::move(value)});
}

Yaml Saver::mapping(Yaml::Style style) const {
  Yaml mapping = ranks(0, std::numeric_limits<int>::max());
  mapping.set_style(style);
  return mapping;
}

Yaml Saver::ranks(int first, int last) const {
  // Stable, because within a rank the order of fields() is the order people find in the documentation.
  std::vector<const Entry*> sorted;
  for (const Entry& entry : entries_) {
    if (entry.rank >= first && entry.rank <= last) sorted.push_back(&entry);
  }
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Entry* a, const Entry* b) { return a->rank < b->rank; });
  Yaml mapping = Yaml::mapping();
  for (const Entry* entry : sorted) mapping.put(entry->key, entry->value);
  return mapping;
}

void Schema::add(const Field& field, Yaml schema) {
  if (field.required) required_.add(Yaml::quoted(field.key));
  if (!field.meaning.empty()) {
    std::string meaning(field.meaning);
    if (!field.otherwise.empty()) meaning += fmt::format("; default: {}", field.otherwise);
    schema.put("description", Yaml::quoted(meaning));
  }
  properties_.put(field.key, std::move(schema));
}

Yaml Schema::object() const {
  Yaml object = Yaml::mapping();
  object.put("type", Yaml::quoted("object")).put("additionalProperties", Yaml::plain("false"));
  if (!required_.empty()) object.put("required", required_);
  object.put("properties", properties_);
  return object;
}

void KeyTable::add(const Field& field, std::string_view standard) {
  const std::string_view otherwise = field.required            ? "required"
                                     : field.otherwise.empty() ? standard
                                                               : field.otherwise;
  rows_.push_back({field.key, field.meaning, std::string(otherwise)});
  all_required_ = all_required_ && field.required;
}

std::string KeyTable::text(std::string_view first) const {
  std::string text = fmt::format("| {} | meaning |{}\n|---|---|{}\n", first,
                                 all_required_ ? "" : " default |", all_required_ ? "" : "---|");
  for (const Row& row : rows_) {
    text += fmt::format("| `{}` | {} |", row.key, row.meaning);
    text += all_required_ ? "\n" : fmt::format(" {} |\n", row.otherwise);
  }
  return text;
}

}  // namespace synergy::input
