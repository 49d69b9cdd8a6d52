#include "names.hpp"

#include <algorithm>

namespace synergy::python {
namespace {

std::optional<scenario::Policy> policy_if_known(const std::string& name) {
  const auto& known = names_of(scenario::Policy{});
  const auto found = std::find(known.begin(), known.end(), name);
  if (found == known.end()) return {};
  return static_cast<scenario::Policy>(found - known.begin());
}

}  // namespace

scenario::Policy policy_named(const std::string& name) {
  if (const auto policy = policy_if_known(name)) return *policy;
  throw InputError({"policy"}, unknown_name("policy", name, names_of(scenario::Policy{})));
}

std::vector<std::optional<scenario::Policy>> policies_named(const std::vector<std::string>& names,
                                                            const scenario::Scenario& scenario) {
  if (names.empty()) return {scenario.policy};
  std::vector<std::string_view> choices = names_of(scenario::Policy{});
  const std::size_t count = choices.size();
  choices.insert(choices.end(), {"all", "paired"});
  std::vector<std::optional<scenario::Policy>> chosen;
  // Rows of a policy that is named twice would have the same keys.
  const auto add = [&](std::optional<scenario::Policy> policy) {
    if (std::find(chosen.begin(), chosen.end(), policy) == chosen.end()) chosen.push_back(policy);
  };
  for (const std::string& name : names) {
    if (name == "all") {
      for (std::size_t p = 0; p < count; ++p) add(static_cast<scenario::Policy>(p));
    } else if (name == "paired") {
      add({});
    } else if (const auto policy = policy_if_known(name)) {
      add(policy);
    } else {
      throw InputError({"policy"}, unknown_name("policy", name, choices));
    }
  }
  return chosen;
}

}  // namespace synergy::python
