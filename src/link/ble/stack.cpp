#include "synergy/link/ble/stack.hpp"

#include "stack_fields.hpp"

namespace synergy::link {
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
  return device::read_profile_file<StackProfile>(document);
}

}  // namespace synergy::link
