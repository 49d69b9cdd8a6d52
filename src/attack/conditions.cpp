#include "synergy/attack/conditions.hpp"

#include "synergy/base/hash.hpp"
#include "synergy/input/error.hpp"

#include "condition_keys.hpp"
#include "nodes.hpp"

namespace synergy::attack {

const std::vector<std::string_view>& names_of(Of) {
  static const std::vector<std::string_view> names{"scenario", "planner", "against", "both"};
  return names;
}

const std::vector<std::string_view>& names_of(Quantity) {
  static const std::vector<std::string_view> names{
      "app_count",      "device_count",  "accelerator_count", "throughput_inf_per_s",
      "latency_sum_ms", "power_mean_mw", "segments_most"};
  return names;
}

Conditions read_conditions(const input::Document& document) {
  input::Problems problems(document.name);
  input::Mapping root = input::Value(document.root, problems).mapping();
  ConditionsKeys keys;
  input::Loader loader(root);
  fields(loader, keys);
  root.finish();
  problems.throw_if_any();
  const Node& list = *find(document.root, "conditions");
  for (std::size_t i = 0; i < keys.conditions.size(); ++i) {
    const Condition& condition = keys.conditions[i];
    const input::Value at(list.items[i], problems);
    if (is_of_scenario(condition.quantity) != (condition.of == Of::scenario))
      at.fail("app_count, device_count and accelerator_count are of the scenario, all others of planners");
    if (!condition.least && !condition.most) at.fail("expected 'least', 'most' or both");
    if (condition.least && condition.most && *condition.least > *condition.most)
      at.fail("'least' is more than 'most'");
  }
  problems.throw_if_any();
  return {std::move(keys.conditions), {document.name, hex_hash(document.text)}};
}

Conditions load_conditions(const std::string& file) { return read_conditions(input::load(file)); }

}  // namespace synergy::attack
