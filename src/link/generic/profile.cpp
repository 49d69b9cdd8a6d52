#include "profile.hpp"

namespace synergy::link {

const std::vector<std::string_view>& medium_names() {
  static const std::vector<std::string_view> names{"shared", "independent"};
  return names;
}

GenericProfile read_generic(const input::Document& document) {
  return device::read_profile_file<GenericProfile>(document);
}

}  // namespace synergy::link
