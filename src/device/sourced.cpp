#include "synergy/device/sourced.hpp"

namespace synergy::device {

/// In the order of ValueClass, which is that of trust: to_text() and the reader index it by the enumerator.
const std::vector<std::string_view>& class_names() {
  static const std::vector<std::string_view> names = {"datasheet", "app_note", "vendor_file", "measured",
                                                      "secondary", "derived",  "estimate"};
  return names;
}

std::string_view to_text(ValueClass c) { return class_names()[static_cast<std::size_t>(c)]; }

}  // namespace synergy::device
