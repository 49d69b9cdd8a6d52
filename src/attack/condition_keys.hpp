#pragma once

#include "synergy/attack/conditions.hpp"
#include "synergy/input/fields.hpp"

// Every key of a conditions file, said once.
namespace synergy::attack {

inline constexpr double kLargestBound = 1e15;

template <class Archive, input::Is<Condition> S>
void fields(Archive& archive, S& condition) {
  using namespace input;
  archive(required_key("of", "scenario, planner, against, or both of them"), condition.of,
          Choice<Of>{"subject"});
  archive(
      required_key("quantity",
                   "of a scenario app_count, device_count or accelerator_count; of planners "
                   "throughput_inf_per_s, latency_sum_ms, power_mean_mw (waiting included) or segments_most"),
      condition.quantity, Choice<Quantity>{"quantity"});
  archive(optional_key("least", "smallest value that counts"), condition.least,
          Number{-kLargestBound, kLargestBound});
  archive(optional_key("most", "largest value that counts"), condition.most,
          Number{-kLargestBound, kLargestBound});
}

/// The keys of the file.
struct ConditionsKeys {
  std::vector<Condition> conditions;
};

template <class Archive, input::Is<ConditionsKeys> S>
void fields(Archive& archive, S& keys) {
  using namespace input;
  archive(required_key("schema_version", "1"), keys, SchemaVersion{});
  archive(required_key("conditions", "list, see below"), keys.conditions,
          ListOf<Group<Condition>, Condition>{});
}

}  // namespace synergy::attack
