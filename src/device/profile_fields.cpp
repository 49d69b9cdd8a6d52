#include "synergy/device/profile_fields.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace synergy::device {

void ProfileKind::read_word(const input::Value& value) const {
  // The kinds of parts, which people mix up; kinds of links have their profiles in folders of their own.
  std::vector<std::string_view> words = {"accelerator", "radio", "sensor", "actuator"};
  if (std::find(words.begin(), words.end(), word) == words.end()) words = {word};
  // A word that is no kind has been recorded by choice(); its answer then means nothing.
  const std::string_view found = words[value.choice("kind", words)];
  if (value.node().scalar == found && found != word)
    value.fail(fmt::format("expected a profile of kind '{}', found '{}'", word, found));
}

input::Yaml ProfileKind::schema() const {
  input::Yaml schema = input::Yaml::mapping();
  return schema.put("const", input::Yaml::quoted(word));
}

}  // namespace synergy::device
