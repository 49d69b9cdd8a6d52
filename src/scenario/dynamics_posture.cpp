#include <algorithm>
#include <set>

#include "dynamics_fields.hpp"
#include <fmt/format.h>

namespace synergy::scenario {
namespace {

using input::Mapping;
using input::Value;
using input::Yaml;

constexpr Decibels kAdded{-200, 200};

std::vector<std::string_view> views(const std::vector<std::string>& names) {
  return {names.begin(), names.end()};
}

void read_states(const Value& value, std::vector<std::string>& to) {
  std::set<std::string> names;
  for (const Value& item : value.items()) {
    const std::string& name = to.emplace_back(item.text());
    if (!name.empty() && !names.insert(name).second)
      item.fail(fmt::format("two states are named '{}'", name));
  }
  if (to.empty() && value.is_sequence()) value.fail("a posture needs at least one state");
}

/// One law for all states, or a mapping with a law for each.
void read_dwell(const Value& value, const Definitions* definitions, Posture& to) {
  const DistributionText law{definitions};
  to.dwell.assign(to.states.size(), Distribution{});
  const auto is_state = [&](const input::Node::Entry& entry) {
    return std::find(to.states.begin(), to.states.end(), entry.key) != to.states.end();
  };
  const auto& entries = value.node().entries;
  if (!value.is_mapping() || std::none_of(entries.begin(), entries.end(), is_state)) {
    if (to.dwell.empty()) return;
    law.read(value, to.dwell.front());
    std::fill(to.dwell.begin(), to.dwell.end(), to.dwell.front());
    return;
  }
  Mapping mapping = value.mapping();
  for (std::size_t i = 0; i < to.states.size(); ++i) {
    if (const auto dwell = mapping.required(to.states[i])) law.read(*dwell, to.dwell[i]);
  }
  mapping.finish();
}

void read_next(const Value& value, Posture& to) {
  const std::size_t count = to.states.size();
  to.next.assign(count, std::vector<double>(count, 0));
  Mapping mapping = value.mapping();
  for (std::size_t i = 0; i < count; ++i) {
    const auto row = mapping.required(to.states[i]);
    if (!row) continue;
    Mapping weights = row->mapping();
    double sum = 0;
    for (const auto& [state, weight] : weights.entries()) {
      const auto found = std::find(to.states.begin(), to.states.end(), state);
      if (found == to.states.end()) {
        row->fail(unknown_name("state", state, views(to.states)));
      } else if (*found == to.states[i]) {
        weight.fail("a state follows another one; how long it lasts is `dwell`");
      } else {
        sum += to.next[i][static_cast<std::size_t>(found - to.states.begin())] = weight.number(0, 1e6);
      }
    }
    if (!(sum > 0)) row->fail(fmt::format("no state follows '{}'", to.states[i]));
  }
  mapping.finish();
}

void read_added(const Value& value, const Devices* devices, Posture& to) {
  for (const Value& item : value.items()) {
    Posture::Added added{{}, std::vector<double>(to.states.size(), 0)};
    Mapping mapping = item.mapping();
    if (const auto link = mapping.required("link")) EndNames{devices}.read(*link, added.link);
    for (std::size_t i = 0; i < to.states.size(); ++i) {
      if (const auto db = mapping.optional(to.states[i])) kAdded.read(*db, added.db[i]);
    }
    mapping.finish();
    to.added.push_back(std::move(added));
  }
}

Yaml saved_next(const Posture& from) {
  Yaml rows = Yaml::mapping(Yaml::Style::flow);
  for (std::size_t i = 0; i < from.states.size(); ++i) {
    Yaml row = Yaml::mapping(Yaml::Style::flow);
    for (std::size_t j = 0; j < from.states.size(); ++j) {
      if (from.next[i][j] > 0) row.put(from.states[j], Yaml::plain(fmt::format("{}", from.next[i][j])));
    }
    rows.put(from.states[i], std::move(row));
  }
  return rows;
}

Yaml saved_added(const Posture& from, const Devices* devices) {
  Yaml list = Yaml::sequence(Yaml::Style::flow);
  for (const Posture::Added& added : from.added) {
    Yaml entry = Yaml::mapping(Yaml::Style::flow);
    entry.put("link", EndNames{devices}.save(added.link));
    for (std::size_t i = 0; i < from.states.size(); ++i) entry.put(from.states[i], kAdded.save(added.db[i]));
    list.add(std::move(entry));
  }
  return list;
}

}  // namespace

void PostureText::read(const Value& value, Posture& to) const {
  Mapping mapping = value.mapping();
  const auto states = mapping.required("states");
  const auto dwell = mapping.required("dwell");
  const auto next = mapping.optional("next");
  const auto added = mapping.optional("path_loss_add");
  mapping.finish();
  if (states) read_states(*states, to.states);
  if (dwell) read_dwell(*dwell, definitions, to);
  if (next) read_next(*next, to);
  if (added) read_added(*added, devices, to);
}

Yaml PostureText::save(const Posture& from) const {
  Yaml posture = Yaml::mapping(Yaml::Style::flow);
  Yaml states = Yaml::sequence(Yaml::Style::flow);
  Yaml dwell = Yaml::mapping(Yaml::Style::flow);
  for (std::size_t i = 0; i < from.states.size(); ++i) {
    states.add(Yaml::text(from.states[i]));
    dwell.put(from.states[i], DistributionText{definitions}.save(from.dwell[i]));
  }
  posture.put("states", std::move(states)).put("dwell", std::move(dwell));
  if (!from.next.empty()) posture.put("next", saved_next(from));
  if (!from.added.empty()) posture.put("path_loss_add", saved_added(from, devices));
  return posture;
}

/// Its keys depend on the states.
Yaml PostureText::schema() const {
  Yaml keys = Yaml::mapping();
  keys.put("states", input::schema_of_list(input::schema_of_text()))
      .put("dwell", DistributionText{definitions}.schema())
      .put("next", schema_of_any_mapping())
      .put("path_loss_add", input::schema_of_list(schema_of_any_mapping()));
  Yaml required = Yaml::sequence(Yaml::Style::flow);
  required.add(Yaml::quoted("states")).add(Yaml::quoted("dwell"));
  Yaml schema = schema_of_any_mapping();
  return schema.put("required", std::move(required))
      .put("properties", std::move(keys))
      .put("additionalProperties", Yaml::plain("false"));
}

}  // namespace synergy::scenario
