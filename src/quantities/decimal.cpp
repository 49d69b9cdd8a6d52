#include "synergy/quantities/decimal.hpp"

#include <cstdlib>

#include <fmt/format.h>

namespace synergy {

std::string decimal_text(std::int64_t value, int places) {
  std::string text = fmt::format("{:0{}}", std::abs(value), places + 1);
  if (places > 0) {
    text.insert(text.size() - static_cast<std::size_t>(places), ".");
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return value < 0 ? "-" + text : text;
}

}  // namespace synergy
