#include "synergy/device/describe.hpp"

#include "synergy/device/part_fields.hpp"

#include <string>

namespace synergy::device {
namespace {

using input::Yaml;

Yaml in_line(std::string_view key, Yaml value) {
  Yaml mapping = Yaml::mapping(Yaml::Style::flow);
  return mapping.put(key, std::move(value));
}

}  // namespace

/// Parts alone: each family of accelerators describes its own profiles.
std::vector<DescribedKind> described_parts() {
  return {described_kind<RadioProfile>(), described_kind<SensorProfile>(), described_kind<ActuatorProfile>()};
}

Yaml schema_by_kind(const std::vector<DescribedKind>& kinds) {
  std::vector<std::string_view> words;
  Yaml choices = Yaml::sequence();
  Yaml definitions = Yaml::mapping();
  for (const DescribedKind& one : kinds) {
    words.push_back(one.kind);
    // Draft 7 has no discriminator; with if and then an editor complains about the keys of the one kind only.
    const Yaml stated = in_line("properties", in_line("kind", in_line("const", Yaml::quoted(one.kind))));
    Yaml choice = in_line("if", stated);
    choice.put("then", in_line("$ref", Yaml::quoted("#/definitions/" + std::string(one.kind))));
    choices.add(std::move(choice));
    definitions.put(one.kind, one.schema);
  }
  Yaml object = Yaml::mapping();
  Yaml required = Yaml::sequence(Yaml::Style::flow);
  return object.put("type", Yaml::quoted("object"))
      .put("required", required.add(Yaml::quoted("kind")))
      .put("properties", in_line("kind", input::schema_of_choice(words)))
      .put("allOf", std::move(choices))
      .put("definitions", std::move(definitions));
}

}  // namespace synergy::device
