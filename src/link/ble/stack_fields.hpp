#pragma once

#include "synergy/device/profile_fields.hpp"
#include "synergy/link/ble/stack.hpp"
#include "synergy/link/rule_of.hpp"

namespace synergy::link {

[[nodiscard]] inline const std::vector<std::string_view>& names_of(Reservation) {
  return reservation_names();
}
[[nodiscard]] inline const std::vector<std::string_view>& names_of(LateData) { return late_data_names(); }
[[nodiscard]] inline const std::vector<std::string_view>& names_of(CoreVersion) {
  return core_version_names();
}

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
      stack.reservation, RuleOf<StackRule<Reservation>, Choice<Reservation>>{{"reservation"}});
  archive(
      required_key("extension", "whether an event may go on, pair by pair, into time nobody has reserved"),
      stack.extension, RuleOf<StackRule<bool>, Boolean>{});
  archive(required_key("packet_cap", "most packet pairs in one event; 0: only time limits them"),
          stack.packet_cap, RuleOf<StackRule<int>, Whole<int>>{{0, 10'000}});
  // Files of the time before this rule was known do not say it.
  archive(
      optional_key("late_data",
                   "data that become ready while an event is under way: `same_event` or `next_event`, see "
                   "below",
                   "same_event"),
      stack.late_data, RuleOf<StackRule<LateData>, Choice<LateData>>{{"late_data"}});
  archive(optional_key("packet_cap_s8",
                       "as `packet_cap`, on the coded PHY S8 where that is another; 0: it is not", "0"),
          stack.packet_cap_s8, RuleOf<StackRule<int>, Whole<int>>{{0, 10'000}});
  archive(optional_key("coded_empty_s8",
                       "whether empty packets go out as S8 on a connection that is coded S2", "false"),
          stack.coded_empty_s8, RuleOf<StackRule<bool>, Boolean>{});
  archive(optional_key("core_version",
                       "edition of the Core specification; from \"6.2\" on connection intervals may be short",
                       "5.0"),
          stack.core_version, RuleOf<StackRule<CoreVersion>, Choice<CoreVersion>>{{"core_version"}});
  archive(required_key("mtu_includes_l2cap_header",
                       "whether the MTU this vendor states counts the 4 bytes of the L2CAP header"),
          stack.mtu_includes_l2cap_header, RuleOf<StackRule<bool>, Boolean>{});
}

}  // namespace synergy::link
