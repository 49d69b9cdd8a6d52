#pragma once

#include <cstdint>
#include <string>

namespace synergy {

/// value / 10^places in decimal digits, exactly, without zeros at the end: (75, 1) is "7.5", (-20, 1) "-2".
/// By its digits, not by a division: a double cannot hold every such number.
///
/// Pre: places >= 0, and value is not the least of its type.
[[nodiscard]] std::string decimal_text(std::int64_t value, int places);

}  // namespace synergy
