#pragma once

#include "synergy/device/profile_fields.hpp"
#include "synergy/link/ble/stack.hpp"

namespace synergy::link {

[[nodiscard]] inline const std::vector<std::string_view>& names_of(Reservation) {
  return reservation_names();
}
[[nodiscard]] inline const std::vector<std::string_view>& names_of(LateData) { return late_data_names(); }

template <class Archive, class Rule, class Kind>
void rule_fields(Archive& archive, Rule& rule, const Kind& kind) {
  using namespace input;
  archive(required_key("value", ""), rule.value, kind);
  archive(required_key("source", "document and section"), rule.source, Text{true});
}

/// A rule with the place it was read: {value, source}.
template <class T, class Kind>
struct RuleOf {
  Kind of_value;

  void read(const input::Value& value, StackRule<T>& to) const {
    input::Mapping keys = value.mapping();
    input::Loader loader(keys);
    rule_fields(loader, to, of_value);
    keys.finish();
  }
  [[nodiscard]] input::Yaml save(const StackRule<T>& from) const {
    input::Saver saver;
    rule_fields(saver, from, of_value);
    return saver.mapping();
  }
  [[nodiscard]] input::Yaml schema() const {
    const StackRule<T> standard;
    input::Schema schema;
    rule_fields(schema, standard, of_value);
    return schema.object();
  }
};

/// Every key of a stack's file, said once.
template <class Archive, input::Is<StackProfile> P>
void fields(Archive& archive, P& stack) {
  using namespace input;
  archive(required_key("guard", "time kept free at the end of every connection event, at most 100 ms"),
          stack.guard, device::SourcedAmount<Duration>{.most = milliseconds(100)});
  archive(
      required_key("reservation",
                   "what must be left before the guard for one more packet pair to start: `pair` (the time "
                   "of that pair), `full_pair` (a full-size packet each way and the space between them), "
                   "`full_pair_and_space` (and the space after them)"),
      stack.reservation, RuleOf<Reservation, Choice<Reservation>>{{"reservation"}});
  archive(
      required_key("extension", "whether an event may go on, pair by pair, into time nobody has reserved"),
      stack.extension, RuleOf<bool, Boolean>{});
  archive(required_key("packet_cap", "most packet pairs in one event; 0: only time limits them"),
          stack.packet_cap, RuleOf<int, Whole<int>>{{0, 10'000}});
  // Files of the time before this rule was known do not say it.
  archive(
      optional_key("late_data",
                   "data that become ready while an event is under way: `same_event` or `next_event`, see "
                   "below",
                   "same_event"),
      stack.late_data, RuleOf<LateData, Choice<LateData>>{{"late_data"}});
  archive(required_key("mtu_includes_l2cap_header",
                       "whether the MTU this vendor states counts the 4 bytes of the L2CAP header"),
          stack.mtu_includes_l2cap_header, RuleOf<bool, Boolean>{});
}

}  // namespace synergy::link
