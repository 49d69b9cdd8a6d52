#include "synergy/link/ble/stack.hpp"

#include "sourced_reader.hpp"

namespace synergy::link {
namespace {

template <class T, class Read>
StackRule<T> read_rule(const input::Value& value, const Read& read) {
  StackRule<T> rule;
  input::Mapping keys = value.mapping();
  if (const auto v = keys.required("value")) rule.value = read(*v);
  if (const auto v = keys.required("source")) rule.source = v->text();
  keys.finish();
  return rule;
}

}  // namespace

const std::vector<std::string_view>& reservation_names() {
  static const std::vector<std::string_view> names{"pair", "full_pair", "full_pair_and_space"};
  return names;
}

const std::vector<std::string_view>& late_data_names() {
  static const std::vector<std::string_view> names{"same_event", "next_event"};
  return names;
}

const std::vector<std::string_view>& core_version_names() {
  static const std::vector<std::string_view> names{"4.2", "5.0", "5.1", "5.2", "5.3",
                                                   "5.4", "6.0", "6.1", "6.2", "7.0"};
  return names;
}

StackProfile read_stack(const input::Document& document) {
  input::Problems problems(document.name);
  input::Mapping root = input::Value(document.root, problems).mapping();
  const auto boolean = [](const input::Value& v) { return v.boolean(); };
  StackProfile stack;
  input::read_schema_version(root);
  if (const auto v = root.required("kind")) (void)v->choice("kind", {"ble_stack"});
  if (const auto v = root.required("name")) stack.name = v->text();
  if (const auto v = root.required("guard")) {
    stack.guard = read_sourced<Duration>(*v, Duration(), milliseconds(100));
  }
  if (const auto v = root.required("reservation")) {
    stack.reservation = read_rule<Reservation>(*v, [](const input::Value& name) {
      return static_cast<Reservation>(name.choice("reservation", reservation_names()));
    });
  }
  if (const auto v = root.required("extension")) stack.extension = read_rule<bool>(*v, boolean);
  const auto cap = [](const input::Value& n) { return static_cast<int>(n.integer(0, 10'000)); };
  if (const auto v = root.required("packet_cap")) stack.packet_cap = read_rule<int>(*v, cap);
  // Files of the time before this rule was known do not say it.
  if (const auto v = root.optional("late_data")) {
    stack.late_data = read_rule<LateData>(*v, [](const input::Value& name) {
      return static_cast<LateData>(name.choice("late_data", late_data_names()));
    });
  }
  if (const auto v = root.optional("packet_cap_s8")) stack.packet_cap_s8 = read_rule<int>(*v, cap);
  if (const auto v = root.optional("coded_empty_s8")) stack.coded_empty_s8 = read_rule<bool>(*v, boolean);
  if (const auto v = root.optional("core_version")) {
    stack.core_version = read_rule<CoreVersion>(*v, [](const input::Value& name) {
      return static_cast<CoreVersion>(name.choice("core_version", core_version_names()));
    });
  }
  if (const auto v = root.required("mtu_includes_l2cap_header")) {
    stack.mtu_includes_l2cap_header = read_rule<bool>(*v, boolean);
  }
  root.finish();
  problems.throw_if_any();
  return stack;
}

}  // namespace synergy::link
