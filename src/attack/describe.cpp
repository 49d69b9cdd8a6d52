#include "synergy/attack/describe.hpp"

#include "synergy/input/error.hpp"

#include <algorithm>

#include "condition_keys.hpp"
#include "keys.hpp"

namespace synergy::attack {
namespace {

using input::Yaml;

template <class Keys>
Yaml object_of() {
  const Keys none{};
  input::Schema schema;
  fields(schema, none);
  return schema.object();
}

template <class Keys>
std::string rows_of(std::string_view first) {
  const Keys none{};
  input::KeyTable table;
  fields(table, none);
  return table.text(first);
}

Yaml either(Yaml one, Yaml other) {
  Yaml any = Yaml::mapping();
  return any.put("anyOf", Yaml::sequence().add(std::move(one)).add(std::move(other)));
}

Yaml at_least_one(Yaml item) {
  return input::schema_of_list(std::move(item)).put("minItems", Yaml::plain("1"));
}

}  // namespace

void CountText::read(const input::Value& value, Count& to) const {
  if (value.is_scalar()) {
    to.least = to.most = static_cast<int>(value.integer(low, high));
    return;
  }
  const std::vector<input::Value> ends = value.items();
  if (ends.size() != 2) {
    if (value.is_sequence()) value.fail("expected a whole number, or two: the least and the most");
    return;
  }
  to = {static_cast<int>(ends[0].integer(low, high)), static_cast<int>(ends[1].integer(low, high))};
  if (to.least > to.most) value.fail("the least is more than the most");
}

Yaml CountText::save(const Count& from) const {
  Yaml list = Yaml::sequence(Yaml::Style::flow);
  list.add(Yaml::plain(std::to_string(from.least)));
  return list.add(Yaml::plain(std::to_string(from.most)));
}

Yaml CountText::schema() const {
  const Yaml one = input::schema_of_range("integer", std::to_string(low), std::to_string(high));
  Yaml two = input::schema_of_list(one);
  two.put("minItems", Yaml::plain("2")).put("maxItems", Yaml::plain("2"));
  return either(one, std::move(two));
}

void Tree::read(const input::Value& value, input::Node& to) const {
  to = value.node();
  if (name_key.empty() || value.is_mapping()) return;
  const std::string text = value.text();
  to = input::Node{};
  to.kind = input::Node::Kind::mapping;
  input::Node::Entry entry;
  entry.key = name_key;
  entry.value = value.node();
  entry.value.scalar = text;
  to.entries.push_back(std::move(entry));
}

Yaml Tree::schema() const {
  if (name_key.empty()) return Yaml::mapping();
  Yaml mapping = Yaml::mapping();
  mapping.put("type", Yaml::quoted("object"));
  return either(input::schema_of_text(), std::move(mapping));
}

void Names::read(const input::Value& value, std::vector<std::string>& to) const {
  if (value.is_sequence() && value.items().empty()) value.fail("expected at least one");
  for (const input::Value& item : value.items()) to.push_back(item.text());
}

Yaml Names::save(const std::vector<std::string>& from) const {
  Yaml list = Yaml::sequence(Yaml::Style::flow);
  for (const std::string& name : from) list.add(Yaml::text(name));
  return list;
}

Yaml Names::schema() const { return at_least_one(input::schema_of_text()); }

void Trees::read(const input::Value& value, std::vector<input::Node>& to) const {
  if (value.is_sequence() && value.items().empty()) value.fail("expected at least one");
  for (const input::Value& one : value.items()) item.read(one, to.emplace_back());
}

Yaml Trees::save(const std::vector<input::Node>& from) const {
  Yaml list = Yaml::sequence();
  for (const input::Node& one : from) list.add(item.save(one));
  return list;
}

Yaml Trees::schema() const { return at_least_one(item.schema()); }

namespace {

const std::vector<std::string_view>& change_words() {
  static const std::vector<std::string_view> words{"start", "stop", "leave", "crash",
                                                   "sleep", "join", "block"};
  return words;
}
const std::vector<std::string_view>& change_keys() {
  static const std::vector<std::string_view> keys{"rate", "accelerator_clock", "charge", "path_loss",
                                                  "path_loss_add"};
  return keys;
}

}  // namespace

void Actions::read(const input::Value& value, std::vector<input::Node>& to) const {
  if (value.is_sequence() && value.items().empty()) value.fail("expected at least one");
  for (const input::Value& item : value.items()) {
    to.push_back(item.node());
    if (!item.is_mapping()) {
      (void)item.choice("action", change_words());
      continue;
    }
    const auto entries = item.mapping().entries();
    if (entries.size() != 1) item.fail("expected one key, such as {path_loss_add: \"20 dB\"}");
    for (const auto& [key, amount] : entries) {
      if (std::find(change_keys().begin(), change_keys().end(), key) == change_keys().end())
        item.fail(unknown_name("action", key, change_keys()));
    }
  }
}

Yaml Actions::save(const std::vector<input::Node>& from) const {
  Yaml list = Yaml::sequence(Yaml::Style::flow);
  for (const input::Node& one : from) list.add(Yaml(one));
  return list;
}

Yaml Actions::schema() const {
  Yaml mapping = Yaml::mapping();
  mapping.put("type", Yaml::quoted("object"));
  return at_least_one(either(input::schema_of_choice(change_words()), std::move(mapping)));
}

std::vector<scenario::SchemaFile> schema_files() {
  return {{"scenarios/attack/space.schema.json",
           input::schema_file("synergy-sim space of an attack", object_of<SpaceKeys>())},
          {"scenarios/attack/conditions.schema.json",
           input::schema_file("synergy-sim conditions of an attack", object_of<ConditionsKeys>())}};
}

std::optional<std::string> key_table(std::string_view of) {
  if (of == "space") return rows_of<SpaceKeys>("key");
  if (of == "space_apps") return rows_of<AppSpace>("key of `apps`");
  if (of == "space_devices") return rows_of<DeviceSpace>("key of `devices`");
  if (of == "space_links") return rows_of<LinkSpace>("key of `links`");
  if (of == "space_changes") return rows_of<ChangeSpace>("key of `changes`");
  if (of == "condition") return rows_of<Condition>("key of a condition");
  return {};
}

}  // namespace synergy::attack
