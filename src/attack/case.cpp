#include "synergy/attack/case.hpp"

#include "synergy/input/error.hpp"
#include "synergy/input/write.hpp"
#include "synergy/results/table.hpp"
#include "synergy/scenario/load.hpp"
#include "synergy/scenario/profile_numbers.hpp"

#include "nodes.hpp"

namespace synergy::attack {
namespace {

using input::Yaml;

/// In brackets as a whole, so that it is one line.
Yaml in_flow(const Node& node) {
  if (node.kind == Node::Kind::sequence) {
    Yaml list = Yaml::sequence(Yaml::Style::flow);
    for (const Node& item : node.items) list.add(in_flow(item));
    return list;
  }
  if (node.kind == Node::Kind::mapping) {
    Yaml mapping = Yaml::mapping(Yaml::Style::flow);
    for (const Node::Entry& entry : node.entries) mapping.put(entry.key, in_flow(entry.value));
    return mapping;
  }
  return Yaml(node);
}

}  // namespace

scenario::Scenario scenario_of(const Case& one, const std::string& file, scenario::Library& library) {
  scenario::Scenario read = scenario::read_scenario(input::Document{file, {}, one.root}, library);
  if (one.numbers.empty()) return read;
  std::vector<scenario::NumberSetting> settings;
  for (const scenario::ProfileNumber& number : scenario::profile_numbers(read)) {
    const auto set = one.numbers.find(number.path);
    if (set != one.numbers.end()) settings.push_back({number.path, set->second});
  }
  return settings.empty() ? read : scenario::with_profile_numbers(read, settings);
}

std::string to_line(const Case& one) {
  Yaml numbers = Yaml::mapping(Yaml::Style::flow);
  for (const auto& [path, si] : one.numbers) numbers.put(path, Yaml::plain(results::to_text(si)));
  Yaml whole = Yaml::mapping(Yaml::Style::flow);
  whole.put("scenario", in_flow(one.root));
  whole.put("numbers", std::move(numbers));
  std::string line = input::to_yaml(whole);
  while (!line.empty() && line.back() == '\n') line.pop_back();
  return line;
}

Case case_from(const std::string& line) {
  input::Document document = input::parse(line + "\n", "scenario of a search");
  Case one;
  Node* root = find(document.root, "scenario");
  const Node* numbers = find(document.root, "numbers");
  if (root == nullptr || numbers == nullptr)
    throw InputError({document.name}, "expected a mapping with 'scenario' and 'numbers'");
  input::Problems problems(document.name);
  for (const Node::Entry& entry : numbers->entries)
    one.numbers[entry.key] = input::Value(entry.value, problems).number(-9.2e18, 9.2e18);
  problems.throw_if_any();
  one.root = std::move(*root);
  return one;
}

}  // namespace synergy::attack
